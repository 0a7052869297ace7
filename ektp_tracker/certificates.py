"""Trusted HTTPS for an office without a domain: an authority of its own, which its phones are told to trust, and the
certificate of its site. The authority can vouch for nothing but the names it was made for.
"""

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

#: Days that browsers accept a certificate at most.
SITE_DAYS = 397
AUTHORITY_DAYS = 3650
AUTHORITY, AUTHORITY_KEY, SITE, SITE_KEY = "authority.crt", "authority.key", "site.crt", "site.key"


class CannotCertify(Exception):
    """What was asked cannot be done; the sentence says why."""


def make_certificate(folder: Path, names: list[str], *, now: datetime | None = None) -> bool:
    """Write the site's certificate for these names and addresses, and the authority where there is none yet.

    True where a new authority was made, which the phones have to be told of. Raises CannotCertify where a name is none,
    or the authority that is there was made for others.
    """
    now = now or datetime.now(UTC)
    wanted = [_general(name) for name in names]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not (folder / AUTHORITY).exists()
    if is_new:
        _make_authority(folder, wanted, now)
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    for name, one in zip(names, wanted, strict=True):
        if _constraint(one) not in allowed:
            raise CannotCertify(
                f"The authority in {folder} was made for other names than “{name}”. Choose another --folder, and put the "
                "new authority.crt on every phone."
            )
    signer = serialization.load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    site = (
        _begun(_named(names[0]), authority.subject, key, now, SITE_DAYS)
        .add_extension(x509.SubjectAlternativeName(wanted), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write_key(folder / SITE_KEY, key)
    (folder / SITE).write_bytes(_pem(site) + _pem(authority))
    return is_new


def names_of(folder: Path) -> list[str]:
    """The names and addresses that the certificate in this folder is for."""
    site = x509.load_pem_x509_certificate((folder / SITE).read_bytes())
    return [str(one.value) for one in site.extensions.get_extension_for_class(x509.SubjectAlternativeName).value]


def _make_authority(folder: Path, wanted: list[x509.GeneralName], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named("e-KTP tracker, this office alone")
    usage = x509.KeyUsage(
        key_cert_sign=True, crl_sign=True, digital_signature=False, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    authority = (
        _begun(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(_only(wanted), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(folder / AUTHORITY_KEY, key)
    (folder / AUTHORITY).write_bytes(_pem(authority))


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        if not name or name.startswith(".") or "/" in name or " " in name:
            raise ValueError
        return x509.DNSName(name.lower())
    except ValueError:
        raise CannotCertify(f"“{name}” is no name and no address. Give it as phones will type it.") from None


def _only(wanted: list[x509.GeneralName]) -> x509.NameConstraints:
    """These and no others: a kind of names of which none is allowed would otherwise be free, so all of it is excluded."""
    kinds = {type(one) for one in wanted}
    excluded: list[x509.GeneralName] = [] if x509.DNSName in kinds else [x509.DNSName("")]
    if x509.IPAddress not in kinds:
        excluded += [x509.IPAddress(ipaddress.ip_network(whole)) for whole in ("0.0.0.0/0", "::/0")]
    return x509.NameConstraints([_constraint(one) for one in wanted], excluded or None)


def _constraint(one: x509.GeneralName) -> x509.GeneralName:
    if isinstance(one, x509.IPAddress):
        return x509.IPAddress(ipaddress.ip_network(one.value))
    return one


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """For this user alone, from the first byte on."""
    raw = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(raw)
    draft.replace(path)
