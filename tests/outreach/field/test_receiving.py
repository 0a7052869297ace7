"""What phones tell is taken in once, in any order, however often it is sent; what contradicts waits for the office."""

import random
from datetime import date, timedelta

import pytest

from kecamatan.access import scope_of
from kecamatan.refusals import Refused
from outreach.actions.field.leases import end_lease, give_back
from outreach.actions.people import Details, edit_resident
from outreach.actions.steps import take_steps
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.life import Removal
from outreach.life import Step as LifeStep
from outreach.models import Attendance, FieldEvent, FieldLease, Resident, VisitCount
from outreach.selectors.people_check import check_people
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db


def said(answers):
    return [one.answer for one in answers]


def state_of(resident):
    return Resident.objects.get(pk=resident.pk).state


def test_the_first_event_of_the_day_starts_the_visit_and_counts(visit, list_person, phone, remaining, outcomes):
    people = [list_person(f"Orang {letter}") for letter in "abc"]
    made = visit()
    rina = phone(made)
    before = remaining()
    rina.outcome(people[0], "recorded")
    rina.outcome(people[1], "absent", note="di ladang")
    assert said(rina.send()) == ["accepted", "accepted"]
    made.refresh_from_db()
    assert made.state == "under_way"
    assert outcomes(made) == {"Orang a": "recorded", "Orang b": "absent", "Orang c": ""}
    assert remaining() == before - 1
    assert Attendance.objects.get(resident=people[1]).note == "di ladang"
    assert check_people().faults == []


def test_the_same_batch_a_hundred_times_in_any_order_counts_once(
    visit, list_person, phone, remaining, outcomes, places
):
    people = [list_person(f"Orang {letter}") for letter in "abcdef"]
    made = visit()
    rina = phone(made)
    before = remaining()
    for one in people[:4]:
        rina.outcome(one, "recorded")
    rina.outcome(people[0], "failed")
    rina.act("count", desa=places.lambur.code, c=3, new=1)
    rina.act("count", desa=places.lambur.code, c=2)
    rina.act("undo", of=7)
    rina.act("tally", w="cards", c=5)
    rina.unlisted("Joko Baru", places.lambur.code, born="1980-02-03")
    rina.act("outcome", u=10, o="recorded")
    rina.act("note", t="hujan")
    chance = random.Random(7)
    for _again in range(40):
        some = chance.sample(rina.made, k=chance.randint(1, len(rina.made)))
        rina.send(*some)
    assert set(said(rina.send())) == {"known"}
    assert outcomes(made) == {
        **{"Orang a": "failed", "Orang b": "recorded", "Orang c": "recorded", "Orang d": "recorded"},
        **{"Orang e": "", "Orang f": "", "Joko Baru": "recorded"},
    }
    assert remaining() == before - 3 - 3 + 1 - 1
    made.refresh_from_db()
    assert (made.cards_printed, made.what_went_wrong.count("hujan")) == (5, 1)
    assert VisitCount.objects.get(taken_back=False).people == 3
    assert check_people().faults == []


def test_two_phones_that_agree_count_once(visit, list_person, phone, remaining, cast):
    siti, made = list_person(), visit()
    rina, dewi = phone(made), phone(made, by=cast.admin)
    before = remaining()
    rina.outcome(siti, "recorded")
    dewi.outcome(siti, "recorded")
    assert said(rina.send()) == said(dewi.send()) == ["accepted"]
    assert remaining() == before - 1


@pytest.mark.parametrize("first", ["recorded", "absent"])
def test_two_phones_that_differ_wait_for_the_office(visit, list_person, phone, remaining, cast, outcomes, first):
    siti, made = list_person(), visit()
    rina, dewi = phone(made), phone(made, by=cast.admin)
    before = remaining()
    second = {"recorded": "absent", "absent": "recorded"}[first]
    rina.outcome(siti, first)
    dewi.outcome(siti, second)
    assert said(rina.send()) == ["accepted"]
    assert said(dewi.send()) == ["decide"]
    assert outcomes(made) == {"Siti Aminah": "recorded"}
    assert remaining() == before - 1
    assert FieldEvent.objects.filter(answer="decide").count() == 2
    row = Attendance.objects.get(resident=siti)
    enter_outcomes(by=scope_of(cast.admin), visit=made, entries=[Entry(row.pk, "absent", row.version)])
    assert outcomes(made) == {"Siti Aminah": "absent"}
    assert remaining() == before
    assert not FieldEvent.objects.filter(answer="decide").exists()
    assert said(rina.send()) == ["known"]
    assert outcomes(made) == {"Siti Aminah": "absent"}


