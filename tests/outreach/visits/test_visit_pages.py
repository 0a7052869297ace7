"""The pages of a visit through their addresses: the plan, the page itself, its steps, and who may do what."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from outreach.models import Kit, Visit, VisitPick, VisitStep
from outreach.views.visits import plan
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db
NEW = "/visits/new/?kecamatan=15.07.01"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def typed(places, today, cast):
    """What a petugas types for a visit to Lambur in three days (whatever day of the week that is)."""

    def _typed(**changes):
        values = {
            **{"desa": [places.lambur.code], "day": str(today + timedelta(days=3)), "starts": "08:00", "ends": "14:00"},
            **{"place_name": "Balai Desa Lambur", "place_address": "", "point": "-1.05, 104.2", "access": "boat"},
            **{"hints": "Pasang pagi", "team": [str(cast.petugas.pk)], "leader": "", "contact_name": "Bu Sekdes"},
            **{"contact_phone": "0812 3456 7890", "notes": "bawa genset", "seen": "", "version": "0"},
        }
        return values | changes

    return _typed


@pytest.fixture
def save(sign_in):
    """Send the plan; warnings are looked at and the same is sent again."""

    def _save(data, address=NEW, who="petugas"):
        client = sign_in(who)
        response = client.post(address, data)
        if response.status_code == 200 and response.context["warnings"]:
            response = client.post(address, data | {"seen": response.context["form"].data["seen"]})
        return response

    return _save


def test_a_visit_is_planned_through_its_form(save, typed, places, cast):
    response = save(typed())
    visit = Visit.objects.get()
    assert response["Location"] == f"/visits/{visit.pk}/"
    assert (visit.state, visit.place_name, visit.latitude, visit.access) == (
        "draft",
        "Balai Desa Lambur",
        -1.05,
        "boat",
    )
    assert (visit.contact_phone, list(visit.desa.all()), list(visit.team.all())) == (
        "+6281234567890",
        [places.lambur],
        [cast.petugas],
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "besok"}, "There is no such day"),
        ({"starts": "25.00"}, "There is no such time"),
        ({"ends": "07.30"}, "ends before it begins"),
        ({"desa": []}, "at least one desa"),
        ({"desa": ["15.07.05.2004"]}, "Choose desa of this kecamatan"),
        ({"place_name": " "}, "Say where people gather"),
        ({"point": "dekat masjid"}, "This is no point"),
        ({"point": "-91, 104"}, "This is no point"),
        ({"contact_phone": "12"}, "not an Indonesian phone number"),
        ({"team": ["999"]}, "Choose petugas of this kecamatan"),
        ({"notes": "a\x07b"}, "cannot be shown"),
        ({"day": "2020-01-01"}, "before the baseline"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(save, typed, english, changes, said):
    response = save(typed(hints="Pasang pagi sekali") | changes)
    assert response.status_code == 200
    assert said in text_of(response)
    assert "Pasang pagi sekali" in response.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize("starts", ["8.00", "08.00", "8", "08:00"])
def test_hours_are_read_as_people_write_them(save, typed, starts):
    save(typed(starts=starts))
    assert Visit.objects.get().starts.isoformat() == "08:00:00"


def test_a_holiday_and_a_clash_are_shown_before_it_is_saved(sign_in, typed, visit, cast, places, english):
    kit = Kit.objects.create(kabupaten=places.kabupaten, name="Alat 1")
    data = typed(kits=[str(kit.pk)], day="2027-01-01")
    visit(day=date(2027, 1, 1), kits=[kit], desa=[places.simbur], place_name="SDN 5")
    places.drive.refresh_from_db()
    client = sign_in("petugas")
    response = client.post(NEW, data)
    words = text_of(response)
    assert "Before it is saved: mind this" in words
    assert "New Year" in words
    assert "Alat 1: needed by SDN 5" in words
    assert Visit.objects.count() == 1
    seen = response.context["form"].data["seen"]
    assert client.post(NEW, data | {"seen": seen, "place_name": "SDN 7"}).status_code == 302
    assert Visit.objects.count() == 2


def test_warnings_that_changed_are_shown_again(sign_in, typed, english):
    client = sign_in("petugas")
    data = typed(day="2027-01-01")
    seen = client.post(NEW, data).context["form"].data["seen"]
    assert client.post(NEW, data | {"seen": seen, "day": "2027-12-25"}).status_code == 200
    assert not Visit.objects.exists()


def test_a_clash_with_a_visit_elsewhere_does_not_name_it(save, sign_in, typed, visit, cast, places, english, today):
    day = today + timedelta(days=3)
    visit(by=cast.admin, kecamatan=places.sadu, desa=[places.itik], day=day, team=[cast.petugas], place_name="Rahasia")
    response = sign_in("petugas_timur").post(NEW, typed(team=[str(cast.petugas.pk)]))
    assert "in the team of another visit at the same time" in text_of(response)
    assert "Rahasia" not in text_of(response)


def test_the_form_knows_the_place_it_was_opened_for(sign_in, places, school):
    form = sign_in("petugas").get(f"/visits/new/?desa={places.lambur.code}").context["form"]
    assert form.initial["desa"] == [places.lambur.code]
    assert form.initial["contact_name"] == "Bapak Kades"
    form = sign_in("petugas").get(f"/visits/new/?school={school.npsn}").context["form"]
    assert (form.initial["schools"], form.initial["place_name"]) == ([school.npsn], school.name)


def test_first_the_kecamatan_is_chosen_unless_there_is_one_only(sign_in):
    assert "kecamatan=15.07.05" in sign_in("petugas").get("/visits/new/").content.decode()
    assert sign_in("petugas_timur").get("/visits/new/").context["form"].kecamatan.code == "15.07.01"
    assert sign_in("petugas_timur").get("/visits/new/?kecamatan=15.07.05").status_code == 404
    assert sign_in("petugas").get("/visits/new/?desa=%00").status_code == 404


def test_a_plan_is_changed_and_a_colleague_not_written_over(save, sign_in, typed, visit, english):
    made = visit()
    address = f"/visits/{made.pk}/edit/"
    assert save(typed(place_name="SDN 5"), address).status_code == 302
    made.refresh_from_db()
    assert (made.place_name, made.version) == ("SDN 5", 1)
    response = save(typed(place_name="SDN 6", version="0"), address)
    words = text_of(response)
    assert "A colleague saved this visit" in words
    assert "theirs: SDN 5" in words
    assert "yours: SDN 6" in words
    data = response.context["form"].data
    assert save(typed(place_name="SDN 6", version=data["version"]), address).status_code == 302
    made.refresh_from_db()
    assert made.place_name == "SDN 6"


def test_who_began_cannot_be_changed_any_more(sign_in, visit, go, english):
    made = go(visit(), Step.START)
    response = sign_in("petugas").get(f"/visits/{made.pk}/edit/", follow=True)
    assert "its plan stands" in text_of(response)


def test_the_page_says_when_where_and_whom(sign_in, visit, list_person, english, today):
    list_person("Siti", home_visit="ill")
    list_person("Budi")
    made = visit(day=today + timedelta(days=5), hints="Pasang pagi", contact_name="Bu Sekdes")
    words = text_of(sign_in("petugas").get(f"/visits/{made.pk}/"))
    for said in (
        "Balai Desa Lambur",
        "08:00–14:00",
        "In 5 days.",
        "2 people are expected.",
        "Pasang pagi",
        "Bu Sekdes",
    ):
        assert said in words
    assert "Start the visit" not in words
    assert "Siti" not in words


def test_a_pejabat_sees_the_visit_and_no_person_of_it(sign_in, visit, list_person, english, go, cast):
    list_person("Siti")
    made = visit(notes="Pak Budi sakit", contact_name="Bu Sekdes")
    client = sign_in("pejabat")
    words = text_of(client.get(f"/visits/{made.pk}/"))
    assert "1 person is expected." in words
    for hidden in ("Siti", "Pak Budi sakit", "Bu Sekdes", "Change the plan", "Cancel the visit", "By name"):
        assert hidden not in words
    for more in ("edit/", "people/", "result/", "result/codes/", "unlisted/", "unlisted/new/"):
        assert client.get(f"/visits/{made.pk}/{more}").status_code == 403
    assert client.get("/visits/new/").status_code == 403
    assert client.post(f"/visits/{made.pk}/step/", {"step": "start"}).status_code == 403
    go(made, Step.START, Step.FINISH)
    assert "1 expected person has no outcome yet" in text_of(client.get(f"/visits/{made.pk}/"))


@pytest.mark.parametrize("who", ["petugas_sadu", "foreigner"])
def test_for_others_the_visit_does_not_exist(sign_in, visit, list_person, who):
    made, client = visit(), sign_in(who)
    for more in ("", "edit/", "people/", "result/", "result/codes/", "unlisted/", "unlisted/new/"):
        assert client.get(f"/visits/{made.pk}/{more}").status_code == 404
    for more in ("step/", "postpone/", "follow-up/", "people/pick/", "result/rest/", "result/count/", "unlisted/add/"):
        assert client.post(f"/visits/{made.pk}/{more}", {"step": "start"}).status_code == 404
    assert Visit.objects.get().state == "draft"


def test_steps_are_taken_by_buttons_and_once(sign_in, visit, english):
    made, client = visit(), sign_in("petugas")
    address = f"/visits/{made.pk}/step/"
    assert client.get(address).status_code == 405
    assert "Saved: started." in text_of(client.post(address, {"step": "start"}, follow=True))
    assert "saved already" in text_of(client.post(address, {"step": "start"}, follow=True))
    assert VisitStep.objects.count() == 1
    refused = client.post(address, {"step": "close"})
    assert (refused.status_code, "does not follow from there" in text_of(refused)) == (409, True)
    assert "Choose one of the steps" in text_of(client.post(address, {"step": "jump"}))
    assert client.post(address, {"step": "postpone"}).status_code == 409


def test_a_reason_is_asked_for_where_it_is_needed(sign_in, visit, english):
    made, client = visit(), sign_in("petugas")
    response = client.post(f"/visits/{made.pk}/step/", {"step": "cancel", "reason": " "})
    assert (response.status_code, "Say why." in text_of(response)) == (409, True)
    client.post(f"/visits/{made.pk}/step/", {"step": "cancel", "reason": "banjir"})
    page = text_of(client.get(f"/visits/{made.pk}/"))
    assert "It does not take place" in page
    assert "banjir" in page


def test_a_visit_is_put_off_once_however_often_it_is_sent(sign_in, visit, today, english):
    made, client = visit(day=today + timedelta(days=1)), sign_in("petugas")
    data = {"day": str(today + timedelta(days=9)), "starts": "09:00", "ends": "12:00", "reason": "ombak"}
    address = f"/visits/{made.pk}/postpone/"
    bad = client.post(address, data | {"day": "entah"})
    assert (bad.status_code, "no such day" in text_of(bad), 'value="ombak"' in bad.content.decode()) == (
        409,
        True,
        True,
    )
    first = client.post(address, data)
    again = client.post(address, data)
    later = Visit.objects.get(replaces=made)
    assert first["Location"] == again["Location"] == later.get_absolute_url()
    assert "takes its place" in text_of(client.get(made.get_absolute_url()))
    assert "which was put off" in text_of(client.get(later.get_absolute_url()))


def test_a_past_visit_that_nobody_started_says_so(sign_in, visit, today, english):
    made = visit(day=today - timedelta(days=2))
    assert "Its day is past" in text_of(sign_in("petugas").get(made.get_absolute_url()))


def test_people_are_left_out_and_expected_again(sign_in, visit, list_person, places, english):
    siti = list_person("Siti Aminah")
    list_person("Budi")
    made, client = visit(), sign_in("petugas_timur")
    address = f"/visits/{made.pk}/people/"
    assert "Whom it expects: 2" in text_of(client.get(address))
    client.post(f"{address}pick/", {"ids": [siti.pk], "expect": "0"})
    page = text_of(client.get(address))
    assert "Whom it expects: 1" in page
    assert "Left out by hand" in page
    client.post(f"{address}pick/", {"ids": [siti.pk], "expect": "1"})
    assert not VisitPick.objects.exists()
    strange = list_person("Lokan", places.lokan)
    client.post(f"{address}pick/", {"ids": [strange.pk, "x", "9" * 30], "expect": "1"})
    assert not VisitPick.objects.exists()


def test_people_of_another_kecamatan_are_counted_and_not_named(sign_in, visit, list_person, places, school, english):
    list_person("Murid Sadu", places.itik, school=school)
    list_person("Siti")
    made = visit(schools=[school])
    page = text_of(sign_in("petugas_timur").get(f"/visits/{made.pk}/people/"))
    assert "1 more lives in a kecamatan that is not yours" in page
    assert "Murid Sadu" not in page
    assert "Murid Sadu" in text_of(sign_in("petugas").get(f"/visits/{made.pk}/people/"))


def test_people_are_put_on_a_visit_from_the_list_of_residents(sign_in, visit, list_person, places, english):
    tuti = list_person("Tuti", places.siau)
    made, client = visit(), sign_in("petugas")
    first = client.post("/residents/bulk/visit/", {"ids": [tuti.pk], "query": ""})
    frozen = first.context["frozen"].token
    done = client.post(
        "/residents/bulk/visit/", {"ids": [tuti.pk], "query": "", "frozen": frozen, "visit": made.pk}, follow=True
    )
    assert "1 person is expected there now" in text_of(done)
    assert made.picks.get().resident == tuti


def test_a_stranger_is_sent_to_sign_in(client, visit):
    made = visit()
    response = client.get(made.get_absolute_url())
    assert response["Location"].startswith(reverse("login"))


def test_the_page_takes_few_queries_whatever_its_size(sign_in, visit, list_person, django_assert_max_num_queries):
    for number in range(12):
        list_person(f"Orang {number}")
    made, client = visit(), sign_in("petugas")
    with django_assert_max_num_queries(22):
        client.get(made.get_absolute_url())
    with django_assert_max_num_queries(18):
        client.get(f"/visits/{made.pk}/people/")


def test_a_plan_sent_twice_is_one_visit_even_at_once(sign_in, places, today, monkeypatch):
    client = sign_in("petugas_timur")
    form = client.get(NEW).context["form"]
    sent = {"key": str(form["key"].value()), "desa": [places.lambur.code], "day": str(today + timedelta(days=3))}
    sent |= {"starts": "08:00", "ends": "14:00", "place_name": "Balai Desa", "access": "road"}
    first = client.post(NEW, sent)
    made = Visit.objects.get()
    assert first["Location"] == client.post(NEW, sent)["Location"] == made.get_absolute_url()
    looks = []

    def not_there_yet(request, form):
        looks.append(form.uid)
        return None if len(looks) == 1 else sent_before(request, form)

    sent_before = plan._sent_before
    monkeypatch.setattr(plan, "_sent_before", not_there_yet)
    monkeypatch.setattr(plan, "warnings_of", lambda *_args: [])
    assert client.post(NEW, sent)["Location"] == made.get_absolute_url()
    assert (Visit.objects.count(), len(looks)) == (1, 2)
    assert client.post(NEW, sent | {"place_name": "Masjid"}).status_code == 302
    assert client.post(NEW, sent | {"key": "bukan kunci"}).status_code == 200
    assert Visit.objects.count() == 2
