"""Second opinions: a verifier that is not ours, and signed files that are not ours."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from signatures.pades.checking import check
from signatures.pades.verdicts import IssuedRecord, Verdict
from tests import forgeries, pki
from tests.outside import is_ci

CORPUS = (
    Path(os.environ.get("LIANSHEN_CORPUS", "../shared/data/drawings")) / "E_hostile"
)
SIGNED = ("dss__*.pdf", "pyHanko__*.pdf", "pdf.js__signed*.pdf")


def needed(what: str, *, present: bool) -> None:
    """Skip with a line at home; in CI everything must be there."""
    if not present:
        assert not is_ci(), f"{what} is missing"
        pytest.skip(f"{what} is not here")


def pdfsig(sheet: bytes, folder: Path) -> list[str]:
    """What poppler says of each seal; document time stamps are beyond it."""
    needed("pdfsig", present=shutil.which("pdfsig") is not None)
    path = folder / "sheet.pdf"
    path.write_bytes(sheet)
    said = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, text=True, check=False
    ).stdout
    return re.findall(r"Signature Validation: (.*)", said)


def test_poppler_agrees_that_every_seal_is_valid(tmp_path: Path) -> None:
    said = pdfsig(pki.sealed_sheet(), tmp_path)
    assert said[:3] == ["Signature is Valid."] * 3


def test_poppler_agrees_that_a_flipped_byte_spoils_every_seal(tmp_path: Path) -> None:
    forged = forgeries.flip_a_byte_of_the_drawing(pki.sealed_sheet())
    said = pdfsig(forged, tmp_path)
    assert said[:3] == ["Digest Mismatch."] * 3


@pytest.mark.corpus
@pytest.mark.parametrize("pattern", SIGNED)
def test_no_signed_file_of_strangers_counts_as_issued(pattern: str) -> None:
    needed("the corpus", present=CORPUS.is_dir())
    files = sorted(CORPUS.glob(pattern))
    assert files
    for path in files:
        for register in (None, pki.record_of(path.read_bytes())):
            report = check(path, trust=pki.trust(), register=register, at=pki.NOW)
            assert report.verdict in (
                Verdict.INVALID,
                Verdict.NOT_SIGNED,
                Verdict.UNREADABLE,
            ), path.name
            assert report.reasons


@pytest.mark.corpus
def test_no_hostile_file_makes_the_check_raise() -> None:
    needed("the corpus", present=CORPUS.is_dir())
    files = sorted(CORPUS.glob("*.pdf"))
    light = [path for path in files if path.stat().st_size <= 2_000_000]
    assert light
    for path in light:
        register = IssuedRecord("0" * 64, {})
        report = check(path, trust=pki.trust(), register=register, at=pki.NOW)
        assert not report.is_genuine, path.name
