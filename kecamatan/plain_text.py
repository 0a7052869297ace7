"""Text that people type: what cannot be stored or would deceive the eye is found before it goes anywhere. Pure."""

import unicodedata

#: Marks that reorder the text around them on screen: right-to-left overrides, embeddings and isolates.
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def unfit(text: str, *, lines: bool = False) -> bool:
    """True where the text holds control characters, halves of a character, or marks that reorder it on screen.

    ``lines``: line breaks and tabs are allowed. Letters of any script and emoji always are.
    """
    allowed = "\n\r\t" if lines else ""
    return any(
        char in REORDERING or (unicodedata.category(char) in {"Cc", "Cs"} and char not in allowed) for char in text
    )


def fit(text: str) -> str:
    """``text`` without what is unfit in a line."""
    return "".join(char for char in text if not unfit(char))
