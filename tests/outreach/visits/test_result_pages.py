"""Entering a result through its pages: radio by radio, by the codes of a tally sheet, without names, and unlisted."""

import re
from datetime import timedelta

import pytest

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate
from outreach.actions.visits.people import codes_for
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.models import Attendance, Resident, Visit, VisitCount
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def under_way(visit, list_person, go):
    """(visit, its people by name): Siti, Budi and Rina of Lambur."""
    people = {name: list_person(name) for name in ("Siti Aminah", "Budi Santoso", "Rina Wati")}
    return go(visit(), Step.START), people


def fields(made, people, **outcomes):
    """What the browser sends for these people; the keys are first names."""
    data = {}
    for name, person in people.items():
        row = Attendance.objects.get(visit=made, resident=person)
        data |= {
            f"v-{row.pk}": row.version,
            f"w-{row.pk}": row.outcome,
            f"m-{row.pk}": row.note,
            f"n-{row.pk}": row.note,
        }
        first = name.split()[0]
        if first in outcomes:
            data[f"o-{row.pk}"] = outcomes[first]
    return data


def url(made, more=""):
    return f"/visits/{made.pk}/result/{more}"


def states():
    return dict(Resident.objects.values_list("name", "state"))


def test_a_page_of_outcomes_is_saved_in_one_go(sign_in, under_way, english):
    made, people = under_way
    client = sign_in("petugas_timur")
    page = client.get(url(made))
    assert text_of(page).count("already recorded") >= 3
    response = client.post(url(made), fields(made, people, Siti="recorded", Budi="absent"), follow=True)
    assert "Saved: 2 people." in text_of(response)
    assert states() == {"Siti Aminah": "recorded", "Budi Santoso": "unrecorded", "Rina Wati": "unrecorded"}
    left = [row.attendance.resident.name for row in response.context["found"].rows]
    assert left == ["Rina Wati"]
    assert "Budi Santoso" in text_of(client.get(f"{url(made)}?show=all"))


def test_sent_twice_it_is_saved_once(sign_in, under_way, english):
    made, people = under_way
    data, client = fields(made, people, Siti="recorded"), sign_in("petugas")
    client.post(url(made), data)
    assert "saved already" in text_of(client.post(url(made), data, follow=True))
    assert CountUpdate.objects.count() == 1


def test_whoever_was_not_touched_is_left_to_the_colleague(sign_in, under_way, cast, english):
    """Both open the whole list; one changes Budi, the other only Siti."""
    made, people = under_way
    everybody = fields(made, people)
    row = Attendance.objects.get(visit=made, resident=people["Budi Santoso"])
    enter_outcomes(by=scope_of(cast.admin), visit=made, entries=[Entry(row.pk, "recorded", 0)])
    siti = Attendance.objects.get(visit=made, resident=people["Siti Aminah"])
    data = everybody | {f"o-{siti.pk}": "recorded", f"o-{row.pk}": ""}
    response = sign_in("petugas").post(url(made), data, follow=True)
    assert "Saved: 1 person." in text_of(response)
    assert states()["Budi Santoso"] == "recorded"


def test_what_a_colleague_said_otherwise_stands_beside_what_was_typed(sign_in, under_way, cast, english):
    made, people = under_way
    data = fields(made, people, Siti="recorded", Budi="recorded")
    row = Attendance.objects.get(visit=made, resident=people["Siti Aminah"])
    enter_outcomes(by=scope_of(cast.admin), visit=made, entries=[Entry(row.pk, "away", 0)])
    client = sign_in("petugas")
    response = client.post(url(made), data | {f"n-{row.pk}": "ikut ibunya"})
    words = text_of(response)
    assert "1 person could not be saved" in words
    assert "Theirs: away." in words
    assert 'value="ikut ibunya"' in response.content.decode()
    assert [one.outcome for one in response.context["found"].rows] == ["recorded"]
    again = {f"v-{row.pk}": 1, f"w-{row.pk}": "away", f"m-{row.pk}": "", f"o-{row.pk}": "recorded", f"n-{row.pk}": ""}
    assert "Saved: 1 person." in text_of(client.post(url(made), again, follow=True))
    assert states()["Siti Aminah"] == "recorded"


