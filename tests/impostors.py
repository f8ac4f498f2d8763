"""Seals of keys, certificates, digests and times that must not count.

Each gives a sealed sheet and the record that a register would hold if it had been misled:
the impostor's own certificate stands in it, so that the evidence alone must refuse.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from asn1crypto import algos, cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import Signer

from signatures.pades.authority import Holder, found_authority
from signatures.pades.credentials import (
    Credential,
    RsaKey,
    SealKey,
    software_key,
)
from signatures.pades.signing import Level, Manner
from signatures.pades.timestamping import LocalTimeStamper
from signatures.pades.trust import Trust
from signatures.pades.verdicts import IssuedRecord, Reason
from tests import pki
from tests.counterfeits import changed_envelope
from tests.forgeries import prepared, sealed

YEAR: Final = 365 * pki.DAY
NAME: Final = pki.fire_bureau().holder


@dataclass(frozen=True)
class Imposture:
    """A sheet, what the register holds of it, whom the checker trusts, and the reason."""

    sheet: bytes
    record: IssuedRecord
    reason: Reason
    trust: Trust


@dataclass(frozen=True)
class Sha1Key:
    """An RSA key that signs over SHA-1."""

    private: rsa.RSAPrivateKey
    mechanism: str = "sha1_rsa"
    signature_size: int = 256

    def sign(self, signed: bytes) -> bytes:
        """PKCS#1 v1.5 over SHA-1."""
        return self.private.sign(signed, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303


# ---- certificates


def expired_when_it_was_sealed() -> Imposture:
    gone = _of_authority(pki.NOW - YEAR, lasts=200 * pki.DAY)
    return _imposture(gone, Reason.CERTIFICATE_NOT_VALID_THEN)


def not_yet_valid_when_it_was_sealed() -> Imposture:
    early = _of_authority(pki.NOW + 9 * pki.DAY)
    return _imposture(early, Reason.NOT_TRUSTED)


def revoked_before_it_was_sealed() -> Imposture:
    return _revoked(pki.manner(Level.B_T))


def revoked_with_an_older_list_in_the_file() -> Imposture:
    """The file brings the list of the day before the revocation; ours is newer."""
    return _revoked(pki.manner(Level.B_LTA))


def revoked_and_the_time_set_back() -> Imposture:
    """No stamp proves the earlier time that the signature claims."""
    early = replace(pki.manner(Level.B_B), at=pki.NOW - 20 * pki.DAY)
    return _revoked(early)


def revoked_and_stamped_by_a_holder() -> Imposture:
    """Any holder's key can state a time; its certificate is not for that."""
    clock = LocalTimeStamper(pki.holder("时间"), lambda: pki.NOW - 20 * pki.DAY)
    backdated = replace(pki.manner(Level.B_T), time_stamper=clock)
    return _revoked(backdated, Reason.TIME_STAMP_WRONG)


def revoked_and_stamped_by_a_stranger() -> Imposture:
    stamping = pki.stranger().time_stamping
    clock = LocalTimeStamper(stamping, lambda: pki.NOW - 20 * pki.DAY)
    backdated = replace(pki.manner(Level.B_T), time_stamper=clock)
    return _revoked(backdated, Reason.TIME_STAMP_WRONG)


def of_the_same_name_from_another_authority() -> Imposture:
    other = found_authority(at=pki.NOW - 60 * pki.DAY)
    fire = other.issue(Holder(NAME), at=pki.NOW - pki.DAY)
    return _imposture(fire, Reason.NOT_TRUSTED)


def under_a_holder_who_plays_authority() -> Imposture:
    """A holder's key signs a certificate of its own."""
    between = pki.holder("临水市水务局")
    return _imposture(_certified(by=between), Reason.NOT_TRUSTED)


def with_a_certificate_for_web_servers() -> Imposture:
    server = _certified(
        usage=_usage(key_encipherment=True),
        more=(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),),
    )
    return _imposture(server, Reason.NOT_TRUSTED)


def with_a_short_key() -> Imposture:
    short = rsa.generate_private_key(65537, 1024)  # noqa: S505  the attack itself
    return _imposture(_certified(RsaKey(short)), Reason.NOT_TRUSTED)


# ---- digests


def over_a_weak_digest() -> Imposture:
    weak = _certified(Sha1Key(rsa.generate_private_key(65537, 2048)))
    return _imposture(weak, Reason.NOT_TRUSTED, digest="sha1")


def that_names_another_digest_than_it_used() -> Imposture:
    return _envelope_says(lambda signer: _digest(signer, "sha512"))


def that_names_a_weak_digest() -> Imposture:
    return _envelope_says(lambda signer: _digest(signer, "sha1"))


Pose = Callable[[], Imposture]

ALL: tuple[Pose, ...] = (
    *(expired_when_it_was_sealed, not_yet_valid_when_it_was_sealed),
    *(revoked_before_it_was_sealed, revoked_with_an_older_list_in_the_file),
    *(revoked_and_the_time_set_back, revoked_and_stamped_by_a_holder),
    *(revoked_and_stamped_by_a_stranger, of_the_same_name_from_another_authority),
    *(under_a_holder_who_plays_authority, with_a_certificate_for_web_servers),
    *(with_a_short_key, over_a_weak_digest),
    *(that_names_another_digest_than_it_used, that_names_a_weak_digest),
)


