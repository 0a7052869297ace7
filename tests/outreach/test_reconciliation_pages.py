"""/reconciliation/…: what is said of a place, by causes, and the ways out."""

import re
import uuid
from datetime import timedelta

import pytest

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import Baseline, CountUpdate, Drive
from kecamatan.selectors.counts import counts_as_of
from outreach.life import Removal, Step
from outreach.models import Absence, ImportBatch, Resident, ResidentStep
from outreach.selectors.reconciliation import listed_of
from outreach.templatetags.reconciliation import word

ALL, TIMUR, LAMBUR, SIAU, SADU = (
    "/reconciliation/",
    "/reconciliation/15.07.01/",
    "/reconciliation/15.07.01.2002/",
    "/reconciliation/15.07.01.2015/",
    "/reconciliation/15.07.05/",
)
INFLOW, ROWS = f"{LAMBUR}inflow/", f"{LAMBUR}rows/"


@pytest.fixture
def enter(places, cast, today):
    def _enter(kind="recorded", quantity=5, desa=places.lambur):
        entry = Entry(uuid.uuid4(), desa.kecamatan, desa, kind, quantity, today, "")
        return record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])[0].update

    return _enter


def remaining(places, desa):
    return counts_as_of(places.drive, [desa.kecamatan_id]).kecamatan[desa.kecamatan_id].place(desa.pk).remaining


def match_url(row):
    return f"/reconciliation/rows/{row.pk}/match/"


def test_each_place_says_in_a_word_how_names_and_counts_stand(sign_in, places, list_person, step):
    Baseline.objects.filter(desa=places.simbur).update(people=1)
    for name in ("Ahmad", "Budi", "Citra"):
        list_person(name, places.simbur)
    step(list_person("Dewi"), Step.RECORD)
    client = sign_in("petugas")
    page = client.get(TIMUR)
    standing = page.context["standing"]
    assert (standing.remaining, standing.names.named, standing.unnamed) == (99, 3, 96)
    assert (standing.verdict, standing.number) == ("too_many", 2)
    assert {str(desa): one.verdict for desa, one in page.context["parts"]} == {
        "Lambur": "unnamed", "Simbur Naik": "too_many", "Siau Dalam": "no_names",
    }  # fmt: skip
    assert client.get(LAMBUR).context["standing"].unnamed == 39
    assert client.get(SIAU).context["standing"].remaining is None
    whole = client.get(ALL).context["whole"]
    assert (whole.remaining, whole.names.named, whole.number) == (149, 3, 2)


def test_the_names_lead_to_those_people_and_what_remains_to_the_counts(sign_in, places, list_person, step):
    for name in ("Ahmad", "Budi"):
        list_person(name)
    step(list_person("Citra"), Step.RECORD)
    client = sign_in("petugas")
    for address, whole in ((ALL, "?kecamatan=15.07.01"), (TIMUR, "desa=15.07.01.2002")):
        page = client.get(address).content.decode()
        (link,) = {one for one in re.findall(r'href="(/residents/[^"]*status[^"]*)">2</a>', page) if whole in one}
        assert client.get(link.replace("&amp;", "&")).context["page"].paginator.count == 2
        assert f'href="{places.lambur.kecamatan.get_absolute_url()}"' in page
    assert "/residents/" not in sign_in("pejabat").get(TIMUR).content.decode()


def test_where_parts_have_too_many_and_too_few_both_are_said(sign_in, places, list_person):
    Baseline.objects.filter(desa=places.simbur).update(people=1)
    for name in ("Ahmad", "Budi", "Citra"):
        list_person(name, places.simbur)
    page = sign_in("petugas").get(TIMUR)
    standing = page.context["standing"]
    words = re.sub(r"<[^>]*>", "", word(standing))
    assert words == f"lebih {standing.over} nama {standing.short} belum bernama"
    assert standing.short - standing.over == standing.unnamed


def test_the_causes_stand_with_their_ways_out(sign_in, cast, places, today, list_person, enter):
    row = enter()
    young = list_person("Rizki", birth_date=today - timedelta(days=17 * 365), added=False)
    list_person("Siti Aminah")
    list_person("Sitti Aminah")
    list_person("Siti Aminah", places.simbur)
    dateless = list_person("Tanpa Tanggal", places.siau, birth_date=None)
    batch = ImportBatch.objects.create(
        kabupaten=places.kabupaten, drive=places.drive, file_name="x.csv", list_date=today, by=cast.petugas
    )
    Absence.objects.create(batch=batch, resident=dateless)
    page = sign_in("admin").get(TIMUR)
    causes, text = page.context["causes"], page.content.decode()
    assert (causes.row_count, causes.row_people, causes.inflow_count) == (1, 5, 1)
    assert (len(causes.same_desa), len(causes.two_desa)) == (1, 2)
    assert [desa for desa, _names in causes.without_share] == [places.siau]
    assert (causes.no_birth_date_count, causes.absences) == (1, 1)
    for way in (match_url(row), f"{TIMUR}inflow/", "/doubles/", "/desa/15.07.01.2015/edit/", "/absences/", young.name):
        assert way in text
    assert "/desa/15.07.01.2015/edit/" not in sign_in("petugas").get(TIMUR).content.decode()


