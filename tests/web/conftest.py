"""What tests of pages share: a world that is built once."""

import copy
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.world import World


@pytest.fixture(scope="module")
def built(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[World]:
    """The world of a module's tests, in a transaction that ends with the last of them.

    A test's own transaction lies inside, so what it changes goes with the test.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield request.param()
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, built: World) -> World:
    """The world as it was built; what another test kept in memory is not in it."""
    return copy.copy(built).refresh()


@pytest.fixture
def forgotten() -> None:
    """Nothing is remembered from the test before."""
    cache.clear()
