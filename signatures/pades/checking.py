"""Bytes of a PDF and the register's record -> one verdict; in doubt, refused.

A PDF alone cannot prove that it is the issued file: cut back to an earlier revision it
is valid in itself. So the verdict needs both: every signature holds, and the register
knows these very bytes and these very certificates.
"""

import io
import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signatures.pades.digests import sha256_of
from signatures.pades.eseals import judge_eseal
from signatures.pades.evidence import (
    ESEAL_KIND,
    Declared,
    DeclaredSignature,
    declared_signatures,
)
from signatures.pades.judging import Circumstances, field_of, judge
from signatures.pades.trust import Trust
from signatures.pades.verdicts import (
    IssuedRecord,
    IssueStatus,
    Objection,
    Reason,
    Report,
    SignatureFinding,
    SignatureKind,
    Verdict,
)

MOST_BYTES = 300 * 1024 * 1024
HEADER_WITHIN = 1024
SEALS = (SignatureKind.SEAL, SignatureKind.EXPERIMENTAL)
KNOWN_KINDS = ("ETSI.CAdES.detached", "adbe.pkcs7.detached", "ETSI.RFC3161")

logger = logging.getLogger(__name__)


def check(
    source: bytes | Path,
    *,
    trust: Trust,
    register: IssuedRecord | None,
    at: datetime,
) -> Report:
    """Check a file against its own evidence and against the register. Never raises.

    Args:
        source: the file; run this where memory and time are limited, the file is
            somebody else's.
        trust: pinned roots, and current revocation lists if they are at hand.
        register: the record of the issue that the file claims to be, if there is one.
        at: the present, for whoever asks; time zone aware.
    """
    digest = sha256_of(source)
    with _reading(source) as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        head = stream.read(HEADER_WITHIN)
    if size > MOST_BYTES:
        return _unreadable(digest, Reason.TOO_LARGE, str(size))
    if b"%PDF-" not in head:
        return _unreadable(digest, Reason.NOT_A_PDF)
    try:
        declared = declared_signatures(source)
    except Exception as error:  # noqa: BLE001  # hostile bytes may break any reader
        return _unreadable(digest, Reason.CHECK_FAILED, type(error).__name__)
    if not declared.fields and not declared.loose:
        reasons = (Objection(Reason.NO_SIGNATURE), *_missing((), register))
        return Report(Verdict.NOT_SIGNED, digest, reasons)
    start = _start(register, digest, at)
    findings, objections = _judge_all(source, declared, trust, start)
    findings = tuple(_against_register(finding, register) for finding in findings)
    return _verdict(digest, register, findings, objections)


def _unreadable(digest: str, reason: Reason, particulars: str = "") -> Report:
    objection = Objection(reason, particulars=particulars)
    return Report(Verdict.UNREADABLE, digest, (objection,))


def _start(register: IssuedRecord | None, digest: str, at: datetime) -> datetime:
    """From when to look back: our own record proves when these bytes existed."""
    if register is None or register.issued_at is None or register.sha256 != digest:
        return at
    return min(register.issued_at, at)


def _reading(source: bytes | Path) -> BinaryIO:
    """A stream over the file; a file on disk never lies in memory as a whole."""
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _judge_all(
    source: bytes | Path, declared: Declared, trust: Trust, start: datetime
) -> tuple[tuple[SignatureFinding, ...], tuple[Objection, ...]]:
    """Judge the signatures from the newest to the oldest; report them in file order."""
    objections = []
    if declared.loose:
        objections.append(
            Objection(Reason.LOOSE_SIGNATURE, particulars=str(declared.loose))
        )
    by = Circumstances(trust, declared.lists, start, is_newest=True)
    findings: tuple[SignatureFinding, ...] = ()
    # The reader lives on in cycles; the closed stream gives its bytes back at once.
    with _reading(source) as stream:
        try:
            found = PdfFileReader(stream, strict=True).embedded_signatures
            embedded = sorted(found, key=lambda one: one.signed_revision)
        except Exception as error:  # noqa: BLE001  # hostile bytes may break any reader
            objections.append(_failure(error))
        else:
            findings = _backwards(embedded, by)
    judged = {finding.field for finding in findings}
    unjudged = tuple(
        _apart(source, one) for one in declared.fields if one.field not in judged
    )
    return (*findings, *unjudged), tuple(objections)


