"""From recording to card: /cards/ and /cards/desa/."""

import html
import re
from datetime import date, timedelta

import pytest

from kecamatan import kept
from kecamatan.access import scope_of
from kecamatan.from_above import ask
from kecamatan.selectors.story import When
from outreach.actions.steps import undo_step
from outreach.life import Step
from outreach.models import Resident, Visit
from outreach.segments import birthday, latest_birth
from outreach.selectors.cards import cards_told

LINK = re.compile(r'<a href="(/residents/\?[^"]+)">(\d[^<]*)</a>')
DAY = re.compile(r"\d+ \w{3} \d{4}")


@pytest.fixture
def people(list_person, step, places, today):
    """Somebody at each step, since 70 days at most; two not 17 yet, one of whom is so by polling day."""

    def came(name, *steps, desa=places.lambur, days=0, **known):
        person = list_person(name, desa, **known)
        for one in steps:
            person = step(person, one, day=today - timedelta(days=days))
        return person

    soon = latest_birth(17, today + timedelta(days=10))
    late = latest_birth(17, places.drive.polling_day + timedelta(days=40))
    return {
        "unrecorded": came("Ani"),
        "recorded": came("Budi", Step.RECORD, days=40),
        "sent": came("Cici", Step.RECORD, Step.SEND, days=8),
        "ready": came("Dedi", Step.RECORD, Step.READY, days=7, birth_date=None),
        "ready_later": came("Elsa", Step.RECORD, Step.READY, days=31, birth_date=soon),
        "young": came("Fani", Step.RECORD, days=30, birth_date=late),
        "printed": came("Gani", Step.RECORD, Step.PRINT, desa=places.itik, days=50),
        "delivered": came("Hani", Step.RECORD, Step.PRINT, Step.DELIVER),
        "failed": came("Ida", Step.FAIL, days=20),
        "duplicate": came("Joko", Step.RECORD, Step.HOLD_AS_DUPLICATE, days=3),
    }


def test_words_first(sign_in, people, enter):
    enter("received", 1)
    page = sign_in("petugas").get("/cards/").content.decode()
    text = " ".join(re.sub(r"<[^>]+>", "", html.unescape(page)).split())
    assert "5 people are recorded and wait for a card" in text
    assert "2 prints are due until polling day: 1 ready to print now, 1 who turn 17 by then." in text
    assert "1 blank card is left: 1 short." in text
    assert "Of the 5 who wait, 2 are not 17 yet" in text
    assert "1 printed card waits to be fetched" in text
    assert "Cards are followed of people known by name: 8; the ledger counts 8 recorded." in text


def test_without_a_stock_it_says_so_and_with_enough_how_many_are_spare(sign_in, people, enter):
    client = sign_in("pejabat")
    assert "no stock is kept here" in client.get("/cards/").content.decode()
    enter("received", 40)
    assert "enough, 38 to spare." in client.get("/cards/").content.decode()


@pytest.mark.parametrize("query", ["", "?kecamatan=15.07.01", "?kecamatan=15.07.05"])
def test_every_figure_opens_a_list_of_as_many(sign_in, people, query):
    client = sign_in("petugas")
    found = LINK.findall(client.get(f"/cards/{query}").content.decode())
    for address, figure in found:
        count = client.get(html.unescape(address)).context["figures"]["count"]
        if DAY.fullmatch(figure):
            assert count >= 1, address  # since when the first of them waits
        else:
            assert count == int(re.match(r"[\d,]+", figure)[0].replace(",", "")), address
    assert len(found) >= (5 if query.endswith("05") else 25)


def test_figures_of_an_earlier_day_and_of_officials_open_nobody(sign_in, people, today):
    yesterday = today - timedelta(days=1)
    assert LINK.findall(sign_in("petugas").get(f"/cards/?as_of={yesterday}").content.decode()) == []
    page = sign_in("pejabat").get("/cards/").content.decode()
    assert "/residents/" not in page
    for name in ("Budi", "Cici", "Gani"):
        assert name not in page


def test_an_earlier_day_is_told_by_the_steps(places, cast, people, today):
    scope = scope_of(cast.admin)
    ids = [places.timur.pk, places.sadu.pk]

    def told(days):
        found = cards_told(When(places.drive, today - timedelta(days=days), today), scope, ids)
        return {state.value: waiting.people for state, waiting in found.whole.items()}

    now = {"recorded": 2, "sent": 1, "print_ready": 2, "printed": 1, "delivered": 1, "failed": 1, "duplicate": 1}
    assert told(0) == now
    assert told(1) == {name: people for name, people in now.items() if name != "delivered"}
    assert told(10) == {"recorded": 2, "print_ready": 1, "printed": 1, "failed": 1}
    assert told(45) == {"printed": 1}
    assert told(55) == {}


def test_a_step_that_was_undone_is_not_told(places, cast, people, today):
    undo_step(by=scope_of(cast.petugas), resident=people["printed"], note="keliru")
    told = cards_told(When(places.drive, today - timedelta(days=1), today), scope_of(cast.admin), [places.sadu.pk])
    assert [state.value for state in told.whole] == ["recorded"]


