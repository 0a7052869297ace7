"""Reading a page as an Indonesian does: the words that stand on it, and those among them that are English."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Common words of English that are no words of Indonesian; hardly a sentence of English does without.
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        """
        the and of for with from this that these those is are was were be been has have had not you your it its they
        their which who what when where why how than then there here please select choose type write must may cannot
        only already nothing none every each other before after between at by on an or if as in to add change delete
        save search view history home welcome user users password name date time today yesterday unknown yes next
        previous page row rows first last number people recorded removed remaining baseline drive true false
        """,
    )
)
WORD = re.compile(r"(?<![\w-])[a-z]+(?:[-_][a-z]+)*(?![\w-])")
#: Attributes that are read out or shown.
READ = {"alt", "aria-label", "aria-description", "data-label", "label", "placeholder", "title"}
#: Elements whose text is for machines.
UNREAD = {"code", "pre", "script", "style"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Page:
    """``texts``: what a person sees or hears; ``links``: where it leads; ``language``: what it says it is in."""

    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    language: str | None = None

    @property
    def english(self) -> list[str]:
        """Those texts that hold an English word. Names such as If-None-Match are one word, parts of a UUID are none."""
        return [text for text in self.texts if ENGLISH & set(WORD.findall(text.lower()))]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.unread: list[bool] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag == "html":
            self.page.language = found.get("lang")
        if tag == "a" and found.get("href"):
            self.page.links.append(found["href"])
        foreign = (tag != "html" and found.get("lang") not in (None, "id")) or found.get("translate") == "no"
        if tag not in VOID:
            self.unread.append(tag in UNREAD or foreign or any(self.unread[-1:]))
        for name, value in found.items():
            label = name == "value" and tag == "input" and found.get("type") in {"button", "reset", "submit"}
            if (name in READ or name.startswith("data-text") or label) and not foreign:
                self.handle_text(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.unread:
            self.unread.pop()

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if not any(self.unread[-1:]):
            self.handle_text(data)

    def handle_text(self, text: str) -> None:
        if text.strip():
            self.page.texts.append(" ".join(text.split()))


def read(body: str) -> Page:
    """The page as a reader meets it."""
    reader = _Reader()
    reader.feed(body)
    return reader.page