def test_who_cannot_be_recorded_stays_with_the_reason(sign_in, under_way, today, english):
    made, people = under_way
    Resident.objects.filter(pk=people["Rina Wati"].pk).update(birth_date=today - timedelta(days=15 * 365))
    response = sign_in("petugas").post(url(made), fields(made, people, Siti="recorded", Rina="recorded"))
    assert "may be recorded from" in text_of(response)
    assert [one.attendance.resident.name for one in response.context["found"].rows] == ["Rina Wati"]
    assert states()["Siti Aminah"] == "recorded"


@pytest.mark.parametrize("name", ["o-x", "o-", "o-99999999999999999999", "o-1 OR 1", "v-1"])
def test_nonsense_changes_nothing(sign_in, under_way, name):
    made, _people = under_way
    assert sign_in("petugas").post(url(made), {name: "recorded", "v-1": "0"}).status_code in {302, 200}
    assert set(states().values()) == {"unrecorded"}


def test_an_outcome_that_is_none_is_not_taken(sign_in, under_way):
    made, people = under_way
    sign_in("petugas").post(url(made), fields(made, people, Siti="married"))
    assert set(states().values()) == {"unrecorded"}


def test_before_the_start_there_is_nothing_to_enter(sign_in, visit, english):
    made = visit()
    response = sign_in("petugas").get(url(made), follow=True)
    assert "once the visit has started" in text_of(response)


def test_a_closed_visit_is_read_and_not_written(sign_in, under_way, go, english):
    made, people = under_way
    client = sign_in("petugas")
    client.post(url(made), fields(made, people, Siti="recorded", Budi="absent", Rina="away"))
    go(made, Step.FINISH, Step.CLOSE)
    page = client.get(f"{url(made)}?show=all")
    assert 'type="radio"' not in page.content.decode()
    late = fields(made, people, Siti="absent")
    late[f"n-{Attendance.objects.get(visit=made, resident=people['Siti Aminah']).pk}"] = "hamil tua"
    answer = text_of(client.post(url(made), late))
    assert "“closed”" in answer
    assert "Not saved: absent, hamil tua." in answer
    assert "Budi Santoso" not in answer
    assert states()["Siti Aminah"] == "recorded"


def test_people_are_found_by_a_part_of_their_name_that_stands_in_no_address(sign_in, under_way):
    made, _people = under_way
    client = sign_in("petugas")
    assert client.get(url(made, "find/")).status_code == 405
    found = client.post(url(made, "find/"), {"find": "sant"}).context["found"]
    assert [one.attendance.resident.name for one in found.rows] == ["Budi Santoso"]
    assert client.post(url(made, "find/"), {"find": "zzz\0"}).status_code == 200


def test_a_tally_sheet_is_typed_by_its_codes_and_looked_at_first(sign_in, under_way, english):
    made, people = under_way
    codes = codes_for(visit=made, residents=[one.pk for one in people.values()])
    by_name = {name: codes[person.pk] for name, person in people.items()}
    client = sign_in("petugas")
    sheet = f"{by_name['Siti Aminah'].lower()}\n\n {by_name['Budi Santoso'][:3]} {by_name['Budi Santoso'][3:]}  3\n"
    first = client.post(url(made, "codes/"), {"lines": sheet})
    assert [(one.attendance.resident.name, one.outcome) for one in first.context["lines"]] == [
        ("Siti Aminah", "recorded"),
        ("Budi Santoso", "absent"),
    ]
    assert set(states().values()) == {"unrecorded"}
    other = client.post(url(made, "codes/"), {"lines": sheet.replace("3\n", "4\n"), "sure": first.context["mark"]})
    assert (other.status_code, set(states().values())) == (200, {"unrecorded"})
    done = client.post(url(made, "codes/"), {"lines": sheet, "sure": first.context["mark"]}, follow=True)
    assert "Saved: 2 people." in text_of(done)
    assert states()["Siti Aminah"] == "recorded"


def test_a_sheet_does_not_overwrite_what_a_colleague_entered_since_it_was_looked_at(
    sign_in, under_way, cast, english, attendance
):
    made, people = under_way
    siti = people["Siti Aminah"]
    sheet = {"lines": codes_for(visit=made, residents=[siti.pk])[siti.pk] + " 1"}
    client = sign_in("petugas")
    first = client.post(url(made, "codes/"), sheet)
    here = attendance(made, siti)
    enter_outcomes(by=scope_of(cast.petugas_timur), visit=made, entries=[Entry(here.pk, "refused", here.version)])
    second = client.post(url(made, "codes/"), sheet | {"sure": first.context["mark"]})
    assert "recorded instead of refused" in text_of(second)
    assert attendance(made, siti).outcome == "refused"
    for _press in range(2):
        done = client.post(url(made, "codes/"), sheet | {"sure": second.context["mark"]})
        assert done.status_code == 302
    assert attendance(made, siti).outcome == "recorded"


