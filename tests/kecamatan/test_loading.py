"""Taking a regency in: kecamatan.loading (files), kecamatan.actions.loading (database), manage.py load_kabupaten."""

import json
import shutil
import uuid
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.loading import Faulty, read_regency
from kecamatan.loading.facts import KINDS, TIME_ZONES
from kecamatan.models import (
    AuditChange,
    AuditEntry,
    Baseline,
    CountUpdate,
    Desa,
    Drive,
    Kabupaten,
    Kecamatan,
    Outline,
    User,
)

REAL = Path("kecamatan/regencies/15.07")

SMALL = {
    "kabupaten.toml": """\
[kabupaten]
code = "91.01"
name = "Kota Karang"
kind = "kota"
province = "Papua"
capital = "Karang"
time_zone = "Asia/Jayapura"

[drive]
name = "Pilkada"
baseline_date = 2024-06-25
last_recording_day = 2024-11-14
polling_day = 2024-11-27
baseline_total = 30
""",
    "kecamatan.csv": "code,name,baseline\n91.01.01,Utara,10\n91.01.02,Selatan,20\n",
    "desa_kelurahan.csv": (
        "code,name,kind,kecamatan_code,baseline\n"
        "91.01.01.1001,Pantai,kelurahan,91.01.01,4\n"
        "91.01.01.3001,Adat,desa,91.01.01,\n"
        "91.01.02.2001,Pantai,desa,91.01.02,20\n"
    ),
}
SQUARE = [[140.0, -2.0], [140.1, -2.0], [140.1, -2.1], [140.0, -2.0]]


def outlines(**geometries):
    features = [
        {"type": "Feature", "properties": {"code": code.replace("_", ".")}, "geometry": geometry}
        for code, geometry in geometries.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=0)


@pytest.fixture
def folder(tmp_path):
    """``folder({"kecamatan.csv": [("old", "new")]})``: the small regency with these changes; whole text replaces a file."""

    def make(changes=None):
        files = dict(SMALL)
        for name, change in (changes or {}).items():
            if isinstance(change, list):
                for old, new in change:
                    assert old in files[name], f"{old!r} is not in {name}"
                    files[name] = files[name].replace(old, new)
            else:
                files[name] = change
        for name, content in files.items():
            path = tmp_path / name
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return make


def faults_of(path):
    with pytest.raises(Faulty) as caught:
        read_regency(path)
    return [str(fault) for fault in caught.value.faults]


def load(path, **options):
    out = StringIO()
    call_command("load_kabupaten", str(path), stdout=out, **options)
    return out.getvalue()


def everything():
    """All that loading could touch, as values."""
    models = (Kabupaten, Kecamatan, Desa, Outline, Drive, Baseline, AuditEntry)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


# --- The real one --------------------------------------------------------------------------------------------------


def test_the_regency_of_the_repository_has_11_kecamatan_93_desa_and_2798_people(regency):
    drive = Drive.objects.get(is_active=True)
    assert Kecamatan.objects.filter(kabupaten=regency).count() == 11
    assert Desa.objects.filter(kind="desa").count() == 73
    assert Desa.objects.filter(kind="kelurahan").count() == 20
    assert sum(drive.baselines.of_kecamatan().values_list("people", flat=True)) == 2798
    assert not drive.baselines.shares().exists()
    assert sum(Kecamatan.objects.values_list("voters", flat=True)) == 174465
    assert (drive.baseline_date, drive.last_recording_day, drive.polling_day) == (
        date(2024, 6, 25),
        date(2024, 11, 14),
        date(2024, 11, 27),
    )
    assert (drive.base_people, drive.coverage_target) == (174754, Decimal("99.40"))
    assert (regency.capital, regency.province, regency.zone_label) == ("Muara Sabak", "Jambi", "WIB")


def test_every_source_is_named(regency):
    text = (REAL / "kabupaten.toml").read_text(encoding="utf-8")
    for source in ("Kepmendagri 300.2.2-2430/2025", "cahyadsn/wilayah", "2,798", "174,465"):
        assert source in text


