"""The page of holidays and school breaks, and what an admin changes on it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kecamatan.access import scope_of
from kecamatan.models import AuditEntry
from outreach.actions.calendar_days import MOST_DAYS
from outreach.calendar_days import Kind
from outreach.models import CalendarDay
from outreach.selectors.calendar_days import days_between
from tests.kecamatan.test_nasty_values import NASTY

PAGE = "/calendar/days/"
ADD, TAKE_OFF, PUT_BACK = f"{PAGE}add/", f"{PAGE}take-off/", f"{PAGE}put-back/"
EID, INDEPENDENCE = date(2024, 4, 10), date(2024, 8, 17)


def payload(**changes):
    facts = {"first": "2024-12-16", "last": "2024-12-31", "kind": "school_break", "name": "Libur kenaikan"}
    return {name: value for name, value in (facts | changes).items() if value is not None}


def days(first, last, kind="holiday"):
    return {"first": str(first), "last": str(last), "kind": kind}


def text_of(client, year=2024):
    return client.get(PAGE, {"year": year}).content.decode()


def on_the_calendar(user, first, last=None):
    return [mark for day in days_between(scope_of(user), first, last or first) for mark in day.marks]


@pytest.mark.parametrize("who", ["pejabat", "petugas", "petugas_sadu"])
def test_everybody_reads_the_days_and_only_admins_find_buttons(sign_in, who):
    text = text_of(sign_in(who))
    assert "Hari Kemerdekaan Republik Indonesia" in text
    assert "Cuti Bersama Hari Raya Idul Fitri" in text
    assert "Sabtu, 17 Agustus 2024" in text
    assert TAKE_OFF not in text
    assert ADD not in text
    assert TAKE_OFF in text_of(sign_in("admin"))


def test_english_readers_read_english_names(sign_in, cast):
    cast.petugas.language = "en"
    cast.petugas.save()
    assert "Independence Day" in text_of(sign_in("petugas"))


def test_without_a_year_it_is_this_one(sign_in, today):
    text = sign_in("petugas").get(PAGE).content.decode()
    assert f'<strong aria-current="page">{today.year}</strong>' in text


@pytest.mark.parametrize("year", ["1999", "2101", "abc", "2024;", "9" * 40])
def test_a_year_that_is_none_has_no_page(sign_in, year):
    assert sign_in("petugas").get(PAGE, {"year": year}).status_code == 404


def test_the_first_and_last_year_lead_nowhere_beyond(sign_in):
    assert "?year=1999" not in text_of(sign_in("petugas"), 2000)
    assert "?year=2101" not in text_of(sign_in("petugas"), 2100)


def test_a_school_break_is_added_as_a_whole(sign_in, cast):
    answer = sign_in("admin").post(ADD, payload(), follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?year=2024", 302)]
    assert "16 hari ditambahkan" in answer.content.decode()
    assert "Senin, 16 Desember 2024 – 31 Desember 2024" in answer.content.decode()
    found = on_the_calendar(cast.petugas, date(2024, 12, 16), date(2024, 12, 31))
    assert len([mark for mark in found if mark.kind == Kind.SCHOOL_BREAK and mark.own]) == 16
    entry = AuditEntry.objects.get(action="days-add")
    assert {one.field: one.after for one in entry.changes.all()} == {
        "days": "16 Desember 2024 – 31 Desember 2024",
        "kind": "libur sekolah",
        "name": "Libur kenaikan",
    }


def test_the_same_again_changes_nothing(sign_in):
    client = sign_in("admin")
    client.post(ADD, payload())
    answer = client.post(ADD, payload(), follow=True)
    assert "sudah" in answer.content.decode()
    assert CalendarDay.objects.count() == 16
    assert AuditEntry.objects.filter(action="days-add").count() == 1


def test_without_a_last_day_it_is_a_single_one(sign_in):
    sign_in("admin").post(ADD, payload(last=""))
    assert CalendarDay.objects.get().day == date(2024, 12, 16)


def test_another_name_replaces_that_of_the_library(sign_in, cast):
    sign_in("admin").post(ADD, payload(first=INDEPENDENCE, last="", kind="holiday", name="HUT RI ke-79"))
    assert [mark.name for mark in on_the_calendar(cast.petugas, INDEPENDENCE)] == ["HUT RI ke-79"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first": ""}, "first"),
        ({"first": "31/02/2024"}, "first"),
        ({"last": "2024-12-15"}, "last"),
        ({"last": str(date(2024, 12, 16) + timedelta(days=MOST_DAYS))}, "last"),
        ({"first": "1999-12-31", "last": ""}, "first"),
        ({"first": "2100-12-31", "last": "2101-01-01"}, "last"),
        ({"kind": "open"}, "kind"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "Libur\u202eretsemes"}, "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(sign_in, wrong, field):
    answer = sign_in("admin").post(f"{ADD}?year=2024", payload(**wrong))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    text = answer.content.decode()
    assert f'id="id_{field}-errors"' in text
    for value in payload(**wrong).values():
        assert value in text
    assert not CalendarDay.objects.exists()
    assert not AuditEntry.objects.filter(action="days-add").exists()


def test_the_longest_range_is_taken(sign_in):
    sign_in("admin").post(ADD, payload(last=str(date(2024, 12, 16) + timedelta(days=MOST_DAYS - 1))))
    assert CalendarDay.objects.count() == MOST_DAYS


def test_a_day_of_the_library_is_taken_off_and_put_back(sign_in, cast):
    client = sign_in("admin")
    client.post(TAKE_OFF, days(EID, EID))
    assert on_the_calendar(cast.petugas, EID) == []
    assert "Hari biasa" in text_of(client)
    assert AuditEntry.objects.get(action="days-take-off").changes.get(field="name").before == "Hari Raya Idul Fitri"
    client.post(PUT_BACK, days(EID, EID))
    assert [mark.name for mark in on_the_calendar(cast.petugas, EID)] == ["Hari Raya Idul Fitri"]
    assert not CalendarDay.objects.exists()
    assert AuditEntry.objects.filter(action="days-put-back").count() == 1


def test_a_break_of_the_office_is_taken_off_and_put_back_with_its_name(sign_in, cast):
    client = sign_in("admin")
    client.post(ADD, payload())
    client.post(TAKE_OFF, days("2024-12-16", "2024-12-31", "school_break"))
    assert [one.kind for one in on_the_calendar(cast.petugas, date(2024, 12, 16))] == []
    assert "Libur kenaikan" in text_of(client)
    client.post(PUT_BACK, days("2024-12-16", "2024-12-31", "school_break"))
    assert [one.name for one in on_the_calendar(cast.petugas, date(2024, 12, 16))] == ["Libur kenaikan"]


def test_adding_what_was_taken_off_brings_it_back(sign_in, cast):
    client = sign_in("admin")
    client.post(TAKE_OFF, days(EID, EID))
    client.post(ADD, payload(first=EID, last="", kind="holiday", name="Idul Fitri 1445 H"))
    assert [mark.name for mark in on_the_calendar(cast.petugas, EID)] == ["Idul Fitri 1445 H"]


@pytest.mark.parametrize("address", [TAKE_OFF, PUT_BACK])
def test_pressing_for_what_is_not_there_changes_nothing(sign_in, address):
    answer = sign_in("admin").post(address, days("2024-07-18", "2024-07-18"), follow=True)
    assert answer.status_code == 200
    assert not CalendarDay.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="days-").exists()


@pytest.mark.parametrize("address", [TAKE_OFF, PUT_BACK])
@pytest.mark.parametrize(
    "sent",
    [
        {},
        days(EID, EID, "x"),
        days("x", EID),
        days(EID, "2024-04-09"),
        days("1999-01-01", "1999-01-01"),
        days(EID, "2026-01-01"),
    ],
)
def test_what_no_button_sends_is_not_there(sign_in, address, sent):
    assert sign_in("admin").post(address, sent).status_code == 404
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("address", [ADD, TAKE_OFF, PUT_BACK])
@pytest.mark.parametrize("who", ["petugas", "petugas_timur", "pejabat", None])
def test_only_admins_change_days(sign_in, address, who):
    sent = payload(first=EID, last=EID, kind="holiday")
    assert sign_in(who).post(address, sent).status_code == (403 if who else 302)
    assert sign_in("admin").get(address).status_code == 405
    assert not CalendarDay.objects.exists()


def test_each_kabupaten_has_its_own_days(sign_in, cast):
    sign_in("foreigner").post(ADD, payload())
    sign_in("foreigner").post(TAKE_OFF, days(EID, EID))
    assert "Libur kenaikan" not in text_of(sign_in("admin"))
    assert on_the_calendar(cast.admin, EID)
    sign_in("admin").post(PUT_BACK, days(EID, EID))
    assert CalendarDay.objects.filter(kabupaten=cast.foreigner.kabupaten).count() == 17


def test_the_page_asks_the_same_few_questions_however_many_days(sign_in, django_assert_max_num_queries):
    client = sign_in("admin")
    for month in range(1, 12):
        client.post(ADD, payload(first=f"2024-{month:02}-05", last=f"2024-{month:02}-15", name=f"Libur {month}"))
    with django_assert_max_num_queries(5):
        text_of(client)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "open"}, {"name": ""}, {"day": date(1999, 12, 31)}, {"day": date(2101, 1, 1)}, {"day": EID}],
)
def test_the_database_refuses_what_cannot_be(places, wrong):
    CalendarDay.objects.create(kabupaten=places.kabupaten, day=EID, kind=Kind.HOLIDAY, name="Idul Fitri")
    facts = {"kabupaten": places.kabupaten, "day": date(2024, 7, 18), "kind": "holiday", "name": "x"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(**facts)
    assert CalendarDay.objects.count() == 1


def test_no_value_of_any_field_breaks_a_page(sign_in, places):
    client = sign_in("admin")
    for value in NASTY:
        assert client.get(PAGE, {"year": value}).status_code < 500, value
        for address, sent in ((ADD, payload()), (TAKE_OFF, days(EID, EID)), (PUT_BACK, days(EID, EID))):
            for name in sent:
                assert client.post(address, {**sent, name: value}).status_code < 500, (address, name, value)
