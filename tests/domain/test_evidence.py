"""What a comparison feeds: opinions, answers, undeclared changes, carried conclusions."""

import pytest

from drawings.actions.comparison import compare_job, declare_changes
from drawings.models import Change, Comparison, Withdrawal
from reviews.actions.answers import answer_opinion
from reviews.actions.conclusions import conclude_review
from reviews.actions.evidence import keep_evidence
from reviews.actions.opinions import Remark, give_opinion
from reviews.actions.ticks import tick_change
from reviews.agenda import agenda_of
from reviews.errors import NotReady, ReplyRefused
from reviews.evidence import found_for
from reviews.models import ChangeTick, Evidence, Opinion, Reply
from reviews.standing import undeclared_changes, unticked_changes
from reviews.states import Result
from storage import clock
from storage.models import Job
from tests.sheets import DOOR, DOOR_BOX, PLAN, add_sheet
from tests.world import World, do_jobs, revising_world, second_round_world

pytestmark = pytest.mark.django_db
EMPTY_BOX = (250.0, 210.0, 270.0, 230.0)
NEAR_BOX = (190.0, 140.0, 195.0, 146.0)


def test_each_region_is_told_what_became_of_it_and_a_larger_one_never_less() -> None:
    world = revising_world()
    submission = world.revise()
    (opinion,) = world.opinions.values()

    def told(box: tuple[float, ...], sheet: str = "建施-05") -> str:
        opinion.box, opinion.sheet = list(box), world.revision(sheet).sheet
        return found_for(opinion, submission).verdict

    assert told(DOOR_BOX) == "region_changed"
    assert told(NEAR_BOX) == "near_changed"
    assert told(EMPTY_BOX) == "unchanged"
    assert told(DOOR_BOX, "防施-01") == "unchanged"  # it did not come again
    order = ["unchanged", "near_changed", "region_changed"]
    x0, y0, x1, y1 = EMPTY_BOX
    ranks = [
        order.index(told((x0 - grow, y0 - 1.3 * grow, x1 + grow, y1 + grow)))
        for grow in (0.0, 30.0, 49.5, 60.0, 120.0)
    ]
    assert ranks == sorted(ranks)
    assert {ranks[0], ranks[-1]} == {0, 2}

    sheet = world.revision("建施-05").sheet
    Withdrawal.objects.create(
        submission=submission, sheet=sheet, said_by=world["lv"], said_at=clock.now()
    )
    assert told(DOOR_BOX) == "sheet_withdrawn"


def test_revised_is_refused_where_nothing_changed_until_it_says_why() -> None:
    world = revising_world()
    add_sheet(
        world.case.rounds.get(number=2).submission,
        *("建施-05", "标准层平面图", "architecture"),
        PLAN + DOOR,
    )
    do_jobs()
    (opinion,) = world.opinions.values()
    answer = {
        "opinion": opinion,
        "author": world["lv"],
        "kind": Reply.Kind.REVISED,
        "text": "已修改。",
    }

    with pytest.raises(ReplyRefused):
        answer_opinion(**answer)  # type: ignore[arg-type]
    assert not Reply.objects.exists()

    reply = answer_opinion(**answer, reason_unchanged="见结构图")  # type: ignore[arg-type]
    assert reply.reason_unchanged == "见结构图"


def test_evidence_is_kept_once_however_often_it_is_asked_for() -> None:
    world = second_round_world()
    submission = world.case.current_round.submission
    before = list(Evidence.objects.values())

    keep_evidence(case=world.case, submission=submission)

    assert list(Evidence.objects.values()) == before
    assert before[0]["verdict"] == "region_changed"
    assert before[0]["changes"]


def test_declared_changes_need_no_look() -> None:
    world = revising_world()
    world.revise()
    secret = Comparison.objects.get(newer__sheet__number="建施-04")
    declare_changes(
        comparison=secret,
        changes=list(secret.changes.values_list("pk", flat=True)),
        text="增加管井",
        actor=world["lv"],
    )

    world.answer()

    assert undeclared_changes(world.case) == []


def ticked(world: World, verdict: str) -> ChangeTick:
    (change,) = undeclared_changes(world.case)
    return tick_change(
        change=change,
        review=world.review_of("fire"),
        reviewer=world["li"],
        verdict=verdict,
        note="",
    )


def test_no_department_concludes_before_it_settled_what_nobody_declared() -> None:
    world = second_round_world()
    review = world.review_of("fire")

    with pytest.raises(NotReady):
        conclude_review(review=review, reviewer=world["li"], result=Result.PASS)

    ticked(world, ChangeTick.Verdict.HELD)
    assert len(unticked_changes(review)) == 1
    with pytest.raises(NotReady):
        conclude_review(review=review, reviewer=world["li"], result=Result.PASS)

    ticked(world, ChangeTick.Verdict.ACCEPTED)
    assert unticked_changes(review) == []
    conclude_review(review=review, reviewer=world["li"], result=Result.PASS)


def test_unchanged_sheets_keep_their_conclusion_with_the_proof() -> None:
    world = revising_world()
    add_sheet(
        world.case.rounds.get(number=2).submission,
        *("防施-01", "人防地下室平面图", "airdefence"),
        tuple(reversed(PLAN + DOOR)),
    )
    world.revise()
    world.answer()

    agenda = agenda_of(world.case, [])

    carried = {line.revision.sheet.number: line.comparison for line in agenda.carried}
    assert set(carried) == {"防施-01"}
    proof = carried["防施-01"]
    assert proof is not None
    assert proof.is_unchanged
    assert len(agenda.to_see) == 2

    # what could not be read may have changed: no change was found, and somebody looks
    proof.not_compared = ["old/loss/PROXY/1", "new/loss/PROXY/1"]
    proof.save()
    assert len(agenda_of(world.case, []).to_see) == 3
    assert agenda_of(world.case, []).carried == []


def late(world: World, sheet: str, box: tuple[float, float, float, float]) -> bool:
    """Whether an opinion of round two needs a reason why it comes so late."""
    x0, y0, x1, y1 = box
    try:
        give_opinion(
            review=world.review_of("housing"),
            revision=world.revision(sheet),
            author=world["wang"],
            remark=Remark(
                grade=Opinion.Grade.SHALL,
                text="漏提。",
                points=((x0, y0), (x1, y0), (x1, y1), (x0, y1)),
            ),
        )
    except NotReady:
        return True
    return False


def test_an_opinion_is_late_where_the_machine_knows_that_nothing_changed() -> None:
    world = second_round_world()

    assert late(world, "建施-05", EMPTY_BOX)
    assert late(world, "防施-01", DOOR_BOX)
    assert not late(world, "建施-05", DOOR_BOX)

    Change.objects.filter(comparison__newer__sheet__number="建施-05").delete()
    Comparison.objects.filter(newer__sheet__number="建施-05").update(
        verdict=Comparison.Verdict.CANNOT, reason="scanned"
    )
    assert not late(world, "建施-05", EMPTY_BOX)


def test_every_new_revision_is_compared_without_a_click_and_once() -> None:
    world = revising_world()
    submission = world.case.rounds.get(number=2).submission
    add_sheet(submission, "建施-04", "首层平面图", "architecture", PLAN)
    asked = Job.objects.open().get(task__contains="compar")

    do_jobs()
    rows = list(Comparison.objects.values()), list(Change.objects.values())
    compare_job(asked)

    assert (list(Comparison.objects.values()), list(Change.objects.values())) == rows
    assert len(rows[0]) == 1
    assert rows[1]
