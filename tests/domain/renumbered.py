"""A case whose second set renumbers sheets: plans that differ, and what was decided."""

import random
from collections.abc import Iterable

from drawings.actions.fates import confirm_renumberings
from drawings.fates import proposed_in
from drawings.models import Renumbering, Sheet, Submission
from tests.sheets import Segment, add_sheet
from tests.world import World, build_world, do_jobs

NAME = ("平面图", "architecture")


def plan(seed: int) -> tuple[Segment, ...]:
    """Forty walls of its own."""
    chance = random.Random(seed)  # noqa: S311  not a secret
    found = []
    for _ in range(40):
        x, y = chance.uniform(30, 300), chance.uniform(50, 250)
        u, v = chance.uniform(-60, 60), chance.uniform(-40, 40)
        found.append((x, y, x + u, y + v))
    return tuple(found)


def revising(sheets: Iterable[tuple[str, int]]) -> tuple[World, Submission]:
    """A case with these sheets (number, seed of the plan), and an open second set."""
    world = build_world()
    for number, seed in sheets:
        add_sheet(world.case.current_round.submission, number, *NAME, plan(seed))
    world.hand_in().accept()
    x0, y0, *_ = plan(12)[0]
    world.say("housing", sheet="建施-12", box=(x0 - 5, y0 - 5, x0 + 5, y0 + 5))
    world.finish_round().release()
    return world, world.case.rounds.get(number=2).submission


def bring(submission: Submission, *sheets: tuple[str, int]) -> None:
    """These sheets come with the set."""
    for number, seed in sheets:
        add_sheet(submission, number, *NAME, plan(seed))
    do_jobs()


def told_of(submission: Submission) -> list[str]:
    """The renumberings that wait for a person."""
    return [str(one.row) for one in proposed_in(submission)]


def confirm(world: World, submission: Submission) -> int:
    """Say yes to all of them."""
    chosen = [one.row.pk for one in proposed_in(submission)]
    return confirm_renumberings(submission=submission, chosen=chosen, actor=world["lv"])


def state(submission: Submission) -> list[object]:
    """All that matching and deciding may have written."""
    sheets = Sheet.objects.order_by("pk").values_list("pk", "number", "order", "name")
    rows = submission.revisions.order_by("pk").values_list("pk", "sheet", "ordinal")
    return [list(sheets), list(rows), list(Renumbering.objects.values())]
