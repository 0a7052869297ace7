"""Small lists as files, and imports that stand where the pages of imports are looked at."""

import uuid
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kecamatan.access import scope_of
from outreach.actions.people import Details, list_resident
from outreach.models import ImportBatch

HEAD = "NIK;NAMA LENGKAP;JENIS KELAMIN;TGL LAHIR;ALAMAT;RT;RW;DESA/KELURAHAN;KECAMATAN"
UNKNOWN_HEAD = "KOL A;KOL B;KOL C;KOL D;KOL E;KOL F;KOL G;KOL H;KOL I"
SITI = "1507025705900003;SITI AMINAH;P;17-05-1990;JL. PELABUHAN 1;001;002;LAMBUR;MUARA SABAK TIMUR"
BUDI = "1507020203850004;BUDI HARTONO;L;02-03-1985;PARIT 5;003;001;LAMBUR;MUARA SABAK TIMUR"
RINI = "1507024108790005;RINI ASTUTI;P;01-08-1979;PARIT 7;004;001;SIMBUR NAIK;MUARA SABAK TIMUR"
#: A NIK that no one can have, so that the row waits for somebody to decide.
DOUBTED = "1507021212880000;JOKO SUSILO;L;12-12-1988;PARIT 9;002;001;LAMBUR;MUARA SABAK TIMUR"
#: A village that there is not.
LOST = ";TUTI ALAWIYAH;P;03-04-1991;PARIT 2;002;001;LAMBUR LAUT;MUARA SABAK TIMUR"
#: A child, who is on no list of those to be recorded.
CHILD = "1507020101200006;ANAK KECIL;L;01-01-2020;PARIT 2;002;001;LAMBUR;MUARA SABAK TIMUR"


def list_file(*lines: str, head: str = HEAD) -> bytes:
    """A CSV as an office saves it."""
    return "\r\n".join([head, *lines, ""]).encode("cp1252")


def upload(user, name: str, content: bytes, *, covers: str = "whole", day: date) -> ImportBatch:
    """Upload a list past the browser and give its import, read to its preview or its question about columns."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    told = {"file": SimpleUploadedFile(name, content), "covers": covers, "list_date": day.isoformat()}
    assert client.post("/imports/new/", told).status_code == 302
    return ImportBatch.objects.latest("pk")


def take_in(user, batch: ImportBatch) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/imports/{batch.pk}/commit/", {"new_are": "names", "new_reason": "-"}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "committed"


def imports_everywhere(user, places, today: date) -> dict[str, int]:
    """One import in each state whose page differs: name → primary key. Somebody is gone, and some rows are in doubt."""
    list_resident(
        by=scope_of(user),
        drive=places.drive,
        details=Details(name="Hilang Sekali", desa=places.simbur, birth_date=date(1970, 2, 3)),
    )
    done = upload(user, "bulan-1.csv", list_file(SITI, BUDI, DOUBTED, CHILD), day=today)
    take_in(user, done)
    changed = SITI.replace("JL. PELABUHAN 1", "JALAN YANG PANJANG SEKALI DI BELAKANG PELABUHAN LAMA NOMOR 117")
    preview = upload(user, "bulan-2.csv", list_file(changed, BUDI, RINI, DOUBTED, LOST, CHILD), day=today)
    mapping = upload(user, "kolom.csv", list_file(SITI, head=UNKNOWN_HEAD), day=today)
    assert (preview.state, mapping.state) == ("preview", "mapping")
    waiting = ImportBatch.objects.create(
        kabupaten=places.kabupaten,
        drive=places.drive,
        file_name="besar.xlsx",
        upload=uuid.uuid4(),
        covers="whole",
        list_date=today,
        state="reading",
        by=user,
    )
    states = {"done": done, "preview": preview, "mapping": mapping, "waiting": waiting}
    return {name: one.pk for name, one in states.items()}
