"""Where to go next: the ranking, the calendar of the coming weeks, and what the office says of its teams."""
