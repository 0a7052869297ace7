"""To whom a letter about a visit may go: the heads of its desa and schools, and the camat."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from kecamatan.models import Desa, Kecamatan, School
from outreach.attendance import Tally, tally_of
from outreach.models import Attendance, Letter, Visit, VisitCount
from outreach.selectors.visits.expected import expected_of


@dataclass(frozen=True)
class Recipient:
    """A desa, a school, or, where both are None, the camat of ``kecamatan``."""

    kecamatan: Kecamatan
    desa: Desa | None = None
    school: School | None = None

    @property
    def key(self) -> str:
        """Names it in a form."""
        if self.school is not None:
            return f"school-{self.school.pk}"
        return f"desa-{self.desa.pk}" if self.desa is not None else "camat"

    @property
    def kind(self) -> str:
        """The kind of the first letter to it."""
        return Letter.Kind.SCHOOL if self.school is not None else Letter.Kind.VILLAGE

    @property
    def title(self) -> str:
        """As a letter addresses it: "Kepala Desa Lambur", whatever the reader's language."""
        if self.school is not None:
            return f"Kepala {self.school.name}"
        return (
            f"{self.desa.title_of_head} {self.desa.name}" if self.desa is not None else f"Camat {self.kecamatan.name}"
        )

    @property
    def area(self) -> str:
        """The people it stands for, in Indonesian: "Desa Lambur"."""
        if self.school is not None:
            return self.school.name
        if self.desa is None:
            return f"Kecamatan {self.kecamatan.name}"
        kind = "Kelurahan" if self.desa.kind == Desa.Kind.KELURAHAN else "Desa"
        return f"{kind} {self.desa.name}"

    @property
    def name(self) -> str:
        """The name of the head, where it is known."""
        return (self.school or self.desa).head_name if self.school or self.desa else ""

    @property
    def phone(self) -> str:
        """The phone of the head, where it is known."""
        return (self.school or self.desa).head_phone if self.school or self.desa else ""


def recipients_of(visit: Visit) -> list[Recipient]:
    """Whom letters about this visit may go to: its desa by code, its schools, the camat (two queries)."""
    desa = [Recipient(visit.kecamatan, desa=one) for one in visit.desa.order_by("code")]
    schools = [Recipient(visit.kecamatan, school=one) for one in visit.schools.order_by("name", "pk")]
    return [*desa, *schools, Recipient(visit.kecamatan)]


def recipient_of(letter: Letter) -> Recipient:
    """Whom a stored letter is addressed to."""
    return Recipient(letter.visit.kecamatan, desa=letter.desa, school=letter.school)


def expected_by(visit: Visit, recipients: Iterable[Recipient]) -> dict[str, int]:
    """Key of a recipient → how many of theirs the visit expects as the lists stand now (two queries)."""
    people = people_of(visit).order_by()
    desa = dict(people.values_list("desa").annotate(many=Count("pk")))
    schools = dict(people.values_list(_through(visit, "school")).annotate(many=Count("pk")))
    found = {}
    for one in recipients:
        if one.school is not None:
            found[one.key] = schools.get(one.school.pk, 0)
        else:
            found[one.key] = desa.get(one.desa.pk, 0) if one.desa is not None else sum(desa.values())
    return found


def people_of(visit: Visit) -> QuerySet:
    """Whom a visit expects: residents while it is planned, its attendances once it has begun."""
    if visit.is_held:
        return Attendance.objects.filter(visit=visit).exclude(origin=Attendance.Origin.UNLISTED)
    return expected_of(visit)


def tally_for(visit: Visit, recipient: Recipient) -> Tally:
    """What the visit amounts to among the people of one recipient (two queries)."""
    people, counts = Attendance.objects.filter(visit=visit), VisitCount.objects.filter(visit=visit, taken_back=False)
    if recipient.school is not None:
        people, counts = people.filter(resident__school=recipient.school), counts.none()
    elif recipient.desa is not None:
        people, counts = people.filter(desa=recipient.desa), counts.filter(desa=recipient.desa)
    unnamed = counts.aggregate(people=Sum("people"))["people"] or 0
    return tally_of(people.values_list("origin", "outcome"), unnamed=unnamed)


def _through(visit: Visit, name: str) -> str:
    return f"resident__{name}" if visit.is_held else name
