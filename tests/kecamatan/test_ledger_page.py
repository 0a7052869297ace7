"""The ledger page: /counts/."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.models import AuditEntry, CountUpdate
from kecamatan.selectors.counts import counts_as_of

URL = "/counts/"


@pytest.fixture
def rows(places, cast, today):
    """Four rows: 12 recorded in Lambur (undone), 5 recorded in Simbur, 3 flowed in to Sadu, and the reversal."""
    petugas = scope_of(cast.petugas)

    def entry(kecamatan, desa, kind, quantity, days, note=""):
        return Entry(uuid.uuid4(), kecamatan, desa, kind, quantity, today - timedelta(days=days), note)

    entries = [
        entry(places.timur, places.lambur, "recorded", 12, 3, "balai desa"),
        entry(places.timur, places.simbur, "recorded", 5, 2),
        entry(places.sadu, None, "added", 3, 1),
    ]
    saved = [record_updates(by=petugas, drive=places.drive, entries=[one])[0].update for one in entries]
    undone = reverse_update(by=petugas, update=saved[0], reason="salah desa", key=uuid.uuid4())
    return [*saved, undone.update]


def listed(response):
    return [row.record.pk for row in response.context["table"].rows]


def get(client, **query):
    return client.get(URL, query)


def test_a_row_and_its_reversal_stand_side_by_side_newest_pair_first(sign_in, rows):
    first, second, third, reversal = [row.pk for row in rows]
    response = get(sign_in("petugas"))
    assert listed(response) == [third, second, first, reversal]
    page = response.content.decode()
    assert f"?number={reversal}" in page
    assert f"?number={first}" in page


def test_the_sums_equal_the_dashboards_figures(sign_in, places, rows):
    response = get(sign_in("petugas"))
    picture = counts_as_of(places.drive, [places.timur.pk, places.sadu.pk]).total
    assert [people for _kind, _label, people in response.context["figures"]["sums"]] == [
        picture.recorded,
        picture.recorded_elsewhere,
        picture.added,
        picture.removed,
    ]
    assert picture.recorded == 5


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kecamatan": "15.07.05"}, [2]),
        ({"kecamatan": "15.07.01", "desa": "15.07.01.2002"}, [0, 3]),
        ({"kecamatan": "15.07.05", "desa": "none"}, [2]),
        ({"kind": "added"}, [2]),
        ({"who": "PETUG"}, [2, 1, 0, 3]),
        ({"who": "nobody"}, []),
        ({"note": "balai"}, [0]),
        ({"reversed": "on"}, [0, 3]),
    ],
)
def test_filters(sign_in, rows, query, expected):
    response = get(sign_in("petugas"), **query)
    assert response.context["valid"]
    found = listed(response) if response.context["figures"]["count"] else []
    assert found == [rows[index].pk for index in expected]
    assert response.context["figures"]["count"] == len(expected)


def test_days_and_numbers_filter(sign_in, rows, today):
    client = sign_in("petugas")
    assert listed(get(client, date_from=today - timedelta(days=1))) == [rows[2].pk]
    assert listed(get(client, date_to=(today - timedelta(days=3)).strftime("%d/%m/%Y"))) == [rows[0].pk, rows[3].pk]
    assert listed(get(client, number=f"#{rows[3].pk}")) == [rows[0].pk, rows[3].pk]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"kecamatan": "15.06.01"}, "kecamatan"),
        ({"kecamatan": "\x00"}, "kecamatan"),
        ({"desa": "15.07.01.2002"}, "desa"),
        ({"kecamatan": "15.07.05", "desa": "15.07.01.2002"}, "desa"),
        ({"kind": "doubled"}, "kind"),
        ({"drive": "999"}, "drive"),
        ({"drive": "x"}, "drive"),
        ({"date_from": "2024-02-30"}, "date_from"),
        ({"date_to": "10^30"}, "date_to"),
        ({"number": "1" + "0" * 30}, "number"),
        ({"number": "-1"}, "number"),
        ({"note": "a\x00b"}, "note"),
        ({"who": "x" * 200}, "who"),
    ],
)
def test_a_wrong_filter_says_so_at_the_field_and_lists_nothing(sign_in, rows, query, field):
    response = get(sign_in("petugas"), **query)
    assert response.status_code == 200
    assert list(response.context["filters"].form.errors) == [field]
    assert "table" not in response.context
    page = response.content.decode()
    assert f'id="id_{field}-errors"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"sort": "password"}, "sort"),
        ({"sort": "--date"}, "sort"),
        ({"sort": "state"}, "sort"),
        ({"columns": "number,entered_by__password"}, "columns"),
        ({"columns": "undo"}, "columns"),
        ({"page": "0"}, "page"),
        ({"page": "x"}, "page"),
        ({"page": "9" * 30}, "page"),
        ({"per_page": "1000"}, "per_page"),
        ({"export": "pdf"}, "export"),
    ],
)
def test_a_wrong_order_column_or_page_says_so_and_lists_nothing(sign_in, rows, query, field):
    response = get(sign_in("petugas"), **query)
    assert response.status_code == (400 if "export" in query else 200)
    assert list(response.context["controls"].errors) == [field]
    assert "table" not in response.context
    assert str(response.context["controls"].errors[field][0]) in response.context["controls"].errors[field]


def test_a_name_the_list_does_not_know_is_named(sign_in, rows):
    response = get(sign_in("petugas"), kecamtan="15.07.05")
    assert response.context["ignored"] == ["kecamtan"]
    assert "kecamtan" in response.content.decode()


def test_the_order_is_total_and_turns_around(sign_in, rows):
    client = sign_in("petugas")
    assert listed(get(client, sort="kecamatan")) == [row.pk for row in (rows[0], rows[1], rows[3], rows[2])]
    assert listed(get(client, sort="-kecamatan")) == [row.pk for row in (rows[2], rows[3], rows[1], rows[0])]
    page = get(client, sort="date").content.decode()
    assert 'aria-sort="ascending"' in page
    assert "sort=-date" in page


def test_rows_without_a_desa_come_last_either_way(sign_in, rows):
    client = sign_in("petugas")
    assert listed(get(client, sort="desa"))[-1] == rows[2].pk
    assert listed(get(client, sort="-desa"))[-1] == rows[2].pk


def test_columns_can_be_chosen_as_a_list_or_by_ticks(sign_in, rows):
    client = sign_in("petugas")
    expected = ["people", "date", "undo"]
    for query in ({"columns": "people,date"}, {"columns": ["people", "date"]}):
        table = get(client, **query).context["table"]
        assert [column.name for column in table.columns.itervisible()] == expected


def test_a_page_beyond_the_end_is_the_last(sign_in, places, cast, today):
    entries = [Entry(uuid.uuid4(), places.sadu, None, "added", 1, today) for _ in range(60)]
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
    client = sign_in("petugas")
    seen = []
    for number in (1, 2, 3):
        seen += listed(get(client, page=number))
    assert sorted(seen) == sorted(CountUpdate.objects.values_list("pk", flat=True))
    assert listed(get(client, page=999)) == listed(get(client, page=3))
    page = get(client, page=2, kind="added").content.decode()
    assert 'aria-current="page">2<' in page
    assert "page=3&amp;kind=added" in page
    assert len(listed(get(client, per_page=50))) == 50


def test_ten_times_the_rows_take_the_same_queries(sign_in, places, cast, today, rows, django_assert_max_num_queries):
    client = sign_in("petugas")
    query = {"kecamatan": "15.07.01", "desa": "15.07.01.2002", "per_page": 100}
    for n in (1, 30):
        entries = [Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 1, today) for _ in range(n)]
        record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
        # Two of them ask whose rows these are: those of a person or a visit are undone there.
        with django_assert_max_num_queries(10):
            get(client, **query)
        with django_assert_max_num_queries(10):
            get(client)


def test_undo_is_offered_on_rows_that_stand_to_those_who_may_write(sign_in, rows):
    link = reverse("kecamatan:update-reverse", args=[rows[1].pk])
    assert link in get(sign_in("petugas")).content.decode()
    assert link in get(sign_in("petugas_timur")).content.decode()
    assert link not in get(sign_in("pejabat")).content.decode()
    assert reverse("kecamatan:update-reverse", args=[rows[0].pk]) not in get(sign_in("petugas")).content.decode()


def test_an_ended_drive_stays_readable_and_offers_no_undo(sign_in, places, rows):
    places.drive.is_active = False
    places.drive.save()
    response = get(sign_in("petugas"))
    assert len(listed(response)) == 4
    assert "/reverse/" not in response.content.decode()


def test_a_petugas_sees_the_assigned_kecamatan_only(sign_in, rows):
    assert listed(get(sign_in("petugas_sadu"))) == [rows[2].pk]
    response = get(sign_in("petugas_sadu"), kecamatan="15.07.01")
    assert "kecamatan" in response.context["filters"].form.errors


def test_another_regency_sees_nothing(sign_in, rows):
    response = get(sign_in("foreigner"))
    assert response.status_code == 200
    assert response.context["figures"]["count"] == 0


def test_officials_see_counts_and_no_notes(sign_in, rows):
    client = sign_in("pejabat")
    assert "balai desa" not in get(client).content.decode()
    assert "columns" in get(client, columns="note").context["controls"].errors
    response = get(client, note="balai")
    assert response.context["ignored"] == ["note"]


def test_strangers_and_wrong_methods(sign_in, rows):
    response = get(sign_in(None))
    assert response.status_code == 302
    assert "/login/" in response["Location"]
    assert sign_in("petugas").post(URL).status_code == 405


def test_reading_writes_nothing(sign_in, rows):
    get(sign_in("petugas"), sort="date", columns="date")
    assert not AuditEntry.objects.exists()
