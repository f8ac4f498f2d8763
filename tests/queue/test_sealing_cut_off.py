"""A set is sealed whole, whoever is killed on the way, and nothing leaves before."""

import pytest

from tests.killing import begun, require_whole

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_set_is_sealed_whole_whoever_is_killed_on_the_way() -> None:
    killing = begun(sheets=12, seed=20261121)

    killing.run(kills=8)

    require_whole(killing)
    assert killing.killed.total() == 8
