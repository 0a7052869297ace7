"""What every list shares: kecamatan.lists, and the form fields that clean what is typed."""

import pytest
from django import forms
from django.http import QueryDict

from kecamatan.forms.fields import DayField, LineField, PhoneField, mark_errors
from kecamatan.lists.links import ListQuery
from kecamatan.lists.tables import ListTable
from kecamatan.models import Desa
from kecamatan.tables.ledger import LedgerTable
from kecamatan.tables.villages import VillageTable


def test_links_change_one_thing_and_leave_empty_parameters_out():
    query = ListQuery(QueryDict("kecamatan=15.07.01&desa=&columns=a&columns=b&page=3"))
    assert query.replaced(sort="-date", page=None) == "kecamatan=15.07.01&columns=a,b&sort=-date"
    assert query.without("kecamatan", "page") == "columns=a,b"


def test_links_escape_what_they_carry():
    assert ListQuery(QueryDict("name=a%26b%22%3E")).replaced(page=2) == "name=a%26b%22%3E&page=2"


@pytest.mark.parametrize("table", [LedgerTable, VillageTable])
def test_every_sortable_column_can_be_ordered_by_and_ends_with_the_key(table):
    checked = 0
    for name, column in table.base_columns.items():
        if column.sortable:
            for sort in (name, f"-{name}"):
                ordering = table.ordered(Desa.objects.all(), sort).query.order_by
                assert ordering[-1].lstrip("-") == "pk"
                checked += 1
    assert checked >= 16


def test_a_table_without_an_order_keeps_that_of_its_rows():
    rows = Desa.objects.order_by("code")
    assert ListTable.ordered(rows, "") is rows


@pytest.mark.parametrize("path", ["/counts/", "/desa/"])
def test_every_column_of_every_list_can_be_sorted_on_screen_and_exported(sign_in, places, path):
    client = sign_in("admin")
    page = client.get(path)
    offered = page.context["controls"].offered
    assert len(offered) >= 10
    assert client.get(path, {"columns": ",".join(offered)}).context["valid"]
    for name, column in offered.items():
        if column.sortable:
            response = client.get(path, {"sort": name})
            assert response.context["valid"], name
            assert response.status_code == 200
    for kind in ("csv", "xlsx"):
        assert b"".join(client.get(path, {"columns": ",".join(offered), "export": kind}).streaming_content)


def test_cells_name_their_column_for_the_cards_of_a_phone(sign_in, places):
    page = sign_in("admin").get("/desa/").content.decode()
    assert page.count("data-label=") >= 5 * 8
    assert "<table" in page


def test_what_is_typed_into_a_filter_is_escaped(sign_in, places):
    for path in ("/counts/", "/desa/"):
        page = sign_in("admin").get(path, {"name": '"><script>', "who": '"><script>', '"><script>': "1"})
        assert "<script>" not in page.content.decode()


class Form(forms.Form):
    line = LineField(required=False, max_length=20)
    day = DayField(required=False)
    phone = PhoneField(required=False)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"line": "a\x00b"}, "line"),
        ({"line": "a\x07b"}, "line"),
        ({"line": "a\u202eb"}, "line"),
        ({"line": "x" * 21}, "line"),
        ({"day": "30/02/2024"}, "day"),
        ({"day": "06/25/2024"}, "day"),
        ({"day": "01/06/24"}, "day"),
        ({"phone": "1"}, "phone"),
    ],
)
def test_text_that_cannot_be_is_refused_at_its_field(data, field):
    form = Form(data)
    assert list(form.errors) == [field]
    mark_errors(form)
    assert f'aria-describedby="id_{field}-errors"' in str(form[field])
    assert 'aria-invalid="true"' in str(form[field])


def test_text_is_evened_out():
    form = Form({"line": "  Siti \t Aminah 🙈 ", "phone": "0812 3456 789", "day": "25/06/2024"})
    assert form.is_valid()
    assert form.cleaned_data["line"] == "Siti Aminah 🙈"
    assert form.cleaned_data["phone"] == "+628123456789"
    assert form.cleaned_data["day"].isoformat() == "2024-06-25"


HTMX = {"HX-Request": "true", "HX-Target": "list-part"}


@pytest.mark.parametrize("path", ["/counts/", "/desa/"])
def test_htmx_gets_the_part_that_changes_and_others_the_page(sign_in, places, path):
    client = sign_in("petugas")
    whole, part = client.get(path), client.get(path, headers=HTMX)
    assert "HX-Request" in whole["Vary"]
    assert "HX-Request" in part["Vary"]
    assert (whole.has_header("List-Part"), part["List-Part"]) == (False, "1")
    words = part.content.decode()
    assert "<!doctype" not in words
    assert "<h1" not in words
    assert words.count('id="list-part"') == words.count('id="list-form"') == words.count('id="list-status"') == 1
    assert 'hx-swap-oob="true"' in words
    assert 'hx-swap-oob="' not in whole.content.decode()
    assert part.context["figures"]["count"] == whole.context["figures"]["count"]


@pytest.mark.parametrize("more", [{"HX-History-Restore-Request": "true"}, {"HX-Target": "main"}])
def test_whoever_goes_back_gets_the_whole_page(sign_in, places, more):
    response = sign_in("petugas").get("/desa/", headers={**HTMX, **more})
    assert "<!doctype" in response.content.decode()
    assert not response.has_header("List-Part")


def test_a_wrong_value_is_told_in_the_part_too(sign_in, places):
    response = sign_in("petugas").get("/desa/?kecamatan=99", headers=HTMX)
    assert 'id="list-errors"' in response.content.decode()
    assert 'id="id_kecamatan-errors"' in response.content.decode()
    assert response["List-Part"] == "1"


def test_what_is_no_list_never_says_that_it_is_one(sign_in, places):
    for who, path, status in ((None, "/counts/", 302), ("petugas", "/help/", 200), ("petugas", "/nothing/", 404)):
        response = sign_in(who).get(path, headers=HTMX)
        assert response.status_code == status
        assert not response.has_header("List-Part")
