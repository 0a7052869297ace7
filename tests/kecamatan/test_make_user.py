"""``manage.py make_user``: accounts for scripts."""

import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kecamatan.models import AuditEntry, Kabupaten, User

PASSWORD = "perahu-biru-27"


def make(*arguments, **options):
    out = StringIO()
    call_command("make_user", *arguments, stdout=out, **{"password": PASSWORD, **options})
    return out.getvalue()


@pytest.mark.parametrize("role", ["admin", "petugas", "pejabat"])
def test_an_account_of_each_role_is_made_and_may_sign_in(places, client, role):
    assert f"Made siti, {role} of 15.07" in make("siti", "--role", role)
    user = User.objects.get(username="siti")
    assert (user.role, user.kabupaten, user.is_active) == (role, places.kabupaten, True)
    assert user.check_password(PASSWORD)


def test_it_may_be_assigned_to_some_kecamatan(places):
    said = make("siti", "--role", "petugas", "--kecamatan", "15.07.05", "15.07.01", "--kecamatan", "15.07.05")
    assert "Muara Sabak Timur" in said
    assert set(User.objects.get().kecamatan.all()) == {places.timur, places.sadu}


def test_it_is_written_to_the_audit_log_without_the_password(places):
    make("siti", "--role", "petugas", "--kecamatan", "15.07.05")
    entry = AuditEntry.objects.get()
    changes = dict(entry.changes.values_list("field", "after"))
    assert (entry.by, entry.action, entry.target_type, entry.target) == (None, "create", "user", "siti")
    assert (changes["role"], changes["kecamatan"]) == ("petugas", "Sadu")
    assert PASSWORD not in str(changes)
    assert "password" not in changes


def test_the_password_may_come_from_standard_input(places, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    make("siti", "--role", "petugas", password=None)
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "options", "part"),
    [
        (["siti", "--role", "petugas"], {"password": ""}, "password: "),
        (["siti", "--role", "petugas"], {"password": "short"}, "password: "),
        (["siti", "--role", "petugas"], {"password": "1234567890123"}, "password: "),
        (["siti-nurhaliza", "--role", "petugas"], {"password": "siti-nurhaliza"}, "password: "),
        (["", "--role", "petugas"], {}, "username: "),
        (["siti nur", "--role", "petugas"], {}, "username: "),
        (["siti\0", "--role", "petugas"], {}, "username: "),
        (["s" * 61, "--role", "petugas"], {}, "username: "),
        (["ADMIN", "--role", "petugas"], {}, "There is a user of this name already."),
        (["siti", "--role", "petugas", "--kecamatan", "15.07.99", "15.07.05"], {}, "has no kecamatan 15.07.99."),
        (["siti", "--role", "admin", "--kecamatan", "15.07.05"], {}, "An admin sees every kecamatan"),
        (["siti", "--role", "petugas", "--kabupaten", "99.99"], {}, "No kabupaten has the code 99.99."),
        (["siti", "--role", "camat"], {}, "invalid choice: 'camat'"),
        (["siti"], {}, "--role"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(places, arguments, options, part):
    User.objects.create_user("admin", PASSWORD, role="admin", kabupaten=places.kabupaten)
    with pytest.raises(CommandError) as caught:
        make(*arguments, **options)
    assert part in str(caught.value)
    assert User.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_without_a_kabupaten_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="No kabupaten is loaded yet"):
        make("siti", "--role", "admin")


def test_with_several_kabupaten_one_must_be_chosen(places):
    other = Kabupaten.objects.create(code="15.06", name="Tanjung Jabung Barat", province="Jambi", capital="Tungkal")
    with pytest.raises(CommandError, match="Several kabupaten are loaded"):
        make("siti", "--role", "admin")
    make("siti", "--role", "admin", "--kabupaten", "15.06")
    assert User.objects.get().kabupaten == other
