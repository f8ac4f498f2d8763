"""Every test of the queue runs on files, and on Redis where it is found."""

from collections.abc import Iterator

import pytest
import redis

from tests import outside

FILES = "filesystem://localhost"


@pytest.fixture(params=["files", pytest.param("redis", marks=pytest.mark.redis)])
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a broker with nothing in it, emptied again afterwards."""
    if request.param == "files":
        yield FILES
        return
    address = outside.redis_address()
    yield address
    redis.Redis.from_url(address).flushdb()
