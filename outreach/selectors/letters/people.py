"""The people of a visit on paper: the list for calling them in, and the tally sheet with their short codes."""

from collections.abc import Sequence

from django.db.models import QuerySet

from kecamatan.access import Scope
from kecamatan.papers.indonesian import day_text, hours_text, weekday
from outreach.access import attendances_for, residents_for
from outreach.models import Letterhead, Resident, Visit
from outreach.papers.lists import Person
from outreach.segments import Segment, age_on, segment_of
from outreach.selectors.letters.composing import printed_head
from outreach.selectors.letters.printing import head_of
from outreach.selectors.letters.recipients import recipients_of
from outreach.selectors.visits.expected import expected_of

#: So many names take 95 MB to set (measured); what is longer is made in parts.
ON_ONE_PAPER = 1000
SEX = {"male": "L", "female": "P"}


def people_on_paper(scope: Scope, visit: Visit) -> QuerySet[Resident]:
    """Whom the visit expects, or expected when it began, of those the scope may see; by desa, RW, RT and name."""
    if not visit.is_held:
        return expected_of(visit).filter(pk__in=residents_for(scope).values("pk")).select_related("desa")
    people = attendances_for(scope, visit).exclude(origin="unlisted").values("resident")
    found = Resident.objects.filter(pk__in=people).select_related("desa")
    return found.order_by("desa__code", "rw", "rt", "name", "pk")


def parts_of(people: int) -> list[tuple[int, int, int]]:
    """(number, first, last) of the parts in which so many people are put on paper; none where there is nobody."""
    starts = range(0, people, ON_ONE_PAPER)
    return [(part, at + 1, min(at + ON_ONE_PAPER, people)) for part, at in enumerate(starts, start=1)]


def rows_of(visit: Visit, people: Sequence[Resident], *, whole: bool = False, codes: dict[int, str] | None = None):
    """The people as a paper shows them; ``whole``: with the whole NIK, which the caller has written down before."""
    several = len({one.desa_id for one in people}) > 1
    return [
        Person(
            name=one.name,
            sex=SEX.get(one.sex, ""),
            age=None if one.birth_date is None else age_on(one.birth_date, visit.day),
            place=_place(one, several),
            nik=one.nik if whole else one.nik_masked,
            note=_note(visit, one),
            code=(codes or {}).get(one.pk, ""),
        )
        for one in people
    ]


def facts_of(visit: Visit, first: int, last: int, of: int) -> list[tuple[str, str]]:
    """What stands above such a list."""
    where = f"{visit.place_name}, {visit.place_address}" if visit.place_address else visit.place_name
    places = ", ".join(one.area for one in recipients_of(visit)[:-1])
    part = [("Bagian", f"orang ke-{first} sampai ke-{last} dari {of}")] if (first, last) != (1, of) and of else []
    return [
        ("Wilayah", f"{places}, Kecamatan {visit.kecamatan.name}"),
        ("Hari/Tanggal", f"{weekday(visit.day)}, {day_text(visit.day)}"),
        ("Pukul", hours_text(visit.starts, visit.ends, visit.drive.kabupaten.zone_label)),
        ("Tempat", where),
        *part,
    ]


def paper_head(visit: Visit, head: Letterhead):
    """The letterhead of a list."""
    crest = bytes(head.crest.picture) if head.crest_id else None
    return head_of(printed_head(visit.drive.kabupaten, head), crest)


def _place(person: Resident, several: bool) -> str:
    place = "/".join(part for part in (person.rt, person.rw) if part)
    return f"{place} {person.desa.name}".strip() if several else place


def _note(visit: Visit, person: Resident) -> str:
    notes = []
    polling = visit.drive.polling_day
    segment = segment_of(person.birth_date, visit.day, polling_day=polling, ever_married=person.ever_married)
    if segment is Segment.FIRST_TIME:
        notes.append("pemilih pemula")
    if person.home_visit:
        notes.append("dikunjungi ke rumah")
    return ", ".join(notes)
