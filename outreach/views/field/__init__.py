"""The field page: its shell, what goes to phones and what comes back."""
