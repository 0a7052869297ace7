"""Planning, holding and closing visits; everything that writes one goes through here."""
