"""Merges of whom one lives elsewhere by now: a petugas of the other one's kecamatan neither changes nor learns of them."""

import pytest
from django.contrib.messages.storage.cookie import CookieStorage

from kecamatan.access import scope_of
from kecamatan.refusals import Refused
from outreach.actions.changes import FIELDS
from outreach.actions.doubles import merge, unmerge
from outreach.actions.people import Details, edit_resident
from outreach.models import Resident
from outreach.selectors.people_check import check_people

NIK = "1507034508900012"


@pytest.fixture
def merged(cast, list_person, today):
    """(the one who stayed, and learned a phone and a NIK; the one who was merged), both of Timur."""
    two = list_person("Siti"), list_person("Sitti", phone="+6281111111", nik=NIK)
    merge(by=scope_of(cast.petugas_timur), kept=two[0], merged=two[1], counted_twice=False, day=today)
    return tuple(Resident.objects.get(pk=one.pk) for one in two)


def edit(by, person, **changes):
    person = Resident.objects.get(pk=person.pk)
    known = {name: getattr(person, name) for name in FIELDS} | changes
    edit_resident(by=scope_of(by), resident=person, details=Details(**known), seen_version=person.version)


def test_a_merge_with_who_moved_away_is_undone_by_an_admin(places, cast, merged, sign_in):
    kept, gone = merged
    edit(cast.admin, kept, desa=places.itik, name="Rahasia")
    sent = {"reason": "two sisters", "version": gone.version}
    answer = sign_in("petugas_timur").post(f"/residents/{gone.pk}/undo/", sent)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (answer.status_code, kept.phone, kept.nik, gone.state) == (200, "+6281111111", NIK, "merged")
    assert "Rahasia" not in answer.content.decode()
    assert sign_in("admin").post(f"/residents/{gone.pk}/undo/", sent).status_code == 302
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.phone, kept.nik, gone.state, gone.nik) == ("", "", "unrecorded", NIK)
    assert not check_people().faults


def test_the_name_of_who_moved_away_is_not_told(places, cast, merged, list_person, today):
    kept, gone = merged
    third = list_person("Sity")
    edit(cast.admin, kept, desa=places.itik, name="Rahasia")
    for stays, goes in ((third, gone), (gone, third)):
        with pytest.raises(Refused) as refused:
            merge(by=scope_of(cast.petugas_timur), kept=stays, merged=goes, counted_twice=False, day=today)
        assert "Rahasia" not in str(refused.value.message)


def test_a_nik_that_went_on_to_another_is_named_when_the_first_merge_is_undone(cast, merged, list_person, today):
    kept, gone = merged
    third = list_person("Sity")
    by = scope_of(cast.petugas)
    merge(by=by, kept=third, merged=kept, counted_twice=False, day=today)
    with pytest.raises(Refused, match="Sity"):
        unmerge(by=by, merged=gone, reason="two sisters")
    unmerge(by=by, merged=kept, reason="two sisters")
    unmerge(by=by, merged=gone, reason="two sisters")
    assert [one.nik for one in Resident.objects.order_by("pk")] == ["", NIK, ""]
    assert not check_people().faults


def test_the_sentence_that_names_somebody_lies_sealed_in_its_cookie(list_person, sign_in):
    one, other = list_person("Siti"), list_person("Sitti")
    client = sign_in("petugas_timur")
    sent = client.post(f"/doubles/{one.pk}/{other.pk}/merge/", {"kept": one.pk})
    cookie = sent.cookies["messages"].value
    assert cookie
    assert not isinstance(CookieStorage(sent.wsgi_request)._decode(cookie), list)
    assert "Siti" in client.get(sent["Location"]).content.decode().partition("<h1")[0]
    client.cookies["messages"] = f"{cookie[:-4]}AAAA"
    assert client.get("/residents/").status_code == 200
