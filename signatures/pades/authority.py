"""A certificate authority for demonstrations and tests: real X.509, no legal weight.

Every name says 测试, so that nobody takes its certificates for those of a licensed
authority. Chain: root -> issuing authority -> holders; the root also names the
time-stamping authority. Revocation lists are written here, so nothing is ever fetched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signatures.pades.credentials import (
    Credential,
    P256Key,
    RsaKey,
    SoftwareKey,
    credential_of,
    software_key,
)
from signatures.pades.errors import KeyNotUsable
from signatures.pades.trust import Trust

TEST_ORGANISATION = "联审测试"
TEST_MARK = "测试"
LONGEST_NAME = 64
DAY = timedelta(days=1)
YEAR = timedelta(days=365)


class KeyKind(StrEnum):
    """The two kinds of keys that the product signs with."""

    RSA = "rsa-2048"
    P256 = "p-256"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate names: a unit, or a person of a unit.

    Attributes:
        name: common name; 测试 is added where it is missing.
        unit: the organisation that the holder belongs to, when it is a person.
    """

    name: str
    unit: str = ""


@dataclass(frozen=True)
class TestAuthority:
    """Root, issuing authority and time-stamping authority of a test world."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    root: Credential
    issuing: Credential
    time_stamping: Credential

    def issue(
        self,
        holder: Holder,
        *,
        at: datetime,
        lasts: timedelta = 3 * YEAR,
        kind: KeyKind = KeyKind.P256,
    ) -> Credential:
        """Make a key and a certificate that may sign documents, valid from `at`."""
        usage = _usage(digital_signature=True, content_commitment=True)
        unit = _marked(holder.unit) if holder.unit else ""
        return _certified(
            _subject(_marked(holder.name), unit),
            self.issuing,
            _Terms(at, lasts, kind, ((usage, True),)),
        )

    def trust(
        self, *, at: datetime, revoked: Mapping[int, datetime] | None = None
    ) -> Trust:
        """What a checker needs: the pinned root and fresh revocation lists."""
        return Trust(
            roots=(self.root.certificate,),
            between=(self.issuing.certificate, self.time_stamping.certificate),
            lists=self.revocation_lists(at=at, revoked=revoked),
        )

    def revocation_lists(
        self,
        *,
        at: datetime,
        revoked: Mapping[int, datetime] | None = None,
        lasts: timedelta = 30 * DAY,
    ) -> tuple[bytes, bytes]:
        """The lists of both authorities, DER.

        Args:
            at: when the lists are written.
            revoked: serial number of a holder's certificate -> since when.
            lasts: how long the lists stand.
        """
        return (
            _revocation_list(self.root, at, lasts, {}),
            _revocation_list(self.issuing, at, lasts, revoked or {}),
        )


def found_authority(*, at: datetime, kind: KeyKind = KeyKind.P256) -> TestAuthority:
    """Make a new authority whose certificates begin at `at`."""
    signs_others = _usage(key_cert_sign=True, crl_sign=True)
    root = _certified(
        _subject("联审测试根证书"),
        None,
        _Terms(at, 30 * YEAR, kind, ((_authority(None), True), (signs_others, True))),
    )
    issuing = _certified(
        _subject("联审测试签章证书颁发机构"),
        root,
        _Terms(at, 20 * YEAR, kind, ((_authority(0), True), (signs_others, True))),
    )
    stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    signs = _usage(digital_signature=True)
    time_stamping = _certified(
        _subject("联审测试时间戳服务"),
        root,
        _Terms(at, 12 * YEAR, kind, ((signs, True), (stamps, True))),
    )
    return TestAuthority(root, issuing, time_stamping)


def self_signed(holder: Holder, *, at: datetime) -> Credential:
    """A certificate that nobody vouches for: what a forger can make."""
    usage = _usage(digital_signature=True, content_commitment=True)
    terms = _Terms(at, 3 * YEAR, KeyKind.P256, ((usage, True),))
    return _certified(_subject(holder.name), None, terms)


@dataclass(frozen=True)
class _Terms:
    """What a certificate is good for: since when, how long, which key, which uses."""

    since: datetime
    lasts: timedelta
    kind: KeyKind
    extensions: tuple[tuple[x509.ExtensionType, bool], ...]


def _marked(name: str) -> str:
    marked = name if TEST_MARK in name else f"{name}（{TEST_MARK}）"
    if len(marked) > LONGEST_NAME:
        raise KeyNotUsable(f"a name of more than {LONGEST_NAME} characters: {marked}")
    return marked


def _subject(name: str, unit: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, TEST_ORGANISATION),
    ]
    if unit:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, name))
    return x509.Name(parts)


def _certified(
    subject: x509.Name, issuer: Credential | None, terms: _Terms
) -> Credential:
    key = _new_key(terms.kind)
    signs, issuer_name, chain = _above(issuer, key, subject)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(terms.since.astimezone(UTC))
        .not_valid_after((terms.since + terms.lasts).astimezone(UTC))
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.private.public_key()),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                signs.private.public_key()
            ),
            critical=False,
        )
    )
    for extension, critical in terms.extensions:
        builder = builder.add_extension(extension, critical=critical)
    return credential_of(builder.sign(signs.private, hashes.SHA256()), chain, key)


def _above(
    issuer: Credential | None, own: SoftwareKey, subject: x509.Name
) -> tuple[SoftwareKey, x509.Name, tuple[x509.Certificate, ...]]:
    if issuer is None:
        return own, subject, ()
    chain = tuple(
        x509.load_der_x509_certificate(above.dump())
        for above in (issuer.certificate, *issuer.chain)
    )
    return _in_memory(issuer), chain[0].subject, chain


def _in_memory(issuer: Credential) -> SoftwareKey:
    if not isinstance(issuer.key, RsaKey | P256Key):
        raise KeyNotUsable("an authority of tests keeps its key in memory")
    return issuer.key


def _new_key(kind: KeyKind) -> SoftwareKey:
    if kind is KeyKind.RSA:
        return software_key(rsa.generate_private_key(65537, 2048))
    return software_key(ec.generate_private_key(ec.SECP256R1()))


def _authority(depth: int | None) -> x509.BasicConstraints:
    return x509.BasicConstraints(ca=True, path_length=depth)


def _usage(**granted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: granted.get(name, False) for name in names})


def _revocation_list(
    issuer: Credential,
    at: datetime,
    lasts: timedelta,
    revoked: Mapping[int, datetime],
) -> bytes:
    key = _in_memory(issuer)
    issuer_name = x509.load_der_x509_certificate(issuer.certificate.dump()).subject
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer_name)
        .last_update(at.astimezone(UTC))
        .next_update((at + lasts).astimezone(UTC))
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                key.private.public_key()
            ),
            critical=False,
        )
    )
    for serial, since in revoked.items():
        entry = x509.RevokedCertificateBuilder().serial_number(serial)
        builder = builder.add_revoked_certificate(
            entry.revocation_date(since.astimezone(UTC)).build()
        )
    return builder.sign(key.private, hashes.SHA256()).public_bytes(Encoding.DER)


def serial_of(certificate: asn1_x509.Certificate) -> int:
    """The serial number by which a revocation list names a certificate."""
    return int(certificate.serial_number)