def test_the_choices_of_the_files_are_those_of_the_database():
    assert tuple(Kabupaten.Kind.values) == KINDS
    assert tuple(Kabupaten.Zone.values) == TIME_ZONES


# --- Any other one --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_another_regency_in_another_time_zone_without_tiles_points_or_voters_loads(folder):
    said = load(folder())
    kabupaten = Kabupaten.objects.get(code="91.01")
    assert (kabupaten.kind, kabupaten.zone_label, str(kabupaten.name)) == ("kota", "WIT", "Kota Karang")
    drive = kabupaten.drives.get()
    assert {(b.kecamatan.name, b.desa and b.desa.name, b.people) for b in drive.baselines.all()} == {
        ("Utara", None, 10),
        ("Selatan", None, 20),
        ("Utara", "Pantai", 4),
        ("Selatan", "Pantai", 20),
    }
    assert Kecamatan.objects.filter(tile_column=None, latitude=None, voters=None).count() == 2
    assert "2 kecamatan, 3 desa and kelurahan; drive “Pilkada” with 30 people; new: 6" in said


@pytest.mark.django_db
def test_two_regencies_live_beside_each_other(regency, folder):
    load(folder())
    assert Kabupaten.objects.count() == 2
    assert Drive.objects.filter(is_active=True).count() == 2


@pytest.mark.django_db
def test_a_regency_without_a_drive_loads_without_counts(folder):
    toml = SMALL["kabupaten.toml"].split("[drive]")[0]
    path = folder({"kabupaten.toml": toml, "kecamatan.csv": [(",baseline", ""), (",10", ""), (",20", "")]})
    faults = faults_of(path)
    assert faults == ["desa_kelurahan.csv:1:5(baseline): kabupaten.toml has no [drive] that these counts belong to."]
    (path / "desa_kelurahan.csv").write_text("code,name,kind,kecamatan_code\n91.01.01.1001,Pantai,kelurahan,91.01.01\n")
    load(path)
    assert not Drive.objects.exists()


@pytest.mark.django_db
def test_a_drive_can_be_left_out(folder):
    load(folder(), without_drive=True)
    assert Kecamatan.objects.count() == 2
    assert not Drive.objects.exists()
    assert not Baseline.objects.exists()


@pytest.mark.django_db
def test_a_drive_that_comes_later_is_made_once(folder):
    path = folder()
    load(path, without_drive=True)
    load(path)
    drive = Drive.objects.get()
    assert drive.is_active
    Drive.objects.update(is_active=False)
    load(path)
    assert Drive.objects.get() == drive
    assert not Drive.objects.get().is_active


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: (text + "\n,,\n\n").encode(),
        lambda text: text.replace("baseline", "baseline_2024_06_25").encode(),
        lambda text: text.replace("Utara", '"Utara"').replace("code", " CODE ").encode(),
    ],
    ids=["byte-order-mark", "windows-lines", "semicolons", "empty-lines", "dated-column", "quotes-and-case"],
)
def test_files_as_spreadsheets_write_them_are_read_the_same(folder, change):
    load(folder({"kecamatan.csv": change(SMALL["kecamatan.csv"])}))
    assert list(Kecamatan.objects.order_by("code").values_list("code", "name")) == [
        ("91.01.01", "Utara"),
        ("91.01.02", "Selatan"),
    ]


def test_decimal_commas_are_read_where_semicolons_part_the_cells(folder):
    text = "code;name;baseline;latitude;longitude\n91.01.01;Utara;10;-2,5;140,25\n91.01.02;Selatan;20;;\n"
    regency = read_regency(folder({"kecamatan.csv": text}))
    assert regency.kecamatan[0].fields == {"name": "Utara", "latitude": -2.5, "longitude": 140.25}


# --- A second time --------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(regency):
    before = everything()
    assert "new: 0, changed: 0, outlines: 0" in load(REAL)
    assert everything() == before


