"""HTTPS of an office without a domain: an authority that vouches for its own names alone, and a site that browsers take."""

import ipaddress
import ssl
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
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


def test_an_authority_for_an_address_vouches_for_no_name_and_the_other_way_round(tmp_path):
    """Of a kind of names that the constraints do not speak of, every one would be allowed."""
    for names, other in ((["192.168.1.10"], x509.DNSName("bank.example")), (["ektp.lan"], _address("192.168.1.10"))):
        folder = tmp_path / names[0]
        make_certificate(folder, names, now=NOW)
        _site, authority = chain(folder)
        signer = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), None)
        forged = _forged(authority, signer, [other, *(_general_of(name) for name in names)])
        right = _forged(authority, signer, [_general_of(name) for name in names])
        for certificate, is_good in ((forged, False), (right, True)):
            path = folder / "leaf.crt"
            path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
            asked = [
                "openssl",
                "verify",
                "-CAfile",
                str(folder / "authority.crt"),
                "-attime",
                str(int(NOW.timestamp())),
            ]
            done = subprocess.run([*asked, str(path)], capture_output=True, text=True, check=False)
            assert (done.returncode == 0) is is_good, done.stderr


def _address(text: str) -> x509.IPAddress:
    return x509.IPAddress(ipaddress.ip_address(text))


def _general_of(name: str) -> x509.GeneralName:
    return x509.DNSName(name) if name[0].isalpha() else _address(name)


def _forged(authority, signer, names):
    key = ec.generate_private_key(ec.SECP256R1())
    begun = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=9))
    )
    return begun.add_extension(x509.SubjectAlternativeName(names), critical=True).sign(signer, hashes.SHA256())
