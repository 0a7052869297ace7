"""Every figure on the pages of numbers is a link, and behind it stands the same number.

The pages are read as three people see them, over a filled regency. A number that is no link fails, but for what is listed
here with its reason; every link marked as a figure (``kecamatan.linked_figures``) is followed and compared.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from kecamatan.figures import number_text
from kecamatan.linked_figures import RECKONED
from tests.filled_world import fill

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SHORT = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
#: Days and hours are no figures.
DAYS = re.compile(
    rf"\b\d{{1,2}} (?:{MONTHS}|{SHORT})\.?(?: \d{{4}})?\b|\b(?:{MONTHS}|{SHORT})\.? \d{{4}}\b|\b\d{{1,2}}:\d\d\b"
)
#: (tag, class or id of something around a number; None: any) → why the number need not be a link.
PLAIN = {
    ("form", None): "what may be asked for, no figure",
    ("svg", None): "drawn again: the values stand as links in the table or legend beside it, and its places are links",
    ("title", None): "of a drawing",
    (None, "map-legend"): "what the colours stand for",
    (None, "multiples"): "each chart leads to why its number moved, which says both values",
    (None, "signs"): "reckoned by the outlook; how stands in the help that the identity links to",
    (None, "reckoned"): "shares with their denominators, which are links above; how is linked beside them",
    (None, "entries"): "rows of the ledger themselves, with the way to all of them below",
    (None, "look"): "the form of the day",
    (None, "visits-told"): "visits themselves, each with its link",
    (None, "trail"): "where one is",
    (None, "pager"): "pages of a list",
    (None, "ways"): "a form",
    (None, "facts"): "telephones, and how things are reckoned",
    (None, "unopened"): "known to those who may not open what is behind it, or that nothing is behind it",
    (None, "kicker"): "names",
    (None, "told"): "the lead of the causes and of the comparison: each number of it is a link in the table below",
    (None, "segments"): "to whoever sees persons each is a link; behind it are persons, whom a pejabat does not see",
    (None, "list-count"): "how many rows are below",
    (None, "notice"): "what a baseline was before it was corrected",
    (None, "groups-line"): "links that narrow the list",
    ("summary", None): "the name of something to open",
    ("caption", None): "the name of a table",
    ("h1", "visits"): "names",
}
#: Sentences whose numbers are rules and not figures, or that stand as links in the table beneath.
SENTENCES = {
    "It takes 14 days": "a rule",
    "Over the last four weeks; with fewer than": "a rule",
    "on one scale": "heading",
    "Dark: 80 of 100": "what the drawing means",
    "The bars begin at": "the scale of the drawing",
    "in each, from": "the scale of the drawings",
    "In all": "the ledger's own sum",
    "other place": "places in which nothing is behind the number",
    "The last was": "days, to a visit that the list leads to",
    "Between (": "the name of a column",
    "A week, per 100": "the name of a column",
    "7 days": "a span to ask for",
    "28 days": "a span to ask for",
}


class Page(HTMLParser):
    """The numbers of the main part of a page, each with what stands around it; its marked figures; its totals."""

    EMPTY = frozenset({"input", "br", "img", "meta", "link", "line", "rect", "circle", "path", "polyline", "polygon"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict]] = []
        self.numbers: list[tuple[str, list[tuple[str, dict]]]] = []
        self.figures: list[tuple[str, str, str, str]] = []
        self.totals: set[tuple[str, str]] = set()
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.add(found["id"])
        if "data-total" in found:
            self.totals.add((found["data-total"], found["data-value"]))
        if tag not in self.EMPTY:
            self.stack.append((tag, found))
            if "data-figure" in found:
                self.figures.append((found["data-figure"], found["data-of"], found["href"], ""))

    def handle_endtag(self, tag):
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index][0] == tag:
                del self.stack[index:]
                return

    def handle_data(self, data):
        inside = any(tag == "main" for tag, _attrs in self.stack)
        if any("data-figure" in attrs for _tag, attrs in self.stack):
            value, of, href, text = self.figures[-1]
            self.figures[-1] = (value, of, href, text + data)
        elif inside and re.search(r"\d", DAYS.sub("", data)):
            self.numbers.append((" ".join(data.split()), list(self.stack)))


def is_plain(text: str, around: list[tuple[str, dict]]) -> bool:
    """Is there a reason why this number is no link?"""
    if any(words in text for words in SENTENCES):
        return True
    for tag, attrs in around:
        classes = set((attrs.get("class") or "").split()) | {attrs.get("id")}
        if any((one, None) in PLAIN or (None, name) in PLAIN for one in (tag,) for name in classes):
            return True
    names = [attrs for tag, attrs in around if tag in {"a", "th", "strong", "h1"}]
    return bool(names) and any(tag == "a" and "data-figure" not in attrs for tag, attrs in around)


def faults_of(client, address: str, seen: dict) -> tuple[list[str], int]:
    """What is wrong on one page, and how many figures were followed."""
    html = client.get(address).content.decode()
    page = Page(html)
    faults = [f"{address}: “{text}” is no link" for text, around in page.numbers if not is_plain(text, around)]
    assert page.figures or "/compare" in address, address
    for value, of, href, text in page.figures:
        target = urljoin(address, href)
        behind = urlsplit(target)
        key = behind._replace(fragment="").geturl()
        if key not in seen:
            response = client.get(key)
            seen[key] = (response.status_code, Page(response.content.decode()))
        status, found = seen[key]
        if status != 200:
            faults.append(f"{address}: {value} leads to {target}: {status}")
        elif of == RECKONED:
            if behind.fragment and behind.fragment not in found.ids:
                faults.append(f"{address}: nothing at {target}")
        elif (of, value) not in found.totals:
            said = sorted(number for name, number in found.totals if name == of)
            faults.append(f"{address}: {of} {value}, but {said} at {target}")
        if of not in {RECKONED, "open", "silent"} and number_text(abs(int(value))) not in text:
            faults.append(f"{address}: says {text} for {value}")
    return faults, len(page.figures)


PAGES = {
    "petugas": [
        *("/", "/kecamatan/15.07.01/", "/desa/15.07.01.2002/", "/desa/15.07.01.2015/?as_of={middle}"),
        *("/moved/?kecamatan=15.07.01&from={first}&until={today}", "/moved/?desa=15.07.01.2015", "/compare/"),
    ],
    "petugas_timur": ["/", "/desa/15.07.01.2004/", "/moved/?from={first}&until={middle}"],
    "pejabat": ["/?as_of={middle}", "/kecamatan/15.07.05/", "/compare/?as_of={middle}"],
}


@pytest.fixture
def filled(places, cast, today):
    type(cast.admin).objects.update(language="en")
    return fill(places, cast, today)


@pytest.mark.parametrize("who", PAGES)
def test_every_figure_is_a_link_to_the_same_number(filled, sign_in, places, today, who):
    client, seen, faults, followed = sign_in(who), {}, [], 0
    days = {"middle": filled.middle, "first": places.drive.baseline_date, "today": today}
    for address in PAGES[who]:
        wrong, number = faults_of(client, address.format(**days), seen)
        faults += wrong
        followed += number
    assert not faults, "\n".join(faults)
    assert followed > 20 * len(PAGES[who])


def test_a_number_without_a_link_and_a_wrong_one_are_found(filled, sign_in, monkeypatch):
    """Seen failing."""
    from kecamatan import linked_figures
    from kecamatan.tables import kecamatan as tables

    monkeypatch.setattr(tables, "linked", lambda value, address, of, text=None: text or number_text(value))
    faults, _number = faults_of(sign_in("petugas"), "/", {})
    assert [fault for fault in faults if "is no link" in fault]
    monkeypatch.setattr(tables, "linked", lambda value, *rest: linked_figures.linked(value and value + 1, *rest))
    from kecamatan import kept

    kept.clear()
    faults, _number = faults_of(sign_in("petugas"), "/", {})
    assert [fault for fault in faults if ", but [" in fault]
