"""The field day, as far as it is arithmetic: events, what they add up to, gaps, envelopes. Pure: no ORM, no request."""
