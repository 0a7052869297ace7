"""A few people whom the cases about the guards push around by SQL, past every action."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kecamatan.models import Desa, Drive, Kecamatan
from outreach.life import Step
from outreach.models import Absence, Distinct, ImportBatch, ImportRow, Resident, ResidentStep, SealCheck
from tests.breaking_guards import cursor, execute
from tests.kecamatan.trigger_cases import World

NIK, OTHER_NIK, NO_KK = "1507034508900012", "1507034508900013", "1507031203100004"
#: Said when a transaction ends with rows of the ledger that the state of their resident does not claim.
UNSETTLED = "outreach_unsettled" if connection.vendor == "sqlite" else "resident_rows_as_claimed"


def insert(table: str, values: dict, *, verb: str = "INSERT", key: str = "id"):
    """Insert one row by SQL; gives its key."""
    with cursor() as one:
        one.execute(
            f"{verb} INTO {table} ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))}) RETURNING {key}",
            list(values.values()),
        )
        return one.fetchone()[0]


def transaction_ends() -> None:
    """Ask what the database asks at the end of a transaction."""
    connection.check_constraints()


@contextmanager
def allowed() -> Iterator[None]:
    """What is inside must go through."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        pytest.fail(f"refused: {fault}")


class PeopleWorld(World):
    """Siti, not yet recorded, with both numbers; Budi, recorded; Rina, who flowed in; Minah, not yet recorded."""

    def person(self, *, verb: str = "INSERT", **changes) -> int:
        """Insert a resident of Lambur."""
        day = str(self.today)
        values = {
            **{"drive_id": self.ids["drive"], "kecamatan_id": self.ids["timur"], "desa_id": self.ids["lambur"]},
            **{"nik_sealed": "", "nik_print": None, "no_kk_sealed": "", "no_kk_print": ""},
            **{"name": "Ani", "name_key": " ani ", "sex": "", "birth_place": "", "birth_date": "1990-05-17"},
            **{"ever_married": False, "rt": "", "rw": "", "address": "", "phone": "", "home_visit": "", "note": ""},
            **{"listed_on": day, "listed_at": self.now, "listed_by_id": self.ids["petugas"], "state": "unrecorded"},
            **{"removal": "", "added": False, "since": day, "steps_taken": 0, "version": 0},
        }
        return insert("outreach_resident", values | changes, verb=verb)

    def step(self, resident: int, step: str, from_state: str, to_state: str, *, verb: str = "INSERT", **changes) -> int:
        """Insert the resident's next step."""
        with cursor() as one:
            one.execute("SELECT steps_taken + 1 FROM outreach_resident WHERE id = %s", [resident])
            (number,) = one.fetchone()
        values = {
            **{"resident_id": resident, "number": number, "step": step, "from_state": from_state},
            **{"to_state": to_state, "day": str(self.today), "removal": "", "note": "test", "undoes_id": None},
            **{"into_id": None, "at": self.now, "by_id": self.ids["petugas"]},
        }
        return insert("outreach_residentstep", values | changes, verb=verb)

    def claim(self, resident: int, key: str) -> None:
        insert("outreach_residentrow", {"resident_id": resident, "key": key}, key="key")

    def count(self, resident: int, kind: str, quantity: int = 1, **changes) -> int:
        """A row of the ledger that belongs to the resident: claimed, then written."""
        key = uuid.uuid4().hex
        self.claim(resident, key)
        return self.row(kind, quantity, key=key, **changes)

    def row_of(self, resident: int, kind: str) -> int:
        """The id of the resident's first row of this kind."""
        with cursor() as one:
            one.execute(
                "SELECT c.id FROM kecamatan_countupdate c JOIN outreach_residentrow l ON l.key = c.key"
                " WHERE l.resident_id = %s AND c.kind = %s ORDER BY c.id",
                [resident, kind],
            )
            return one.fetchone()[0]

    def stands(self, resident: int) -> tuple:
        """(state, steps taken, version) of a resident."""
        one = Resident.objects.get(pk=resident)
        return one.state, one.steps_taken, one.version

    def columns(self, table: str) -> str:
        """The columns of a table, to insert a row of it again."""
        with cursor() as one:
            one.execute(f"SELECT * FROM {table} LIMIT 1")
            return ", ".join(column[0] for column in one.description)


def people_world(places, cast, today, list_person, step) -> PeopleWorld:
    elsewhere = cast.foreigner.kabupaten
    betara = Kecamatan.objects.create(kabupaten=elsewhere, code="15.06.01", name="Betara")
    muntialo = Desa.objects.create(kecamatan=betara, code="15.06.01.2001", name="Muntialo", kind="desa")
    days = {"last_recording_day": places.drive.last_recording_day, "polling_day": places.drive.polling_day}
    past = Drive.objects.create(
        kabupaten=places.kabupaten, name="Pemilu", baseline_date=today - timedelta(days=400), **days
    )
    people = {
        "siti": list_person("Siti Aminah", nik=NIK, no_kk=NO_KK),
        "budi": step(list_person("Budi Santoso", nik=OTHER_NIK), Step.RECORD),
        "rina": list_person("Rina Wati", added=True),
        "minah": list_person("Minah"),
    }
    batch = ImportBatch.objects.create(
        kabupaten=places.kabupaten, drive=places.drive, file_name="juli.xlsx", list_date=today, by=cast.petugas
    )
    row = ImportRow.objects.create(batch=batch, number=1, verdict="new")
    gone = Absence.objects.create(batch=batch, resident=people["siti"])
    other = Absence.objects.create(
        batch=batch, resident=people["minah"], settled="kept", settled_at=f"{today}T10:00Z", settled_by=cast.petugas
    )
    two = Distinct.objects.create(first=people["siti"], second=people["minah"], by=cast.petugas)
    ids = {name: thing.pk for name, thing in (vars(places) | people).items()}
    ids |= {"elsewhere": elsewhere.pk, "betara": betara.pk, "muntialo": muntialo.pk, "past_drive": past.pk}
    ids |= {"petugas": cast.petugas.pk, "foreigner": cast.foreigner.pk, "batch": batch.pk, "import_row": row.pk}
    ids["other_batch"] = ImportBatch.objects.create(
        kabupaten=places.kabupaten, drive=places.drive, file_name="agustus.xlsx", list_date=today, by=cast.petugas
    ).pk
    ids |= {"gone": gone.pk, "other_gone": other.pk, "two": two.pk}
    ids["recorded"] = ResidentStep.objects.get(resident=people["budi"]).pk
    world = PeopleWorld(
        ids=ids,
        today=today,
        now=datetime.now().isoformat(sep=" ", timespec="seconds") + "+00:00",  # noqa: DTZ005
        key=SealCheck.objects.get().key_id,
    )
    for table, values in (
        ("outreach_residentchange", {"field": "note", "before": "", "after": "x"}),
        ("outreach_residentchange", {"field": "nik", "before": "sealed", "after": ""}),
    ):
        values |= {"reason": "", "at": world.now, "by_id": ids["petugas"], "resident_id": ids["budi"]}
        insert(table, values)
    looked = {"resident_id": ids["budi"], "kabupaten_id": ids["kabupaten"], "kind": "nik", "reason": "asked"}
    insert("outreach_residentaccess", looked | {"at": world.now, "by_id": ids["petugas"]})
    execute("UPDATE kecamatan_kecamatan SET version = 5")
    return world
