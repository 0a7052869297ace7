"""The fields of a resident and their history: what changed from what to what, by whom, and how it is taken back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from kecamatan.access import Scope
from kecamatan.bulk_sql import update_many
from kecamatan.models import Desa, School
from outreach import keys
from outreach.models import ImportBatch, Resident, ResidentChange, ResidentStep
from outreach.sealing import Place

#: What a form, an import or a merge may change, in the order of a form.
FIELDS = (
    "name",
    "nik",
    "no_kk",
    "sex",
    "birth_place",
    "birth_date",
    "ever_married",
    "desa",
    "rt",
    "rw",
    "address",
    "phone",
    "school",
    "home_visit",
    "note",
)
#: Kept sealed in the history as well.
SEALED = {name: Place("outreach_residentchange", name) for name in ("nik", "no_kk")}


def as_text(resident: Resident, name: str) -> str:
    """The present value of a field as the history keeps it: days as ISO, places and schools by their code."""
    value = getattr(resident, name)
    if isinstance(value, Desa):
        return value.code
    if isinstance(value, School):
        return value.npsn
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def kept_text(name: str, text: str) -> str:
    """``text`` as the history keeps it: sealed where the field is."""
    return keys.ring().seal(text, SEALED[name]) if text and name in SEALED else text[:300]


def shown_text(change: ResidentChange, which: str) -> str:
    """``before`` or ``after`` of a change as it was typed. Whoever shows a NIK masks it."""
    text = getattr(change, which)
    return keys.ring().open(text, SEALED[change.field]) if text and change.field in SEALED else text


def set_value(
    resident: Resident, name: str, text: str, places: Mapping[str, Desa], schools: Mapping[str, School]
) -> None:
    """Put ``text``, as the history keeps it, back into a field. The kecamatan follows the desa."""
    if name == "name":
        resident.set_name(text)
    elif name == "desa":
        resident.desa = places[text]
        resident.kecamatan = resident.desa.kecamatan
    elif name == "school":
        resident.school = schools.get(text)
    elif name == "birth_date":
        resident.birth_date = date.fromisoformat(text) if text else None
    elif name == "ever_married":
        resident.ever_married = bool(text)
    else:
        setattr(resident, name, text)


#: Field → the columns it is stored in.
COLUMNS = {
    "name": ("name", "name_key"),
    "nik": ("nik_sealed", "nik_print"),
    "no_kk": ("no_kk_sealed", "no_kk_print"),
    "desa": ("desa", "kecamatan"),
}
#: Of these columns, those that name a row of another table.
LINKS = frozenset({"desa", "kecamatan", "school"})


def columns_of(name: str) -> tuple[str, ...]:
    """The columns that a field is stored in."""
    return COLUMNS.get(name, (name,))


def save_fields(resident: Resident, names: Iterable[str]) -> None:
    """Store these fields and nothing else, and raise the version."""
    resident.version += 1
    columns = [column for name in names for column in columns_of(name)]
    resident.save(update_fields=[*columns, "version"])


def update_residents(residents: Iterable[tuple[Resident, Iterable[str]]]) -> None:
    """Store what was set on many residents, those fields alone, and raise their versions. State and history never."""
    alike: defaultdict[tuple[str, ...], list[Resident]] = defaultdict(list)
    for resident, names in residents:
        resident.version += 1
        columns = {f"{column}_id" if column in LINKS else column for name in names for column in columns_of(name)}
        alike[*sorted(columns), "version"].append(resident)
    for columns, found in alike.items():
        update_many(Resident, columns, [(one.pk, *(getattr(one, name) for name in columns)) for one in found])


def changes_of(
    by: Scope,
    resident: Resident,
    before: Mapping[str, str],
    *,
    now: datetime,
    reason: str = "",
    batch: ImportBatch | None = None,
    step: ResidentStep | None = None,
) -> list[ResidentChange]:
    """The lines of the history for what differs from ``before`` (field → text); not saved yet."""
    return [
        ResidentChange(
            resident=resident,
            field=name,
            before=kept_text(name, old),
            after=kept_text(name, new),
            batch=batch,
            step=step,
            reason=reason,
            at=now,
            by=by.user,
        )
        for name, old in before.items()
        if (new := as_text(resident, name)) != old
    ]


def take_back(*, by: Scope, changes: Iterable[ResidentChange], reason: str, now: datetime) -> None:
    """Give the fields back what they held before these changes, where they still hold what was put there."""
    found = list(changes)
    if not found:
        return
    residents = {one.pk: one for one in Resident.objects.filter(pk__in={change.resident_id for change in found})}
    texts = {shown_text(change, "before") for change in found if change.field in {"desa", "school"}}
    places = {one.code: one for one in Desa.objects.filter(code__in=texts).select_related("kecamatan")}
    schools = {one.npsn: one for one in School.objects.filter(npsn__in=texts)}
    for change in reversed(found):
        resident = residents[change.resident_id]
        if as_text(resident, change.field) != shown_text(change, "after"):
            continue
        before = {change.field: as_text(resident, change.field)}
        set_value(resident, change.field, shown_text(change, "before"), places, schools)
        save_fields(resident, [change.field])
        ResidentChange.objects.bulk_create(changes_of(by, resident, before, now=now, reason=reason))
