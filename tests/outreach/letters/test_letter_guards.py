"""Rules of letters that the database itself holds, broken by SQL past all our code."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kecamatan.access import scope_of
from outreach.actions.letters.answering import Answer, shown_of, take_answer
from outreach.actions.letters.sending import void_letter
from outreach.models import Crest, Letter, LetterNumber, LetterText
from tests.breaking_guards import execute, refused, taken_away, without_trigger

EVENT = (
    "INSERT INTO outreach_letterevent (letter_id, number, kind, way, recipient, note, at, by_id, {on})"
    " VALUES (%s, %s, %s, %s, '', %s, '2026-01-01 00:00:00+00:00', %s, %s)"
)


def event(letter, number, kind, way="", note="", by=None, on=None):
    sql = EVENT.format(on='"on"')
    execute(sql, [letter.pk, number, kind, way, note, by, on])


@contextmanager
def broken():
    """What is inside breaks some rule."""
    with pytest.raises(IntegrityError), transaction.atomic():
        yield


@pytest.fixture
def letter(ahead, prepare):
    return prepare(ahead)


def number(letter, serial, text="X 1", year=None):
    first = letter.number
    return [first.kabupaten_id, year or first.year, serial, text, timezone.now(), first.by_id]


INSERT_NUMBER = (
    "INSERT INTO outreach_letternumber (kabupaten_id, year, serial, text, at, by_id) VALUES (%s, %s, %s, %s, %s, %s)"
)


def test_a_serial_follows_the_last_one_of_its_year(letter):
    for serial in (3, 2_000):
        with refused("letternumber_no_gap"):
            execute(INSERT_NUMBER, number(letter, serial))
    with broken():
        execute(INSERT_NUMBER, number(letter, 1))
    with refused("letternumber_from_one"):
        execute(INSERT_NUMBER, number(letter, 0, year=1999))
    execute(INSERT_NUMBER, number(letter, 2))
    execute(INSERT_NUMBER, number(letter, None, "bebas"))
    execute(INSERT_NUMBER, number(letter, 77, "lain", year=1999))
    execute(INSERT_NUMBER, number(letter, 78, "lain 2", year=1999))


def test_the_same_text_never_stands_twice_whatever_its_case(letter):
    execute(INSERT_NUMBER, number(letter, None, "400/a"))
    with broken():
        execute(INSERT_NUMBER, number(letter, None, "400/A"))


def test_the_guard_of_gaps_is_what_refuses(letter):
    """Seen failing: without it a number could be left out."""
    with taken_away(without_trigger("outreach_letternumber_no_gap")):
        execute(INSERT_NUMBER, number(letter, 9))
        assert LetterNumber.objects.filter(serial=9).exists()


@pytest.mark.parametrize("table", ["letternumber", "letterevent", "letteranswer", "crest", "lettertext"])
def test_what_was_written_is_never_changed_or_deleted(letter, table, cast, places):
    take_answer(letter=letter, answer=Answer("Kades", shown_of(letter.visit)))
    Crest.objects.create(kabupaten=places.kabupaten, kind="png", picture=b"x", by=cast.admin)
    LetterText.objects.create(
        kabupaten=places.kabupaten, kind="village", number=1, subject="a", body="b", message="c", by=cast.admin
    )
    for change in ("UPDATE outreach_{} SET at = at", "DELETE FROM outreach_{}"):
        with refused("append-only"):
            execute(change.format(table))
    if connection.vendor == "sqlite":
        with refused("already"):
            execute(f"INSERT OR REPLACE INTO outreach_{table} SELECT * FROM outreach_{table}")


@pytest.mark.parametrize(
    "change",
    ["number_id = number_id + 1", "printed = '{}'", "day = said_day", "kind = 'school'", "said_place_name = 'x'"],
)
def test_what_a_letter_says_never_changes(letter, change):
    with refused("letter_says_the_same"):
        execute(f"UPDATE outreach_letter SET {change}")


def test_it_is_not_deleted_nor_replaced(letter):
    with refused("letter_not_deleted"):
        execute("DELETE FROM outreach_letter")
    if connection.vendor == "sqlite":
        with refused("already"):
            execute("INSERT OR REPLACE INTO outreach_letter SELECT * FROM outreach_letter")


def test_its_state_moves_with_an_event_alone(letter, cast):
    for change in ("state = 'sent'", "is_voided = (1 = 1)", "events_told = 5", "state = 'sent', events_told = 2"):
        with refused("letter_moves_with_an_event"):
            execute(f"UPDATE outreach_letter SET {change}")
    for number_of, kind in ((3, "opened"), (1, "opened"), (2, "prepared")):
        with broken():
            event(letter, number_of, kind)
    event(letter, 2, "opened")
    assert (Letter.objects.get().state, Letter.objects.get().events_told) == ("opened", 2)
    event(letter, 3, "sent", "hand", by=cast.admin.pk, on="2026-01-01")
    assert Letter.objects.get().state == "opened"


def test_events_say_what_they_must(letter, cast):
    with refused("letterevent_says_how_it_went_out"):
        event(letter, 2, "sent", by=cast.admin.pk)
    with refused("letterevent_voided_with_a_reason"):
        event(letter, 2, "voided", by=cast.admin.pk)
    with refused("letterevent_by_somebody"):
        event(letter, 2, "voided", note="x")
    with refused("letterevent_kind_known"):
        event(letter, 2, "burnt", by=cast.admin.pk)


def test_a_voided_letter_stays_voided_and_keeps_its_number(letter, cast):
    void_letter(by=scope_of(cast.petugas), letter=letter, reason="salah")
    with refused("letterevent_fits"):
        event(letter, 3, "opened")
    with refused("letter_moves_with_an_event"):
        execute("UPDATE outreach_letter SET is_voided = (1 = 0)")
    with refused("letteranswer_to_a_live_letter"):
        execute(
            "INSERT INTO outreach_letteranswer (letter_id, confirms, proposal, name, at)"
            " VALUES (%s, (1 = 1), '', 'x', '2026-01-01 00:00:00+00:00')",
            [letter.pk],
        )
    assert LetterNumber.objects.get() == letter.number


def test_whatever_happens_to_a_letter_makes_kept_pages_new(letter, places):
    before = type(places.timur).objects.get(pk=places.timur.pk).version
    event(letter, 2, "opened")
    assert type(places.timur).objects.get(pk=places.timur.pk).version > before


def test_a_number_is_of_the_visits_own_office(letter, cast):
    other = LetterNumber.objects.create(
        kabupaten=cast.foreigner.kabupaten, year=2026, serial=1, text="L", by=cast.admin
    )
    with refused("letter_of_its_office"):
        Letter.objects.create(
            **{
                one.attname: getattr(letter, one.attname)
                for one in Letter._meta.concrete_fields
                if one.name not in {"id", "number", "key", "handle", "secret", "link_until", "events_told"}
            },
            number=other,
            key="6f1c0f0e-3a52-4b8e-9a54-2f7d6f0f6a11",
        )
