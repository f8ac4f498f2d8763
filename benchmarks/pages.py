"""Measure the pages of a large case: processor time, questions to the database, size.

Run from the repository: `python -m benchmarks.pages [sheets] [opinions] [changes]`. A case
in its second round is built in a database made for the run: so many sheets, half of them
revised, opinions on them, and one sheet drawn anew with so many changes that nobody
declared. Times are CPU times of this process, the second look at each page.
"""

# ruff: noqa: E402  Django is set up before anything of the house is imported

import argparse
import copy
import os
import random
import time
from collections.abc import Sequence
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from drawings.models import Change, Comparison
from reviews.standing import undeclared_changes
from tests.sheets import PLAN, add_sheet
from tests.world import World, build_world, do_jobs

CHANGED: Final = ((180, 130, 180, 146), (180, 146, 196, 130))
ROWS_AT_ONCE: Final = 500


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what each page costs each of those who look at it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheets", nargs="?", type=int, default=200)
    parser.add_argument("opinions", nargs="?", type=int, default=300)
    parser.add_argument("changes", nargs="?", type=int, default=5_000)
    chosen = parser.parse_args(arguments)
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        world = _large_world(chosen.sheets, chosen.opinions)
        comparison = _drawn_anew(world, chosen.changes)
        print(
            f"{chosen.sheets} sheets, {chosen.opinions} opinions, "
            f"{comparison.changes.count()} changes on {comparison.newer.sheet.number}"
        )
        print(f"{'who':<6} {'ms':>6} {'asked':>6} {'kB':>7}  page")
        for login, page in _visits(world, comparison):
            _measure(world, login, page)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _large_world(sheets: int, opinions: int) -> World:
    """A case in round two, half of its sheets revised."""
    chance = random.Random(7)
    plans = [
        (f"建施-{at}", f"{at} 层平面图", "architecture")
        for at in range(100, 100 + sheets)
    ]
    world = build_world(plans).hand_in().accept()
    for at in range(opinions):
        x, y = chance.uniform(10, 300), chance.uniform(10, 200)
        number = chance.choice(plans)[0]
        box = (x, y, x + 20, y + 20)
        world.say("housing", f"第{at}条，门洞净宽不足。", sheet=number, box=box)
    world.finish_round().release()
    submission = world.case.rounds.get(number=2).submission
    for plan in plans[: sheets // 2]:
        add_sheet(submission, *plan, PLAN + CHANGED)
    do_jobs()
    return world.answer()


def _drawn_anew(world: World, count: int) -> Comparison:
    """A comparison of the round with so many more changes that nobody declared."""
    chance = random.Random(7)
    pattern = undeclared_changes(world.case)[0]
    last = pattern.comparison.changes.order_by("index").last()
    first = last.index + 1 if last else 0
    rows = []
    for index in range(first, first + count):
        row = copy.copy(pattern)
        row._state = copy.copy(pattern._state)
        row.pk, row._state.adding, row.index = None, True, index
        x, y = chance.uniform(0, 400), chance.uniform(0, 280)
        row.new_box = [x, y, x + 3, y + 3]
        rows.append(row)
    Change.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    return pattern.comparison


def _visits(world: World, comparison: Comparison) -> list[tuple[str, str]]:
    """Who looks at which page."""
    serial, sheet = world.case.serial, comparison.newer_id
    change = comparison.changes.all()[0].index
    ways: dict[str, tuple[object, ...]] = {
        "case": (serial,),
        "timeline": (serial,),
        "report": (serial,),
        "answers": (serial,),
        "upload": (serial,),
        "roundtwo": (serial,),
        "compare": (serial, comparison.pk),
        "compare_change": (serial, comparison.pk, change),
        "workbench_sheet": (serial, sheet),
        "course": (serial,),
    }
    pages = {name: reverse(f"reviews:{name}", args=args) for name, args in ways.items()}
    of_builder = ("case", "timeline", "report", "answers", "upload")
    of_reviewer = ("case", "roundtwo", "compare", "compare_change", "workbench_sheet")
    return [
        *(("liu", pages[name]) for name in of_builder),
        *(("wang", pages[name]) for name in of_reviewer),
        *(("zhao", pages[name]) for name in ("roundtwo", "workbench_sheet")),
        ("qian", pages["course"]),
    ]


def _measure(world: World, login: str, page: str) -> None:
    client = Client()
    client.force_login(world[login])
    client.get(page)
    began = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page)
    spent = 1000 * (time.process_time() - began)
    size = len(answer.content) / 1024
    print(f"{login:<6} {spent:6.0f} {len(asked):6d} {size:7.0f}  {page}")


if __name__ == "__main__":
    main()
