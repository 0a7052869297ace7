"""What goes on phones, and what the office sees of them."""