@pytest.mark.django_db
def test_a_renamed_place_keeps_its_counts_its_head_and_its_ledger(folder, today):
    path = folder()
    load(path)
    kabupaten, utara = Kabupaten.objects.get(), Kecamatan.objects.get(code="91.01.01")
    admin = User.objects.create_user("boss", "x", role="admin", kabupaten=kabupaten)
    pantai = Desa.objects.get(code="91.01.01.1001")
    Desa.objects.filter(pk=pantai.pk).update(head_name="Ibu Lurah")
    entry = Entry(uuid.uuid4(), utara, pantai, "recorded", 3, date(2024, 7, 1))
    record_updates(by=scope_of(admin), drive=Drive.objects.get(), entries=[entry])
    baselines = list(Baseline.objects.order_by("pk").values("pk", "people", "kecamatan", "desa"))

    path = folder(
        {
            "kabupaten.toml": [('name = "Kota Karang"', 'name = "Karang Baru"'), ("= 30", "= 99")],
            "kecamatan.csv": [("Utara,10", "Lor,79")],
            "desa_kelurahan.csv": [("1001,Pantai", "1001,Pesisir")],
        }
    )
    said = load(path)

    assert "changed: 3" in said
    assert Kabupaten.objects.get().name == "Karang Baru"
    assert Kecamatan.objects.get(pk=utara.pk).name == "Lor"
    pantai.refresh_from_db()
    assert (pantai.name, pantai.head_name) == ("Pesisir", "Ibu Lurah")
    assert list(Baseline.objects.order_by("pk").values("pk", "people", "kecamatan", "desa")) == baselines
    assert CountUpdate.objects.get().desa_id == pantai.pk
    changes = AuditChange.objects.filter(entry__action="change").values_list("field", "before", "after")
    assert set(changes) == {
        ("name", "Kota Karang", "Karang Baru"),
        ("name", "Utara", "Lor"),
        ("name", "Pantai", "Pesisir"),
    }
    assert not AuditEntry.objects.exclude(by=None).exists()
    assert set(AuditEntry.objects.values_list("kabupaten", flat=True)) == {kabupaten.pk}


@pytest.mark.django_db
def test_two_places_may_change_names_with_each_other(folder):
    load(folder())
    load(folder({"kecamatan.csv": [("Utara", "?"), ("Selatan", "Utara"), ("?", "Selatan")]}))
    assert list(Kecamatan.objects.order_by("code").values_list("name", flat=True)) == ["Selatan", "Utara"]


@pytest.mark.django_db
def test_what_the_files_leave_out_stays_as_the_office_wrote_it(folder):
    path = folder()
    load(path)
    Kabupaten.objects.update(office_address="Jalan Pelabuhan 1", signer_name="Bapak Sekda")
    Kecamatan.objects.update(voters=500)
    load(path)
    kabupaten = Kabupaten.objects.get()
    assert (kabupaten.office_address, kabupaten.signer_name) == ("Jalan Pelabuhan 1", "Bapak Sekda")
    assert Kecamatan.objects.filter(voters=500).count() == 2


@pytest.mark.django_db
def test_new_places_are_added_without_counts_and_missing_ones_stay(folder):
    load(folder())
    path = folder(
        {
            "kabupaten.toml": [("= 30", "= 17")],
            "kecamatan.csv": [("91.01.02,Selatan,20", "91.01.03,Barat,7")],
            "desa_kelurahan.csv": [("91.01.02.2001,Pantai,desa,91.01.02,20", "91.01.03.2001,Hulu,desa,91.01.03,")],
        }
    )
    said = load(path)
    assert "new: 2" in said
    assert "left as they are: 2" in said
    assert Kecamatan.objects.count() == 3
    assert sum(Baseline.objects.of_kecamatan().values_list("people", flat=True)) == 30
    assert AuditEntry.objects.filter(action="create", target="Barat").exists()


