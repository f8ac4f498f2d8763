"""No tampering with structure or signatures passes; every genuine level does."""

import re
import subprocess
from pathlib import Path

import pytest

from signatures.pades.checking import check
from signatures.pades.signing import Level
from signatures.pades.verdicts import IssuedRecord, Reason, Report, Verdict
from tests import counterfeits, forgeries, pki, tamperings
from tests.outside import corpus

TAMPERINGS = (*tamperings.ALL, *counterfeits.ALL)
GENUINE = {
    "B-B": (Level.B_B,) * 3,
    "B-T": (Level.B_T,) * 3,
    "B-LT": (Level.B_T, Level.B_T, Level.B_LT),
    "B-LTA": (Level.B_T, Level.B_LT, Level.B_LTA),
}
TOLD = {
    tamperings.turn_the_page: Reason.CHANGED_AFTER_SEAL,
    tamperings.exchange_the_drawing_by_a_hybrid_table: Reason.CHECK_FAILED,
    tamperings.exchange_the_page_in_an_object_stream: Reason.CHANGED_AFTER_SEAL,
    tamperings.go_back_to_a_hidden_drawing: Reason.CHANGED_AFTER_SEAL,
    tamperings.take_the_cover_away: Reason.CHANGED_AFTER_SEAL,
    tamperings.empty_a_field: Reason.SEAL_MISSING,
    tamperings.show_another_seals_signature: Reason.OTHER_CERTIFICATE,
    counterfeits.take_the_seal_of_another_sheet: Reason.CONTENT_CHANGED,
    counterfeits.overlap_the_ranges: Reason.PARTLY_COVERED,
    counterfeits.leave_a_hole_between_the_ranges: Reason.PARTLY_COVERED,
    counterfeits.borrow_a_time_stamp: Reason.TIME_STAMP_WRONG,
    counterfeits.sign_under_an_authority_of_the_same_name: Reason.NOT_TRUSTED,
    tamperings.begin_another_file_behind_it: Reason.SEAL_MISSING,
}
"""What must be among the reasons, where one of them is what happened."""


def test_there_are_more_than_twenty_five_ways_to_attack() -> None:
    assert len(TAMPERINGS) >= 25


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda act: act.__name__)
def test_who_tampers_is_refused_also_when_the_register_knew_the_bytes(
    tamper: forgeries.Forge,
) -> None:
    """The hash alone refuses all of them; the evidence in the file must do so too."""
    genuine = pki.sealed_sheet()
    forged = tamper(genuine)
    assert forged != genuine

    if tamper in tamperings.HARMLESS:
        report = verdict_on(forged, pki.record_of(genuine))
        assert report.verdict is Verdict.VALID_NOT_ISSUED
        return
    report = verdict_on(forged, pki.record_of(forged))
    assert report.verdict is Verdict.INVALID
    reasons = {objection.reason for objection in report.reasons}
    assert TOLD.get(tamper) in {None, *reasons}, reasons


def verdict_on(sheet: bytes, register: IssuedRecord | None) -> Report:
    return check(sheet, trust=pki.trust(), register=register, at=pki.NOW)


@pytest.mark.parametrize("level", GENUINE)
def test_a_genuine_file_of_every_level_is_never_refused(level: str) -> None:
    sheet = pki.sealed_sheet(GENUINE[level])

    report = verdict_on(sheet, pki.record_of(sheet))

    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons


@pytest.mark.program("pdfsig", "poppler-utils")
@pytest.mark.parametrize("level", GENUINE)
def test_poppler_finds_the_cryptography_of_genuine_files_right(
    level: str, tmp_path: Path
) -> None:
    said = saying(
        "pdfsig", "-nocert", written(pki.sealed_sheet(GENUINE[level]), tmp_path)
    )

    assert said.count("Signature is Valid.") == len(pki.SEAL_FIELDS)
    assert "Digest Mismatch" not in said


@pytest.mark.program("mutool", "mupdf-tools")
def test_mupdf_finds_the_cryptography_of_genuine_files_right_and_of_others_not(
    tmp_path: Path,
) -> None:
    genuine = pki.sealed_sheet(GENUINE["B-T"])
    flipped = forgeries.flip_a_byte_of_the_drawing(genuine)

    good = saying("mutool", "sign", "-v", written(genuine, tmp_path))
    bad = saying("mutool", "sign", "-v", written(flipped, tmp_path))

    right = re.compile("signature is valid but|unchanged since signing")
    assert len(right.findall(good)) == len(pki.SEAL_FIELDS)
    assert bad.count("Digest error") == len(pki.SEAL_FIELDS)
    assert not right.search(bad)


@pytest.mark.corpus
def test_no_signed_file_of_strangers_passes_for_an_issued_one() -> None:
    """Not even when the register is misled about its bytes."""
    register = pki.record_of(pki.sealed_sheet())
    signed = [
        path
        for path in sorted((corpus() / "E_hostile").glob("*.pdf"))
        if b"/ByteRange" in path.read_bytes()
    ]
    assert signed
    for path in signed:
        misled = IssuedRecord(pki.record_of(path.read_bytes()).sha256, register.seals)
        report = check(path, trust=pki.trust(), register=misled, at=pki.NOW)
        assert report.verdict is Verdict.INVALID, (path.name, report.verdict)


def written(sheet: bytes, folder: Path) -> str:
    path = folder / "sheet.pdf"
    path.write_bytes(sheet)
    return str(path)


def saying(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
