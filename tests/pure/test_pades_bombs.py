"""A file that is made to eat time or memory gets its verdict from a child with limits."""

import pytest

from signatures import verifier
from signatures.pades.verdicts import Report, Verdict
from tests import bombs, pki


def verdict_on(sheet: bytes) -> Report:
    return verifier.check_apart(
        sheet, trust=pki.trust(), register=pki.record_of(sheet), at=pki.NOW
    )


@pytest.mark.parametrize("forge", bombs.ALL, ids=lambda act: act.__name__)
def test_a_bomb_is_refused_or_never_lit(
    forge: bombs.Bomb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifier, "CPU_SECONDS", 3)
    report = verdict_on(forge(pki.sealed_sheet()))
    if forge is bombs.a_drawing_that_unpacks_to_gigabytes:
        assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons
        return
    assert report.verdict in (Verdict.INVALID, Verdict.UNREADABLE)
    assert report.reasons
    assert len(report.signatures) <= 8


def test_a_genuine_sheet_is_checked_far_within_the_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verifier, "CPU_SECONDS", 3)
    monkeypatch.setattr(verifier, "MEMORY", verifier.MEMORY // 4)
    report = verdict_on(pki.sealed_sheet())
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons
