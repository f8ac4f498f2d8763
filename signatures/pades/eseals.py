"""EXPERIMENTAL: an electronic seal of GB/T 38540 in a signature field, and its judgement.

No registered /SubFilter for it is known, so ours is a placeholder that no common reader
judges. It never stands alone: a PAdES seal that is set after it covers it.
"""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from asn1crypto import parser
from cryptography.hazmat.primitives.hashes import SM3, Hash
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import cms_embedder, pdf_byterange

from signatures.guomi.ses import read_signature, signature_of, to_sign
from signatures.pades.appending import appending
from signatures.pades.canvas import Picture
from signatures.pades.credentials import Credential, name_part
from signatures.pades.digests import fingerprint
from signatures.pades.evidence import ESEAL_KIND, DeclaredSignature
from signatures.pades.fields import empty_field
from signatures.pades.stamps import SealStyle
from signatures.pades.verdicts import (
    Objection,
    Reason,
    SignatureFinding,
    SignatureKind,
)

FILTER: Final = "/GM.PKILite"
WHERE: Final = "byteRange"
ROOM: Final = 4096
"""Bytes beside the seal itself: certificate, signature, frames."""

PIECE: Final = 1024 * 1024
TAIL: Final = 32


def seal_into(
    path: Path,
    field: str,
    credential: Credential,
    eseal: bytes,
    *,
    picture: Picture,
    at: datetime,
) -> None:
    """Set an electronic seal into an empty field; the file grows in place.

    Args:
        path: the prepared file, without any PAdES seal yet.
        field: name of an empty field.
        credential: the SM2 key and its certificate.
        eseal: the seal (SESeal, DER), which names the certificate.
        picture: what the field shows.
        at: the time that the signer claims.

    Raises:
        PadesError: the file cannot be sealed so; it is as it was before.
    """
    with appending(path) as stream:
        writer, rotation = empty_field(stream, field)
        steps = cms_embedder.PdfCMSEmbedder().write_cms(
            field_name=field, writer=writer, existing_fields_only=True
        )
        next(steps)
        placeholder = pdf_byterange.PdfSignedData(
            obj_type=generic.pdf_name("/Sig"),
            subfilter=SigSeedSubFilter.PADES,
            timestamp=at,
            bytes_reserved=2 * (len(eseal) + ROOM),
        )
        placeholder["/SubFilter"] = generic.pdf_name(f"/{ESEAL_KIND}")
        placeholder["/Filter"] = generic.pdf_name(FILTER)
        look = cms_embedder.SigAppearanceSetup(
            style=SealStyle(picture=picture, rotation=rotation),
            timestamp=at,
            name=field,
        )
        steps.send(
            cms_embedder.SigObjSetup(sig_placeholder=placeholder, appearance_setup=look)
        )
        prepared, output = steps.send(
            cms_embedder.SigIOSetup(md_algorithm="sm3", in_place=True)
        )
        signed = to_sign(eseal, prepared.document_digest, WHERE, at=at)
        made = credential.key.sign(signed)
        prepared.fill_with_cms(
            output, signature_of(signed, credential.certificate, made)
        )


def judge_eseal(source: bytes | Path, declared: DeclaredSignature) -> SignatureFinding:
    """Judge an electronic seal by itself: bytes, seal, certificate. Its chain is not.

    Raises:
        Exception: whatever malformed bytes raise; the caller counts that as a refusal.
    """
    opened = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    with opened as stream:
        is_whole = _is_whole(stream, declared)
        digest = _digest(stream, declared.span)
    said = read_signature(_der(declared.contents), digest)
    objections = [
        Objection(
            Reason.CONTENT_CHANGED if fault == "digest" else Reason.SIGNATURE_WRONG,
            declared.field,
            fault,
        )
        for fault in said.faults
    ]
    if not is_whole:
        objections.append(Objection(Reason.PARTLY_COVERED, declared.field))
    certificate = said.certificate
    return SignatureFinding(
        field=declared.field,
        kind=SignatureKind.EXPERIMENTAL,
        signer=name_part(certificate.subject, "common_name"),
        organisation=name_part(certificate.subject, "organization_name"),
        issuer=name_part(certificate.issuer, "common_name"),
        fingerprint=fingerprint(certificate),
        claimed_at=said.at.astimezone(UTC),
        objections=tuple(objections),
    )


def _is_whole(stream: BinaryIO, declared: DeclaredSignature) -> bool:
    """Everything of its revision is covered but the place of the seal itself."""
    if len(declared.span) != 4:
        return False
    begin, first, second, last = declared.span
    size = stream.seek(0, io.SEEK_END)
    if begin != 0 or not 0 < first < second or last <= 0 or second + last > size:
        return False
    stream.seek(first)
    gap = stream.read(second - first)
    if gap[:1] + gap[-1:] != b"<>" or bytes.fromhex(gap[1:-1].decode()) != (
        declared.contents
    ):
        return False
    stream.seek(second + last - min(TAIL, last))
    return stream.read(min(TAIL, last)).rstrip().endswith(b"%%EOF")


def _digest(stream: BinaryIO, span: tuple[int, ...]) -> bytes:
    total = Hash(SM3())
    for start, length in zip(span[::2], span[1::2], strict=True):
        stream.seek(start)
        left = length
        while left > 0 and (piece := stream.read(min(PIECE, left))):
            total.update(piece)
            left -= len(piece)
    return total.finalize()


def _der(contents: bytes) -> bytes:
    """What stands in the place of the seal, without the zeros behind it."""
    length = parser.peek(contents)
    if any(contents[length:]):
        raise ValueError("something stands behind the seal")
    return contents[:length]
