"""Opinions that could have been given in round 1 are told apart from those that could not."""

import json
from collections.abc import Sequence

import pytest
from django.urls import reverse

from drawings.models import Comparison, Submission
from reviews.actions.opinions import Remark, edit_opinion, give_opinion
from reviews.errors import NotReady
from reviews.lateness import is_late_on, proof_of_lateness
from reviews.models import Opinion
from storage.models import Event
from tests.sheets import DOOR, DOOR_BOX, PLAN, add_sheet
from tests.stage import HTMX, IN_ROUND_TWO, signed_in
from tests.world import World, do_jobs

pytestmark = IN_ROUND_TWO

EMPTY = (300.0, 250.0, 320.0, 270.0)
LONG_WALL = (40.0, 160.0, 60.0, 180.0)
"""On a line that stands as it was, far from every change of 建施-05."""


def remark(box: Sequence[float], reason: str = "") -> Remark:
    x0, y0, x1, y1 = box
    return Remark(
        grade=Opinion.Grade.SHALL,
        text="墙厚未注明。",
        points=((x0, y0), (x1, y0), (x1, y1), (x0, y1)),
        late_reason=reason,
    )


def give(
    world: World, box: Sequence[float], reason: str = "", sheet: str = "建施-05"
) -> Opinion:
    return give_opinion(
        review=world.review_of("housing"),
        revision=world.revision(sheet),
        author=world["wang"],
        remark=remark(box, reason),
    )


def test_a_reason_is_demanded_on_an_unchanged_region_and_marks_the_opinion(
    world: World,
) -> None:
    with pytest.raises(NotReady):
        give(world, LONG_WALL)
    assert not world.case.opinions.filter(text="墙厚未注明。").exists()

    opinion = give(world, LONG_WALL, "复核时发现")

    assert opinion.is_late
    proof = Comparison.objects.get(newer=world.revision("建施-05"))
    assert proof_of_lateness(opinion) == [proof]
    event = Event.objects.filter(verb="reviews.opinion_given").latest("pk")
    assert event.particulars["late_reason"] == "复核时发现"


def test_an_opinion_on_a_changed_region_bears_no_mark_whatever_was_typed(
    world: World,
) -> None:
    opinion = give(world, DOOR_BOX, "多余的理由")

    assert not opinion.is_late
    assert proof_of_lateness(opinion) == []


def test_a_draft_that_moves_to_a_changed_region_loses_the_mark(world: World) -> None:
    opinion = give(world, EMPTY, "复核时发现")

    moved = edit_opinion(
        opinion=opinion, author=world["wang"], remark=remark(DOOR_BOX, "复核时发现")
    )

    assert opinion.is_late
    assert not moved.is_late


def reopened(world: World) -> Submission:
    """The set of the round, so that another sheet can be put in."""
    submission = world.case.current_round.submission
    submission.state, submission.closed_at = Submission.State.OPEN, None
    submission.save()
    return submission


def test_a_long_line_that_came_makes_only_what_it_touches_changed(world: World) -> None:
    """Its box covers the sheet; what counts is where it draws."""
    frame = ((5, 5, 415, 5), (415, 5, 415, 292), (415, 292, 5, 292), (5, 292, 5, 5))
    newer = add_sheet(
        reopened(world), "防施-01", "人防", "airdefence", (*PLAN, *DOOR, *frame)
    )
    do_jobs()

    assert is_late_on(world.case, newer, list(EMPTY))
    assert not is_late_on(world.case, newer, [400.0, 280.0, 418.0, 295.0])


def test_a_sheet_that_was_not_handed_in_again_is_unchanged(world: World) -> None:
    opinion = give(world, DOOR_BOX, "复核时发现", sheet="防施-01")

    assert opinion.is_late
    assert proof_of_lateness(opinion) == []


def test_of_a_sheet_that_nobody_could_compare_nobody_is_called_late(
    world: World,
) -> None:
    Comparison.objects.filter(newer=world.revision("建施-05")).update(
        verdict=Comparison.Verdict.CANNOT, answer=None
    )

    assert not give(world, EMPTY).is_late


@pytest.mark.parametrize("verdict", Comparison.Verdict)
def test_of_a_sheet_that_was_not_compared_whole_nobody_is_called_late(
    world: World, verdict: Comparison.Verdict
) -> None:
    Comparison.objects.filter(newer=world.revision("建施-05")).update(
        verdict=verdict, not_compared=["new/loss/ACAD_TABLE/1"]
    )

    # What was not read may be just what the opinion is about. Of bytes all is known.
    is_late = verdict == Comparison.Verdict.SAME_BYTES
    assert give(world, LONG_WALL, "复核时发现").is_late == is_late


def test_a_sheet_that_came_in_round_two_cannot_be_late(world: World) -> None:
    newer = add_sheet(reopened(world), "建施-09", "楼梯详图", "architecture", PLAN)

    assert not is_late_on(world.case, newer, list(EMPTY))


def test_in_a_later_case_of_the_project_round_one_is_that_of_the_case(
    world: World,
) -> None:
    """The hand-in of its first round has a number above one, and still is the first."""
    for submission in world.case.project.submissions.order_by("-number"):
        submission.number += 10
        submission.save(update_fields=["number"])

    assert is_late_on(world.case, world.revision("防施-01"), list(EMPTY))


def test_pages_say_that_an_opinion_is_late(world: World) -> None:
    """The list of the sheet, the opinion itself, and what is read before the release."""
    opinion = give(world, EMPTY, "复核时发现")
    case = world.case
    world.settle()
    reader, head = signed_in(world["li"]), signed_in(world["qian"])
    pages = {
        "list": reader.get(
            reverse("reviews:sheet_opinions", args=[case.serial, opinion.revision_id]),
            headers=HTMX,
        ),
        "opinion": reader.get(
            reverse("reviews:opinion", args=[case.serial, opinion.pk]), headers=HTMX
        ),
        "release": head.get(reverse("workflow:release", args=[case.serial])),
    }

    for name, page in pages.items():
        assert "首审遗漏" in page.content.decode(), name
        assert "复核时发现" in page.content.decode(), name
    assert "比对" in pages["opinion"].content.decode()


def test_the_builder_is_told_too_once_it_is_released(world: World) -> None:
    opinion = give(world, EMPTY, "复核时发现")
    world.settle().release()
    client = signed_in(world["lv"])

    answers = client.get(
        reverse("reviews:answer", args=[world.case.serial, opinion.number])
    )
    case = client.get(reverse("reviews:case", args=[world.case.serial]))

    for page in (answers, case):
        assert "首审遗漏" in page.content.decode()
        assert "复核时发现" in page.content.decode()


def test_the_reason_is_asked_for_beside_its_field_and_nothing_is_lost(
    world: World,
) -> None:
    x0, y0, x1, y1 = EMPTY
    filled = {
        "grade": "shall",
        "text": "墙厚未注明。",
        "shape": "rect",
        "points": json.dumps([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]),
    }
    address = reverse(
        "reviews:sheet_opinions",
        args=[world.case.serial, world.revision("建施-05").pk],
    )

    answer = signed_in(world["wang"]).post(address, filled, headers=HTMX)

    assert answer.status_code == 422
    page = answer.content.decode()
    field = page[page.index("late_reason-field") :]
    assert "此区域自首审以来没有改动" in field[:1500]
    assert "墙厚未注明。" in page
