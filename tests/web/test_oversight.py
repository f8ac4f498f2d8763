"""The regulator: figures and their lists, regions, urging, the ledger, the course."""

import csv
import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.actions.organisations import found_organisation, seat_person
from accounts.actions.people import enrol_person
from accounts.models import Membership, Organisation, Region, User
from reviews.actions.clocks import mark_clock
from reviews.actions.oversight import urge_review
from reviews.auditing import check_ledger, last_check
from reviews.holders import shares_of, spells_of
from reviews.models import Case, DepartmentReview, Urging
from reviews.overview import figures_of, months_of, tree_of
from reviews.rates import rates_of
from reviews.supervision import Scene, scene_of, supervised_regions
from reviews.timing.events import What, Whose
from storage import clock
from storage.models import Event
from tests.world import World, build_world

ZONE = ZoneInfo("Asia/Shanghai")
BEGUN = dt.datetime(2026, 11, 10, 10, 15, tzinfo=ZONE)
NOW = dt.datetime(2026, 11, 17, 9, 0, tzinfo=ZONE)
LATE = dt.datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)


def accepted() -> World:
    """Accepted on a Tuesday; the deadline of all is Thursday week."""
    with clock.told_at(BEGUN):
        return (
            build_world()
            .hand_in(but=["planning_permit"])
            .accept(planning_permit=dt.date(2026, 11, 20))
        )


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [accepted], indirect=True, scope="module"),
]


@pytest.fixture(autouse=True)
def _forgetting() -> None:
    cache.clear()


