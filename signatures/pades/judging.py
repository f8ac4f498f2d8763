"""Judging one signature: content, later changes, chain and time, each by its own rule.

Time works backwards. A chain is judged at the earliest moment by which the signature is
proven to have existed: its own time stamp, else the register's, else now. A document
time stamp does the same for everything that lies before it, time stamps included.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from asn1crypto import cms
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)

from signatures.pades.credentials import name_part
from signatures.pades.digests import fingerprint
from signatures.pades.strictness import strict_policy
from signatures.pades.trust import Trust
from signatures.pades.verdicts import (
    Objection,
    Reason,
    Revocation,
    SignatureFinding,
    SignatureKind,
)

Status = PdfSignatureStatus | DocumentTimestampStatus

OUT_OF_TIME = (
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
)


@dataclass(frozen=True)
class Circumstances:
    """What a signature is judged by.

    Attributes:
        trust: anchors, and the lists that the checker itself brings along.
        embedded: revocation lists from the file's own security store.
        control: the earliest moment by which everything so far is proven to exist.
        is_newest: whether no other signature follows.
    """

    trust: Trust
    embedded: tuple[bytes, ...]
    control: datetime
    is_newest: bool

    def attempts(self) -> Iterator[tuple[Trust, Trust]]:
        """Ways to judge (a signer's chain, a time-stamper's chain), the best first.

        Our own lists come before the file's; without any that fit, the chain alone is
        judged, and the finding says that revocation was not checked.
        """
        bare = self.trust.with_lists(())
        if self.trust.lists:
            yield self.trust, self.trust
        if self.embedded:
            yield self.trust.with_lists(self.embedded), self.trust
        yield bare, bare


def judge(embedded: EmbeddedPdfSignature, by: Circumstances) -> SignatureFinding:
    """Judge a seal or a document time stamp.

    Raises:
        Exception: whatever the library raises on a malformed signature; the caller
            counts that as a refusal.
    """
    if embedded.sig_object_type == "/DocTimeStamp":
        return _judge_time_stamp(embedded, by)
    return _judge_seal(embedded, by)


def field_of(embedded: EmbeddedPdfSignature) -> str:
    """The full name of the field as a plain string: the library's holds on to the file."""
    return str(embedded.fq_name)


def stamped_at(embedded: EmbeddedPdfSignature) -> datetime | None:
    """The time in the time stamp of a signature, or of a document time stamp."""
    content = embedded.signed_data["encap_content_info"]
    if content["content_type"].native == "tst_info":
        return _moment(content)
    unsigned = embedded.signer_info["unsigned_attrs"]
    for attribute in unsigned or ():
        if attribute["type"].native == "signature_time_stamp_token":
            token: cms.ContentInfo = attribute["values"][0]
            return _moment(token["content"]["encap_content_info"])
    return None


def _moment(content: cms.EncapsulatedContentInfo) -> datetime:
    moment = content["content"].parsed["gen_time"].native
    if not isinstance(moment, datetime):
        raise TypeError("a time stamp without a time")
    return moment.astimezone(UTC)


def _claimed(embedded: EmbeddedPdfSignature) -> datetime | None:
    claimed = embedded.self_reported_timestamp
    return None if claimed is None else claimed.astimezone(UTC)


def _judge_seal(embedded: EmbeddedPdfSignature, by: Circumstances) -> SignatureFinding:
    stamp = stamped_at(embedded)
    moment = min(stamp, by.control) if stamp is not None else by.control
    status, trust = _seal_status(embedded, by, moment)
    return replace(
        _finding(embedded, status, trust),
        kind=SignatureKind.SEAL,
        claimed_at=_claimed(embedded),
        stamped_at=stamp,
        objections=(
            *_content_objections(status, embedded, by),
            *_chain_objections(status, embedded, unchecked=_unchecked(trust, by)),
            *_time_objections(status, embedded),
            *_late(stamp, embedded, by),
        ),
    )


def _seal_status(
    embedded: EmbeddedPdfSignature, by: Circumstances, moment: datetime
) -> tuple[PdfSignatureStatus, Trust]:
    """The library's view, with the first lists that settle the question."""
    for trust, stamper_trust in by.attempts():
        status = validate_pdf_signature(
            embedded,
            trust.context(moment, looks_back=True),
            ts_validation_context=stamper_trust.context(by.control, looks_back=True),
            diff_policy=strict_policy(),
        )
        if _is_settled(status):
            break
    return status, trust


