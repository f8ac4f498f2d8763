"""What a check of a sealed file may say: values only, no sentences.

A verdict rests on two witnesses: the evidence inside the PDF and the register of the
issued files. Each objection has a stable code, so that pages, letters and the ledger
can put it into the reader's own language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """The answer to the question whether this is the file that was issued."""

    IDENTICAL_TO_ISSUED = "identical_to_issued"
    VALID_NOT_ISSUED = "valid_not_issued"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    INVALID = "invalid"
    NOT_SIGNED = "not_signed"
    UNREADABLE = "unreadable"


class Reason(StrEnum):
    """Why a file is not simply the issued one; codes are stable once published."""

    NOT_A_PDF = "not_a_pdf"
    TOO_LARGE = "too_large"
    CHECK_FAILED = "check_failed"
    NO_SIGNATURE = "no_signature"
    UNKNOWN_KIND = "unknown_kind"
    CONTENTS_UNREADABLE = "contents_unreadable"
    LOOSE_SIGNATURE = "loose_signature"
    SEAL_MISSING = "seal_missing"
    NOT_IN_REGISTER = "not_in_register"
    OTHER_CERTIFICATE = "other_certificate"
    CONTENT_CHANGED = "content_changed"
    SIGNATURE_WRONG = "signature_wrong"
    PARTLY_COVERED = "partly_covered"
    CHANGED_AFTER_SEAL = "changed_after_seal"
    CHANGED_AFTER_LAST_SEAL = "changed_after_last_seal"
    TRAILING_BYTES = "trailing_bytes"
    NOT_TRUSTED = "not_trusted"
    CERTIFICATE_REVOKED = "certificate_revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    CERTIFICATE_NOT_VALID_THEN = "certificate_not_valid_then"
    TIME_STAMP_WRONG = "time_stamp_wrong"
    NOT_THE_ISSUED_BYTES = "not_the_issued_bytes"
    NOT_REGISTERED = "not_registered"
    ISSUE_SUPERSEDED = "issue_superseded"
    EXPERIMENTAL_SEAL = "experimental_seal"
    ISSUE_REVOKED = "issue_revoked"


class IssueStatus(StrEnum):
    """What the register says about an issued file today."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class SignatureKind(StrEnum):
    """A seal of somebody, or a time stamp over the whole document.

    An experimental seal (SM2, GB/T 38540) is judged by itself and never stands alone.
    """

    SEAL = "seal"
    TIME_STAMP = "time_stamp"
    EXPERIMENTAL = "experimental"
    UNKNOWN = "unknown"


class Revocation(StrEnum):
    """Whether somebody asked if the certificate was withdrawn."""

    GOOD = "good"
    REVOKED = "revoked"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class IssuedRecord:
    """What the register knows about one issued file.

    Attributes:
        sha256: hex digest of the issued bytes.
        seals: signature field -> SHA-256 fingerprint (hex) of the certificate.
        status: whether the issue still stands.
        issued_at: when the register wrote the digest down; this is our own proof that
            the signatures existed then, even if a certificate has expired since.
    """

    sha256: str
    seals: Mapping[str, str]
    status: IssueStatus = IssueStatus.CURRENT
    issued_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason against the file: the code, the field, and the value at fault."""

    reason: Reason
    field: str = ""
    particulars: str = ""


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """What one signature says and whether it holds.

    Attributes:
        field: full name of the signature field.
        kind: seal or document time stamp.
        signer: common name in the certificate.
        organisation: organisation in the certificate.
        issuer: common name of the issuing authority.
        fingerprint: SHA-256 of the certificate, hex.
        claimed_at: the time that the signer claims, in UTC.
        stamped_at: the time that a time-stamping authority proves, in UTC.
        revocation: what is known about the withdrawal of the certificate.
        covers_whole_file: whether nothing at all was appended after this signature.
        objections: what is wrong; empty when the signature holds.
    """

    field: str
    kind: SignatureKind
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    fingerprint: str = ""
    claimed_at: datetime | None = None
    stamped_at: datetime | None = None
    revocation: Revocation = Revocation.NOT_CHECKED
    covers_whole_file: bool = False
    objections: tuple[Objection, ...] = ()

    @property
    def holds(self) -> bool:
        """Nothing speaks against this signature."""
        return not self.objections


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on one file, why, and what each signature says."""

    verdict: Verdict
    sha256: str
    reasons: tuple[Objection, ...] = ()
    signatures: tuple[SignatureFinding, ...] = ()

    @property
    def is_genuine(self) -> bool:
        """The bytes are those that were issued and the issue still stands."""
        return self.verdict is Verdict.IDENTICAL_TO_ISSUED
