"""What the pages of visits show: whom a visit expects, what became of them, and what it amounts to."""
