"""Asking as somebody: what tests of the search share."""

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reviews.searching.asking import Question
from reviews.searching.finding import Found, find_sheets
from reviews.searching.seeing import Sight
from tests.world import World, revising_world


def indexed_world() -> World:
    """A world whose builder revises, every sheet indexed; round two not handed in."""
    world = revising_world()
    world.revise()
    call_command("index_texts", verbosity=0)
    return world


def as_(user: User, language: str = "zh-hans") -> Client:
    client = Client()
    client.cookies["django_language"] = language
    client.force_login(user)
    return client


def found(user: User, query: str, **filters: str) -> Found:
    return find_sheets(Sight(user), Question(query, **filters))


def numbers(answer: Found) -> list[str]:
    return [str(sheet.revision) for group in answer.groups for sheet in group.sheets]


def page_of(user: User, query: str, language: str = "zh-hans", **filters: str) -> str:
    answer = as_(user, language).get(reverse("reviews:search"), {"q": query, **filters})
    assert answer.status_code == 200
    return answer.content.decode()
