"""A line of words signed by a key of the house: signed data (RFC 5652) that holds its words.

It is never detached, so that nobody can hang it on a PDF as a signature.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp, x509
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator import CertificateValidator

from signatures.pades.credentials import Credential
from signatures.pades.trust import Trust


@dataclass(frozen=True, slots=True)
class SignedWords:
    """What was said and by whom; `problem` is empty where all of it holds."""

    said: bytes
    certificate: x509.Certificate | None
    problem: str = ""


def read_words(
    signed: bytes, *, trust: Trust, moment_of: Callable[[bytes], datetime | None]
) -> SignedWords:
    """Read words that `signed_words` made, perhaps a stranger's; a fault is an answer.

    Args:
        signed: DER.
        trust: the pinned roots; revocation lists of certificates are not asked.
        moment_of: the moment that the words name, at which the certificate must count.

    """
    try:
        content = cms.ContentInfo.load(signed, strict=True)
        data: cms.SignedData = content["content"]
        (signer,) = data["signer_infos"]
        said = bytes(data["encap_content_info"]["content"].native)
        others = [one.chosen for one in data["certificates"]]
        certificate = _signer_of(signer, others)
        digest = sha256(said).digest()
        intact, valid = validate_sig_integrity(signer, certificate, "data", digest)
    except Exception as error:  # noqa: BLE001  # hostile bytes may break any reader
        return SignedWords(b"", None, type(error).__name__)
    if not (intact and valid):
        return SignedWords(said, certificate, "signature_wrong")
    moment = moment_of(said)
    if moment is None or not _is_trusted(certificate, others, trust, moment):
        return SignedWords(said, certificate, "not_trusted")
    return SignedWords(said, certificate)


def _signer_of(
    signer: cms.SignerInfo, certificates: list[x509.Certificate]
) -> x509.Certificate:
    """The certificate that the signer names, by issuer, number and its own digest."""
    named = signer["sid"].chosen
    (own,) = (
        one["values"][0]["certs"][0]["cert_hash"].native
        for one in signer["signed_attrs"]
        if one["type"].native == "signing_certificate_v2"
    )
    (found,) = (
        one
        for one in certificates
        if one.issuer == named["issuer"]
        and one.serial_number == named["serial_number"].native
        and sha256(one.dump()).digest() == own
    )
    return found


def _is_trusted(
    certificate: x509.Certificate,
    others: list[x509.Certificate],
    trust: Trust,
    moment: datetime,
) -> bool:
    validator = CertificateValidator(
        certificate, others, validation_context=trust.with_lists(()).context(moment)
    )
    try:
        asyncio.run(validator.async_validate_usage(set()))
    except Exception:  # noqa: BLE001  # a stranger's chain may break any reader
        return False
    return True


def signed_words(
    words: bytes, credential: Credential, sign: Callable[[bytes], bytes]
) -> bytes:
    """Words, signature and certificates as one piece of DER.

    Args:
        words: what is said.
        credential: whose certificate goes with it.
        sign: the way to its key: bytes to signature.

    """
    certificate = credential.certificate
    reference = tsp.SigningCertificateV2(
        {"certs": [{"cert_hash": sha256(certificate.dump()).digest()}]}
    )
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": kind, "values": [value]})
            for kind, value in (
                ("content_type", "data"),
                ("message_digest", sha256(words).digest()),
                ("signing_certificate_v2", reference),
            )
        ]
    )
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    identity = {
        "issuer": certificate.issuer,
        "serial_number": certificate.serial_number,
    }
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", identity),
            "digest_algorithm": digest,
            "signature_algorithm": {"algorithm": credential.key.mechanism},
            "signed_attrs": attributes,
            "signature": sign(attributes.dump()),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {
                "content_type": "data",
                "content": core.OctetString(words),
            },
            "certificates": [certificate, *credential.chain[:-1]],
            "signer_infos": [signer],
        }
    )
    return bytes(
        cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    )