def _is_settled(status: PdfSignatureStatus) -> bool:
    """Chains and revocation are known: other lists would not change a thing.

    What was appended since does not matter here; asking on because of it would end
    without any list, and blame the lists too.
    """
    stamp = status.timestamp_validity
    return status.revoked or (status.trusted and (stamp is None or stamp.trusted))


def _judge_time_stamp(
    embedded: EmbeddedPdfSignature, by: Circumstances
) -> SignatureFinding:
    for trust, _ in by.attempts():
        status = validate_pdf_timestamp(
            embedded,
            trust.context(by.control, looks_back=True),
            diff_policy=strict_policy(),
        )
        if status.trusted or status.revoked:
            break
    return replace(
        _finding(embedded, status, trust),
        kind=SignatureKind.TIME_STAMP,
        stamped_at=status.timestamp.astimezone(UTC),
        objections=(
            *_content_objections(status, embedded, by),
            *_chain_objections(status, embedded, unchecked=_unchecked(trust, by)),
            *_late(status.timestamp, embedded, by),
        ),
    )


def _unchecked(used: Trust, by: Circumstances) -> bool:
    """We brought lists along and none of them could be used."""
    return bool(by.trust.lists) and not used.lists


def _late(
    stamp: datetime | None, embedded: EmbeddedPdfSignature, by: Circumstances
) -> Iterator[Objection]:
    """A time stamp cannot be younger than what is proven to follow it."""
    if stamp is not None and stamp > by.control:
        yield Objection(Reason.TIME_STAMP_WRONG, field_of(embedded), stamp.isoformat())


def _finding(
    embedded: EmbeddedPdfSignature, status: Status, trust: Trust
) -> SignatureFinding:
    certificate = embedded.signer_cert
    revocation = Revocation.NOT_CHECKED
    if status.revoked:
        revocation = Revocation.REVOKED
    elif trust.lists and status.trusted:
        revocation = Revocation.GOOD
    return SignatureFinding(
        field=field_of(embedded),
        kind=SignatureKind.UNKNOWN,
        signer=name_part(certificate.subject, "common_name"),
        organisation=name_part(certificate.subject, "organization_name"),
        issuer=name_part(certificate.issuer, "common_name"),
        fingerprint=fingerprint(certificate),
        revocation=revocation,
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
    )


def _content_objections(
    status: Status, embedded: EmbeddedPdfSignature, by: Circumstances
) -> Iterator[Objection]:
    """What was signed, and what was appended to it since."""
    field = field_of(embedded)
    if not status.intact:
        yield Objection(Reason.CONTENT_CHANGED, field)
    elif not status.valid:
        yield Objection(Reason.SIGNATURE_WRONG, field)
    coverage = status.coverage
    if coverage is None or coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        yield Objection(Reason.PARTLY_COVERED, field)
        return
    if coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return
    if embedded.signed_revision == embedded.reader.xrefs.total_revisions - 1:
        yield Objection(Reason.TRAILING_BYTES, field)
        return
    level = status.modification_level
    if level is None or level is ModificationLevel.OTHER or status.docmdp_ok is False:
        yield Objection(Reason.CHANGED_AFTER_SEAL, field, level.name if level else "")
    elif by.is_newest and level > ModificationLevel.LTA_UPDATES:
        yield Objection(Reason.CHANGED_AFTER_LAST_SEAL, field, level.name)


def _chain_objections(
    status: Status, embedded: EmbeddedPdfSignature, *, unchecked: bool
) -> Iterator[Objection]:
    """The way from the certificate to a pinned root."""
    field, problem = field_of(embedded), status.trust_problem_indic
    particulars = str(getattr(problem, "name", ""))
    if status.revoked:
        yield Objection(Reason.CERTIFICATE_REVOKED, field, particulars)
    elif status.trusted and unchecked:
        yield Objection(Reason.REVOCATION_UNKNOWN, field)
    elif status.trusted:
        return
    elif problem in OUT_OF_TIME:
        yield Objection(Reason.CERTIFICATE_NOT_VALID_THEN, field, particulars)
    elif problem is None and not (status.intact and status.valid):
        return  # over a broken signature nobody walks the way, so nothing is said of it
    else:
        yield Objection(Reason.NOT_TRUSTED, field, particulars)


def _time_objections(
    status: PdfSignatureStatus, embedded: EmbeddedPdfSignature
) -> Iterator[Objection]:
    """The time stamp of the signature, and constraints of the field."""
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid and stamp.trusted):
        yield Objection(Reason.TIME_STAMP_WRONG, field_of(embedded))
    if not status.seed_value_ok:
        yield Objection(Reason.SIGNATURE_WRONG, field_of(embedded), "seed value")
