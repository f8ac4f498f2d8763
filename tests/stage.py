"""Where the case of a test stands when it begins, and who is signed in.

`world` in tests/web/conftest.py builds it once for all tests of a module that ask for
the same; each test plays on it and leaves no trace.
"""

from typing import Final

import pytest
from django.test import Client

from accounts.models import User
from tests.world import reviewing_world, revising_world, second_round_world

IN_ROUND_ONE: Final = pytest.mark.parametrize(
    "built", [reviewing_world], indirect=True, ids=["round one"]
)
REVISING: Final = pytest.mark.parametrize(
    "built", [revising_world], indirect=True, ids=["revising"]
)
IN_ROUND_TWO: Final = pytest.mark.parametrize(
    "built", [second_round_world], indirect=True, ids=["round two"]
)
HTMX: Final = {"HX-Request": "true"}


def signed_in(user: User) -> Client:
    """A browser in Chinese in which a person is signed in."""
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(user)
    return client
