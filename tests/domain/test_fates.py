"""What became of the sheets of before: renumbered, shifted, taken out; decided by people."""

from typing import Any

import pytest

from drawings.actions.assembly import assemble_sheets
from drawings.actions.fates import (
    MATCH_TASK,
    confirm_renumberings,
    match_package,
    refuse_renumbering,
    undo_renumberings,
)
from drawings.actions.uploads import withdraw_file
from drawings.actions.withdrawing import keep_sheet, withdraw_sheet
from drawings.errors import DrawingError, SubmissionClosed
from drawings.fates import matching_of, not_again, proposed_in, renumbered_in
from drawings.models import Comparison, Renumbering, Sheet, Withdrawal
from drawings.sandbox.matching import match_apart
from reviews.agenda import agenda_of
from reviews.errors import NotReady
from reviews.evidence import found_for
from reviews.models import Evidence
from storage.models import Job
from tests.domain.renumbered import bring, confirm, revising, state, told_of
from tests.world import build_world, do_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_renumbered_sheet_is_found_decided_and_takes_its_opinions_along() -> None:
    world, submission = revising([("建施-12", 12), ("建施-14", 14)])
    old = Sheet.objects.get(number="建施-12")
    (opinion,) = world.opinions.values()

    bring(submission, ("建施-13", 12))
    assert told_of(submission) == ["建施-12 → 建施-13"]
    with pytest.raises(NotReady, match="建施-12 → 建施-13"):
        world.answer()
    assert confirm(world, submission) == 1
    do_jobs()

    row = submission.revisions.get(sheet=old)
    assert (row.sheet.number, row.ordinal) == ("建施-13", 2)
    assert not Sheet.objects.filter(number="建施-12").exists()
    (one,) = renumbered_in(submission)
    assert one.is_number_alone
    assert not Comparison.objects.get(newer=row).changes.undeclared().exists()
    assert found_for(opinion, submission).verdict == "unchanged"
    world.answer()
    assert Evidence.objects.get(opinion=opinion).comparison.newer == row
    numbers = {line.revision.sheet.number for line in agenda_of(world.case, []).lines}
    assert "建施-13" in numbers
    assert "建施-12" not in numbers


def test_matching_and_deciding_twice_changes_nothing() -> None:
    world, submission = revising([("建施-12", 12), ("建施-14", 14)])
    bring(submission, ("建施-13", 12))
    match_package(submission=submission)
    first = state(submission)
    match_package(submission=submission)
    assemble_sheets(submission=submission)
    do_jobs()
    assert state(submission) == first

    confirm(world, submission)
    do_jobs()
    decided = state(submission)
    match_package(submission=submission)
    assemble_sheets(submission=submission)
    do_jobs()
    assert state(submission) == decided
    with pytest.raises(DrawingError):
        confirm(world, submission)


def test_a_set_that_went_on_while_it_was_matched_is_left_to_the_next() -> None:
    _world, submission = revising([("建施-12", 12), ("建施-14", 14)])
    bring(submission, ("建施-13", 12))
    with pytest.MonkeyPatch.context() as patch:

        def meanwhile(*asked: Any) -> Any:
            patch.undo()
            bring(submission, ("建施-15", 14))
            return match_apart(*asked)

        patch.setattr("drawings.actions.fates.match_apart", meanwhile)
        assert match_package(submission=submission) == []

    assert sorted(told_of(submission)) == ["建施-12 → 建施-13", "建施-14 → 建施-15"]


def test_two_sheets_stay_two_when_a_person_says_so() -> None:
    world, submission = revising([("建施-12", 12), ("建施-14", 14)])
    bring(submission, ("建施-13", 12))
    (one,) = proposed_in(submission)

    refuse_renumbering(submission=submission, renumbering=one.row.pk, actor=world["lv"])
    match_package(submission=submission)

    assert told_of(submission) == []
    world.answer()
    assert Sheet.objects.filter(number__in=["建施-12", "建施-13"]).count() == 2


def test_a_sheet_put_in_between_shifts_the_numbers_after_it() -> None:
    world, submission = revising([("建施-12", 12), ("建施-13", 13)])
    sheets = {seed: Sheet.objects.get(number=f"建施-{seed}") for seed in (12, 13)}

    bring(submission, ("建施-12", 99), ("建施-13", 12), ("建施-14", 13))
    assert told_of(submission) == ["建施-12 → 建施-13", "建施-13 → 建施-14"]
    before = sorted(Sheet.objects.values_list("number", flat=True))
    assert confirm(world, submission) == 2
    do_jobs()

    for seed, sheet in sheets.items():
        sheet.refresh_from_db()
        assert sheet.number == f"建施-{seed + 1}"
        assert sheet.revisions.count() == 2
    assert Sheet.objects.get(number="建施-12").revisions.count() == 1
    assert Comparison.objects.filter(newer__submission=submission).count() == 2

    undo_renumberings(submission=submission, actor=world["lv"])
    do_jobs()
    assert sorted(Sheet.objects.values_list("number", flat=True)) == before
    for seed, sheet in sheets.items():
        sheet.refresh_from_db()
        assert sheet.number == f"建施-{seed}"
        assert sheet.revisions.count() == 2
    assert told_of(submission) == ["建施-12 → 建施-13", "建施-13 → 建施-14"]


