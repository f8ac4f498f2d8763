"""A sheet of which the number alone is another, and how a number is told from words."""

from collections.abc import Iterable

import pytest

from drawings.actions.withdrawing import withdraw_sheet
from drawings.fates import is_that_number
from drawings.models import Comparison, Sheet
from reviews.agenda import SheetLine, agenda_of
from tests.domain.renumbered import bring, confirm, revising
from tests.world import do_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_sheet_of_which_the_number_alone_is_another_keeps_its_conclusion() -> None:
    world, submission = revising([("建施-12", 12), ("建施-13", 13), ("建施-14", 14)])
    bring(submission, ("建施-21", 12), ("建施-23", 13), ("建施-30", 30))
    withdraw_sheet(
        submission=submission,
        sheet=Sheet.objects.get(number="建施-14"),
        reason="取消",
        actor=world["lv"],
    )
    do_jobs()
    confirm(world, submission)
    do_jobs()
    world.answer()

    agenda = agenda_of(world.case, world.case.opinions.all())

    def numbers(lines: Iterable[SheetLine]) -> set[str]:
        return {line.revision.sheet.number for line in lines}

    assert numbers(agenda.new) == {"建施-30"}
    assert numbers(agenda.changed) == set()
    assert {"建施-21", "建施-23"} < numbers(agenda.carried)
    assert numbers(agenda.asked_about) == {"建施-21"}
    assert numbers(agenda.to_see) == {"建施-21", "建施-30"}
    assert "建施-14" not in numbers(agenda.lines)
    told = [agenda.changed, agenda.unproved, agenda.new, agenda.asked_about]
    assert sum(map(len, told)) == len(agenda.to_see)


def test_a_number_alone_is_no_proof_where_not_all_was_compared() -> None:
    world, submission = revising([("建施-12", 12), ("建施-13", 13)])
    bring(submission, ("建施-23", 13))
    confirm(world, submission)
    do_jobs()
    (row,) = Comparison.objects.all()
    row.not_compared = ["old/loss/PROXY/1"]
    row.save()
    world.answer()

    agenda = agenda_of(world.case, [])

    assert [one.revision.sheet.number for one in agenda.to_see] == ["建施-23"]
    assert agenda.changed == agenda.to_see


@pytest.mark.parametrize(
    ("old", "new", "is_that"),
    [
        ("建施-12", "建施-13", True),
        ("建施 — 12", "建施—13", True),
        ("建施-12", "建施-14", False),
        ("", "建施-13", False),
    ],
)
def test_a_number_is_told_from_other_words_blanks_and_dashes_aside(
    old: str, new: str, *, is_that: bool
) -> None:
    assert is_that_number((old, new), ("建施-12", "建施-13")) is is_that
    assert not is_that_number(("", ""), ("", ""))