def client_of(user: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(user)
    return client


def scene(world: World, *, at: dt.datetime = NOW, period: str = "month") -> Scene:
    with clock.told_at(at):
        return scene_of(world["wu"], period)


def figures(world: World, *, at: dt.datetime = NOW) -> dict[str, str]:
    return {one.key: one.value for one in figures_of(scene(world, at=at))}


def county_regulator(world: World) -> User:
    """Somebody who supervises the county alone."""
    unit = found_organisation(
        name="柳泉县工程审批管理办公室",
        short_name="县审管办",
        kind=Organisation.Kind.REGULATOR,
        sector="",
        region=world.cast.county,
    )
    person = enrol_person(
        username="bai", display_name="白科长", password="x" * 12, phone="13800000099"
    )
    seat_person(user=person, organisation=unit, role=Membership.Role.SUPERVISOR)
    return person


def move_to(world: World, region: Region) -> None:
    project = world.case.project
    project.region = region
    project.save(update_fields=["region"])


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
    client = client_of(world["wu"])

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
    client = client_of(world[login])

    for name in ("oversight", "oversight_cases", "oversight_table", "oversight_ledger"):
        assert client.get(reverse(f"reviews:{name}")).status_code == 404
    assert Client().get(reverse("reviews:oversight")).status_code == 302


def test_a_county_sees_its_own_cases_and_not_those_of_the_city(world: World) -> None:
    client = client_of(county_regulator(world))
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
    client = client_of(county_regulator(world))

    found = client.get(
        reverse("reviews:oversight_cases"), {"region": world.cast.city.pk}
    )

    assert found.status_code == 200
    assert world.case.serial not in found.content.decode()


def test_a_city_sees_the_cases_of_its_counties(world: World) -> None:
    move_to(world, world.cast.county)

    found = client_of(world["wu"]).get(
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
    client = client_of(world["wu"])

    for name in ("oversight", "oversight_cases", "oversight_table"):
        assert client.get(reverse(f"reviews:{name}"), query).status_code == 200


def test_a_draft_is_nobodys_to_supervise(world: World) -> None:
    Case.objects.filter(pk=world.case.pk).update(state="draft")

    assert figures(world)["underway"] == "0"


def test_the_list_can_be_taken_along(world: World) -> None:
    project = world.case.project
    project.name = "=HYPERLINK(1)"
    project.save(update_fields=["name"])

    answer = client_of(world["wu"]).get(
        reverse("reviews:oversight_table"), {"filter": "open"}
    )
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(rows) == 4
    assert {row[1] for row in rows[1:]} == {"'=HYPERLINK(1)"}


# ---- urging


def urging(**changed: str) -> dict[str, str]:
    until = (clock.today() + dt.timedelta(days=3)).isoformat()
    return {"form": "phone", "text": "请按期审定。", "until": until, **changed}


def urgings_url(review: DepartmentReview) -> str:
    return reverse("reviews:urgings", args=[review.pk])


def test_a_review_is_urged_and_the_head_answers(world: World) -> None:
    review = world.review_of("fire")
    regulator, head = client_of(world["wu"]), client_of(world["sun"])

    assert regulator.post(urgings_url(review), urging()).status_code == 302
    row = Urging.objects.get()
    seen = head.get(urgings_url(review)).content.decode()
    head.post(reverse("reviews:urging_answer", args=[row.pk]), {"answer": "明日审定。"})

    assert "请按期审定。" in seen
    row.refresh_from_db()
    assert row.answer == "明日审定。"
    assert "明日审定。" in regulator.get(urgings_url(review)).content.decode()


@pytest.mark.parametrize(
    "changed",
    [{"text": " "}, {"until": "2020-01-01"}, {"until": "soon"}, {"form": "shout"}],
)
def test_an_urging_that_is_not_right_comes_back_with_its_words(
    world: World, changed: dict[str, str]
) -> None:
    answer = client_of(world["wu"]).post(
        urgings_url(world.review_of("fire")), urging(**changed)
    )

    assert answer.status_code == 422
    assert changed.get("text", "请按期审定。") in answer.content.decode()
    assert not Urging.objects.exists()


@pytest.mark.parametrize("login", ["liu", "wang", "qian", "chen", "he"])
def test_others_find_no_urging(world: World, login: str) -> None:
    answer = client_of(world[login]).get(urgings_url(world.review_of("fire")))

    assert answer.status_code == 404


def test_a_head_cannot_urge(world: World) -> None:
    answer = client_of(world["sun"]).post(
        urgings_url(world.review_of("fire")), urging()
    )

    assert answer.status_code == 409
    assert not Urging.objects.exists()


def test_a_regulator_cannot_answer_for_the_department(world: World) -> None:
    row = urge_review(
        review=world.review_of("fire"),
        actor=world["wu"],
        form="phone",
        text="请按期审定。",
        until=clock.today() + dt.timedelta(days=3),
    )

    answer = client_of(world["wu"]).post(
        reverse("reviews:urging_answer", args=[row.pk]), {"answer": "好"}
    )

    assert answer.status_code == 409


# ---- ledger


def test_the_ledger_is_checked_when_that_is_long_ago_and_told_when(
    world: World,
) -> None:
    client = client_of(world["wu"])
    address = reverse("reviews:oversight_ledger")

    first = client.get(address, headers={"HX-Request": "true"}).content.decode()
    checked = last_check()
    assert checked is not None
    client.get(address, headers={"HX-Request": "true"})
    kept = last_check()

    assert "审计台账完整" in first
    assert kept == checked
    with clock.told_at(clock.now() + dt.timedelta(minutes=11)):
        assert not checked.is_fresh


def test_an_altered_event_is_named(world: World) -> None:
    event = Event.objects.of_stream(world.case.serial).first()
    assert event is not None
    Event.objects.filter(pk=event.pk).update(verb="reviews.case_passed")

    found = check_ledger()
    page = client_of(world["wu"]).get(reverse("reviews:oversight")).content.decode()

    assert found.broken == event.sequence
    assert f"台账第 {event.sequence} 条被改动" in page


# ---- course


def test_the_course_tells_who_held_the_case(world: World) -> None:
    with clock.told_at(NOW):
        world.say("housing")
        world.finish_round().release()

    with clock.told_at(LATE):
        spells = spells_of(world.case)
        shares = {one.holder: one.workdays for one in shares_of(spells)}

    assert [one.holder for one in spells] == [
        "builder",
        "window",
        "departments",
        "lead",
        "builder",
    ]
    assert shares["departments"] == 5
    assert shares["builder"] == 5
    assert spells[-1].is_lasting
    assert (spells[0].left, spells[-1].right) == (0.0, 100.0)


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("wu", 200),
        ("chen", 200),
        ("qian", 200),
        ("sun", 200),
        ("wang", 404),
        ("liu", 404),
        ("feng", 404),
        ("he", 404),
    ],
)
def test_the_course_is_for_regulator_clerks_and_heads(
    world: World, login: str, status: int
) -> None:
    address = reverse("reviews:course", args=[world.case.serial])

    assert client_of(world[login]).get(address).status_code == status


def test_the_course_does_not_tell_the_regulator_drafts(world: World) -> None:
    opinion = world.say("fire", "疏散门应向疏散方向开启。")

    page = client_of(world["wu"]).get(
        reverse("reviews:course", args=[world.case.serial])
    )

    assert opinion.text not in page.content.decode()
