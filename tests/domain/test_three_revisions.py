"""One sheet in three revisions: what moved is followed, what was told is not told anew."""

import random

import pytest

from drawings.models import Comparison
from reviews.actions.answers import answer_opinion
from reviews.actions.judgements import insist_on_opinion
from reviews.actions.opinions import Remark, give_opinion
from reviews.actions.ticks import tick_change
from reviews.agenda import agenda_of
from reviews.errors import NotReady, ReplyRefused
from reviews.models import ChangeTick, Evidence, Opinion, Reply
from reviews.standing import undeclared_changes
from tests.sheets import Segment, add_sheet
from tests.world import World, build_world, do_jobs
from workflow.actions import course

pytestmark = pytest.mark.django_db
SHEET = ("建施-09", "屋顶平面图", "architecture")
DOOR = (100.0, 100.0, 112.0, 100.0)
WIDER = (100.0, 100.0, 118.0, 100.0)
LATER = (300.0, 60.0, 320.0, 60.0)
REGION = (96.0, 96.0, 122.0, 104.0)
SHIFT = (14.0, 9.0)
Box = tuple[float, float, float, float]


def plan(*more: Segment, by: tuple[float, float] = (0.0, 0.0)) -> tuple[Segment, ...]:
    """Walls of no symmetry, and more, all shifted on their paper."""
    chance = random.Random(4)  # noqa: S311  not a secret
    walls: list[Segment] = []
    for _ in range(80):
        x, y = chance.uniform(140, 290), chance.uniform(110, 240)
        walls.append((x, y, x + chance.uniform(-40, 40), y + chance.uniform(-30, 30)))
    dx, dy = by
    return tuple((a + dx, b + dy, c + dx, d + dy) for a, b, c, d in (*walls, *more))


def shifted(box: Box) -> Box:
    dx, dy = SHIFT
    return (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)


def hand_in(world: World, *segments: Segment) -> None:
    """The sheet of the next round, every opinion answered, sent back."""
    later = world.case.rounds.get(number=world.case.round_number + 1).submission
    add_sheet(later, *SHEET, segments)
    do_jobs()
    for opinion in world.case.opinions.to_answer():
        answer_opinion(
            opinion=opinion, author=world["lv"], kind=Reply.Kind.REVISED, text="已改。"
        )
    course.submit_revision(case=world.case, actor=world["lv"])
    world.refresh()


def give(world: World, box: Box) -> Opinion:
    """An opinion that gives no reason why it comes now."""
    x0, y0, x1, y1 = box
    return give_opinion(
        review=world.review_of("fire"),
        revision=world.revision("建施-09"),
        author=world["li"],
        remark=Remark(
            grade=Opinion.Grade.SHALL,
            text="补提。",
            points=((x0, y0), (x1, y0), (x1, y1), (x0, y1)),
        ),
    )


def insist(world: World, opinion: Opinion) -> None:
    """The department is not content; the others settle their part; the notice goes out."""
    insist_on_opinion(opinion=opinion, reviewer=world["wang"], reason="仍不足")
    for review in world.case.reviews_now():
        for change in undeclared_changes(world.case):
            tick_change(
                change=change,
                review=review,
                reviewer=world.cast.reviewer_of(review.department.sector),
                verdict=ChangeTick.Verdict.ACCEPTED,
                note="",
            )
    world.finish_round().release()


def test_an_opinion_is_followed_through_three_revisions() -> None:
    world = build_world()
    add_sheet(world.case.current_round.submission, *SHEET, plan(DOOR))
    world.hand_in().accept()
    opinion = world.say("housing", sheet="建施-09", box=REGION)
    world.finish_round().release()

    # round two: the door is wider
    hand_in(world, *plan(WIDER))
    second = Evidence.objects.get(opinion=opinion)
    assert second.verdict == "region_changed"
    assert second.new_box == pytest.approx(REGION, abs=0.1)
    insist(world, Opinion.objects.get(pk=opinion.pk))

    # round three: the same, shifted on its paper; nothing was revised in the region
    later = world.case.rounds.get(number=3).submission
    add_sheet(later, *SHEET, plan(WIDER, LATER, by=SHIFT))
    do_jobs()
    row = Comparison.objects.get(newer__submission=later)
    assert row.registration["dx_mm"] == pytest.approx(SHIFT[0], abs=0.05)
    standing = Opinion.objects.get(pk=opinion.pk)
    with pytest.raises(ReplyRefused):
        answer_opinion(
            opinion=standing, author=world["lv"], kind=Reply.Kind.REVISED, text="已改。"
        )
    answer_opinion(
        opinion=standing,
        author=world["lv"],
        kind=Reply.Kind.REVISED,
        text="上轮已改。",
        reason_unchanged="上轮已按要求加宽",
    )
    course.submit_revision(case=world.case, actor=world["lv"])
    world.refresh()

    third = Evidence.objects.get(opinion=opinion, comparison=row)
    assert third.verdict == "unchanged"
    assert third.new_box == pytest.approx(shifted(REGION), abs=0.1)
    told = {
        line.revision.sheet.number: line for line in agenda_of(world.case, []).lines
    }
    assert told["建施-09"].needs_look
    assert told["建施-04"].is_carried

    # what changed in round two lies elsewhere on the paper now, and is no late remark
    assert give(world, shifted(REGION)).pk
    assert give(world, shifted((298.0, 56.0, 322.0, 64.0))).pk
    with pytest.raises(NotReady):
        give(world, shifted((30.0, 30.0, 60.0, 60.0)))
