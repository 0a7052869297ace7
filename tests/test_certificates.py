"""HTTPS of an office without a domain: an authority that vouches for its own names alone, and a site that browsers take."""

import ssl
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.x509 import verification
from django.core.management import CommandError, call_command

from ektp_tracker.certificates import CannotCertify, make_certificate, names_of

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
NAMES = ["192.168.1.10", "ektp.lan"]


def chain(folder):
    site, authority = x509.load_pem_x509_certificates((folder / "site.crt").read_bytes())
    return site, authority


def is_taken(folder, name: str, when: datetime) -> bool:
    site, authority = chain(folder)
    verifier = verification.PolicyBuilder().store(verification.Store([authority])).time(when)
    try:
        verifier.build_server_verifier(x509.DNSName(name)).verify(site, [])
    except verification.VerificationError:
        return False
    return True


def test_the_site_is_taken_under_its_names_for_a_year(tmp_path):
    assert make_certificate(tmp_path, NAMES, now=NOW)
    assert is_taken(tmp_path, "ektp.lan", NOW)
    assert not is_taken(tmp_path, "bank.example", NOW)
    assert not is_taken(tmp_path, "ektp.lan", datetime(2028, 3, 1, tzinfo=UTC))
    assert names_of(tmp_path) == NAMES
    assert ssl.create_default_context(cafile=tmp_path / "authority.crt")


def test_the_authority_vouches_for_no_other_name(tmp_path):
    make_certificate(tmp_path, NAMES, now=NOW)
    _site, authority = chain(tmp_path)
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert allowed.critical
    assert {str(one.value) for one in allowed.value.permitted_subtrees} == {"192.168.1.10/32", "ektp.lan"}
    with pytest.raises(CannotCertify, match="bank"):
        make_certificate(tmp_path, ["bank.example"], now=NOW)


def test_made_again_the_phones_need_nothing_new(tmp_path):
    make_certificate(tmp_path, NAMES, now=NOW)
    authority = (tmp_path / "authority.crt").read_bytes()
    site = (tmp_path / "site.crt").read_bytes()
    assert not make_certificate(tmp_path, NAMES[:1], now=NOW)
    assert (tmp_path / "authority.crt").read_bytes() == authority
    assert (tmp_path / "site.crt").read_bytes() != site


def test_keys_are_for_their_owner_alone(tmp_path):
    make_certificate(tmp_path / "https", NAMES, now=NOW)
    for name in ("authority.key", "site.key"):
        assert (tmp_path / "https" / name).stat().st_mode & 0o777 == 0o600


def test_the_command_says_what_to_do_next(tmp_path, capsys):
    call_command("make_certificate", "ektp.lan", folder=tmp_path)
    assert "up --https" in (said := capsys.readouterr().out)
    assert "on every phone" in said
    with pytest.raises(CommandError, match="no name"):
        call_command("make_certificate", "http://ektp.lan/", folder=tmp_path / "other")
