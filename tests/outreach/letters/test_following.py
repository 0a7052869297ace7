"""How far letters have come, who is to be reminded on which morning, and the part for the page of a visit."""

from datetime import time, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from kecamatan.access import scope_of
from outreach.access import letters_for
from outreach.actions.letters.answering import Answer, note_opened, shown_of, take_answer
from outreach.actions.letters.sending import Sent, mark_reminded, void_letter
from outreach.actions.visits.planning import edit_visit
from outreach.models import Letter, Visit
from outreach.selectors.letters.following import due, letters_of, proposals, unanswered
from outreach.visit_life import Step


def stages(visit):
    (course,) = letters_of(visit)
    return [one.reached for one in course.stages]


def test_prepared_sent_opened_confirmed_told(ahead, prepare, send, english):
    letter = prepare(ahead)
    assert stages(ahead) == [True, False, False, False, False]
    letter = send(letter)
    assert stages(ahead) == [True, True, False, False, False]
    note_opened(letter=letter)
    assert stages(ahead) == [True, True, True, False, False]
    ahead.refresh_from_db()
    take_answer(letter=letter, answer=Answer("Kades", shown_of(ahead), told=0))
    assert stages(ahead) == [True, True, True, True, False]
    take_answer(letter=letter, answer=Answer("Kades", shown_of(ahead), told=30))
    assert stages(ahead) == [True, True, True, True, True]
    take_answer(letter=letter, answer=Answer("Kades", shown_of(ahead), proposal="Masjid"))
    (course,) = letters_of(ahead)
    assert course.stages[3].words == "another is proposed"
    assert course.words == "proposes another place or time"


def test_the_part_for_the_page_of_a_visit(ahead, prepare, send, cast, places, django_assert_num_queries):
    for letter in prepare(ahead, only=slice(None)):
        send(letter)
    with django_assert_num_queries(3), translation.override("en"):
        context = {"visit": ahead, "courses": letters_of(ahead), "kabupaten": places.kabupaten}
        text = render_to_string("outreach/letters/of_visit.html", context | {"user": cast.petugas, "writes": True})
    assert "Kepala Desa Lambur" in text
    assert "Camat Muara Sabak Timur" in text
    assert text.count("Place confirmed") == 2
    seen_by_officials = render_to_string("outreach/letters/of_visit.html", context | {"user": cast.pejabat})
    assert "href" not in seen_by_officials


def test_whose_plan_was_confirmed_before_it_was_changed_has_not_confirmed(ahead, prepare, send, plan, cast, english):
    letter = send(prepare(ahead))
    ahead.refresh_from_db()
    take_answer(letter=letter, answer=Answer("Kades", shown_of(ahead), told=5))
    ahead.refresh_from_db()
    changed = plan(day=ahead.day, place_name="Masjid")
    edit_visit(by=scope_of(cast.petugas), visit=ahead, plan=changed, seen_version=ahead.version)
    ahead.refresh_from_db()
    (course,) = letters_of(ahead)
    assert (course.stages[3].reached, course.stages[3].words) == (False, "the earlier plan was")
    assert ahead.state == "announced"


def test_proposals_wait_until_the_head_agrees(ahead, prepare, send, cast, today, sign_in):
    letter, scope = send(prepare(ahead)), scope_of(cast.petugas_timur)
    ahead.refresh_from_db()
    take_answer(letter=letter, answer=Answer("Kades", shown_of(ahead), proposal="Masjid Nurul Huda"))
    assert [one.proposed for one in proposals(scope)] == ["Masjid Nurul Huda"]
    assert list(proposals(scope_of(cast.petugas_sadu))) == []
    assert "Masjid Nurul Huda" in sign_in("petugas_timur").get("/letters/due/").content.decode()
    take_answer(letter=letter, answer=Answer("Kades", shown_of(ahead)))
    assert list(proposals(scope)) == []


def test_who_has_not_answered(ahead, visit, prepare, send, cast, go, today):
    scope = scope_of(cast.petugas)
    letter = prepare(ahead)
    assert list(unanswered(scope)) == []
    send(letter)
    assert list(unanswered(scope)) == [letter]
    assert list(unanswered(scope_of(cast.petugas_sadu))) == []
    assert list(unanswered(scope_of(cast.pejabat))) == [letter]
    ahead.refresh_from_db()
    take_answer(letter=letter, answer=Answer("Kades", shown_of(ahead)))
    assert list(unanswered(scope)) == []
    other = send(prepare(visit(day=today + timedelta(days=2))))
    go(other.visit, Step.CANCEL)
    assert list(unanswered(scope)) == []