def test_phones_that_come_to_agree_need_no_decision(visit, list_person, phone, cast, outcomes):
    siti, made = list_person(), visit()
    rina, dewi = phone(made), phone(made, by=cast.admin)
    rina.outcome(siti, "absent")
    dewi.outcome(siti, "recorded")
    rina.send()
    assert said(dewi.send()) == ["decide"]
    rina.outcome(siti, "recorded")
    assert said(rina.send()) == ["known", "accepted"]
    assert outcomes(made) == {"Siti Aminah": "recorded"}
    assert not FieldEvent.objects.filter(answer="decide").exists()


def test_who_was_recorded_in_the_office_meanwhile_is_not_counted_again(
    visit, list_person, phone, remaining, cast, step, outcomes
):
    siti, made = list_person(), visit()
    rina = phone(made)
    step(siti, LifeStep.RECORD)
    before = remaining()
    rina.outcome(siti, "recorded")
    (answer,) = rina.send()
    assert (answer.answer, "Siti Aminah" in answer.sentence) == ("decide", True)
    assert remaining() == before


def test_who_was_taken_off_the_list_meanwhile_waits_for_the_office(visit, list_person, phone, remaining, step, today):
    siti, made = list_person(), visit()
    rina = phone(made)
    step(siti, LifeStep.REMOVE, removal=Removal.MOVED_OUT)
    before = remaining()
    rina.outcome(siti, "recorded")
    assert said(rina.send()) == ["decide"]
    assert remaining() == before
    assert state_of(siti) == "removed"


def test_who_was_moved_meanwhile_is_counted_once_where_they_live_now(
    visit, list_person, phone, places, cast, remaining
):
    siti, made = list_person(), visit()
    rina = phone(made)
    details = Details(name=siti.name, desa=places.pagar if hasattr(places, "pagar") else places.lambur, rt="002")
    other = type(places.lambur).objects.filter(kecamatan=places.timur).exclude(pk=places.lambur.pk).first()
    if other is None:
        other = type(places.lambur).objects.create(
            kecamatan=places.timur, code=f"{places.timur.code}.2099", name="Kota Harapan", kind="desa"
        )
    details = Details(name=siti.name, desa=other, birth_date=siti.birth_date)
    edit_resident(by=scope_of(cast.petugas), resident=siti, details=details, seen_version=siti.version)
    before = remaining()
    rina.outcome(siti, "recorded")
    (answer,) = rina.send()
    assert (answer.answer, other.name in answer.sentence) == ("decide", True)
    assert remaining() == before - 1


def test_the_office_overrules_only_what_it_saw(visit, list_person, phone, cast, outcomes, go):
    siti, made = list_person(), visit()
    rina = phone(made)
    made = go(made, Step.START)
    row = Attendance.objects.get(resident=siti)
    enter_outcomes(by=scope_of(cast.admin), visit=made, entries=[Entry(row.pk, "absent", row.version)])
    rina.outcome(siti, "recorded")
    assert said(rina.send()) == ["decide"]
    assert outcomes(made) == {"Siti Aminah": "recorded"}


def test_too_young_is_refused_and_the_phone_can_mend_it(visit, list_person, phone, today, outcomes):
    young = list_person("Muda Belia", birth_date=today - timedelta(days=15 * 365))
    made = visit()
    rina = phone(made)
    rina.outcome(young, "recorded")
    (answer,) = rina.send()
    assert answer.answer == "refused"
    rina.outcome(young, "under_16")
    assert said(rina.send()) == ["refused", "accepted"]
    assert outcomes(made)["Muda Belia"] == "under_16"


def test_of_the_same_unlisted_person_there_is_one(visit, phone, places, cast, remaining, outcomes):
    made = visit()
    rina, dewi = phone(made), phone(made, by=cast.admin)
    before = remaining()
    rina.unlisted("Joko Baru", places.lambur.code, born="1980-02-03")
    dewi.unlisted("JOKO BARU", places.lambur.code, born="1980-02-03")
    assert said(rina.send()) == said(dewi.send()) == ["accepted"]
    assert remaining() == before - 1
    assert outcomes(made) == {"Joko Baru": "recorded"}


def test_who_flowed_in_is_added_and_then_recorded(visit, phone, places, remaining, today):
    made = visit()
    rina = phone(made)
    before = remaining()
    born = places.drive.baseline_date - timedelta(days=17 * 365)
    rina.unlisted("Baru Dewasa", places.lambur.code, born=born.isoformat())
    assert said(rina.send()) == ["accepted"]
    person = Resident.objects.get(name="Baru Dewasa")
    assert person.added == (person.birth_date.replace(year=born.year + 17) > places.drive.baseline_date)
    assert remaining() == before + person.added - 1


