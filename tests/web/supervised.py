"""A city that is supervised: its clocks, its regulators, its figures."""

import datetime as dt
from zoneinfo import ZoneInfo

from accounts.actions.organisations import found_organisation, seat_person
from accounts.actions.people import enrol_person
from accounts.models import Membership, Organisation, Region, User
from reviews.overview import figures_of
from reviews.supervision import Scene, scene_of
from storage import clock
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