def test_a_number_whose_drawing_is_gone_is_kept_apart_and_comes_back() -> None:
    world, submission = revising([("建施-12", 12), ("建施-13", 13)])
    gone = Sheet.objects.get(number="建施-13")

    bring(submission, ("建施-13", 12))
    confirm(world, submission)

    gone.refresh_from_db()
    assert gone.number == "建施-13 (2)"
    assert gone in [row.sheet for row in not_again(submission)]
    undo_renumberings(submission=submission, actor=world["lv"])
    gone.refresh_from_db()
    assert gone.number == "建施-13"
    assert gone.revisions.count() == 2


def test_the_old_number_comes_back_when_the_new_sheet_is_taken_out() -> None:
    world, submission = revising([("建施-12", 12), ("建施-14", 14)])
    old = Sheet.objects.get(number="建施-12")
    bring(submission, ("建施-13", 12))
    confirm(world, submission)

    withdraw_file(file=submission.files.get(), actor=world["lv"])
    assemble_sheets(submission=submission)

    old.refresh_from_db()
    assert old.number == "建施-12"
    assert not Renumbering.objects.exists()


def test_a_sheet_taken_out_leaves_the_set_and_its_opinion_says_so() -> None:
    world, submission = revising([("建施-12", 12), ("建施-14", 14)])
    sheet = Sheet.objects.get(number="建施-12")
    (opinion,) = world.opinions.values()

    def take_out(reason: str) -> Withdrawal:
        return withdraw_sheet(
            submission=submission, sheet=sheet, reason=reason, actor=world["lv"]
        )

    with pytest.raises(DrawingError):
        take_out(" ")
    take_out("并入建施-14")
    assert found_for(opinion, submission).verdict == "sheet_withdrawn"
    keep_sheet(submission=submission, sheet=sheet, actor=world["lv"])
    assert found_for(opinion, submission).verdict == "unchanged"
    take_out("并入建施-14")
    take_out("取消")
    bring(submission, ("建施-14", 15))
    with pytest.raises(DrawingError):
        withdraw_sheet(
            submission=submission,
            sheet=Sheet.objects.get(number="建施-14"),
            reason="x",
            actor=world["lv"],
        )
    world.answer()

    assert Withdrawal.objects.get().reason == "取消"
    assert "建施-12" not in {
        line.revision.sheet.number for line in agenda_of(world.case, []).lines
    }
    with pytest.raises(SubmissionClosed):
        keep_sheet(submission=submission, sheet=sheet, actor=world["lv"])


def test_a_first_set_is_matched_with_nothing() -> None:
    build_world()

    assert not Job.objects.filter(task=MATCH_TASK).exists()


def test_what_is_confirmed_again_is_compared_again() -> None:
    world, submission = revising([("建施-12", 12), ("建施-14", 14)])
    bring(submission, ("建施-13", 12))
    for _time in range(2):
        assert confirm(world, submission) == 1
        do_jobs()
        (one,) = renumbered_in(submission)
        assert one.comparison is not None
        undo_renumberings(submission=submission, actor=world["lv"])
        do_jobs()


def test_a_sheet_taken_out_is_asked_about_no_more_and_again_when_it_is_kept() -> None:
    world, submission = revising([("建施-12", 12), ("建施-14", 14)])
    sheet = Sheet.objects.get(number="建施-12")
    bring(submission, ("建施-13", 12))
    (one,) = proposed_in(submission)

    for _time in range(2):
        withdraw_sheet(
            submission=submission, sheet=sheet, reason="取消", actor=world["lv"]
        )
        assert told_of(submission) == []
        with pytest.raises(DrawingError):
            confirm_renumberings(
                submission=submission, chosen=[one.row.pk], actor=world["lv"]
            )
        do_jobs()
        keep_sheet(submission=submission, sheet=sheet, actor=world["lv"])
        job = matching_of(submission)
        assert job is not None
        assert job.is_open
        do_jobs()
        assert told_of(submission) == ["建施-12 → 建施-13"]


def test_a_set_is_not_handed_in_while_it_is_matched_again() -> None:
    world, submission = revising([("建施-12", 12), ("建施-14", 14)])
    bring(submission, ("建施-13", 12))
    sheet = Sheet.objects.get(number="建施-12")

    withdraw_sheet(submission=submission, sheet=sheet, reason="取消", actor=world["lv"])

    with pytest.raises(NotReady):
        world.answer()
    do_jobs()
    world.answer()
