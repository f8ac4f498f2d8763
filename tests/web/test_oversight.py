"""The regulator: figures and their lists, regions, urging, the ledger, the course."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse

from reviews.actions.clocks import mark_clock
from reviews.models import Case
from reviews.overview import months_of, tree_of
from reviews.rates import rates_of
from reviews.supervision import supervised_regions
from reviews.timing.events import What, Whose
from storage import clock
from tests.stage import signed_in
from tests.web.supervised import (
    BEGUN,
    LATE,
    NOW,
    ZONE,
    accepted,
    county_regulator,
    figures,
    move_to,
    scene,
)
from tests.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("forgotten"),
    pytest.mark.parametrize("built", [accepted], indirect=True, scope="module"),
]


# ---- figures


def test_the_figures_count_what_stands_now(world: World) -> None:
    found = figures(world)

    assert found["underway"] == "1"
    assert found["due"] == "3"
    assert found["overdue"] == "0"
    assert found["meeting"] == "0"
    assert found["owed"] == "1"
    assert found["finished"] == "—"


def test_past_the_deadline_a_review_is_overdue_and_no_longer_due(world: World) -> None:
    found = figures(world, at=LATE)

    assert (found["due"], found["overdue"]) == ("0", "3")


def test_a_stopped_clock_is_neither_due_nor_overdue(world: World) -> None:
    with clock.told_at(BEGUN + dt.timedelta(days=2)):
        mark_clock(
            review=world.review_of("fire"), what=What.STOP, whose=Whose.CONSULTATION
        )

    assert figures(world)["due"] == "2"
    assert figures(world, at=LATE)["overdue"] == "2"


def test_a_case_in_consultation_is_told_apart(world: World) -> None:
    with clock.told_at(BEGUN):
        world.contradict()

    assert figures(world)["meeting"] == "1"


def test_rates_are_parts_of_wholes_with_targets(world: World) -> None:
    with clock.told_at(NOW):
        world.finish_round().release()
    rates = {one.key: one for one in rates_of(scene(world, at=LATE))}

    told = {key: (one.part, one.whole) for key, one in rates.items() if key}
    assert told == {"accepted": (1, 1), "finished": (3, 3), "first_round": (1, 1)}
    assert all(rate.is_met for rate in rates.values())


def test_a_review_approved_late_spoils_the_rate(world: World) -> None:
    with clock.told_at(LATE):
        world.finish_round()

    rate = next(r for r in rates_of(scene(world, at=LATE)) if r.key == "finished")

    assert rate.percent == 0
    assert not rate.is_met


def test_only_the_period_counts(world: World) -> None:
    with clock.told_at(NOW):
        world.finish_round()
    next_month = dt.datetime(2026, 12, 8, 9, tzinfo=ZONE)

    def finished(period: str) -> int:
        found = scene(world, at=next_month, period=period)
        return len(found.of_reviews("finished"))

    assert (finished("month"), finished("year")) == (0, 3)


def test_every_row_of_the_tree_adds_up(world: World) -> None:
    found = scene(world)
    rows = tree_of(found, supervised_regions(world["wu"]))
    by_level = {
        level: [row for row in rows if row.level == level] for level in (0, 1, 2)
    }

    assert by_level[0][0].underway == sum(row.underway for row in by_level[1]) == 1
    assert by_level[0][0].due == sum(row.due for row in by_level[2]) == 3


def test_the_months_end_with_this_one(world: World) -> None:
    months = months_of(scene(world))

    assert len(months) == 12
    assert months[-1].first == dt.date(2026, 11, 1)
    assert [month.accepted for month in months] == [0] * 11 + [1]


# ---- who sees what


def test_the_page_leads_from_each_figure_to_its_list(world: World) -> None:
    client = signed_in(world["wu"])

    with clock.told_at(LATE):
        page = client.get(reverse("reviews:oversight")).content.decode()

    for key in figures(world):
        listed = client.get(reverse("reviews:oversight_cases"), {"filter": key})
        assert f"filter={key}" in page
        assert listed.status_code == 200
    assert page.count("<dialog") == 3
    assert "<polyline" in page


@pytest.mark.parametrize("login", ["liu", "lv", "chen", "wang", "qian", "he"])
def test_only_a_regulator_has_the_overview(world: World, login: str) -> None:
    client = signed_in(world[login])

    for name in ("oversight", "oversight_cases", "oversight_table", "oversight_ledger"):
        assert client.get(reverse(f"reviews:{name}")).status_code == 404
    assert Client().get(reverse("reviews:oversight")).status_code == 302


def test_a_county_sees_its_own_cases_and_not_those_of_the_city(world: World) -> None:
    client = signed_in(county_regulator(world))
    address = reverse("reviews:oversight_cases")
    course = reverse("reviews:course", args=[world.case.serial])

    before = client.get(address).content.decode()
    hidden = client.get(course).status_code
    move_to(world, world.cast.county)
    after = client.get(address).content.decode()

    assert world.case.serial not in before
    assert hidden == 404
    assert world.case.serial in after
    assert client.get(course).status_code == 200


def test_a_county_cannot_ask_for_the_city_by_its_number(world: World) -> None:
    client = signed_in(county_regulator(world))

    found = client.get(
        reverse("reviews:oversight_cases"), {"region": world.cast.city.pk}
    )

    assert found.status_code == 200
    assert world.case.serial not in found.content.decode()


def test_a_city_sees_the_cases_of_its_counties(world: World) -> None:
    move_to(world, world.cast.county)

    found = signed_in(world["wu"]).get(
        reverse("reviews:oversight_cases"), {"region": world.cast.county.pk}
    )

    assert world.case.serial in found.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "nonsense"},
        {"region": "x"},
        {"region": "²"},
        {"region": "9" * 40},
        {"period": "century"},
        {"page": "-4"},
        {"sector": "x" * 400},
    ],
)
def test_a_query_that_means_nothing_is_no_fault(
    world: World, query: dict[str, str]
) -> None:
    client = signed_in(world["wu"])

    for name in ("oversight", "oversight_cases", "oversight_table"):
        assert client.get(reverse(f"reviews:{name}"), query).status_code == 200


def test_a_draft_is_nobodys_to_supervise(world: World) -> None:
    Case.objects.filter(pk=world.case.pk).update(state="draft")

    assert figures(world)["underway"] == "0"


def test_the_list_can_be_taken_along(world: World) -> None:
    project = world.case.project
    project.name = "=HYPERLINK(1)"
    project.save(update_fields=["name"])

    answer = signed_in(world["wu"]).get(
        reverse("reviews:oversight_table"), {"filter": "open"}
    )
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(rows) == 4
    assert {row[1] for row in rows[1:]} == {"'=HYPERLINK(1)"}


# ---- urging


# ---- ledger


# ---- course
