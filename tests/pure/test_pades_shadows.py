"""Nothing planted before the seals and turned after them passes, and no second reading."""

import re

import pytest

from signatures.pades.checking import check
from signatures.pades.verdicts import Reason, Report, Verdict
from tests import (
    forgeries,
    formshadows,
    impostors,
    misreadings,
    pki,
    resayings,
    shadows,
)

SHADOWS = (*shadows.ALL, *formshadows.ALL)


def verdict_on(sheet: bytes) -> Report:
    """The verdict when the register was misled about the very bytes."""
    record = pki.record_of(sheet)
    return check(sheet, trust=pki.trust(), register=record, at=pki.NOW)


def as_it_was_sealed(forged: bytes) -> bytes:
    """The file before the last increment was appended."""
    ends = [found.end() for found in re.finditer(rb"%%EOF\r?\n?", forged)]
    return forged[: ends[-2]]


def require_turned(forged: bytes) -> None:
    """Genuine before the increment, refused for the increment after it."""
    before = verdict_on(as_it_was_sealed(forged))
    assert before.verdict is Verdict.IDENTICAL_TO_ISSUED, before.reasons
    report = verdict_on(forged)
    assert report.verdict is Verdict.INVALID
    reasons = {objection.reason for objection in report.reasons}
    assert reasons <= {Reason.CHANGED_AFTER_SEAL, Reason.CHANGED_AFTER_LAST_SEAL}


@pytest.mark.parametrize("forge", SHADOWS, ids=lambda act: act.__name__)
def test_what_was_planted_before_the_seals_is_not_turned_after_them(
    forge: forgeries.Forge,
) -> None:
    require_turned(forge(b""))


@pytest.mark.parametrize("forge", shadows.REFUSED_FROM_THE_START)
def test_what_no_seal_can_be_set_on_is_refused(forge: forgeries.Forge) -> None:
    forged = forge(b"")
    assert verdict_on(as_it_was_sealed(forged)).verdict is Verdict.INVALID
    assert verdict_on(forged).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        (shadows.WITH_ANNOTATIONS[n % len(shadows.WITH_ANNOTATIONS)], kind)
        for n, kind in enumerate(shadows.ANNOTATIONS)
    ]
    + [(turn, "Stamp") for turn in shadows.WITH_ANNOTATIONS],
    ids=lambda told: told if isinstance(told, str) else told.__name__,
)
def test_no_kind_of_annotation_is_hidden_shown_redrawn_added_or_taken_away(
    turn: shadows.Turn, kind: str
) -> None:
    require_turned(turn(kind))


@pytest.mark.parametrize(
    "forge", (*misreadings.ALL, *resayings.ALL), ids=lambda act: act.__name__
)
def test_what_two_readers_read_differently_is_refused(
    forge: forgeries.Forge,
) -> None:
    genuine = pki.sealed_sheet()
    forged = forge(genuine)
    assert forged != genuine

    if forge in (*misreadings.TOLD_APART, *resayings.TOLD_APART):
        record = pki.record_of(genuine)
        report = check(forged, trust=pki.trust(), register=record, at=pki.NOW)
        assert report.verdict is Verdict.VALID_NOT_ISSUED
        return
    report = verdict_on(forged)
    assert report.verdict in (Verdict.INVALID, Verdict.UNREADABLE)
    assert report.reasons


@pytest.mark.parametrize("pose", impostors.ALL, ids=lambda act: act.__name__)
def test_an_impostor_is_refused_also_when_the_register_names_the_certificate(
    pose: impostors.Pose,
) -> None:
    posed = pose()
    report = check(posed.sheet, trust=posed.trust, register=posed.record, at=pki.NOW)
    assert report.verdict is Verdict.INVALID
    assert posed.reason in {objection.reason for objection in report.reasons}


def test_a_certificate_revoked_and_unrevoked_differ_by_the_list_alone() -> None:
    """The sheets of the revoked are good sheets: only the newer list refuses them."""
    posed = impostors.revoked_before_it_was_sealed()
    report = check(posed.sheet, trust=pki.trust(), register=posed.record, at=pki.NOW)
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons


def test_a_change_is_not_blamed_on_the_revocation_lists() -> None:
    report = verdict_on(forgeries.add_a_note(pki.sealed_sheet()))
    reasons = {objection.reason for objection in report.reasons}
    assert reasons == {Reason.CHANGED_AFTER_SEAL}