@pytest.mark.parametrize(
    ("ahead_by", "sent_ago", "reminded_ago", "is_due"),
    [
        *((5, 3, None, False), (4, 1, None, False), (3, 1, None, True), (2, 5, None, True), (1, 9, None, True)),
        *((0, 9, None, True), (3, 0, None, False), (2, 1, None, False), (2, 2, None, True), (1, 1, None, True)),
        *((3, 5, 0, False), (2, 5, 1, False), (1, 5, 2, True), (1, 5, 0, False), (0, 5, 1, False), (0, 5, 2, True)),
    ],
)
def test_three_days_and_one_day_before(
    visit, prepare, send, cast, today, monkeypatch, ahead_by, sent_ago, reminded_ago, is_due
):
    """Sent or reminded since that morning is enough; a letter that was never sent is not reminded of."""
    letter = prepare(visit(day=today + timedelta(days=ahead_by)))
    assert due(scope_of(cast.petugas)) == []
    letter = send(letter, on=today - timedelta(days=sent_ago))
    if reminded_ago is not None:
        sent = Sent("whatsapp", "Kades", today - timedelta(days=reminded_ago))
        mark_reminded(by=scope_of(cast.petugas), letter=letter, sent=sent)
    found = due(scope_of(cast.petugas))
    assert [one.course.letter for one in found] == ([letter] if is_due else [])
    assert [one.days for one in found] == ([ahead_by] if is_due else [])


def test_called_off_voided_and_other_kecamatan_are_not_reminded(visit, prepare, send, cast, go, today):
    letter = send(prepare(visit(day=today + timedelta(days=1))), on=today - timedelta(days=3))
    assert due(scope_of(cast.petugas_sadu)) == []
    assert len(due(scope_of(cast.petugas_timur))) == 1
    go(letter.visit, Step.CANCEL)
    assert due(scope_of(cast.petugas)) == []


def test_a_letter_once_answered_stays_answered(ahead, prepare, send):
    letter = prepare(ahead)
    take_answer(letter=letter, answer=Answer("Kades", shown_of(ahead)))
    assert send(letter).state == "answered"
    assert not note_opened(letter=Letter.objects.get(), now=timezone.now())


def test_the_row_and_the_query_agree_on_what_is_outdated(visit, prepare, plan, cast, go, today):
    """Moved, renamed, shortened, called off, begun, voided and untouched."""
    by = scope_of(cast.petugas)
    changes = [
        {"day": today + timedelta(days=9)},
        {"place_name": "Masjid"},
        {"ends": time(12)},
        {"place_address": "RT 2"},
    ]
    changes += [{"hints": "Naik perahu"}]
    for change in changes:
        letter = prepare(visit(day=today))
        edit_visit(by=by, visit=letter.visit, plan=plan(**{"day": today} | change), seen_version=0)
    go(prepare(visit(day=today)).visit, Step.CANCEL)
    go(prepare(visit(day=today)).visit, Step.START)
    voided = prepare(visit(day=today))
    void_letter(by=by, letter=voided, reason="salah")
    edit_visit(by=by, visit=voided.visit, plan=plan(place_name="Lain"), seen_version=0)
    said = [one.pk for one in letters_for(by).order_by("pk") if one.is_outdated]
    assert said == list(Letter.objects.outdated().order_by("pk").values_list("pk", flat=True))
    assert len(said) == 5


def test_whoever_leaves_a_village_out_is_told_of_its_letter(ahead, prepare, sign_in, places, english):
    letter, client = prepare(ahead), sign_in("petugas_timur")
    form = client.get(f"/visits/{ahead.pk}/edit/").context["form"]
    sent = {name: value for name, value in form.initial.items() if value not in (None, "")}
    words = f"Kepala Desa Lambur has the letter {letter.number.text}"
    assert (
        words
        not in client.post(f"/visits/{ahead.pk}/edit/", sent | {"hints": "lewat sungai"}, follow=True).content.decode()
    )
    sent |= {"version": Visit.objects.get(pk=ahead.pk).version, "desa": [places.siau.code]}
    response = client.post(f"/visits/{ahead.pk}/edit/", sent)
    assert words in response.content.decode()
    seen = response.context["form"].data["seen"]
    assert client.post(f"/visits/{ahead.pk}/edit/", sent | {"seen": seen}).status_code == 302
    assert list(ahead.desa.all()) == [places.siau]
