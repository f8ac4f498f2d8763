"""What tests of actions share with those of pages: a world that is built once."""

import pytest

from tests.domain.letter_town import Town, build_town
from tests.web.conftest import built, world

__all__ = ["built", "town", "world"]


@pytest.fixture
def town(db: None) -> Town:
    """A case under review by three departments."""
    return build_town()