def _backwards(
    embedded: list[EmbeddedPdfSignature], by: Circumstances
) -> tuple[SignatureFinding, ...]:
    findings: list[SignatureFinding] = []
    for one in reversed(embedded):
        try:
            finding = judge(one, by)
        except Exception as error:  # noqa: BLE001  # malformed signatures are refused
            failure = replace(_failure(error), field=field_of(one))
            finding = SignatureFinding(
                field_of(one), SignatureKind.UNKNOWN, objections=(failure,)
            )
        findings.append(finding)
        proven = finding.stamped_at
        if finding.kind is SignatureKind.TIME_STAMP and finding.holds and proven:
            by = replace(by, control=min(by.control, proven))
        by = replace(by, is_newest=False)
    return tuple(reversed(findings))


def _failure(error: Exception) -> Objection:
    logger.info("a signature could not be checked: %r", error)
    return Objection(Reason.CHECK_FAILED, particulars=type(error).__name__)


def _apart(source: bytes | Path, declared: DeclaredSignature) -> SignatureFinding:
    """A signature that the library does not know: an experimental seal, or refused."""
    if declared.kind != ESEAL_KIND or not declared.has_contents:
        return _unjudged(declared)
    try:
        return judge_eseal(source, declared)
    except Exception as error:  # noqa: BLE001  # malformed seals are refused
        failure = replace(_failure(error), field=declared.field)
        return SignatureFinding(
            declared.field, SignatureKind.EXPERIMENTAL, objections=(failure,)
        )


def _unjudged(declared: DeclaredSignature) -> SignatureFinding:
    """A signature that the file declares and the library did not judge."""
    if not declared.has_contents:
        reason = Reason.CONTENTS_UNREADABLE
    elif declared.kind in KNOWN_KINDS:
        reason = Reason.CHECK_FAILED
    else:
        reason = Reason.UNKNOWN_KIND
    objection = Objection(reason, declared.field, declared.kind)
    return SignatureFinding(
        declared.field, SignatureKind.UNKNOWN, objections=(objection,)
    )


def _against_register(
    finding: SignatureFinding, register: IssuedRecord | None
) -> SignatureFinding:
    """Only registered certificates in their own fields count as seals."""
    if register is None or finding.kind not in SEALS:
        return finding
    registered = register.seals.get(finding.field)
    if registered == finding.fingerprint:
        return finding
    reason = Reason.NOT_IN_REGISTER if registered is None else Reason.OTHER_CERTIFICATE
    objection = Objection(reason, finding.field, finding.fingerprint)
    return replace(finding, objections=(*finding.objections, objection))


def _missing(
    findings: tuple[SignatureFinding, ...], register: IssuedRecord | None
) -> tuple[Objection, ...]:
    if register is None:
        return ()
    present = {finding.field for finding in findings}
    return tuple(
        Objection(Reason.SEAL_MISSING, field)
        for field in register.seals
        if field not in present
    )


def _verdict(
    digest: str,
    register: IssuedRecord | None,
    findings: tuple[SignatureFinding, ...],
    objections: tuple[Objection, ...],
) -> Report:
    reasons = (
        *objections,
        *(objection for finding in findings for objection in finding.objections),
        *_missing(findings, register),
    )
    notes = _experimental(findings)
    is_covered = any(one.kind is SignatureKind.SEAL for one in findings)
    if reasons or (notes and not is_covered):
        return Report(Verdict.INVALID, digest, (*reasons, *notes), findings)
    verdict, reason = _standing(digest, register)
    noted = () if reason is None else (Objection(reason),)
    return Report(verdict, digest, (*noted, *notes), findings)


def _experimental(findings: tuple[SignatureFinding, ...]) -> tuple[Objection, ...]:
    """What is said of seals that no common reader judges; alone they prove nothing."""
    return tuple(
        Objection(Reason.EXPERIMENTAL_SEAL, one.field)
        for one in findings
        if one.kind is SignatureKind.EXPERIMENTAL
    )


def _standing(
    digest: str, register: IssuedRecord | None
) -> tuple[Verdict, Reason | None]:
    """What the register says of a file whose signatures all hold."""
    if register is None:
        return Verdict.VALID_NOT_ISSUED, Reason.NOT_REGISTERED
    if register.sha256 != digest:
        return Verdict.VALID_NOT_ISSUED, Reason.NOT_THE_ISSUED_BYTES
    match register.status:
        case IssueStatus.SUPERSEDED:
            return Verdict.SUPERSEDED, Reason.ISSUE_SUPERSEDED
        case IssueStatus.REVOKED:
            return Verdict.REVOKED, Reason.ISSUE_REVOKED
        case IssueStatus.CURRENT:
            return Verdict.IDENTICAL_TO_ISSUED, None
