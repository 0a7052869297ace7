"""Preparing, sending, answering and voiding letters; everything that writes one goes through here."""
