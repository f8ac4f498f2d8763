"""Whether a seal that a file brought along counts: the evidence against the register.

Decided over plain values. A seal counts only when nothing speaks against the signature
*and* exactly one registration fits it that was valid when it was set. In doubt it does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from signatures.pades.verdicts import Objection as FileObjection
from signatures.pades.verdicts import (
    Reason,
    Report,
    SignatureFinding,
    SignatureKind,
)


class Objection(StrEnum):
    """What the register has against a seal whose signature holds; codes are stable."""

    NOT_IN_REGISTER = "not_registered_person"
    AMBIGUOUS = "several_registrations"
    NOT_YET_VALID = "registration_not_begun"
    RUN_OUT = "registration_run_out"
    ENDED = "registration_ended"
    OTHER_CERTIFICATE = "other_certificate_than_registered"


class Outcome(StrEnum):
    """What a seal is worth; the values are those of `ArrivedSeal.Outcome`."""

    COUNTS = "counts"
    DOUBTFUL = "doubtful"
    BROKEN = "broken"


BROKEN: Final = frozenset(
    {
        Reason.CONTENT_CHANGED,
        Reason.SIGNATURE_WRONG,
        Reason.PARTLY_COVERED,
        Reason.CHANGED_AFTER_SEAL,
        Reason.CHANGED_AFTER_LAST_SEAL,
        Reason.TRAILING_BYTES,
        Reason.CONTENTS_UNREADABLE,
        Reason.LOOSE_SIGNATURE,
        Reason.CERTIFICATE_REVOKED,
        Reason.CHECK_FAILED,
    }
)
"""What says that a file or a seal is not what it was; everything else is a doubt."""

TEST_MARKS: Final = ("（测试）", "测试")


@dataclass(frozen=True, slots=True)
class Entry:
    """One registration as far as it is asked; `key` is the caller's name for it."""

    key: int
    name: str
    unit: str
    valid_from: date
    valid_until: date
    fingerprint: str = ""
    ended_on: date | None = None
    is_firm: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What one seal is worth, the registration it belongs to, and what speaks against it."""

    outcome: Outcome
    entry: Entry | None
    objections: tuple[str, ...]
    sealed_at: datetime | None
    is_stamped: bool


def judge_file(
    report: Report, entries: Sequence[Entry], *, at: datetime
) -> list[tuple[SignatureFinding, Judged]]:
    """Hold every seal of a file against the register.

    What speaks against the file, or against a time stamp over all of it, speaks against
    each of its seals: bytes that were added after the last of them belong to nobody.
    """
    whole = [one for one in report.reasons if not one.field] + [
        objection
        for one in report.signatures
        if one.kind is SignatureKind.TIME_STAMP
        for objection in one.objections
    ]
    shared = tuple(replace(one, field="") for one in whole)
    return [
        (one, judge_seal(_against(one, shared), entries, at=at))
        for one in report.signatures
        if one.kind is not SignatureKind.TIME_STAMP
    ]


def judge_seal(
    finding: SignatureFinding, entries: Sequence[Entry], *, at: datetime
) -> Judged:
    """Hold one signature against the register.

    The day that counts is that of its time stamp; a time that the signer only claims
    proves nothing, so without a stamp it is the day of arrival.

    Args:
        finding: what the check of the file says of the signature.
        entries: the register.
        at: when the file arrived, aware; its zone says which day a moment belongs to.

    """
    against = [str(one.reason) for one in finding.objections]
    broken = any(one.reason in BROKEN for one in finding.objections)
    if finding.kind is not SignatureKind.SEAL:
        against = against or [str(Reason.UNKNOWN_KIND)]
        entry = None
    else:
        day = (finding.stamped_at or at).astimezone(at.tzinfo).date()
        entry, objection = _entry_of(finding, entries, day)
        against += [str(objection)] if objection else []
    outcome = Outcome.DOUBTFUL if against else Outcome.COUNTS
    return Judged(
        outcome=Outcome.BROKEN if broken else outcome,
        entry=entry,
        objections=tuple(dict.fromkeys(against)),
        sealed_at=finding.stamped_at or finding.claimed_at,
        is_stamped=finding.stamped_at is not None,
    )


def _against(
    finding: SignatureFinding, more: tuple[FileObjection, ...]
) -> SignatureFinding:
    about_register = (Reason.NOT_REGISTERED, Reason.NOT_THE_ISSUED_BYTES)
    added = tuple(one for one in more if one.reason not in about_register)
    return replace(finding, objections=(*finding.objections, *added))


def _entry_of(
    finding: SignatureFinding, entries: Sequence[Entry], day: date
) -> tuple[Entry | None, Objection | None]:
    pinned = [one for one in entries if one.fingerprint == finding.fingerprint]
    if finding.fingerprint and pinned:
        return pinned[0], _fault_of(pinned[0], day)
    alike = [one for one in entries if _is_named(one, finding)]
    if not alike:
        return None, Objection.NOT_IN_REGISTER
    free = [one for one in alike if not one.fingerprint]
    if not free:
        return alike[0], Objection.OTHER_CERTIFICATE
    good = [one for one in free if _fault_of(one, day) is None]
    if len(good) > 1:
        return None, Objection.AMBIGUOUS
    found = good[0] if good else free[0]
    return found, _fault_of(found, day)


def _fault_of(entry: Entry, day: date) -> Objection | None:
    if entry.ended_on is not None and entry.ended_on <= day:
        return Objection.ENDED
    if day < entry.valid_from:
        return Objection.NOT_YET_VALID
    if day > entry.valid_until:
        return Objection.RUN_OUT
    return None


def _is_named(entry: Entry, finding: SignatureFinding) -> bool:
    """A firm by its name alone; a person by the own name and the unit's."""
    signer, unit = _plain(finding.signer), _plain(finding.organisation)
    if entry.is_firm:
        return _plain(entry.name) == signer and unit in ("", _plain(entry.name))
    return (_plain(entry.name), _plain(entry.unit)) == (signer, unit)


def _plain(name: str) -> str:
    """A name without spaces and without the mark of test certificates."""
    bare = "".join(name.split())
    for mark in TEST_MARKS:
        bare = bare.replace(mark, "")
    return bare
