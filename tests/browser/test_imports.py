"""Lists in the browser: from the file to the people and back, on the demo as ``up`` serves it and on small lists."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kecamatan.demo_accounts import ACCOUNTS
from kecamatan.models import CountUpdate, User
from outreach.demo_lists import months
from outreach.models import Absence, Resident, ResidentChange
from tests.browser.small_lists import (
    BUDI,
    HEAD,
    RINI,
    SITI,
    UNKNOWN_HEAD,
    imports_everywhere,
    list_file,
    take_in,
    upload,
)
from tests.site_process import new_database, running
from tests.started_once import copied, demo_start

LISTS = Path(months.__file__).resolve().parent
PASSWORDS = {name: password for name, password, _role in ACCOUNTS}
#: A minute for what a process of its own does on a machine with much else to do.
PATIENCE = 60_000


@pytest.fixture(scope="module")
def demo_page(tmp_path_factory, chromium):
    """A petugas of the demo, signed in once; the work on lists is done by processes of its own."""
    folder = tmp_path_factory.mktemp("imports") / "data"
    copied(tmp_path_factory, "demo", demo_start, folder)
    with new_database(folder) as database, running(database, "--demo") as site:
        context = chromium.new_context(
            base_url=f"http://127.0.0.1:{site.port}", locale="id-ID", reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("[name=username]", "petugas")
        page.fill("[name=password]", PASSWORDS["petugas"])
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/")
        yield page
        context.close()


def choose(page, file, covers="whole"):
    """Upload a list through the page and wait until it has been read."""
    page.goto("/imports/new/")
    page.set_input_files("[name=file]", file)
    page.check(f"[name=covers][value={covers}]")
    page.get_by_role("button", name=re.compile("Baca berkas|Read the file")).click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"))
    expect(page.locator("progress")).to_have_count(0, timeout=PATIENCE)


def tally(page) -> list[int]:
    """The numbers above a preview or a result."""
    return [int(text.replace(".", "").replace(",", "")) for text in page.locator(".tally b").all_inner_texts()]


def people(page) -> str:
    page.goto("/residents/")
    return page.locator("#list-count").inner_text()


#: File → new people in it, where nothing else of the three was taken in.
NEW = {"bulan-1-dinas.xlsx": 0, "bulan-2-siak.csv": 64, "bulan-3-kecamatan.ods": 100}


def test_each_list_of_the_demo_from_preview_to_undo(demo_page):
    for name, new in NEW.items():
        there_and_back(demo_page, name, new)


def there_and_back(page, name, new):
    """Look at one list, decide one row, take it in, and take it back."""
    before = people(page)
    choose(page, LISTS / name)
    numbers = tally(page)
    assert numbers[0] >= new
    assert sum(numbers[:5]) > 1200
    if numbers[3]:
        page.locator("a.attention").first.click()
        row = page.locator(".row-card").first
        row.get_by_label("Lewati baris ini").check()
        row.get_by_role("button", name="Putuskan").click()
        expect(page.locator(".row-card .decided").first).to_contain_text("Diputuskan")
        page.get_by_role("link", name="Kembali ke daftar").click()
    page.get_by_role("button", name="Masukkan daftar ini").click()
    expect(page.get_by_role("link", name="Batalkan impor ini")).to_be_visible(timeout=PATIENCE)
    assert tally(page)[:3] == numbers[:3]
    assert (people(page) == before) == (numbers[0] == 0)
    page.go_back()
    page.get_by_role("link", name="Batalkan impor ini").click()
    page.get_by_label("Alasan").fill("hanya mencoba")
    page.get_by_role("button", name="Batalkan impor ini").click()
    expect(page.locator("h1")).to_have_text("Daftar ini sudah dibatalkan")
    assert people(page) == before


@pytest.mark.django_db(transaction=True)
def test_a_list_without_javascript(visit, cast, places):
    page = visit("petugas", width=360, javascript=False)
    choose(page, {"name": "bulan.csv", "mimeType": "text/csv", "buffer": list_file(SITI, BUDI)})
    assert tally(page) == [2, 0, 0, 0, 0, 0]
    page.get_by_role("button", name="Masukkan daftar ini").click()
    expect(page.locator("h1")).to_have_text("Sudah dimasukkan: 2 baru, 0 berubah")
    assert sorted(Resident.objects.values_list("name", flat=True)) == ["BUDI HARTONO", "SITI AMINAH"]


@pytest.mark.django_db(transaction=True)
def test_what_columns_mean_is_asked_once(visit, cast, places):
    page = visit("petugas", width=360)
    meanings = ["nik", "name", "sex", "birth_date", "address", "rt", "rw", "desa", "kecamatan"]
    choose(page, {"name": "a.csv", "mimeType": "text/csv", "buffer": list_file(SITI, head=UNKNOWN_HEAD)})
    expect(page.locator("h1")).to_have_text("Apa arti kolom-kolom ini?")
    for choice, meaning in zip(page.locator("main select").all(), meanings, strict=True):
        choice.select_option(meaning)
    page.get_by_role("button", name="Baca daftar begini").click()
    expect(page.locator("h1")).to_have_text("1 baru, 0 berubah")
    choose(page, {"name": "b.csv", "mimeType": "text/csv", "buffer": list_file(BUDI, RINI, head=UNKNOWN_HEAD)})
    expect(page.locator("h1")).to_have_text("2 baru, 0 berubah")
    assert page.complaints == []


@pytest.mark.django_db(transaction=True)
def test_the_gone_are_settled_one_and_then_many(visit, cast, places, today):
    take_in(cast.petugas, upload(cast.petugas, "1.csv", list_file(SITI, BUDI, RINI), day=today))
    take_in(cast.petugas, upload(cast.petugas, "2.csv", list_file(HEAD), day=today))
    assert Absence.objects.filter(settled="").count() == 3
    page = visit("petugas", width=360)
    page.goto("/absences/")
    page.get_by_label("SITI AMINAH").check()
    page.get_by_label("Mengapa mereka hilang dari daftar?").select_option("died")
    page.get_by_role("button", name="Selesaikan").click()
    expect(page.locator("h1")).to_contain_text("2 orang")
    page.locator("[name=all]").check()
    page.get_by_label("Mengapa mereka hilang dari daftar?").select_option("recorded")
    page.get_by_role("button", name="Selesaikan").click()
    expect(page.locator("main")).to_contain_text("BUDI HARTONO")
    assert Absence.objects.filter(settled="").count() == 2
    page.get_by_role("button", name="Selesaikan semua").click()
    expect(page.locator("h1")).to_contain_text("0 orang")
    assert sorted(Resident.objects.values_list("name", "state")) == [
        ("BUDI HARTONO", "recorded"),
        ("RINI ASTUTI", "recorded"),
        ("SITI AMINAH", "removed"),
    ]
    assert sorted(CountUpdate.objects.values_list("kind", "quantity")) == [
        ("recorded", 1),
        ("recorded", 1),
        ("removed", 1),
    ]


@pytest.mark.django_db(transaction=True)
def test_an_export_that_was_edited_comes_back(visit, cast, places, today):
    take_in(cast.petugas, upload(cast.petugas, "1.csv", list_file(SITI, BUDI, RINI), day=today))
    page = visit("petugas")
    page.goto("/residents/?kecamatan=15.07.01&columns=name&columns=rt&columns=number")
    with page.expect_download() as download:
        page.get_by_role("link", name="Ekspor CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.count("004") == 1
    edited = text.replace("004", "009").encode("utf-8-sig")
    choose(page, {"name": "penduduk.csv", "mimeType": "text/csv", "buffer": edited}, "partial")
    assert tally(page)[:5] == [0, 1, 2, 0, 0]
    page.get_by_role("button", name="Masukkan daftar ini").click()
    expect(page.locator("h1")).to_have_text("Sudah dimasukkan: 0 baru, 1 berubah")
    assert [(one.field, one.resident.name) for one in ResidentChange.objects.all()] == [("rt", "RINI ASTUTI")]
    assert Resident.objects.get(name="RINI ASTUTI").rt == "009"


@pytest.mark.django_db(transaction=True)
def test_a_page_that_waits_says_how_far_the_work_is_and_that_it_may_be_left(visit, cast, places, today):
    User.objects.update(language="id")
    waiting = imports_everywhere(cast.petugas, places, today)["waiting"]
    page = visit("petugas", width=360)
    page.goto(f"/imports/{waiting}/")
    expect(page.locator("progress")).to_be_visible()
    expect(page.locator("main")).to_contain_text("menutup peramban")
    page.goto("/imports/")
    expect(page.get_by_role("link", name="besar.xlsx")).to_be_visible()
