"""What no page of a list expects, in its address and its forms: never a crash."""

import pytest

from outreach.actions.imports.staging import opened
from tests.kecamatan.test_nasty_values import NASTY


@pytest.fixture
def doubtful(make_batch, add_row):
    """A list with one row in doubt, of which not even the desa is sure."""
    row = add_row(make_batch("partial"), "doubtful", desa=None, name="Siti")
    staged = opened(row.content)
    staged.place_key = "muarasabaktimur/lambr"
    row.content = staged.sealed()
    row.save()
    return row


@pytest.mark.parametrize("value", NASTY)
def test_no_value_breaks_the_rows_of_a_list(sign_in, doubtful, value):
    client, page = sign_in("petugas"), f"/imports/{doubtful.batch_id}/"
    decide = f"{page}rows/{doubtful.pk}/"
    for name in ("reason", "verdict", "page"):
        assert client.get(f"{page}rows/", {name: value}).status_code < 500, name
    for address, fields in [
        (f"{page}places/", {"desa": value, "row": doubtful.pk}),
        (f"{page}places/", {"desa": "15.07.01.2002", "row": value}),
        (f"{page}rows/decide/", {"reason": value, "decision": "skip"}),
        (f"{page}rows/decide/", {"reason": "x", "decision": value}),
        (decide, {"decision": value}),
        (decide, {"decision": f"match-{value}"}),
        (decide, {"decision": "skip", "next": value}),
        (f"{page}commit/", {"new_are": "names", "new_reason": value}),
    ]:
        assert client.post(address, fields).status_code < 500, (address, fields)


@pytest.mark.parametrize("value", NASTY)
def test_no_value_breaks_the_queue_of_the_gone(sign_in, list_person, value):
    client = sign_in("petugas")
    list_person()
    for name in ("import", "kecamatan", "page"):
        assert client.get("/absences/", {name: value}).status_code < 500, name
    for name in ("why", "note", "day", "person", "count"):
        fields = {"why": "kept", "note": "x", "day": "2024-06-25", "person": "1", name: value}
        assert client.post("/absences/", fields).status_code < 500, name
