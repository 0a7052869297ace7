"""Whether names and counts agree, in a word, for the pages of numbers; and who is in which segment there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.figures import NONE, number_text
from kecamatan.linked_figures import RECKONED, linked, page
from kecamatan.models import Desa, Kecamatan
from kecamatan.selectors.counts import KecamatanCounts
from kecamatan.selectors.story import Story, When
from kecamatan.tables.kecamatan import CountsTable, DesaTable, KecamatanTable
from outreach.filters.residents import REMAIN
from outreach.reconciling import Names, Standing, Verdict, together
from outreach.segments import Segment
from outreach.selectors.reconciliation import Listed, listed_of, standing_of
from outreach.selectors.segments import SegmentCount, segments_told

register = template.Library()

_CLASSES = {Verdict.AGREES: "badge good", Verdict.UNNAMED: "badge warn", Verdict.TOO_MANY: "badge bad"}


@register.filter
def word(standing: Standing) -> SafeString:
    """agrees, 3 without a name, 2 names too many; quietly where there is nothing to compare.

    Where some parts have names too many and others too few, both are said: only then do they explain the difference.
    """
    found = standing.verdict
    words = {
        Verdict.AGREES: _("agrees"),
        Verdict.UNNAMED: _without_a_name(standing.short),
        Verdict.TOO_MANY: ngettext("%(n)s name too many", "%(n)s names too many", standing.over)
        % {"n": number_text(standing.over)},
        Verdict.NO_NAMES: _("no names yet"),
        Verdict.UNKNOWN: _("not known"),
    }
    said = format_html('<span class="{}">{}</span>', _CLASSES.get(found, "soft"), words[found])
    if found is not Verdict.TOO_MANY or not standing.short:
        return said
    return format_html(
        '{} <span class="{}">{}</span>', said, _CLASSES[Verdict.UNNAMED], _without_a_name(standing.short)
    )


def _without_a_name(people: int) -> str:
    return ngettext("%(n)s without a name", "%(n)s without a name", people) % {"n": number_text(people)}


@register.filter
def still_named(place: Kecamatan | Desa) -> str:
    """The address of the people of a kecamatan or desa who are known by name and still to be recorded."""
    return f"{page('outreach:resident-list')}?{urlencode({**_asked(place), 'status': REMAIN})}"


def _asked(place: Kecamatan | Desa) -> dict[str, str]:
    """How the address of a list names a place; by its code rather than by its kecamatan: no query for each row of a table."""
    if isinstance(place, Desa):
        return {"kecamatan": place.code.rpartition(".")[0], "desa": place.code}
    return {"kecamatan": place.code}


@register.simple_tag
def standing_figure(standing: Standing, page: str) -> SafeString:
    """The word of a place, opening its page of names and counts, which says the same number."""
    told = '<a data-figure="{}" data-of="open" href="{}">{}</a>'
    return format_html(told, standing.number, page, word(standing))


@register.simple_tag
def page_of(name: str, *args: object) -> str:
    """The address of a page of people."""
    return reverse(f"outreach:{name}", args=args)


@dataclass(frozen=True)
class Told:
    """What a page of numbers says of names: how they stand to the count, and the segments of those still to be recorded."""

    standing: Standing
    people: Mapping[Segment, int]
    segments: Sequence[SegmentCount] = ()

    @property
    def first_time(self) -> int:
        """Who turns 17 until polling day, of those known by name."""
        return self.people.get(Segment.FIRST_TIME, 0)


@register.simple_tag
def names_of_all(table: KecamatanTable, when: When) -> Told | None:
    """Fill the columns of names, where there are any, and give the whole (one query); None but for today's active drive."""
    if not _speaks_of_now(when):
        return None
    rows = list(table.data)
    listed = listed_of(when.drive, [row.kecamatan.pk for row in rows], when.today)
    found, cells, young = [], {}, {}
    for row in rows:
        here = listed.get(row.kecamatan.pk, {})
        one = standing_of(row.here, _names(here), stated=row.is_stated).whole
        found.append(one)
        cells[row.kecamatan.pk] = _cell(one, "outreach:reconciliation-kecamatan", row.kecamatan.code)
        young[row.kecamatan.pk] = _first_time(table, one, _people(here.values()), row.kecamatan)
    whole = together(found)
    people = _people(desa for kecamatan in listed.values() for desa in kecamatan.values())
    if whole.names.listed:
        table.show_names(cells, standing_figure(whole, reverse("outreach:reconciliation")))
        table.show_first_time(young, _first_time(table, whole, people))
    return Told(whole, people)


