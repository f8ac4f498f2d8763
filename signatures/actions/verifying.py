"""Give a verdict on a file that somebody holds: its own evidence and our register.

Nothing is written; the bytes are checked in a limited process and thrown away.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from signatures import keys
from signatures.models import IssuedFile
from signatures.pades.digests import sha256_of
from signatures.pades.verdicts import IssuedRecord, IssueStatus, Report
from signatures.verifier import check_apart
from storage import clock

REASONS: Final = {
    "not_a_pdf": noop("This is not a PDF, or it cannot be opened."),
    "too_large": noop("The file is too large to be checked here."),
    "check_failed": noop("The file could not be checked; it counts as not valid."),
    "no_signature": noop(
        "There is no signature in this file; a picture of a seal proves nothing."
    ),
    "unknown_kind": noop("A signature is of a kind that we do not issue."),
    "contents_unreadable": noop("A signature is damaged or empty."),
    "loose_signature": noop(
        "There is a signature outside the fields of the seal plan."
    ),
    "seal_missing": noop("A seal that was set is missing."),
    "not_in_register": noop("A seal in this file was never set by us."),
    "other_certificate": noop(
        "A seal was made with another certificate than the registered one."
    ),
    "content_changed": noop("The content was changed after it was sealed."),
    "signature_wrong": noop("A signature does not fit the file."),
    "partly_covered": noop("A signature covers only part of the file."),
    "changed_after_seal": noop("Something was added or replaced after a seal was set."),
    "changed_after_last_seal": noop("Something was added after the last seal."),
    "trailing_bytes": noop("There are bytes behind the end of the document."),
    "not_trusted": noop("A certificate does not come from a trusted authority."),
    "revocation_unknown": noop(
        "Nobody can say whether a certificate was revoked: no list fits the time."
    ),
    "certificate_revoked": noop("A certificate was revoked."),
    "certificate_not_valid_then": noop(
        "A certificate was not valid at the time of sealing."
    ),
    "time_stamp_wrong": noop("The time stamp does not hold."),
    "not_the_issued_bytes": noop(
        "The signatures hold, but this is not the file that was issued."
    ),
    "not_registered": noop("This file is not in our register."),
    "issue_superseded": noop("A newer version has taken its place."),
    "experimental_seal": noop(
        "One of the seals is experimental (SM2, GB/T 38540): common readers do not judge "
        "it, and it has no legal effect."
    ),
    "issue_revoked": noop("It was revoked."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, what it rests on, and the entry of the register that was found."""

    report: Report
    issue: IssuedFile | None

    @property
    def verdict(self) -> str:
        """The verdict's code."""
        return str(self.report.verdict)

    @property
    def sentences(self) -> list[str]:
        """Why, one sentence each, without repeating itself."""
        codes = [str(objection.reason) for objection in self.report.reasons]
        for finding in self.report.signatures:
            codes += [str(objection.reason) for objection in finding.objections]
        known = dict.fromkeys(code for code in codes if code in REASONS)
        return [_(REASONS[code]) for code in known]


def verify_bytes(data: bytes, *, code: str = "") -> Answer:
    """Check a file against the register entry that it claims to be.

    Args:
        data: the file.
        code: the code of the QR, when it is known; else the entry is looked for by
            the file's own hash.

    """
    issue = _entry(data, code)
    now = clock.now()
    report = check_apart(
        data, trust=keys.trust(at=now), register=_record(issue), at=now
    )
    return Answer(report, issue)


def _entry(data: bytes, code: str) -> IssuedFile | None:
    rows = IssuedFile.objects.select_related("blob").filter(blob__isnull=False)
    if code:
        return rows.filter(code=code).first()
    return rows.filter(blob__sha256=sha256_of(data)).first()


def _record(issue: IssuedFile | None) -> IssuedRecord | None:
    if issue is None or issue.blob is None:
        return None
    status = {
        IssuedFile.Status.CURRENT: IssueStatus.CURRENT,
        IssuedFile.Status.SUPERSEDED: IssueStatus.SUPERSEDED,
        IssuedFile.Status.REVOKED: IssueStatus.REVOKED,
    }.get(IssuedFile.Status(issue.status), IssueStatus.REVOKED)
    return IssuedRecord(
        sha256=issue.blob.sha256,
        seals=issue.seals,
        status=status,
        issued_at=issue.issued_at,
    )
