"""A genuine sheet is recognised at every level, today and years later."""

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from signatures.pades.checking import check
from signatures.pades.digests import sha256_of
from signatures.pades.signing import Level
from signatures.pades.verdicts import (
    IssuedRecord,
    IssueStatus,
    Reason,
    Report,
    Revocation,
    SignatureKind,
    Verdict,
)
from tests import pki

YEAR = timedelta(days=365)


def report_on(sheet: bytes, **particulars: object) -> Report:
    """Check a sheet as its own issue, unless told otherwise."""
    asked = {
        "trust": pki.trust(),
        "register": pki.record_of(sheet),
        "at": pki.NOW,
        **particulars,
    }
    return check(sheet, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", list(Level))
def test_a_genuine_sheet_is_the_issued_one_at_every_level(level: Level) -> None:
    report = report_on(pki.sealed_sheet((level, level, level)))
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons
    seals = [s for s in report.signatures if s.kind is SignatureKind.SEAL]
    assert [s.field for s in seals] == list(pki.SEAL_FIELDS)
    assert all(s.holds and s.revocation is Revocation.GOOD for s in seals)


def test_the_report_names_the_holder_and_the_proven_time() -> None:
    report = report_on(pki.sealed_sheet())
    fire = next(s for s in report.signatures if s.field == pki.FIRE)
    assert fire.signer == "临水市消防救援支队（测试）"
    assert fire.organisation == "联审测试"
    assert fire.fingerprint == pki.fire_bureau().fingerprint
    assert fire.claimed_at == fire.stamped_at == pki.NOW


def test_an_archive_time_stamp_is_listed_beside_the_seals() -> None:
    report = report_on(pki.sealed_sheet())
    stamps = [s for s in report.signatures if s.kind is SignatureKind.TIME_STAMP]
    assert len(stamps) == 1
    assert stamps[0].stamped_at == pki.NOW


def test_a_file_is_checked_from_disk_as_from_memory(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pki.sealed_sheet())
    register = pki.record_of(pki.sealed_sheet())
    report = check(path, trust=pki.trust(), register=register, at=pki.NOW)
    assert report == report_on(pki.sealed_sheet())


def test_without_a_record_valid_seals_do_not_make_an_issue() -> None:
    report = report_on(pki.sealed_sheet(), register=None)
    assert report.verdict is Verdict.VALID_NOT_ISSUED
    assert [o.reason for o in report.reasons] == [Reason.NOT_REGISTERED]


@pytest.mark.parametrize(
    ("status", "verdict", "reason"),
    [
        (IssueStatus.SUPERSEDED, Verdict.SUPERSEDED, Reason.ISSUE_SUPERSEDED),
        (IssueStatus.REVOKED, Verdict.REVOKED, Reason.ISSUE_REVOKED),
    ],
)
def test_an_issue_that_no_longer_stands_says_so(
    status: IssueStatus, verdict: Verdict, reason: Reason
) -> None:
    sheet = pki.sealed_sheet()
    report = report_on(sheet, register=replace(pki.record_of(sheet), status=status))
    assert report.verdict is verdict
    assert [o.reason for o in report.reasons] == [reason]


def test_an_unsigned_sheet_is_not_signed_and_misses_its_seals() -> None:
    sheet = pki.plain_sheet()
    report = report_on(sheet)
    assert report.verdict is Verdict.NOT_SIGNED
    assert [o.field for o in report.reasons] == ["", *pki.SEAL_FIELDS]


def test_words_instead_of_a_pdf_are_unreadable() -> None:
    report = report_on(b"not a drawing")
    assert report.verdict is Verdict.UNREADABLE
    assert report.reasons[0].reason is Reason.NOT_A_PDF


def test_a_revoked_certificate_spoils_what_it_sealed_afterwards() -> None:
    report = _with_fire_revoked(since=pki.NOW - pki.DAY)
    assert report.verdict is Verdict.INVALID
    assert {(o.reason, o.field) for o in report.reasons} == {
        (Reason.CERTIFICATE_REVOKED, pki.FIRE)
    }


def test_a_certificate_revoked_later_leaves_time_stamped_seals_alone() -> None:
    report = _with_fire_revoked(since=pki.NOW + 5 * pki.DAY)
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons


def _with_fire_revoked(*, since: object) -> Report:
    at = pki.NOW + 10 * pki.DAY
    serial = pki.fire_bureau().certificate.serial_number
    trust = pki.authority().trust(at=at, revoked={serial: since})  # type: ignore[dict-item]
    return report_on(pki.sealed_sheet(), trust=trust, at=at)


def test_without_any_revocation_list_the_finding_says_not_checked() -> None:
    sheet = pki.sealed_sheet((Level.B_B,) * 3)
    report = report_on(sheet, trust=pki.trust().with_lists(()))
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED
    assert {s.revocation for s in report.signatures} == {Revocation.NOT_CHECKED}


def test_stale_revocation_lists_of_ours_are_an_objection_not_a_pass() -> None:
    sheet = pki.sealed_sheet((Level.B_B,) * 3)
    report = report_on(sheet, at=pki.NOW + 200 * pki.DAY)
    assert report.verdict is Verdict.INVALID
    assert {o.reason for o in report.reasons} == {Reason.REVOCATION_UNKNOWN}


def test_years_later_a_bare_signature_has_expired_and_a_stamped_one_holds() -> None:
    at = pki.NOW + 5 * YEAR
    bare = report_on(pki.sealed_sheet((Level.B_B,) * 3), trust=pki.trust(at), at=at)
    assert {o.reason for o in bare.reasons} == {Reason.CERTIFICATE_NOT_VALID_THEN}
    stamped = report_on(
        pki.sealed_sheet((Level.B_LTA,) * 3), trust=pki.trust(at), at=at
    )
    assert stamped.verdict is Verdict.IDENTICAL_TO_ISSUED, stamped.reasons


def test_our_own_register_proves_when_the_issued_bytes_existed() -> None:
    sheet, at = pki.sealed_sheet((Level.B_B,) * 3), pki.NOW + 5 * YEAR
    register = replace(pki.record_of(sheet), issued_at=pki.NOW + pki.DAY)
    report = report_on(sheet, trust=pki.trust(at), register=register, at=at)
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons


def test_the_register_proves_nothing_for_other_bytes() -> None:
    sheet, at = pki.sealed_sheet((Level.B_B,) * 3), pki.NOW + 5 * YEAR
    register = IssuedRecord(
        sha256_of(b"other"), pki.record_of(sheet).seals, issued_at=pki.NOW
    )
    report = report_on(sheet, trust=pki.trust(at), register=register, at=at)
    assert report.verdict is Verdict.INVALID


def test_a_time_stamp_from_the_future_is_refused() -> None:
    report = report_on(pki.sealed_sheet(), at=pki.NOW - pki.DAY)
    assert Reason.TIME_STAMP_WRONG in {o.reason for o in report.reasons}


def test_a_report_holds_plain_values_and_not_the_file() -> None:
    signatures = report_on(pki.sealed_sheet()).signatures
    assert signatures
    for signature in signatures:
        assert type(signature.field) is str
        for moment in (signature.claimed_at, signature.stamped_at):
            assert moment is None or moment.tzinfo is UTC
