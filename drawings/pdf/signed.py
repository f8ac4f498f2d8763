"""Signatures of an uploaded PDF: what they claim, and whether their bytes are intact.

Told from the bytes as they came in, never from a mended copy. Trust is not asked here.
"""

import hashlib
import re
from collections.abc import Iterator

import pikepdf
from asn1crypto import cms

from drawings.pdf.appearances import words_of
from drawings.pdf.found import Coverage, Integrity, SignatureFound

VALUE = re.compile(rb"(?s).?\s*<[0-9A-Fa-f\s]*>\s*.?")
DEEPEST, MOST_SIGNATURES = 60, 500
LONGEST_NAME = 200
TIME_STAMP = "ETSI.RFC3161"
# The digest of the bytes stands inside of the signed content, not beside it.
ENVELOPED = "adbe.pkcs7.sha1"
Spans = tuple[tuple[int, int], tuple[int, int]]


def signatures_of(document: pikepdf.Pdf, data: bytes) -> tuple[SignatureFound, ...]:
    """The signatures of a document: those of its form, and any that no field names.

    Args:
        document: the file, opened.
        data: its bytes as they came in.

    """
    found: list[SignatureFound] = []
    seen: set[tuple[int, int]] = set()
    form = document.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    for name, field in _fields(fields, "", 0):
        value = field.get("/V")
        if str(field.get("/FT", "")) == "/Sig" and isinstance(
            value, pikepdf.Dictionary
        ):
            seen.add(value.objgen)
            found.append(_signature(name, value, data))
    found.extend(
        _signature("", other, data)
        for other in document.objects
        if isinstance(other, pikepdf.Dictionary)
        and "/ByteRange" in other
        and "/Contents" in other
        and other.objgen not in seen
    )
    return tuple(found[:MOST_SIGNATURES])


def _fields(
    fields: object, prefix: str, depth: int
) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    if not isinstance(fields, pikepdf.Array) or depth > DEEPEST:
        return
    for field in fields:
        if not isinstance(field, pikepdf.Dictionary):
            continue
        own = words_of(field.get("/T"))
        name = f"{prefix}.{own}" if prefix and own else prefix or own
        yield name, field
        yield from _fields(field.get("/Kids"), name, depth + 1)


def _signature(name: str, value: pikepdf.Dictionary, data: bytes) -> SignatureFound:
    subfilter = words_of(value.get("/SubFilter")).lstrip("/")
    spans, coverage = _covered(value, data)
    signed = _signed_data(value)
    signer = _certified_name(signed) if signed is not None else ""
    integrity = Integrity.UNCHECKED
    if spans is not None and spans[1][0] + spans[1][1] > len(data):
        integrity = Integrity.ALTERED  # bytes that were signed are gone
    elif signed is not None and spans is not None:
        covered = [data[start : start + length] for start, length in spans]
        integrity = _integrity(signed, covered, subfilter)
    return SignatureFound(
        field=name[:LONGEST_NAME],
        signer=(signer or words_of(value.get("/Name")))[:LONGEST_NAME],
        subfilter=subfilter[:LONGEST_NAME],
        date=words_of(value.get("/M"))[:LONGEST_NAME],
        reason=words_of(value.get("/Reason"))[:LONGEST_NAME],
        coverage=coverage,
        integrity=integrity,
    )


def _covered(value: pikepdf.Dictionary, data: bytes) -> tuple[Spans | None, Coverage]:
    """The two spans of bytes that are signed: all but the hole for the value itself."""
    listed = value.get("/ByteRange")
    if not isinstance(listed, pikepdf.Array):
        return None, Coverage.BROKEN
    try:
        numbers = [int(each) for each in list(listed)]
    except (TypeError, ValueError):
        return None, Coverage.BROKEN
    if len(numbers) != 4 or min(numbers) < 0:
        return None, Coverage.BROKEN
    start, first, second, last = numbers
    end = second + last
    if start != 0 or not first < second:
        return None, Coverage.BROKEN
    spans = ((0, first), (second, last))
    # The hole is exactly the value, with its brackets or just inside of them: else
    # something hides in it.
    if end > len(data) or not VALUE.fullmatch(data[first - 1 : second + 1]):
        return spans, Coverage.BROKEN
    rest = data[end:].strip(b"\r\n\x00 ")
    return spans, Coverage.EARLIER if rest else Coverage.WHOLE


def _signed_data(value: pikepdf.Dictionary) -> cms.SignedData | None:
    try:
        outer = cms.ContentInfo.load(bytes(value["/Contents"]))
        if outer["content_type"].native != "signed_data":
            return None
        return outer["content"]
    except (ValueError, TypeError, KeyError, IndexError):
        return None


def _certified_name(signed: cms.SignedData) -> str:
    """The common name, else the whole name, in the signer's certificate."""
    try:
        subject = _certificate(signed).subject
        return str(subject.native.get("common_name") or subject.human_friendly)
    except (ValueError, TypeError, KeyError, LookupError, AttributeError):
        return ""


def _certificate(signed: cms.SignedData) -> "cms.Certificate":
    """The certificate that the signature names as its signer's."""
    wanted = signed["signer_infos"][0]["sid"]
    for choice in signed["certificates"]:
        found = choice.chosen
        if wanted.name == "issuer_and_serial_number":
            matches = (
                found.serial_number == wanted.chosen["serial_number"].native
                and found.issuer == wanted.chosen["issuer"]
            )
        else:
            matches = found.key_identifier == wanted.native
        if matches:
            return found
    raise LookupError("no certificate of the signer")


def _integrity(
    signed: cms.SignedData, covered: list[bytes], subfilter: str
) -> Integrity:
    """Whether digest and signature value fit the bytes.

    The digest alone proves nothing: whoever alters the bytes can write a new one. The
    value over it can be made with the signer's key only.
    """
    # Costs half a second to import, and few drawings come in signed.
    from pyhanko.sign.validation.generic_cms import (  # noqa: PLC0415
        validate_sig_integrity,
    )

    try:
        info = signed["signer_infos"][0]
        algorithm = info["digest_algorithm"]["algorithm"].native
        content = signed["encap_content_info"]
        expected = content["content_type"].native
        if subfilter in (TIME_STAMP, ENVELOPED):
            if not _holds_digest(content, covered, subfilter):
                return Integrity.ALTERED
            inside = content["content"].parsed if subfilter == TIME_STAMP else None
            raw = inside.dump() if inside is not None else content["content"].native
            digest = _digest(algorithm, [raw])
        else:
            digest = _digest(algorithm, covered)
        intact, valid = validate_sig_integrity(
            info, _certificate(signed), expected, digest
        )
    except Exception:  # noqa: BLE001  a stranger's structure may break the library anywhere
        return Integrity.UNCHECKED
    return Integrity.INTACT if intact and valid else Integrity.ALTERED


def _holds_digest(
    content: cms.EncapsulatedContentInfo, covered: list[bytes], subfilter: str
) -> bool:
    if subfilter == ENVELOPED:
        return bool(content["content"].native == _digest("sha1", covered))
    imprint = content["content"].parsed["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    return bool(imprint["hashed_message"].native == _digest(algorithm, covered))


def _digest(algorithm: str, parts: list[bytes]) -> bytes:
    digest = hashlib.new(algorithm)
    for part in parts:
        digest.update(part)
    return digest.digest()