@register.simple_tag
def names_of_kecamatan(
    table: DesaTable, kecamatan: Kecamatan, here: KecamatanCounts, story: Story, when: When
) -> Told | None:
    """Fill the columns of names of the desa, and give their kecamatan (one query); None but for today's active drive."""
    if not _speaks_of_now(when):
        return None
    listed = listed_of(when.drive, [kecamatan.pk], when.today).get(kecamatan.pk, {})
    found = standing_of(here, _names(listed), stated=story.is_stated)
    page = reverse("outreach:reconciliation-kecamatan", args=[kecamatan.code])
    cells, young = {None: standing_figure(found.rest, page)}, {}
    for row in table.data:
        if row.desa is not None:
            one = found.place(row.desa.pk)
            cells[row.desa.pk] = _cell(one, "outreach:reconciliation-desa", row.desa.code)
            people = listed[row.desa.pk].segments if row.desa.pk in listed else {}
            young[row.desa.pk] = _first_time(table, one, people, row.desa)
    people = _people(listed.values())
    if found.whole.names.listed:
        table.show_names(cells, standing_figure(found.whole, page))
        table.show_first_time(young, _first_time(table, found.whole, people, kecamatan))
    return Told(found.whole, people, segments_told(people, kecamatan))


@register.simple_tag
def names_of_desa(desa: Desa, here: KecamatanCounts, story: Story, when: When) -> Told | None:
    """How names and count of one desa stand to each other (one query); None but for today's active drive."""
    if not _speaks_of_now(when):
        return None
    listed = listed_of(when.drive, [desa.kecamatan_id], when.today).get(desa.kecamatan_id, {})
    found = standing_of(here, _names(listed), stated=story.is_stated).place(desa.pk)
    people = listed[desa.pk].segments if desa.pk in listed else {}
    return Told(found, people, segments_told(people, desa.kecamatan, desa))


def _names(listed: Mapping[int, Listed]) -> dict[int, Names]:
    return {pk: one.names for pk, one in listed.items()}


def _people(listed: Iterable[Listed]) -> dict[Segment, int]:
    """The people of these by segment."""
    found: dict[Segment, int] = dict.fromkeys(Segment, 0)
    for one in listed:
        for segment, people in one.segments.items():
            found[segment] += people
    return found


def _first_time(
    table: CountsTable, standing: Standing, people: Mapping[Segment, int], place: Kecamatan | Desa | None = None
) -> str | SafeString:
    """First-time voters of a place; a dash where nobody is listed. Opens their list, for those who may see persons."""
    number = people.get(Segment.FIRST_TIME, 0)
    if not standing.names.listed:
        return NONE
    if not table.sees_persons:
        return linked(number, page("kecamatan:compare"), RECKONED)
    asked = {"status": REMAIN, "segment": Segment.FIRST_TIME.value} | (_asked(place) if place else {})
    return linked(number, f"{page('outreach:resident-list')}?{urlencode(asked)}", "rows")


def _speaks_of_now(when: When) -> bool:
    return when.is_now and when.drive.is_active


def _cell(standing: Standing, page: str, code: str) -> SafeString:
    if standing.verdict is Verdict.NO_NAMES:
        return word(standing)
    return standing_figure(standing, reverse(page, args=[code]))
