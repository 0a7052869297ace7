"""The field page: what a phone takes along to a visit, and how its day comes back."""
