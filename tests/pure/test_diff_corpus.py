"""Real revisions that nobody here drew; what is expected was read off the sheets."""

from pathlib import Path

import pytest

from drawings.diff.comparing import compare
from drawings.diff.findings import ChangeKind, Difference, Verdict
from drawings.pdf.reading import read_page
from tests.pure.revision_pairs import Pair, judged, pairs

pytestmark = pytest.mark.corpus
EARLY = "20190730_1100_1820_S_Park_-_ARCH_Site_Plan_-_Proposed_site_plan"
LATER = "20190730_later_1820_S_Park_site_plan"


def revisions(corpus: Path, old: str, new: str) -> Difference:
    """Compare the first pages of two PDFs."""
    folder = corpus / "D_revisions"
    pages = [read_page(folder / f"{name}.pdf") for name in (old, new)]
    return compare(*pages)


def said(difference: Difference) -> set[tuple[str, str]]:
    """What was reworded."""
    kinds = {ChangeKind.TEXT, ChangeKind.DIMENSION}
    return {(c.text_from, c.text_to) for c in difference.changes if c.kind in kinds}


def test_an_existing_floor_plan_became_the_proposed_one(corpus: Path) -> None:
    difference = revisions(
        corpus, "bops__existing-first-floor-plan", "bops__proposed-first-floor-plan"
    )
    assert difference.verdict is Verdict.CHANGED
    assert difference.registration.method == "identity"
    expected = {
        ("EXISTING", "PROPOSED"),
        ("Sheet 5 of 13", "Sheet 6 of 13"),
        ("2019.TSD.PD.102", "2019.TSD.PD.103"),
    }
    assert expected <= said(difference)
    added = {c.text_to for c in difference.changes if c.kind is ChangeKind.ADDED}
    assert {"Bathroom", "Proposed Flat Roof"} <= added


def test_a_site_plan_shows_its_new_notes_in_a_few_regions(corpus: Path) -> None:
    prefix = "Facilities_Building__"
    difference = revisions(corpus, prefix + EARLY, prefix + LATER)
    assert ("EXISTING BUILDING", "NEW BUILDING") in said(difference)
    assert difference.registration.inliers > 0.99
    assert len(difference.regions) <= 25
    # the same pictures, as both files store them
    assert "images" not in difference.not_compared
    assert ChangeKind.IMAGE not in {c.kind for c in difference.changes}


@pytest.mark.parametrize(
    "pair", [p for p in pairs() if p.is_quick], ids=lambda p: p.name
)
def test_what_a_person_saw_is_found_and_nothing_else(
    pair: Pair, corpus: Path, tmp_path: Path
) -> None:
    outcome = judged(pair, pair.contents(corpus, tmp_path))
    assert not outcome.missed
    assert not outcome.false
    assert outcome.named >= 0.8 * outcome.found