def test_somebody_sees_their_kecamatan_alone(sign_in, people):
    page = sign_in("petugas_sadu").get("/cards/").content.decode()
    assert '<span class="big">0</span> people' in page
    assert "Lambur" not in page
    assert "Sungai Itik" in page
    response = sign_in("petugas_sadu").get("/cards/?kecamatan=15.07.01")
    assert response.status_code == 400
    assert "This is not a kecamatan of yours." in response.content.decode()


@pytest.mark.parametrize("query", ["as_of=besok", "as_of=2999-01-01", "as_of=2000-01-01", "kecamatan=x"])
def test_what_cannot_be_shown_is_said(sign_in, people, query):
    response = sign_in("pejabat").get(f"/cards/?{query}")
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_no_more_than_fifteen_queries_and_few_when_nothing_changed(
    sign_in, people, enter, django_assert_max_num_queries
):
    enter("received", 9)
    client = sign_in("petugas")
    client.get("/help/")
    kept.clear()
    with django_assert_max_num_queries(15):
        client.get("/cards/")
    with django_assert_max_num_queries(5):
        client.get("/cards/")


def test_a_kept_page_is_new_once_somebody_steps_on_or_blanks_come(sign_in, people, step, enter):
    client = sign_in("petugas")
    assert "5</span> people are" in client.get("/cards/").content.decode()
    step(Resident.objects.get(pk=people["sent"].pk), Step.PRINT)
    assert "4</span> people are" in client.get("/cards/").content.decode()
    enter("received", 3)
    assert "3 blank cards are left" in client.get("/cards/").content.decode()


def test_the_17th_birthday_of_those_born_on_29_february_is_1_march(list_person, step, sign_in, today):
    """In the list that a birthday opens, as in the arithmetic."""
    born = next(date(year, 2, 29) for year in range(today.year - 16, today.year - 30, -1) if year % 4 == 0)
    step(list_person("Kiki", birth_date=born), Step.RECORD)
    client, turns = sign_in("petugas"), birthday(born, 17)
    assert (turns.month, turns.day) == (3, 1)
    for day, people in ((turns, 1), (turns - timedelta(days=1), 0), (turns + timedelta(days=1), 0)):
        listed = client.get(f"/residents/?turns_from={day}&turns_to={day}")
        assert listed.context["figures"]["count"] == people, day


def test_cards_by_desa_as_a_list_and_a_file(sign_in, people):
    response = sign_in("petugas").get("/cards/desa/?sort=-printed")
    first = response.context["page"].object_list[0]
    assert (first.name, first.card_printed, first.card_recorded) == ("Sungai Itik", 1, 0)
    assert "/residents/?kecamatan=15.07.05&amp;desa=15.07.05.2004&amp;status=printed" in response.content.decode()
    text = sign_in("pejabat").get("/cards/desa/?export=csv&sort=-printed").getvalue().decode("utf-8-sig")
    assert "Sungai Itik,Sadu,0,0,0,1," in text.splitlines()[1]
    assert "/residents/" not in sign_in("pejabat").get("/cards/desa/").content.decode()
    assert len(sign_in("petugas_sadu").get("/cards/desa/").context["page"].object_list) == 2


def test_what_others_may_ask(places, people, enter, today):
    ids = [places.timur.pk, places.sadu.pk]
    assert ask("blank cards left", places.kabupaten, None, today, otherwise=-1) is None
    enter("received", 9)
    enter("received", 4, kecamatan=places.sadu)
    enter("used", 2)
    assert ask("blank cards left", places.kabupaten, None, today, otherwise=-1) == 11
    assert ask("blank cards left", places.kabupaten, ids, today, otherwise=-1) == 4
    assert ask("blank cards left", places.kabupaten, ids[1:], today, otherwise=-1) == 4
    assert ask("blank cards left", places.kabupaten, ids[:1], today, otherwise=-1) is None
    assert ask("blank cards left", places.kabupaten, ids, today - timedelta(days=1), otherwise=-1) is None
    found = ask("cards", places.kabupaten, ids, today, otherwise={})
    assert found[places.timur.pk]["print_ready"] == 2
    assert found[places.sadu.pk] == dict.fromkeys(found[places.timur.pk], 0) | {"printed": 1}
    earlier = ask("cards", places.kabupaten, ids[1:], today - timedelta(days=60), otherwise={})
    assert set(earlier[places.sadu.pk].values()) == {0}


def test_the_records_are_held_against_each_other(sign_in, people, enter, places, cast, today):
    enter("received", 60, day=today - timedelta(days=60))
    client = sign_in("petugas")
    page = client.get("/cards/stock/").content.decode()
    assert "At least 2 more cards were printed than blanks were entered as used." in page
    enter("used", 2)
    assert "Yes, as far as can be told" in client.get("/cards/stock/").content.decode()
    enter("used", 5)
    agreement = client.get("/cards/stock/").context["agreement"]
    assert (agreement.by_name, agreement.at_visits, agreement.unexplained) == (2, 0, 5)
    assert Visit.objects.count() == 0
