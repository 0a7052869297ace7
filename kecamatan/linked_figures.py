"""A figure on a page as a link to what is behind it, marked so that a test can follow every one and compare the numbers.

``data-figure`` is the number, ``data-of`` what of the page behind the link it equals: there an element with
``data-total`` of that name says it again (``data-value``). A figure that is no count of rows leads to how it is reckoned.
"""

from functools import cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from kecamatan.figures import NONE, number_text

#: ``data-of`` of figures that are reckoned and not counted: shares, paces, promises.
RECKONED = "reckoned"


@cache
def page(name: str) -> str:
    """The address of a page without arguments. A page of numbers asks for the same few some hundred times."""
    return reverse(name)


def linked(value: int | float | None, address: str, of: str, text: str | None = None) -> str | SafeString:
    """The figure as a link; "–" where there is none. ``of``: name of the total at ``address``."""
    if value is None:
        return NONE
    shown = number_text(value) if text is None else text
    return SafeString(
        f'<a data-figure="{escape(str(value))}" data-of="{escape(of)}" href="{escape(address)}">{_escaped(shown)}</a>'
    )


def reckoned(value: float | None, text: str) -> str | SafeString:
    """A figure that counts no rows, as a link to how such figures are reckoned."""
    return linked(value, f"{page('kecamatan:help')}#{RECKONED}", RECKONED, text)


def total(value: int | None, of: str, text: str | None = None) -> SafeString:
    """The same number on the page behind the link."""
    shown = number_text(value) if text is None else text
    number = "" if value is None else escape(str(value))
    return SafeString(f'<span data-total="{escape(of)}" data-value="{number}">{_escaped(shown)}</span>')


def _escaped(text: str) -> str:
    """As Django's ``format_html`` does it, in a third of the time: a page of numbers has some hundred figures."""
    return text if isinstance(text, SafeString) else escape(str(text))
