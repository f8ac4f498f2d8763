"""The whole course of one case, on a handful of sheets of the tower, and then its proof."""

import io
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from django.utils.translation import gettext

from config.demo.cast import enrol_cast
from config.demo.clauses import load_clauses
from config.demo.days import open_calendar
from config.demo.proof import prove
from config.demo.script import Declared, Revision
from config.demo.story import Story
from config.demo.teller import Teller
from config.demo.tower import TowerScript
from drawings.models import Comparison
from reviews import events
from reviews.models import Case
from reviews.states import CaseState, OpinionState
from samples.sets import write_set
from signatures.models import IssuedFile
from storage.actions.ledger import verify_ledger
from storage.doorbell import answered_here
from storage.models import Event, Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SHEETS: Final = ("建施-02", "建施-03", "建施-04", "建施-05", "防施-01")
IN_ORDER: Final = (
    events.CASE_OPENED,
    events.CASE_SUBMITTED,
    events.CASE_ACCEPTED_DEFERRED,
    events.CONFLICT_FOUND,
    events.CONSULTATION_OPENED,
    events.CONSULTATION_RESOLVED,
    events.ROUND_JOINED,
    events.NOTICE_RELEASED,
    events.REVISION_SUBMITTED,
    events.CASE_PASSED,
    events.SEALING_ORDERED,
    events.CASE_ISSUED,
)


class FewSheets(TowerScript):
    """The story of the tower on the sheets that somebody objects to."""

    def write_first(self, folder: Path) -> Path:
        """The sheets of revision A."""
        self.told = write_set(folder, "A", only=SHEETS)
        return folder

    def write_revision(self, case: Case, folder: Path) -> Revision:
        """The same sheets again, as far as they were changed."""
        manifest = write_set(folder, "B", only=SHEETS)
        declared = [
            Declared(edit.sheet, edit.box, edit.words)
            for edit in manifest.edits
            if edit.is_declared
        ]
        return Revision(folder, declared)


@pytest.fixture
def told(tmp_path: Path) -> tuple[Case, str]:
    """The issued case, and what was told on the way to it."""
    open_calendar()
    load_clauses()
    out = io.StringIO()
    story = Story(enrol_cast(), FewSheets(), Teller(out), tmp_path)
    with answered_here():
        case = story.tell()
        prove(case, story.teller)
    return case, out.getvalue()


def test_a_case_goes_from_the_folder_to_the_certificate_and_can_be_proved(
    told: tuple[Case, str],
) -> None:
    case, words = told
    case.refresh_from_db()

    assert case.state == CaseState.ISSUED
    assert case.round_number == 2
    assert "✗" not in words
    assert "石工（测试）" in words
    assert gettext("The registration had run out on that day.") in words
    assert not Job.objects.open().exists()
    states = Counter(opinion.state for opinion in case.opinions.all())
    assert states == {OpinionState.CLOSED: 5, OpinionState.REPLACED: 2}
    compared = Comparison.objects.filter(newer__submission__project=case.project)
    assert set(compared.values_list("newer__sheet__number", flat=True)) == {
        "建施-03",
        "建施-04",
        "建施-05",
        "防施-01",
    }
    issued = IssuedFile.objects.in_force().filter(stream=case.serial)
    assert Counter(issued.values_list("kind", flat=True)) == {
        "certificate": 1,
        "notice": 4,
        "sheet": len(SHEETS),
    }
    assert verify_ledger() is None
    verbs = list(Event.objects.of_stream(case.serial).values_list("verb", flat=True))
    places = [verbs.index(verb) for verb in IN_ORDER]
    assert places == sorted(places)
