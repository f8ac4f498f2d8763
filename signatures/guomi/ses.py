"""EXPERIMENTAL: electronic seals and their signatures (GB/T 38540-2020, version 4).

A seal (SESeal) binds a picture to certificates and is signed by who made it; a signature
(SES_Signature) is over the seal and the digest of what is sealed. Structure and rules follow
public descriptions; the text of the standard was not at hand.
"""

from collections.abc import Sequence as Many
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from asn1crypto import x509
from asn1crypto.core import (
    Boolean,
    GeneralizedTime,
    IA5String,
    Integer,
    ObjectIdentifier,
    OctetBitString,
    OctetString,
    Sequence,
    SequenceOf,
    UTF8String,
)

from signatures.guomi.certificates import (
    SM2_WITH_SM3,
    counts_at,
    is_issued_by,
    public_of,
)
from signatures.guomi.sm2 import Sm2Key, verifies

# fields as the ASN.1 library wants them

VERSION: Final = 4
MADE_BY: Final = "LSTEST"
"""Of whom the header says that they made the seal: nobody who is registered."""

DIGEST_BYTES: Final = 32
# Before the bits of a signature: none of them is unused (X.690, 8.6.2.2).
WHOLE_OCTETS: Final = b"\0"
UNIT_SEAL: Final = 1
CERTIFICATES: Final = 1
OPTIONAL = {"explicit": 0, "optional": True}


class Header(Sequence):
    """SES_Header."""

    _fields = [("ID", IA5String), ("version", Integer), ("Vid", IA5String)]


class CertificateList(SequenceOf):
    """CertInfoList: the certificates whose keys may use the seal."""

    _child_spec = OctetString


class Property(Sequence):
    """SES_ESPropertyInfo."""

    _fields = [
        ("type", Integer),
        ("name", UTF8String),
        ("certListType", Integer),
        ("certList", CertificateList),
        ("createDate", GeneralizedTime),
        ("validStart", GeneralizedTime),
        ("validEnd", GeneralizedTime),
    ]


class PictureInfo(Sequence):
    """SES_ESPictrueInfo; width and height in mm."""

    _fields = [
        ("type", IA5String),
        ("data", OctetString),
        ("width", Integer),
        ("height", Integer),
    ]


class Extension(Sequence):
    """ExtData."""

    _fields = [
        ("extnID", ObjectIdentifier),
        ("critical", Boolean, {"default": False}),
        ("extnValue", OctetString),
    ]


class Extensions(SequenceOf):
    """ExtensionDatas."""

    _child_spec = Extension


class SealInfo(Sequence):
    """SES_SealInfo."""

    _fields = [
        ("header", Header),
        ("esID", IA5String),
        ("property", Property),
        ("picture", PictureInfo),
        ("extDatas", Extensions, OPTIONAL),
    ]


class SESeal(Sequence):
    """SESeal: the seal, signed by who made it."""

    _fields = [
        ("eSealInfo", SealInfo),
        ("cert", OctetString),
        ("signAlgID", ObjectIdentifier),
        ("signedValue", OctetBitString),
    ]


class ToSign(Sequence):
    """TBS_Sign: what the key of the seal signs."""

    _fields = [
        ("version", Integer),
        ("eseal", SESeal),
        ("timeInfo", GeneralizedTime),
        ("dataHash", OctetBitString),
        ("propertyInfo", IA5String),
        ("extDatas", Extensions, OPTIONAL),
    ]


class SESSignature(Sequence):
    """SES_Signature."""

    _fields = [
        ("toSign", ToSign),
        ("cert", OctetString),
        ("signatureAlgID", ObjectIdentifier),
        ("signature", OctetBitString),
        ("timeStamp", OctetBitString, OPTIONAL),
    ]


@dataclass(frozen=True, slots=True)
class Image:
    """The picture of a seal: kind of file, bytes, size in whole mm."""

    kind: str
    data: bytes
    width_mm: int
    height_mm: int