@pytest.mark.django_db
def test_outlines_are_loaded_replaced_and_audited(folder):
    two = outlines(
        **{
            "91_01_01": {"type": "Polygon", "coordinates": [SQUARE]},
            "91_01_02": {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE, SQUARE]]},
        }
    )
    path = folder({"kecamatan.geojson": two})
    assert "outlines: 2" in load(path)
    rings = {outline.kecamatan.code: json.loads(outline.rings) for outline in Outline.objects.all()}
    assert rings == {"91.01.01": [SQUARE], "91.01.02": [SQUARE, SQUARE, SQUARE]}
    assert "outlines: 0" in load(path)
    folder({"kecamatan.geojson": two.replace("140.1", "140.2")})
    assert "outlines: 2" in load(path)
    assert AuditChange.objects.filter(field="outline").count() == 4
    folder({"kecamatan.geojson": None})
    load(path)
    assert Outline.objects.count() == 2


@pytest.mark.django_db
def test_the_shared_outlines_of_the_real_regency_load(tmp_path):
    for name in ("kabupaten.toml", "kecamatan.csv", "desa_kelurahan.csv"):
        shutil.copy(REAL / name, tmp_path / name)
    codes = [line.split(",")[0].replace(".", "_") for line in (REAL / "kecamatan.csv").read_text().splitlines()[1:]]
    square = {"type": "Polygon", "coordinates": [[[*point, 12.5] for point in SQUARE]]}
    (tmp_path / "kecamatan.geojson").write_text(outlines(**dict.fromkeys(codes, square)))
    assert "outlines: 11" in load(tmp_path)


# --- Faults ---------------------------------------------------------------------------------------------------------

