"""Saved views of lists: one's own and shared ones, /views/…"""

import pytest
from django.db import IntegrityError

from kecamatan.access import saved_views_for, scope_of
from kecamatan.actions import saved_views as actions
from kecamatan.models import AuditEntry, SavedView
from kecamatan.views.ledger import LedgerList

NIK = "1507034508070002"


def save(client, address="/counts/?kind=recorded&sort=-people", name="Terekam", shared_with="", **changes):
    return client.post(
        "/views/save/", {"view-address": address, "view-name": name, "view-shared_with": shared_with, **changes}
    )


def links(client, path="/counts/"):
    return [view.get_absolute_url() for view in client.get(path, {"views": "open"}).context["saved_views"]]


def test_a_view_is_kept_and_stands_on_its_list_alone(sign_in, places, cast):
    client = sign_in("petugas")
    response = save(client)
    assert response.status_code == 302
    assert response["Location"] == "/counts/?kind=recorded&sort=-people"
    view = SavedView.objects.get()
    assert (view.owner, view.kabupaten, view.list) == (cast.petugas, places.kabupaten, "kecamatan:update-list")
    page = client.get(response["Location"])
    assert page.context["valid"]
    assert page.context["views_link"] == "kind=recorded&sort=-people&views=open"
    assert "Terekam" in client.get(f"/counts/?{page.context['views_link']}").content.decode()
    assert links(client) == ["/counts/?kind=recorded&sort=-people"]
    assert links(client, "/desa/") == []
    assert not AuditEntry.objects.exists()


def test_what_means_nothing_or_only_now_is_left_out(sign_in, places):
    save(
        sign_in("petugas"),
        "/counts/?kind=recorded&page=7&export=csv&columns=date&columns=people&bogus=1&views=open&note=",
    )
    assert SavedView.objects.get().query == "kind=recorded&columns=date,people"


def test_what_a_list_calls_private_is_left_out(sign_in, places, monkeypatch):
    monkeypatch.setattr(LedgerList, "private_parameters", ("note", "who"))
    save(sign_in("petugas"), "/counts/?kind=recorded&note=Siti&who=siti")
    assert SavedView.objects.get().query == "kind=recorded"


@pytest.mark.parametrize("typed", [NIK, "1507 0345 0807 0002", "150703.450807.0002", "a" + NIK + "7"])
@pytest.mark.parametrize("where", ["address", "name"])
def test_a_whole_nik_is_refused_with_a_sentence(sign_in, places, typed, where):
    address = f"/counts/?note={typed.replace(' ', '+')}" if where == "address" else "/counts/"
    response = save(sign_in("petugas"), address, name=typed if where == "name" else "Terekam")
    assert response.status_code == 422
    assert "NIK" in response.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("shared_with", "seen_by"),
    [
        ("", {"petugas"}),
        ("petugas", {"petugas", "petugas_timur", "petugas_sadu", "admin"}),
        ("pejabat", {"petugas", "pejabat", "admin"}),
        ("admin", {"petugas", "admin"}),
        ("all", {"petugas", "petugas_timur", "petugas_sadu", "pejabat", "admin"}),
    ],
)
def test_a_view_is_seen_by_those_it_is_shared_with(sign_in, cast, shared_with, seen_by):
    save(sign_in("petugas"), shared_with=shared_with)
    everybody = ("admin", "petugas", "petugas_timur", "petugas_sadu", "pejabat", "foreigner")
    assert {name for name in everybody if saved_views_for(scope_of(getattr(cast, name))).exists()} == seen_by
    assert {name for name in everybody if links(sign_in(name))} == seen_by
    assert AuditEntry.objects.filter(action="view-share").count() == bool(shared_with)


@pytest.mark.parametrize(
    ("who", "status"),
    [("petugas", 302), ("admin", 302), ("petugas_timur", 403), ("pejabat", 404), ("foreigner", 404)],
)
def test_its_owner_or_an_admin_deletes_a_view(sign_in, cast, who, status):
    save(sign_in("petugas"), shared_with="petugas")
    view = SavedView.objects.get()
    response = sign_in(who).post(f"/views/{view.pk}/delete/", {"next": "/counts/?kind=added"})
    assert response.status_code == status
    assert SavedView.objects.exists() == (status != 302)
    if status == 302:
        assert response["Location"] == "/counts/?kind=added"
    assert AuditEntry.objects.filter(action="view-unshare").count() == (status == 302)


def test_somebody_elses_own_view_is_not_there_even_for_an_admin(sign_in, places):
    save(sign_in("petugas"))
    assert sign_in("admin").post(f"/views/{SavedView.objects.get().pk}/delete/").status_code == 404


@pytest.mark.parametrize("path", ["/views/save/", "/views/1/delete/"])
def test_both_take_a_form_only_and_from_nobody_unknown(sign_in, places, path):
    assert sign_in("petugas").get(path).status_code == 405
    assert sign_in(None).post(path).status_code == 302


def test_a_name_stands_once_for_each_owner_and_list(sign_in, places):
    client = sign_in("petugas")
    save(client)
    response = save(client, "/counts/?kind=added")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]
    assert 'value="/counts/?kind=added"' in response.content.decode()
    assert save(client, "/desa/").status_code == 302
    assert save(sign_in("petugas_timur")).status_code == 302


@pytest.mark.parametrize("changes", [{"view-name": " "}, {"view-name": "x" * 61}, {"view-shared_with": "root"}])
def test_a_wrong_field_has_its_sentence_and_keeps_what_was_typed(sign_in, places, changes):
    response = save(sign_in("petugas"), **changes)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "address", ["", "/", "/help/", "//evil.example/", "https://evil.example/counts/", "/x/", "counts/"]
)
def test_only_lists_have_views(sign_in, places, address):
    assert save(sign_in("petugas"), address).status_code == 404


def test_there_is_an_end_to_filters_and_views(sign_in, places, monkeypatch):
    client = sign_in("petugas")
    assert save(client, f"/counts/?note={'x' * 2001}").status_code == 422
    monkeypatch.setattr(actions, "MOST_VIEWS", 1)
    assert save(client).status_code == 302
    assert save(client, name="Lain").status_code == 422


def test_a_fault_of_the_database_is_not_taken_for_a_name(cast, monkeypatch):
    def broken(**fields):
        raise IntegrityError

    monkeypatch.setattr(SavedView.objects, "create", broken)
    with pytest.raises(IntegrityError):
        actions.save_view(by=scope_of(cast.petugas), list_name="x", name="x", query="", shared_with="")