@dataclass(frozen=True)
class Said:
    """What an electronic seal in a file says, and what is wrong with it.

    Attributes:
        name: of the seal.
        certificate: of the key that signed.
        at: the time that the signer claims.
        faults: empty when it holds.
    """

    name: str
    certificate: x509.Certificate
    at: datetime
    faults: tuple[str, ...]


def make_seal(
    name: str,
    image: Image,
    users: Many[x509.Certificate],
    maker: tuple[x509.Certificate, Sm2Key],
    *,
    at: datetime,
) -> bytes:
    """A seal that the keys of these certificates may use for three years, DER."""
    certificate, key = maker
    begin = _second(at)
    info = SealInfo(
        {
            "header": {"ID": "ES", "version": VERSION, "Vid": MADE_BY},
            "esID": f"{users[0].serial_number:020d}",
            "property": {
                "type": UNIT_SEAL,
                "name": name,
                "certListType": CERTIFICATES,
                "certList": [one.dump() for one in users],
                "createDate": begin,
                "validStart": begin,
                "validEnd": begin + timedelta(days=3 * 365),
            },
            "picture": {
                "type": image.kind,
                "data": image.data,
                "width": image.width_mm,
                "height": image.height_mm,
            },
        }
    )
    made = {
        "eSealInfo": info,
        "cert": certificate.dump(),
        "signAlgID": SM2_WITH_SM3,
        "signedValue": key.sign(info.dump()),
    }
    return bytes(SESeal(made).dump())


def to_sign(eseal: bytes, digest: bytes, where: str, *, at: datetime) -> bytes:
    """What the key of a seal signs for a digest (SM3, 32 bytes), DER."""
    told = {
        "version": VERSION,
        "eseal": SESeal.load(eseal, strict=True),
        "timeInfo": _second(at),
        "dataHash": digest,
        "propertyInfo": where,
    }
    return bytes(ToSign(told).dump())


def signature_of(signed: bytes, certificate: x509.Certificate, made: bytes) -> bytes:
    """The signature with what it is over, DER."""
    told = {
        "toSign": ToSign.load(signed, strict=True),
        "cert": certificate.dump(),
        "signatureAlgID": SM2_WITH_SM3,
        "signature": made,
    }
    return bytes(SESSignature(told).dump())


def is_for(data: bytes, eseal: bytes) -> bool:
    """Whether these bytes are to be signed with this seal, and nothing else."""
    try:
        read = ToSign.load(data, strict=True)
        return bool(
            read["eseal"].dump() == eseal
            and len(read["dataHash"].native) == DIGEST_BYTES
            and read["version"].native == VERSION
        )
    except (ValueError, TypeError, KeyError):
        return False


def read_signature(der: bytes, digest: bytes) -> Said:
    """Read a signature and hold it against the digest of what it should be over.

    Raises:
        ValueError, TypeError, KeyError: this is no such signature.
    """
    read = SESSignature.load(der, strict=True)
    said, seal = read["toSign"], read["toSign"]["eseal"]
    info = seal["eSealInfo"]
    signer = x509.Certificate.load(read["cert"].native, strict=True)
    maker = x509.Certificate.load(seal["cert"].native, strict=True)
    at = said["timeInfo"].native.astimezone(UTC)
    start, end = (info["property"][name].native for name in ("validStart", "validEnd"))
    checks = {
        "version": said["version"].native == VERSION,
        "algorithm": {read["signatureAlgID"].dotted, seal["signAlgID"].dotted}
        == {SM2_WITH_SM3},
        "digest": said["dataHash"].native == digest,
        "unused bits": read["signature"].contents[:1] == WHOLE_OCTETS,
        "signature": verifies(public_of(signer), read["signature"].native, said.dump()),
        "seal": verifies(public_of(maker), seal["signedValue"].native, info.dump()),
        "not of this seal": signer.dump() in info["property"]["certList"].native,
        "not issued by the maker": is_issued_by(signer, maker),
        "out of time": start <= at <= end and counts_at(signer, at),
    }
    faults = tuple(fault for fault, is_so in checks.items() if not is_so)
    return Said(info["property"]["name"].native, signer, at, faults)


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
