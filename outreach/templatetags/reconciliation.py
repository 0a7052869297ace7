"""Whether names and counts agree, in a word, for the pages of numbers; and who is in which segment there."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.figures import number_text
from kecamatan.models import Desa, Kecamatan
from kecamatan.selectors.counts import KecamatanCounts
from kecamatan.selectors.story import Story, When
from kecamatan.tables.kecamatan import DesaTable, KecamatanTable
from outreach.filters.residents import REMAIN
from outreach.reconciling import Standing, Verdict, together
from outreach.selectors.reconciliation import names_of, standing_of
from outreach.selectors.segments import SegmentCount, segment_counts

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
    asked = {"kecamatan": place.code, "status": REMAIN}
    if isinstance(place, Desa):
        # By its code rather than by its kecamatan: no query for each row of a table.
        asked |= {"kecamatan": place.code.rpartition(".")[0], "desa": place.code}
    return f"{reverse('outreach:resident-list')}?{urlencode(asked)}"


@register.simple_tag
def page_of(name: str, *args: object) -> str:
    """The address of a page of people."""
    return reverse(f"outreach:{name}", args=args)


@register.simple_tag
def names_of_all(table: KecamatanTable, when: When) -> Standing | None:
    """Fill the column of names, where there are any, and give the whole (one query); None but for today's active drive."""
    if not _speaks_of_now(when):
        return None
    rows = list(table.data)
    names = names_of(when.drive, [row.kecamatan.pk for row in rows])
    found = []
    cells = {}
    for row in rows:
        one = standing_of(row.here, names.get(row.kecamatan.pk, {}), stated=row.is_stated).whole
        found.append(one)
        cells[row.kecamatan.pk] = _cell(one, "outreach:reconciliation-kecamatan", row.kecamatan.code)
    whole = together(found)
    if whole.names.listed:
        table.show_names(cells, word(whole))
    return whole


@register.simple_tag
def names_of_kecamatan(
    table: DesaTable, kecamatan: Kecamatan, here: KecamatanCounts, story: Story, when: When
) -> Standing | None:
    """Fill the column of names of the desa, and give their kecamatan (one query); None but for today's active drive."""
    if not _speaks_of_now(when):
        return None
    names = names_of(when.drive, [kecamatan.pk]).get(kecamatan.pk, {})
    found = standing_of(here, names, stated=story.is_stated)
    cells = {None: word(found.rest)}
    for row in table.data:
        if row.desa is not None:
            cells[row.desa.pk] = _cell(found.place(row.desa.pk), "outreach:reconciliation-desa", row.desa.code)
    if found.whole.names.listed:
        table.show_names(cells, word(found.whole))
    return found.whole


@register.simple_tag
def names_of_desa(desa: Desa, here: KecamatanCounts, story: Story, when: When) -> Standing | None:
    """How names and count of one desa stand to each other (one query); None but for today's active drive."""
    if not _speaks_of_now(when):
        return None
    names = names_of(when.drive, [desa.kecamatan_id]).get(desa.kecamatan_id, {})
    return standing_of(here, names, stated=story.is_stated).place(desa.pk)


@register.simple_tag
def segments_of(when: When, kecamatan: Kecamatan, desa: Desa | None = None) -> list[SegmentCount]:
    """The people still to be recorded by segment, today (one query). A template without a desa gives an empty text."""
    return segment_counts(when.drive, when.today, kecamatan, desa or None)


def _speaks_of_now(when: When) -> bool:
    return when.is_now and when.drive.is_active


def _cell(standing: Standing, page: str, code: str) -> SafeString:
    if standing.verdict is Verdict.NO_NAMES:
        return word(standing)
    return format_html('<a href="{}">{}</a>', reverse(page, args=[code]), word(standing))
