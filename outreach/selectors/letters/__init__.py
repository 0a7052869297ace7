"""What letters say, how they look on paper, and which of them wait for something."""
