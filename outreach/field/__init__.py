"""The day in the field: what a phone without a network writes down, and the ways on which it comes to the office."""