def test_an_official_sees_counts_and_no_person(sign_in, places, today, list_person, enter):
    row = enter()
    list_person("Rizki Unik", birth_date=today - timedelta(days=17 * 365), added=False)
    list_person("Siti Aminah")
    list_person("Sitti Aminah")
    client = sign_in("pejabat")
    for address in (ALL, TIMUR, LAMBUR):
        text = client.get(address).content.decode()
        assert "Rizki Unik" not in text
        assert "Aminah" not in text
        assert "/doubles/" not in text
        assert "/match/" not in text
    assert client.get(TIMUR).context["causes"].same_desa
    for address in (INFLOW, ROWS, match_url(row)):
        assert client.get(address).status_code == client.post(address).status_code == 403


@pytest.mark.parametrize("address", [TIMUR, LAMBUR, INFLOW, ROWS])
def test_others_find_nothing(sign_in, address):
    assert sign_in(None).get(address).status_code == 302
    assert sign_in("petugas_sadu").get(address).status_code == 404
    assert sign_in("foreigner").get(address).status_code == 404
    assert sign_in("petugas_timur").get(address).status_code == 200


@pytest.mark.parametrize("address", [ALL, TIMUR, LAMBUR, ROWS])
def test_these_pages_take_no_forms(sign_in, address):
    assert sign_in("petugas").post(address).status_code == 405


def test_a_petugas_sees_only_their_kecamatan(sign_in):
    assert [one.code for one, _standing in sign_in("petugas_sadu").get(ALL).context["rows"]] == ["15.07.05"]


def test_without_an_active_drive_there_is_nothing_to_compare(sign_in, places):
    Drive.objects.update(is_active=False)
    client = sign_in("petugas")
    assert client.get(ALL).status_code == client.get(TIMUR).status_code == 200
    assert client.get(INFLOW).status_code == 404


@pytest.mark.parametrize(("address", "most"), [(ALL, 8), (TIMUR, 24), (LAMBUR, 24)])
def test_queries_do_not_grow_with_people(
    sign_in, places, today, list_person, enter, address, most, django_assert_max_num_queries
):
    client = sign_in("petugas")
    for number in range(12):
        enter(quantity=1)
        list_person(f"Siti Aminah {'abcdefghijkl'[number]}", birth_date=today - timedelta(days=17 * 365), added=False)
    with django_assert_max_num_queries(most):
        client.get(address)


# --- Counted as flowed in


def test_who_flowed_in_is_counted_so(sign_in, places, today, list_person):
    young = list_person("Rizki", birth_date=today - timedelta(days=17 * 365), added=False)
    client = sign_in("petugas_timur")
    assert "Rizki" in client.get(INFLOW).content.decode()
    assert client.post(INFLOW, {"people": [young.pk]}).status_code == 302
    assert remaining(places, places.lambur) == 41
    assert client.post(INFLOW, {"people": [young.pk]}).status_code == 302
    assert CountUpdate.objects.count() == 1


def test_bad_choices_of_inflow_change_nothing(sign_in, places, today, list_person):
    far = list_person("Rizki", places.itik, birth_date=today - timedelta(days=17 * 365), added=False)
    client = sign_in("petugas")
    for people in ([], [far.pk], ["x"], ["9" * 30], [0]):
        assert client.post(INFLOW, {"people": people}).status_code == 200
    assert not CountUpdate.objects.exists()


# --- Names for counts


def test_a_count_gets_its_names_after_a_look(sign_in, places, list_person, enter):
    row, ahmad, budi = enter(), list_person("Ahmad"), list_person("Budi")
    client = sign_in("petugas_timur")
    page = client.get(match_url(row))
    data = {"key": page.context["form"]["key"].value(), "people": [ahmad.pk, budi.pk]}
    found = client.post(match_url(row), data | {"find": "1", "q": "achmad", "people": []})
    assert [one.name for one in found.context["people"]] == ["Ahmad"]
    look = client.post(match_url(row), data | {"look": "1"})
    assert look.context["stage"] == "look"
    assert not ResidentStep.objects.exists()
    done = [client.post(match_url(row), data | {"do": "1"}) for _twice in range(2)]
    assert [one["Location"] for one in done] == [LAMBUR, LAMBUR]
    assert remaining(places, places.lambur) == 35
    assert ResidentStep.objects.count() == 2
    assert client.get(match_url(row)).context["undone"]


