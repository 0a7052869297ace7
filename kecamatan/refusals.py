"""A request that the rules refuse: a sentence for the person, and the field it belongs to."""


class Refused(Exception):
    """The rules of design §4 (or of the office) say no. ``message`` says what is wrong and what to do."""

    def __init__(self, message: str, *, field: str = "", row: int | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.row = row


class KeyConflict(Refused):
    """The key was used before, for other content (rule 4)."""