# ---- helpers


def _of_authority(since: datetime, *, lasts: object = YEAR) -> Credential:
    return pki.authority().issue(Holder(NAME), at=since, lasts=lasts)  # type: ignore[arg-type]


def _revoked(manner: Manner, reason: Reason = Reason.CERTIFICATE_REVOKED) -> Imposture:
    """The fire bureau's certificate was revoked ten days before it was used."""
    fire, since = pki.fire_bureau(), pki.NOW - 10 * pki.DAY
    serial = fire.certificate.serial_number
    ours = pki.authority().trust(at=pki.NOW - pki.DAY, revoked={serial: since})
    older = pki.authority().trust(at=pki.NOW - 11 * pki.DAY)
    told = replace(manner, trust=older)
    sheet = sealed(prepared(pki.plain_sheet()), pki.sealers(), told)
    return Imposture(sheet, _record(sheet, pki.sealers()), reason, ours)


def _imposture(
    credential: Credential, reason: Reason, *, digest: str = "sha256"
) -> Imposture:
    others = {pki.DESIGN: pki.design_firm()}
    sheet = sealed(prepared(pki.plain_sheet()), others, pki.manner())
    sheet = _carelessly_sealed(sheet, credential, digest)
    last = {pki.REVIEW: pki.review_centre()}
    sheet = sealed(sheet, last, pki.manner())
    known = {**pki.sealers(), pki.FIRE: credential}
    return Imposture(sheet, _record(sheet, known), reason, pki.trust())


def _carelessly_sealed(sheet: bytes, credential: Credential, digest: str) -> bytes:
    """Sealed by a tool that refuses nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sheet.pdf")
        path.write_bytes(sheet)
        told = PdfSignatureMetadata(
            field_name=pki.FIRE, md_algorithm=digest, subfilter=SigSeedSubFilter.PADES
        )
        with path.open("r+b") as stream:
            signer = PdfSigner(told, _Careless(credential), timestamper=pki.stamper())
            signer.sign_pdf(IncrementalPdfFileWriter(stream), in_place=True)
        return path.read_bytes()


class _Careless(Signer):
    """Signs with whatever it is given."""

    def __init__(self, credential: Credential) -> None:
        told = algos.SignedDigestAlgorithm({"algorithm": credential.key.mechanism})
        super().__init__(signing_cert=credential.certificate, signature_mechanism=told)
        self.cert_registry.register_multiple(credential.chain)
        self._key = credential.key

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # the library's signature
    ) -> bytes:
        return bytes(512) if dry_run else self._key.sign(data)


def _record(sheet: bytes, sealers: Mapping[str, Credential]) -> IssuedRecord:
    known = {field: one.fingerprint for field, one in sealers.items()}
    return replace(pki.record_of(sheet), seals=known)


@lru_cache
def _usage(**granted: bool) -> x509.KeyUsage:
    names = (
        *("digital_signature", "content_commitment", "key_encipherment"),
        *("data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
        *("encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: granted.get(name, False) for name in names})


def _certified(
    key: SealKey | None = None,
    *,
    by: Credential | None = None,
    usage: x509.KeyUsage | None = None,
    more: Sequence[x509.ExtensionType] = (),
) -> Credential:
    """A certificate under the authority that everybody trusts, or under somebody else."""
    above = by or pki.authority().issuing
    key = key or software_key(ec.generate_private_key(ec.SECP256R1()))
    issuer = x509.load_der_x509_certificate(above.certificate.dump())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(issuer.subject)
        .public_key(key.private.public_key())  # type: ignore[attr-defined]
        .serial_number(x509.random_serial_number())
        .not_valid_before(pki.NOW - 30 * pki.DAY)
        .not_valid_after(pki.NOW + YEAR)
    )
    allowed = usage or _usage(digital_signature=True, content_commitment=True)
    for extension in (allowed, *more):
        builder = builder.add_extension(extension, critical=True)
    private = above.key.private  # type: ignore[attr-defined]
    made = builder.sign(private, hashes.SHA256())
    chain = tuple(
        x509.load_der_x509_certificate(one.dump())
        for one in (above.certificate, *above.chain)
    )
    return Credential(_plain(made), tuple(_plain(one) for one in chain), key)


def _plain(certificate: x509.Certificate) -> asn1_x509.Certificate:
    der = certificate.public_bytes(Encoding.DER)
    return asn1_x509.Certificate.load(der)


def _digest(signer: cms.SignerInfo, name: str) -> None:
    signer["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": name})


def _envelope_says(change: Callable[[cms.SignerInfo], None]) -> Imposture:
    genuine = sealed(prepared(pki.plain_sheet()), pki.sealers(), pki.manner())

    def turn(signed: cms.SignedData) -> None:
        change(signed["signer_infos"][0])

    sheet = changed_envelope(genuine, pki.REVIEW, turn)
    return Imposture(
        sheet, _record(sheet, pki.sealers()), Reason.CONTENT_CHANGED, pki.trust()
    )