FAULTS = {
    "missing-file": ({"desa_kelurahan.csv": None}, "desa_kelurahan.csv: This file is missing."),
    "missing-toml": ({"kabupaten.toml": None}, "kabupaten.toml: This file is missing."),
    "empty-file": ({"desa_kelurahan.csv": ""}, "desa_kelurahan.csv:1:1: This file is empty."),
    "no-kecamatan": (
        {"kecamatan.csv": "code,name,baseline\n"},
        "kecamatan.csv:1:1: There is no kecamatan in this file.",
    ),
    "missing-column": (
        {"kecamatan.csv": [("code,name,baseline", "code,name,voters")]},
        "kecamatan.csv:1:4(baseline): The column baseline is missing.",
    ),
    "unknown-column": (
        {"kecamatan.csv": [("code,name,baseline", "code,name,baseline_2024")]},
        "kecamatan.csv:1:3(baseline_2024): No column is called “baseline_2024”.",
    ),
    "doubled-column": (
        {"kecamatan.csv": [("code,name,baseline", "code,name,name")]},
        "kecamatan.csv:1:3(name): The column name stands here twice.",
    ),
    "other-day": (
        {"kecamatan.csv": [("baseline", "baseline_2024_06_26")]},
        "kecamatan.csv:1:3(baseline_2024_06_26): This is not the baseline date of kabupaten.toml, 2024-06-25.",
    ),
    "bad-encoding": (
        {"kecamatan.csv": SMALL["kecamatan.csv"].replace("Selatan", "Sélatan").encode("latin-1")},
        "kecamatan.csv:3:2(name): This is not UTF-8.",
    ),
    "utf-16": (
        {"kecamatan.csv": SMALL["kecamatan.csv"].encode("utf-16")},
        "kecamatan.csv:1:1: This file is UTF-16. Save it as UTF-8.",
    ),
    "bad-encoding-toml": (
        {"kabupaten.toml": SMALL["kabupaten.toml"].replace('"Karang"', '"Kárang"').encode("latin-1")},
        "kabupaten.toml:6:13: This is not UTF-8.",
    ),
    "ragged-line": (
        {"kecamatan.csv": [("Utara,10", "Utara,10,7")]},
        "kecamatan.csv:2:4: This line has 4 cells, the header has 3.",
    ),
    "open-quote": ({"kecamatan.csv": [("Selatan", '"Selatan')]}, "kecamatan.csv:3:1: This line is not CSV"),
    "bad-code": ({"kecamatan.csv": [("91.01.02,S", "91.1.2,S")]}, "kecamatan.csv:3:1(code): “91.1.2” is not a code"),
    "foreign-kecamatan": (
        {"kecamatan.csv": [("91.01.02,S", "91.02.02,S")]},
        "kecamatan.csv:3:1(code): 91.02.02 does not belong to 91.01.",
    ),
    "doubled-code": (
        {"kecamatan.csv": [("91.01.02,S", "91.01.01,S")]},
        "kecamatan.csv:3:1(code): The code 91.01.01 stands in line 2 already.",
    ),
    "doubled-name": (
        {"kecamatan.csv": [("Selatan", "UTARA")]},
        "kecamatan.csv:3:2(name): The name UTARA stands in line 2 already.",
    ),
    "empty-name": ({"kecamatan.csv": [("Selatan", "  ")]}, "kecamatan.csv:3:2(name): This cell is empty."),
    "long-name": ({"kecamatan.csv": [("Selatan", "S" * 81)]}, "kecamatan.csv:3:2(name): This is longer than 80"),
    "nul": (
        {"kecamatan.csv": [("Selatan", "Sel\0atan")]},
        "kecamatan.csv:3:2(name): This holds a character that cannot",
    ),
    "direction-mark": ({"kecamatan.csv": [("Selatan", "Sel\u202eatan")]}, "kecamatan.csv:3:2(name): This holds a char"),
    "negative": ({"kecamatan.csv": [("Utara,10", "Utara,-10")]}, "kecamatan.csv:2:3(baseline): -10 is negative."),
    "fraction": ({"kecamatan.csv": [("n,20", "n,20.5")]}, "kecamatan.csv:3:3(baseline): “20.5” is not a whole number."),
    "thousands": ({"kecamatan.csv": [("n,20", "n,1 000")]}, "kecamatan.csv:3:3(baseline): “1 000” is not a whole"),
    "other-digits": ({"kecamatan.csv": [("n,20", "n,٢٠")]}, "kecamatan.csv:3:3(baseline): “٢٠” is not a whole number."),
    "astronomic": ({"kecamatan.csv": [("n,20", f"n,{10**30}")]}, "kecamatan.csv:3:3(baseline): “1000000000"),
    "too-many": ({"kecamatan.csv": [("n,20", "n,10000001")]}, "kecamatan.csv:3:3(baseline): 10000001 is more than"),
    "empty-count": ({"kecamatan.csv": [("n,20", "n,")]}, "kecamatan.csv:3:3(baseline): This cell is empty."),
    "latitude": (
        {"kecamatan.csv": "code,name,baseline,latitude,longitude\n91.01.01,Utara,10,-91,140\n91.01.02,S,20,1,140\n"},
        "kecamatan.csv:2:4(latitude): -91 lies outside −90 to 90.",
    ),
    "longitude": (
        {"kecamatan.csv": "code,name,baseline,latitude,longitude\n91.01.01,Utara,10,1,nan\n91.01.02,S,20,1,140\n"},
        "kecamatan.csv:2:5(longitude): “nan” is not a number of degrees",
    ),
    "half-a-point": (
        {"kecamatan.csv": "code,name,baseline,latitude,longitude\n91.01.01,Utara,10,1,\n91.01.02,S,20,1,140\n"},
        "kecamatan.csv:2:5(longitude): This cell is empty, but latitude is not.",
    ),
    "doubled-tile": (
        {"kecamatan.csv": "code,name,baseline,tile_column,tile_row\n91.01.01,Utara,10,1,1\n91.01.02,S,20,1,1\n"},
        "kecamatan.csv:3:4(tile_column): A kecamatan on this tile stands in line 2 already.",
    ),
    "unknown-kecamatan": (
        {"desa_kelurahan.csv": [("desa,91.01.01,", "desa,91.01.09,")]},
        "desa_kelurahan.csv:3:4(kecamatan_code): 91.01.09 is no kecamatan of kecamatan.csv.",
    ),
    "desa-of-another-kecamatan": (
        {"desa_kelurahan.csv": [("desa,91.01.01,", "desa,91.01.02,")]},
        "desa_kelurahan.csv:3:1(code): 91.01.01.3001 is the code of a desa in another kecamatan than 91.01.02.",
    ),
    "doubled-desa": (
        {"desa_kelurahan.csv": [("91.01.01.3001", "91.01.01.1001")]},
        "desa_kelurahan.csv:3:1(code): The code 91.01.01.1001 stands in line 2 already.",
    ),
    "doubled-desa-name": (
        {"desa_kelurahan.csv": [("Adat", "pantai")]},
        "desa_kelurahan.csv:3:2(name): The name pantai stands in line 2 already.",
    ),
    "desa-code": (
        {"desa_kelurahan.csv": [("91.01.01.3001", "91.01.01.4001")]},
        "desa_kelurahan.csv:3:1(code): “91.01.01.",
    ),
    "unknown-kind": (
        {"desa_kelurahan.csv": [("Adat,desa", "Adat,nagari")]},
        "desa_kelurahan.csv:3:3(kind): “nagari” is",
    ),
    "kind-against-code": (
        {"desa_kelurahan.csv": [("Adat,desa", "Adat,kelurahan")]},
        "desa_kelurahan.csv:3:3(kind): The code 91.01.01.3001 is not that of a kelurahan",
    ),
    "shares": (
        {"desa_kelurahan.csv": [("desa,91.01.01,", "desa,91.01.01,7")]},
        "desa_kelurahan.csv:3:5(baseline): The shares of 91.01.01 sum to 11, but its baseline is 10.",
    ),
    "sum": (
        {"kecamatan.csv": [("Utara,10", "Utara,11")]},
        "kabupaten.toml:14:1(baseline_total): This says 30, but the baselines in kecamatan.csv sum to 31.",
    ),
    "toml-syntax": ({"kabupaten.toml": [("2024-11-14", "2024-11-")]}, "kabupaten.toml:12:26: This is not TOML"),
    "no-such-day": ({"kabupaten.toml": [("2024-11-14", "2024-02-30")]}, "kabupaten.toml:12:22: This is not TOML"),
    "no-section": ({"kabupaten.toml": "[drive]\n"}, "kabupaten.toml:1:1: The section [kabupaten] is missing."),
    "unknown-section": ({"kabupaten.toml": [("[drive]", "[drives]")]}, "kabupaten.toml:9:1(drives): Known are the"),
    "unknown-key": (
        {"kabupaten.toml": [("capital", "capitol")]},
        "kabupaten.toml:6:1(capitol): [kabupaten] has no key",
    ),
    "missing-key": ({"kabupaten.toml": [("capital", "#")]}, "kabupaten.toml:1:1(capital): [kabupaten] needs capital."),
    "wrong-type": (
        {"kabupaten.toml": [('"Karang"', "7")]},
        "kabupaten.toml:6:1(capital): Write this in quotation marks.",
    ),
    "kabupaten-code": ({"kabupaten.toml": [('"91.01"', '"9101"')]}, "kabupaten.toml:2:1(code): “9101” is not a code"),
    "time-zone": ({"kabupaten.toml": [("Jayapura", "Tokyo")]}, "kabupaten.toml:7:1(time_zone): This must be one of"),
    "day-in-quotes": (
        {"kabupaten.toml": [("2024-11-14", '"2024-11-14"')]},
        "kabupaten.toml:12:1(last_recording_day): Write a day as 2024-06-25",
    ),
    "day-long-ago": (
        {"kabupaten.toml": [("2024-11-14", "1024-11-14")]},
        "kabupaten.toml:12:1(last_recording_day): Write a day from 2000 to 2100.",
    ),
    "day-with-time": (
        {"kabupaten.toml": [("2024-11-14", "2024-11-14T10:00:00")]},
        "kabupaten.toml:12:1(last_recording_day): Write a day as 2024-06-25",
    ),
    "days-in-disorder": (
        {"kabupaten.toml": [("2024-11-14", "2024-11-28")]},
        "kabupaten.toml:13:1(polling_day): This day lies before last_recording_day.",
    ),
    "target": (
        {"kabupaten.toml": [("[drive]", "[drive]\ncoverage_target = 9940")]},
        "kabupaten.toml:10:1(coverage_target): Write the percentage",
    ),
    "half-a-base": (
        {"kabupaten.toml": [("[drive]", "[drive]\nbase_people = 500")]},
        "kabupaten.toml:9:1(base_name): A base of people needs its number, name, source and date, all four.",
    ),
    "geojson-syntax": ({"kecamatan.geojson": "{\n  oops}"}, "kecamatan.geojson:2:3: This is not JSON"),
    "geojson-nan": ({"kecamatan.geojson": '{"features": [NaN]}'}, "kecamatan.geojson:1:1: This is not JSON (NaN"),
    "geojson-deep": ({"kecamatan.geojson": "[" * 100_000}, "kecamatan.geojson:1:1: This is not JSON"),
    "geojson-kind": (
        {"kecamatan.geojson": "[1]"},
        "kecamatan.geojson:1:1: This is not a FeatureCollection of GeoJSON.",
    ),
    "geojson-unknown": (
        {"kecamatan.geojson": outlines(**{"91_01_09": {"type": "Polygon", "coordinates": [SQUARE]}})},
        "kecamatan.geojson:4:1(code): “91.01.09” is no kecamatan of kecamatan.csv.",
    ),
    "geojson-code": (
        {"kecamatan.geojson": '{"features": [7]}'},
        "kecamatan.geojson:1:1(code): This feature has no code",
    ),
    "geojson-incomplete": (
        {"kecamatan.geojson": outlines(**{"91_01_01": {"type": "Polygon", "coordinates": [SQUARE]}})},
        "kecamatan.geojson:1:1(code): There is no outline of 91.01.02 Selatan. The map needs all of them.",
    ),
}
GEOMETRIES = {
    "none": (None, "must be a Polygon"),
    "point": ({"type": "Point", "coordinates": [1, 2]}, "must be a Polygon"),
    "no-coordinates": ({"type": "Polygon"}, "has no coordinates"),
    "no-rings": ({"type": "MultiPolygon", "coordinates": [[]]}, "has no rings"),
    "short": ({"type": "Polygon", "coordinates": [SQUARE[:3]]}, "at least four positions"),
    "open": ({"type": "Polygon", "coordinates": [[*SQUARE[:3], [1, 1]]]}, "must end where it begins"),
    "not-on-earth": ({"type": "Polygon", "coordinates": [[[lat, lon] for lon, lat in SQUARE]]}, "not on earth"),
    "words": ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "longitude and latitude"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_its_place_and_nothing_is_taken_in(folder, changes, expected):
    path = folder(changes)
    assert any(fault.startswith(expected) for fault in faults_of(path)), faults_of(path)
    with pytest.raises(CommandError, match="nothing was taken in"):
        load(path)
    assert not any(everything().values())


@pytest.mark.parametrize(("geometry", "expected"), GEOMETRIES.values(), ids=GEOMETRIES.keys())
def test_a_broken_geometry_is_named_with_its_line(folder, geometry, expected):
    good = {"type": "Polygon", "coordinates": [SQUARE]}
    text = outlines(**{"91_01_01": good, "91_01_02": geometry})
    line = text[: text.index('"91.01.02"')].count("\n") - 2
    (fault,) = faults_of(folder({"kecamatan.geojson": text}))
    assert fault.startswith(f"kecamatan.geojson:{line}:1(geometry): 91.01.02: ")
    assert expected in fault


def test_the_faults_of_all_files_are_named_in_one_go(folder):
    changes = {
        "kabupaten.toml": [("Jayapura", "Tokyo"), ("2024-11-27", "2024-01-01")],
        "kecamatan.csv": [("Utara,10", "Utara,-10"), ("91.01.02", "91.1")],
        "desa_kelurahan.csv": [("Adat,desa", "Adat,nagari"), ("Pantai,desa", ",desa")],
        "kecamatan.geojson": "[1]",
    }
    faults = faults_of(folder(changes))
    assert [fault.split(":")[0] for fault in faults] == [
        "kabupaten.toml",
        "kabupaten.toml",
        "kecamatan.csv",
        "kecamatan.csv",
        "desa_kelurahan.csv",
        "desa_kelurahan.csv",
        "desa_kelurahan.csv",  # its kecamatan is unknown, because that line's code is wrong
        "kecamatan.geojson",
    ]


def test_a_fault_of_the_toml_hides_none_of_the_tables(folder):
    """Its code, baseline date and total are good, whatever stands beside them, and the tables are held against them."""
    changes = {
        "kabupaten.toml": [("Asia/Jayapura", "Asia/Nope"), ("[drive]", "[drive]\ncoverage_target = 199")],
        "kecamatan.csv": [("baseline", "baseline_2024_06_26"), ("Utara,10", "Utara,9"), ("91.01.02", "91.02.02")],
        "desa_kelurahan.csv": [("91.01.02.2001", "91.02.02.2001"), ("desa,91.01.02", "desa,91.02.02")],
    }
    assert [fault.split(": ")[0] for fault in faults_of(folder(changes))] == [
        "kabupaten.toml:7:1(time_zone)",
        "kabupaten.toml:10:1(coverage_target)",
        "kabupaten.toml:15:1(baseline_total)",
        "kecamatan.csv:1:3(baseline_2024_06_26)",
        "kecamatan.csv:3:1(code)",
    ]


@pytest.mark.parametrize("wrong", ["91.1.1,Utara", "91.01.07,Utara"])
def test_one_wrong_kecamatan_is_not_said_again_for_each_of_its_desa(folder, wrong):
    faults = faults_of(folder({"kecamatan.csv": [("91.01.01,Utara", wrong)]}))
    once = "desa_kelurahan.csv:2:4(kecamatan_code): 91.01.01 is no kecamatan of kecamatan.csv. It stands in 2 lines."
    assert [fault for fault in faults if fault.startswith("desa")] == [once]


def test_what_a_broken_line_held_is_not_missed_in_the_sum(folder):
    assert faults_of(folder({"kecamatan.csv": [("Utara,10", "Utara,10,7")]})) == [
        "kecamatan.csv:2:4: This line has 4 cells, the header has 3.",
        "desa_kelurahan.csv:2:4(kecamatan_code): 91.01.01 is no kecamatan of kecamatan.csv. It stands in 2 lines.",
    ]


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    assert faults_of(tmp_path / "nowhere")[0].endswith("nowhere: There is no such folder.")


@pytest.mark.django_db
def test_a_name_that_a_place_outside_the_files_has_is_refused(folder):
    load(folder())
    kabupaten = Kabupaten.objects.get()
    Kecamatan.objects.create(kabupaten=kabupaten, code="91.01.07", name="Timur")
    before = everything()
    with pytest.raises(CommandError, match=r"kecamatan.csv:2:2\(name\): On the site 91.01.07 has this name"):
        load(folder({"kecamatan.csv": [("Utara", "timur")]}))
    assert everything() == before


@pytest.mark.django_db
def test_a_desa_that_the_site_has_elsewhere_is_refused(folder):
    load(folder())
    Desa.objects.filter(code="91.01.01.3001").update(kecamatan=Kecamatan.objects.get(code="91.01.02"))
    with pytest.raises(CommandError, match=r"desa_kelurahan.csv:3:4\(kecamatan_code\): On the site"):
        load(folder({"kecamatan.csv": [("Utara", "Lor")]}))
    assert not Kecamatan.objects.filter(name="Lor").exists()
