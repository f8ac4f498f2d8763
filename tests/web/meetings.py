"""Meetings for tests: proposed, begun, heard; who is signed in; addresses."""

from django.urls import reverse

from reviews.actions.consultations import open_consultation, take_position
from reviews.models import Consultation
from tests.world import World, reviewing_world

HTMX = {"HX-Request": "true"}


def contradicted() -> World:
    """Fire and air defence have contradicted each other in round one."""
    world = reviewing_world()
    world.contradict()
    return world


def proposed(world: World) -> Consultation:
    return world.case.consultations.get()


def begun(world: World) -> Consultation:
    meeting = open_consultation(consultation=proposed(world), host=world["sun"])
    meeting.refresh_from_db()
    return meeting


def heard(world: World) -> Consultation:
    meeting = begun(world)
    for login in ("li", "zhao"):
        take_position(
            consultation=meeting,
            representative=world[login],
            text="可以折中。",
            agrees=True,
        )
    return meeting


def url(name: str, meeting: Consultation) -> str:
    return reverse(f"reviews:{name}", args=[meeting.case.serial, meeting.number])
