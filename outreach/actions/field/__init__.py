"""Taking visits along on phones, and taking in what comes back."""
