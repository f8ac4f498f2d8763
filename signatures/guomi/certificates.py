"""EXPERIMENTAL: X.509 certificates with SM2 keys, made for tests and read for checking."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from asn1crypto import core, keys, x509

from signatures.guomi.sm2 import Point, Sm2Key, packed, point_of, verifies

SM2_WITH_SM3: Final = "1.2.156.10197.1.501"
SM2_CURVE: Final = "1.2.156.10197.1.301"
CURVE_DER: Final = core.ObjectIdentifier(SM2_CURVE).dump()
YEAR: Final = timedelta(days=365)


def make_certificate(
    name: str, key: Sm2Key, issuer: tuple[str, Sm2Key], *, at: datetime
) -> x509.Certificate:
    """A certificate for three years, signed by the issuer (its name and key)."""
    above, signing = issuer
    statement = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(63),
            "signature": {"algorithm": SM2_WITH_SM3},
            "issuer": _name(above),
            "validity": {
                "not_before": _time(at),
                "not_after": _time(at + 3 * YEAR),
            },
            "subject": _name(name),
            "subject_public_key_info": {
                "algorithm": {
                    "algorithm": "ec",
                    "parameters": keys.ECDomainParameters("named", SM2_CURVE),
                },
                "public_key": keys.ECPointBitString(packed(key.public)),
            },
        }
    )
    return x509.Certificate(
        {
            "tbs_certificate": statement,
            "signature_algorithm": {"algorithm": SM2_WITH_SM3},
            "signature_value": core.OctetBitString(signing.sign(statement.dump())),
        }
    )


def public_of(certificate: x509.Certificate) -> Point:
    """The point in a certificate.

    Raises:
        ValueError: its key is not of SM2.
    """
    told = certificate["tbs_certificate"]["subject_public_key_info"]
    curve = getattr(told["algorithm"]["parameters"], "chosen", None)
    if getattr(curve, "dotted", "") != SM2_CURVE:
        raise ValueError("no SM2 key")
    return point_of(bytes(told["public_key"].native))


def has_sm2(certificate: bytes) -> bool:
    """Whether a certificate (DER) is of an SM2 key."""
    return CURVE_DER in certificate


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's key signed the certificate."""
    return verifies(
        public_of(issuer),
        bytes(certificate["signature_value"].native),
        certificate["tbs_certificate"].dump(),
    )


def counts_at(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether a moment lies within the certificate's time."""
    validity = certificate["tbs_certificate"]["validity"]
    begin, end = (validity[name].native for name in ("not_before", "not_after"))
    return bool(begin <= at <= end)


def _name(common: str) -> x509.Name:
    told = {
        "country_name": "CN",
        "organization_name": "联审测试",
        "common_name": common,
    }
    return x509.Name.build(told)


def _time(at: datetime) -> x509.Time:
    return x509.Time("utc_time", at.astimezone(UTC).replace(microsecond=0))