def test_a_removal_asks_why(sign_in, places, list_person, enter):
    row, ahmad = enter("removed"), list_person("Ahmad")
    client = sign_in("petugas")
    data = {"key": uuid.uuid4(), "people": [ahmad.pk], "do": "1"}
    assert list(client.post(match_url(row), data).context["form"].errors) == ["removal"]
    assert list(client.post(match_url(row), data | {"removal": "not_found"}).context["form"].errors) == ["note"]
    assert not ResidentStep.objects.exists()
    assert client.post(match_url(row), data | {"removal": Removal.DIED.value}).status_code == 302
    ahmad.refresh_from_db()
    assert ahmad.removal == "died"


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "x"},
        {"key": ""},
        {"people": []},
        {"people": ["x"]},
        {"people": ["9" * 30]},
        {"people": [0]},
        {"q": "a\x00b"},
    ],
)
def test_bad_input_of_a_match_is_a_sentence(sign_in, list_person, enter, changes):
    row, ahmad = enter(), list_person("Ahmad")
    data = {"key": str(uuid.uuid4()), "people": [ahmad.pk], "do": "1"} | changes
    response = sign_in("petugas").post(match_url(row), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert uuid.UUID(str(response.context["form"]["key"].value()))
    assert CountUpdate.objects.count() == 1


def test_too_many_or_somebody_of_another_place(sign_in, places, list_person, enter):
    row, people = enter(quantity=1), [list_person("Ahmad"), list_person("Budi"), list_person("Far", places.simbur)]
    client = sign_in("petugas")
    for chosen in (people[:2], people[2:]):
        response = client.post(match_url(row), {"key": uuid.uuid4(), "people": [one.pk for one in chosen], "do": "1"})
        assert list(response.context["form"].errors) == ["people"]
    assert CountUpdate.objects.count() == 1


def test_only_such_rows_are_matched_and_only_ones_own(sign_in, list_person, enter, step):
    row, added = enter(), enter("added")
    step(list_person("Ahmad"), Step.RECORD)
    own = CountUpdate.objects.order_by("pk").last()
    client = sign_in("petugas")
    for one in (added, own):
        assert client.get(match_url(one)).status_code == 404
    assert client.get("/reconciliation/rows/999999/match/").status_code == 404
    assert client.put(match_url(row)).status_code == 405
    assert sign_in("petugas_sadu").get(match_url(row)).status_code == 404
    assert sign_in(None).get(match_url(row)).status_code == 302


# --- On the pages of numbers


def test_the_pages_of_numbers_say_it_in_a_word(sign_in, places, list_person, step):
    client = sign_in("pejabat")
    for address in ("/", "/kecamatan/15.07.01/", "/desa/15.07.01.2002/"):
        text = client.get(address).content.decode()
        assert "/reconciliation/" in text
        assert "belum ada nama" in text
    list_person("Ahmad")
    for address in ("/", "/kecamatan/15.07.01/", "/desa/15.07.01.2002/"):
        assert "belum bernama" in client.get(address).content.decode()
    Baseline.objects.filter(desa=places.lambur).update(people=1)
    assert "cocok" in client.get("/desa/15.07.01.2002/").content.decode()


def test_segments_follow_the_birth_dates(sign_in, places, today, list_person):
    client = sign_in("petugas")
    for years in (40, 30, 16, 12):
        list_person(
            f"Umur {years}", birth_date=today.replace(year=today.year - years, day=1) - timedelta(days=2), added=False
        )
    page = client.get("/kecamatan/15.07.01/").content.decode()
    assert page.count('<ul class="segments">') == 1
    listed = listed_of(places.drive, [places.timur.pk], today)[places.timur.pk]
    counts = {segment.value: people for segment, people in listed[places.lambur.pk].segments.items()}
    assert sum(counts.values()) == 4
    assert (counts["obliged"], counts["too_young"]) == (2, 1)
    resident = Resident.objects.get(name="Umur 12")
    Resident.objects.filter(pk=resident.pk).update(birth_date=resident.birth_date.replace(year=1980))
    assert client.get("/kecamatan/15.07.01/").content.decode() != page


def test_an_earlier_day_says_nothing_of_names(sign_in, today, list_person):
    list_person("Ahmad")
    day = (today - timedelta(days=3)).isoformat()
    assert "/reconciliation/" not in sign_in("petugas").get(f"/?as_of={day}").content.decode()
