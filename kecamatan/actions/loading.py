"""Taking a regency into the database: all or nothing, safe to repeat, never touching counts."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models, transaction

from kecamatan.actions.audit import audit, snapshot
from kecamatan.loading import DesaRow, Faulty, KecamatanRow, Regency
from kecamatan.loading.outlines import Ring
from kecamatan.loading.regency import DESA_FILE, KECAMATAN_FILE
from kecamatan.models import Baseline, Desa, Drive, Kabupaten, Kecamatan, Outline, User

DRIVE_FIELDS = [
    *("name", "baseline_date", "last_recording_day", "polling_day", "coverage_target"),
    *("base_people", "base_name", "base_source", "base_date"),
]


@dataclass
class Loaded:
    """What loading did. ``left`` counts places that the site has and the files have not: they stay as they are."""

    kabupaten: Kabupaten
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: int = 0
    drive: Drive | None = None
    outlines: int = 0


def load_regency(*, by: User | None, regency: Regency, with_drive: bool = True) -> Loaded:
    """Create or update the regency and its places; the drive and its baselines only where there is no drive yet.

    ``with_drive`` False leaves the drive of the files out (the demo makes its own). Raises Faulty where the files
    contradict what the site has; then nothing is changed.
    """
    with transaction.atomic():
        return _Loader(by, regency, with_drive).load()


class _Loader:
    """One run of loading, inside its transaction."""

    def __init__(self, by: User | None, regency: Regency, with_drive: bool) -> None:
        self.by, self.regency, self.with_drive = by, regency, with_drive

    def load(self) -> Loaded:
        self._load_kabupaten()
        self.kecamatan = self._load_kecamatan()
        self._load_desa()
        self._load_outlines()
        drives = Drive.objects.filter(kabupaten=self.kabupaten)
        if self.regency.drive and self.with_drive and not drives.exists():
            self._create_drive()
        if self.is_new:
            self._audit("create", self.kabupaten, after=self._first_facts())
        return self.result

    def _audit(self, action: str, target: models.Model, before: dict | None = None, after: dict | None = None) -> None:
        audit(by=self.by, action=action, target=target, kabupaten=self.kabupaten, before=before, after=after)

    def _first_facts(self) -> dict[str, str]:
        sizes = {"kecamatan": str(len(self.regency.kecamatan)), "desa": str(len(self.regency.desa))}
        return {"code": self.kabupaten.code, **snapshot(self.kabupaten, list(self.regency.kabupaten.fields)), **sizes}

    def _load_kabupaten(self) -> None:
        facts = self.regency.kabupaten
        found = Kabupaten.objects.select_for_update(no_key=True).filter(code=facts.code).first()
        self.is_new = found is None
        self.kabupaten = found or Kabupaten(code=facts.code)
        self.result = Loaded(self.kabupaten)
        if found is not None:
            self._update(found, facts.fields)
        else:
            for name, value in facts.fields.items():
                setattr(self.kabupaten, name, value)
            self.kabupaten.save(force_insert=True)
            self.result.new.append(self.kabupaten.name)

    def _load_kecamatan(self) -> dict[str, Kecamatan]:
        rows = self.regency.kecamatan
        known = {place.code: place for place in Kecamatan.objects.filter(kabupaten=self.kabupaten).order_by("code")}
        self._check_names(KECAMATAN_FILE, rows, known)
        self._update_places(Kecamatan, rows, known)
        new = [
            Kecamatan(kabupaten=self.kabupaten, code=row.code, **row.fields) for row in rows if row.code not in known
        ]
        self._create(Kecamatan, new)
        return {place.code: place for place in Kecamatan.objects.filter(kabupaten=self.kabupaten).order_by("code")}

    def _load_desa(self) -> None:
        rows = self.regency.desa
        found = Desa.objects.filter(kecamatan__kabupaten=self.kabupaten).select_related("kecamatan").order_by("code")
        known = {place.code: place for place in found}
        self._check_parents(rows, known)
        self._check_names(DESA_FILE, rows, known)
        self._update_places(Desa, rows, known)
        self._create(
            Desa,
            [
                Desa(kecamatan=self.kecamatan[row.kecamatan_code], code=row.code, **row.fields)
                for row in rows
                if row.code not in known
            ],
        )

    def _check_parents(self, rows: list[DesaRow], known: Mapping[str, Desa]) -> None:
        faults = [
            self.regency.fault(
                DESA_FILE, row.line, "kecamatan_code", f"On the site {row.code} belongs to {place.kecamatan}."
            )
            for row in rows
            if (place := known.get(row.code)) and place.kecamatan.code != row.kecamatan_code
        ]
        if faults:
            raise Faulty(faults)

    def _check_names(
        self, file: str, rows: Iterable[KecamatanRow | DesaRow], known: Mapping[str, Kecamatan | Desa]
    ) -> None:
        """A place that the files do not have may hold a name that they give to another one."""
        codes = {row.code for row in rows}
        taken = {
            (code.rpartition(".")[0], place.name.casefold()): code for code, place in known.items() if code not in codes
        }
        faults = []
        for row in rows:
            holder = taken.get((row.code.rpartition(".")[0], str(row.fields["name"]).casefold()))
            if holder:
                sentence = f"On the site {holder} has this name, and the files do not have {holder}."
                faults.append(self.regency.fault(file, row.line, "name", sentence))
        if faults:
            raise Faulty(faults)
        self.result.left += len(set(known) - codes)

    def _update_places(
        self,
        model: type[Kecamatan] | type[Desa],
        rows: Iterable[KecamatanRow | DesaRow],
        known: Mapping[str, Kecamatan | Desa],
    ) -> None:
        """Names may change places with each other, so those that change step aside first."""
        pairs = [(known[row.code], row.fields) for row in rows if row.code in known]
        for place, fields in pairs:
            if place.name != fields["name"]:
                model.objects.filter(pk=place.pk).update(name=place.code)
        for place, fields in pairs:
            self._update(place, fields)

    def _update(self, target: models.Model, fields: Mapping[str, object]) -> None:
        changed = [name for name, value in fields.items() if getattr(target, name) != value]
        if not changed:
            return
        before = snapshot(target, changed)
        for name in changed:
            setattr(target, name, fields[name])
        target.save(update_fields=changed)
        self._audit("change", target, before, snapshot(target, changed))
        self.result.changed.append(f"{getattr(target, 'code', '')} {before.get('name', '')}".strip())

    def _create(self, model: type[models.Model], places: list) -> None:
        model.objects.bulk_create(places)
        self.result.new += [place.code for place in places]
        if not self.is_new:  # the first time, one entry for the whole regency says it
            for place in places:
                self._audit("create", place, after=snapshot(place, ["code", "name"]))

    def _load_outlines(self) -> None:
        known = {
            outline.kecamatan_id: outline
            for outline in Outline.objects.filter(kecamatan__kabupaten=self.kabupaten).select_related("kecamatan")
        }
        for code, rings in self.regency.outlines.items():
            kecamatan = self.kecamatan[code]
            outline = known.get(kecamatan.pk) or Outline(kecamatan=kecamatan)
            text = json.dumps(rings, separators=(",", ":"))
            if outline.rings == text:
                continue
            before, outline.rings = outline.rings, text
            outline.save()
            self.result.outlines += 1
            self._audit("change", kecamatan, {"outline": _in_words(before)}, {"outline": _in_words(text)})

    def _create_drive(self) -> None:
        facts = self.regency.drive
        drive = Drive.objects.create(kabupaten=self.kabupaten, is_active=True, **facts.fields)
        Baseline.objects.bulk_create(
            Baseline(drive=drive, kecamatan=self.kecamatan[row.code], people=row.baseline)
            for row in self.regency.kecamatan
        )
        desa = {place.code: place for place in Desa.objects.filter(kecamatan__kabupaten=self.kabupaten)}
        Baseline.objects.bulk_create(
            Baseline(drive=drive, kecamatan=self.kecamatan[row.kecamatan_code], desa=desa[row.code], people=row.share)
            for row in self.regency.desa
            if row.share is not None
        )
        after = snapshot(drive, DRIVE_FIELDS)
        after |= {"baseline": str(self.regency.baseline), "baseline_source": facts.baseline_source}
        self._audit("create", drive, after=after)
        self.result.drive = drive


def _in_words(rings: str) -> str:
    """An outline for the audit log: its size, not its thousand numbers."""
    if not rings:
        return ""
    parsed: list[Ring] = json.loads(rings)
    return f"{len(parsed)} rings, {sum(map(len, parsed))} positions, {_hash_of(rings)}"


def _hash_of(text: str) -> str:
    """Twelve characters that tell two outlines apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
