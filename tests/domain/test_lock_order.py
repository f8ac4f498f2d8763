"""The ledger's head is locked last: whoever holds it waits for no row of anybody else.

Two that lock in opposite orders stop each other, and the database ends one of them: a
fault in front of a person. Where the order is wrong it shows in the statements of one.
"""

import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from viewflow.workflow.status import STATUS

from drawings.actions.comparison import compare_revisions
from reviews.actions.calendar import correct_calendar
from reviews.actions.deadlines import watch_deadlines
from reviews.models import Case
from reviews.states import CaseState
from signatures import keys
from signatures.actions.endings import renew_test_seal
from signatures.actions.holders import enrol_test_seal
from signatures.models import SealHolder
from storage import clock
from tests.sheets import PLAN, add_sheet
from tests.world import build_world, passed_world, reviewing_world, revising_world
from workflow.actions import course
from workflow.actions.delivery import order_case_sealing

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LEDGER = "storage_ledgerhead"
T = TypeVar("T")
_LOCKED = re.compile(r'(?:FROM|^UPDATE) "(\w+)"')


def locks_of(work: Callable[[], object]) -> list[str]:
    """The tables whose rows were locked or changed, in order."""
    with CaptureQueriesContext(connection) as asked:
        work()
    found = []
    for one in asked.captured_queries:
        sql = one["sql"]
        if sql.startswith("UPDATE") or " FOR UPDATE" in sql or " FOR NO KEY" in sql:
            match = _LOCKED.search(sql)
            found += [match[1]] if match else []
    return found


def after_the_ledger(tables: list[str]) -> set[str]:
    return set(tables[tables.index(LEDGER) :]) - {LEDGER}


def test_who_takes_a_case_back_locks_its_set_before_the_ledger() -> None:
    world = build_world()

    locks = locks_of(
        lambda: course.withdraw_case(
            case=world.case, actor=world["liu"], reason="另行申报"
        )
    )

    assert "drawings_submission" in locks
    assert not after_the_ledger(locks)


def test_who_corrects_the_calendar_locks_the_reviews_before_the_ledger() -> None:
    reviewing_world()

    locks = locks_of(
        lambda: correct_calendar(
            day=dt.date(2026, 12, 31),
            is_workday=False,
            note="调休",
            source="通知",
            actor=None,
        )
    )

    assert locks.index("reviews_case") < locks.index("reviews_departmentreview")
    assert not after_the_ledger(locks)


def test_a_comparison_is_written_down_with_the_set_locked_before_its_sheets() -> None:
    world = revising_world()
    submission = world.case.rounds.get(number=2).submission
    newer = add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN)
    older = newer.previous()
    assert older is not None

    locks = locks_of(lambda: compare_revisions(older=older, newer=newer))

    assert locks[:2] == ["drawings_submission", "drawings_sheetrevision"]


def test_who_has_a_set_sealed_locks_the_units_before_the_ledger() -> None:
    world = passed_world()

    locks = locks_of(
        lambda: order_case_sealing(
            case=world.case, actor=world["qian"], code=keys.test_code("qian")
        )
    )

    first = locks.index(LEDGER)
    assert "accounts_organisation" in locks[:first]


def test_who_renews_a_seal_locks_its_unit_before_the_ledger() -> None:
    world = passed_world()
    holder = enrol_test_seal(
        organisation=world.review_of("fire").department,
        kind=SealHolder.Kind.DEPARTMENT,
        actor=None,
        keepers=[world["sun"]],
    )

    locks = locks_of(
        lambda: renew_test_seal(
            holder=holder,
            keepers=[world["sun"]],
            actor=world["sun"],
            code=keys.test_code("sun"),
        )
    )

    first = locks.index(LEDGER)
    assert {"accounts_organisation", "signatures_registration"} <= set(locks[:first])


def test_who_watches_deadlines_locks_what_is_noted_before_asking_whether_it_was() -> (
    None
):
    world = build_world().hand_in(but=["planning_permit"])
    world.accept(planning_permit=clock.today() + dt.timedelta(days=3))

    with clock.told_at(clock.now() + dt.timedelta(days=20)):
        locks = locks_of(watch_deadlines)

    assert locks.count("reviews_departmentreview") == 3
    assert locks.count("reviews_material") == 1
    before = [locks[place - 1] for place, table in enumerate(locks) if table == LEDGER]
    assert {"reviews_departmentreview", "reviews_material"} <= set(before)


@pytest.mark.django_db(transaction=True)
def test_who_takes_back_what_is_just_handed_in_lets_the_case_go_for_the_engine() -> (
    None
):
    world = build_world()
    done: list[str] = []
    free: list[bool] = []

    def meanwhile(
        execute: Callable[..., object],
        sql: str,
        params: object,
        many: bool,
        context: object,
    ) -> object:
        if "FOR UPDATE" in sql and "reviews_case" in sql and not done:
            done.append(sql)
            elsewhere(world.hand_in)
        elif "FOR UPDATE" in sql and "process" in sql:
            free.append(elsewhere(lambda: is_free(world.case)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        course.withdraw_case(case=world.case, actor=world["liu"], reason="另行申报")

    assert free[0]
    assert world.refresh().case.state == CaseState.WITHDRAWN
    assert world.case.process.status == STATUS.CANCELED


def elsewhere(work: Callable[[], T]) -> T:
    """Do something on a connection of its own, to its end."""
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(work).result()
        pool.submit(connections.close_all).result()
    return done


def is_free(case: Case) -> bool:
    """Whether somebody else could lock the case now."""
    try:
        with transaction.atomic():
            Case.objects.select_for_update(nowait=True, of=("self",)).get(pk=case.pk)
    except OperationalError:
        return False
    return True