def test_a_sheet_that_cannot_be_saved_says_why_and_keeps_its_lines(sign_in, under_way, places, english, monkeypatch):
    made, people = under_way
    sheet = {"lines": "\n".join(codes_for(visit=made, residents=[one.pk for one in people.values()]).values())}
    client = sign_in("petugas")
    mark = client.post(url(made, "codes/"), sheet).context["mark"]
    monkeypatch.setattr("outreach.actions.visits.results.MOST_AT_ONCE", 2)
    response = client.post(url(made, "codes/"), sheet | {"sure": mark})
    assert "At most 2 people at once" in text_of(response)
    assert sheet["lines"].split()[2] in response.content.decode()
    assert set(states().values()) == {"unrecorded"}


def test_whoever_is_not_saved_is_shown_however_many(sign_in, under_way, cast, english, monkeypatch):
    made, people = under_way
    monkeypatch.setattr("outreach.selectors.visits.people.PER_PAGE", 1)
    sent = fields(made, people, Siti="recorded", Budi="absent", Rina="absent")
    rows = Attendance.objects.filter(visit=made)
    entries = [Entry(one.pk, "refused", one.version) for one in rows]
    enter_outcomes(by=scope_of(cast.petugas), visit=made, entries=entries)
    response = sign_in("petugas_timur").post(url(made), sent)
    assert len(response.context["found"].rows) == 3


def test_a_note_pasted_with_signs_that_cannot_be_shown_is_saved_without_them(sign_in, under_way, attendance):
    made, people = under_way
    sent = fields(made, people, Siti="absent")
    row = attendance(made, people["Siti Aminah"])
    sign_in("petugas_timur").post(url(made), sent | {f"n-{row.pk}": "sakit\u202e\u0007 di rumah"})
    row.refresh_from_db()
    assert (row.outcome, row.note) == ("absent", "sakit di rumah")


def test_a_code_that_names_nobody_saves_nothing(sign_in, under_way, visit, list_person, english, places):
    made, people = under_way
    codes = codes_for(visit=made, residents=[people["Siti Aminah"].pk])
    good = codes[people["Siti Aminah"].pk]
    other = codes_for(visit=visit(), residents=[people["Siti Aminah"].pk])[people["Siti Aminah"].pk]
    client = sign_in("petugas")
    sheet = f"{good} 1\nABC 1\n{good[:4]} 1\n{other} 1\n{good} 9"
    response = client.post(url(made, "codes/"), {"lines": sheet, "sure": "1"})
    assert [one.number for one in response.context["wrong"]] == [2, 3, 4, 5]
    assert "4 lines can" in text_of(response)
    assert sheet.splitlines()[0] in response.content.decode()
    twice = client.post(url(made, "codes/"), {"lines": f"{good} 1\n{good} 3"})
    assert len(twice.context["wrong"]) == 2
    assert set(states().values()) == {"unrecorded"}


def test_people_without_a_name_are_counted_once(sign_in, under_way, places, english):
    made, _people = under_way
    client = sign_in("petugas_timur")
    data = {"desa": places.lambur.code, "people": "12", "newly_obliged": "2", "seen": "0"}
    client.post(url(made, "count/"), data)
    again = client.post(url(made, "count/"), data)
    assert (again.status_code, "meanwhile" in text_of(again)) == (409, True)
    count = VisitCount.objects.get()
    assert (count.people, count.newly_obliged, CountUpdate.objects.count()) == (12, 2, 2)
    client.post(url(made, "count/"), data | {"people": "9", "newly_obliged": "", "seen": str(count.pk)})
    assert VisitCount.objects.get(taken_back=False).people == 9
    too_many = client.post(
        url(made, "count/"), data | {"desa": places.simbur.code, "people": "31", "newly_obliged": ""}
    )
    assert "Only 30 people remain" in text_of(too_many)
    for bad in ({"people": "-1"}, {"people": ""}, {"people": "1e9"}, {"desa": "15.07.05.2004"}):
        assert client.post(url(made, "count/"), data | bad).status_code == 409
    assert VisitCount.objects.filter(taken_back=False).count() == 1