def test_who_looks_like_somebody_on_the_list_waits_for_the_office(visit, list_person, phone, places, remaining):
    list_person("Siti Aminah", birth_date=date(1980, 2, 3))
    made = visit()
    rina = phone(made)
    before = remaining()
    rina.unlisted("Siti Amina", places.lambur.code, born="1980-02-03")
    (answer,) = rina.send()
    assert (answer.answer, bool(answer.sentence), "Siti" in answer.sentence) == ("decide", True, False)
    assert (remaining(), Resident.objects.count()) == (before, 1)


def test_what_was_taken_back_before_it_came_in_never_counts(visit, phone, places, remaining):
    made = visit()
    rina = phone(made)
    before = remaining()
    rina.unlisted("Salah Orang", places.lambur.code, born="1980-02-03")
    rina.act("undo", of=1)
    assert said(rina.send(rina.made[1])) == ["accepted"]
    assert said(rina.send(rina.made[0])) == ["accepted"]
    assert (remaining(), Resident.objects.count()) == (before, 0)


def test_more_than_remain_is_refused_with_what_remains(visit, phone, places, remaining):
    made = visit()
    rina = phone(made)
    left = remaining()
    for _hundreds in range(left // 500 + 1):
        rina.act("count", desa="", c=500)
    answers = rina.send()
    assert answers[-1].answer == "refused"
    assert remaining() == left - 500 * (left // 500)


def test_another_persons_phone_and_altered_envelopes_are_refused(visit, list_person, phone, cast):
    siti, made = list_person(), visit()
    rina = phone(made)
    sent = rina.outcome(siti, "recorded")
    rina.scope = scope_of(cast.admin)
    assert said(rina.send()) == ["refused"]
    rina.scope = scope_of(cast.petugas)
    wrong = {**sent, "n": 2}, {**sent, "c": sent["c"][:-4] + "AAAA"}, {"l": 1}, "nonsense", None
    assert set(said(rina.send(*wrong))) == {"refused"}
    assert not FieldEvent.objects.exists()


def test_the_same_number_with_other_content_is_refused(visit, list_person, phone, outcomes):
    siti, made = list_person(), visit()
    rina = phone(made)
    rina.outcome(siti, "absent")
    rina.send()
    rina.made.clear()
    rina.outcome(siti, "recorded")
    assert said(rina.send()) == ["refused"]
    assert outcomes(made) == {"Siti Aminah": "absent"}


def test_after_closing_everything_waits_for_the_office(visit, list_person, phone, go, outcomes, cast):
    siti, made = list_person(), visit()
    rina = phone(made)
    made = go(made, Step.START)
    row = Attendance.objects.get(resident=siti)
    enter_outcomes(by=scope_of(cast.admin), visit=made, entries=[Entry(row.pk, "absent", row.version)])
    end_lease(by=scope_of(cast.admin), lease=rina.lease, reason="hilang")
    made = go(made, Step.FINISH, Step.CLOSE)
    rina.outcome(siti, "recorded")
    assert said(rina.send()) == ["decide"]
    assert outcomes(made) == {"Siti Aminah": "absent"}


def test_a_visit_of_tomorrow_takes_nothing_in_today(visit, list_person, phone, today):
    siti, made = list_person(), visit(day=today + timedelta(days=1))
    rina = phone(made)
    rina.outcome(siti, "recorded")
    assert said(rina.send()) == ["refused"]
    made.refresh_from_db()
    assert made.state == "draft"


def test_it_is_given_back_once_nothing_is_missing(visit, list_person, phone, cast):
    siti, made = list_person(), visit()
    rina = phone(made)
    rina.outcome(siti, "absent")
    rina.outcome(siti, "recorded")
    rina.send(rina.made[1])
    with pytest.raises(Refused, match=r"^1 "):
        give_back(by=rina.scope, lease=rina.lease, made=2)
    rina.send()
    assert give_back(by=rina.scope, lease=rina.lease, made=2).returned_at
    assert FieldLease.objects.out().count() == 0


def test_the_content_is_not_kept_once_it_is_applied(visit, list_person, phone, places):
    list_person("Siti Aminah", birth_date=date(1980, 2, 3))
    rina = phone(visit())
    rina.unlisted("Joko Baru", places.lambur.code, born="1980-02-03")
    rina.unlisted("Siti Amina", places.lambur.code, born="1980-02-03")
    rina.send()
    applied, waits = FieldEvent.objects.order_by("number")
    assert (applied.content, bool(waits.content)) == ("", True)
    assert "Siti" not in waits.content


def test_steps_of_people_are_in_the_name_of_whoever_was_there(visit, list_person, phone, cast):
    siti = list_person()
    rina = phone(visit())
    rina.outcome(siti, "recorded")
    rina.send()
    assert siti.steps.get().by == cast.petugas
    assert take_steps is not None