def test_the_rest_is_saved_and_a_colleague_not_written_over(sign_in, under_way, english):
    made, _people = under_way
    client = sign_in("petugas")
    data = {
        "version": made.version,
        "began_at": "08.30",
        "ended_at": "13:00",
        "cards_printed": "5",
        "what_went_wrong": "genset",
    }
    client.post(url(made, "rest/"), data)
    stored = Visit.objects.get(pk=made.pk)
    assert (stored.cards_printed, str(stored.began_at), stored.what_went_wrong) == (5, "08:30:00", "genset")
    late = client.post(url(made, "rest/"), data | {"what_went_wrong": "hujan"})
    assert (late.status_code, "saved this visit meanwhile" in text_of(late), "hujan" in text_of(late)) == (
        409,
        True,
        True,
    )
    wrong = client.post(url(made, "rest/"), data | {"version": stored.version, "ended_at": "07:00"})
    assert "ends before it begins" in text_of(wrong)


def test_somebody_of_another_place_came(sign_in, under_way, list_person, places, english):
    made, people = under_way
    tuti, client = list_person("Tuti Handayani", places.siau), sign_in("petugas_timur")
    page = client.post(f"/visits/{made.pk}/unlisted/", {"find": "handa"})
    assert "Tuti Handayani" in text_of(page)
    assert "on the list of this visit" in text_of(client.post(f"/visits/{made.pk}/unlisted/", {"find": "siti"}))
    done = client.post(f"/visits/{made.pk}/unlisted/add/", {"resident": tuti.pk, "outcome": "recorded"}, follow=True)
    assert "one who came unlisted" in text_of(done)
    assert states()["Tuti Handayani"] == "recorded"
    again = client.post(f"/visits/{made.pk}/unlisted/add/", {"resident": tuti.pk, "outcome": "recorded"}, follow=True)
    assert "is on the list of this visit" in text_of(again)
    elsewhere = list_person("Lokan", places.lokan)
    for bad in ({"resident": elsewhere.pk, "outcome": "recorded"},):
        assert client.post(f"/visits/{made.pk}/unlisted/add/", bad).status_code == 404
    for bad in ({"resident": "x", "outcome": "recorded"}, {"resident": people["Siti Aminah"].pk, "outcome": "absent"}):
        said = client.post(f"/visits/{made.pk}/unlisted/add/", bad, follow=True)
        assert "Choose who came" in text_of(said)


def test_somebody_of_no_list_came_and_rule_8_is_shown_first(sign_in, under_way, places, english):
    made, _people = under_way
    client = sign_in("petugas_timur")
    data = {"name": "Tamu Baru", "desa": places.lambur.code, "birth_date": "1990-05-17", "outcome": "recorded"}
    first = client.post(f"/visits/{made.pk}/unlisted/new/", data)
    assert "Was among the unnamed of the baseline" in text_of(first)
    assert not Resident.objects.filter(name="Tamu Baru").exists()
    done = client.post(
        f"/visits/{made.pk}/unlisted/new/", data | {"checked": first.context["form"].data["checked"]}, follow=True
    )
    assert "one who was on no list" in text_of(done)
    assert states()["Tamu Baru"] == "recorded"
    assert CountUpdate.objects.get().kind == "recorded"
    bad = client.post(f"/visits/{made.pk}/unlisted/new/", data | {"name": "", "outcome": "absent"})
    assert "Who is it?" in text_of(bad)
    assert "Choose what became of them" in text_of(bad)


def test_the_follow_up_is_one_click_and_one_visit(sign_in, under_way, go, today, english):
    made, people = under_way
    client = sign_in("petugas")
    client.post(url(made), fields(made, people, Siti="recorded", Budi="absent", Rina="away"))
    go(made, Step.FINISH)
    page = client.get(made.get_absolute_url())
    assert "2 people are left" in text_of(page)
    day = page.context["again"].initial["day"]
    first = client.post(f"/visits/{made.pk}/follow-up/", {"day": str(day)})
    second = client.post(f"/visits/{made.pk}/follow-up/", {"day": str(day)})
    again = Visit.objects.get(follows=made)
    assert first["Location"] == second["Location"] == again.get_absolute_url()
    assert "1 person is expected." in text_of(client.get(again.get_absolute_url()))
    assert "no such day" in text_of(client.post(f"/visits/{made.pk}/follow-up/", {"day": "besok"}))


def test_the_result_page_takes_few_queries(sign_in, under_way, django_assert_max_num_queries):
    made, _people = under_way
    client = sign_in("petugas_timur")
    with django_assert_max_num_queries(24):
        client.get(f"{url(made)}?show=all")
