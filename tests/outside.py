"""What the suite uses besides Python where it is found: servers, programs, drawings.

Each is looked for once. What is missing makes a test skip with a line that says what to
install; with `CI=true` it makes the test fail, so that nothing is skipped unseen there.
"""

import getpass
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
import redis

ROOT: Final = Path(__file__).parents[1]
CHROMIUM_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
QUICKLY: Final = 3  # seconds; a server of this machine answers at once or is not there
LAST_REDIS_DATABASE: Final = 15


def is_ci() -> bool:
    """Whether a missing server or program counts as a failure."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


@cache
def postgres_address() -> str:
    """The address of a PostgreSQL in which databases may be made; empty when none is.

    `LIANSHEN_TEST_DATABASE` decides; else the socket and 127.0.0.1 are asked, as PGUSER,
    as the user of the system, and as `postgres`.
    """
    given = os.environ.get("LIANSHEN_TEST_DATABASE", "")
    if given.startswith("postgresql"):
        return given
    name = f"lianshen_{os.getpid()}"
    for role, host in _postgres_doors():
        if _may_make_databases(role, host):
            return f"postgresql://{quote(role)}@{host}/{name}"
    return ""


@cache
def redis_address() -> str:
    """The address of an empty database of a Redis; empty when none answers."""
    given = os.environ.get("LIANSHEN_TEST_REDIS", "")
    for number in range(LAST_REDIS_DATABASE, 0, -1):
        address = given or f"redis://127.0.0.1:6379/{number}"
        door = redis.Redis.from_url(address, socket_connect_timeout=QUICKLY)
        try:
            if door.dbsize() == 0:
                return address
        except redis.RedisError:
            return ""
    return ""


@cache
def chromium() -> str:
    """The Chromium that browser tests drive; empty when there is none."""
    given = os.environ.get("LIANSHEN_CHROMIUM", "")
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return given or next(filter(None, found), "")


def corpus() -> Path:
    """The folder of real drawings, whether or not it is there."""
    beside = ROOT.parent / "shared" / "data" / "drawings"
    return Path(os.environ.get("LIANSHEN_CORPUS", beside))


def lacks_postgres() -> str:
    """Why tests on PostgreSQL cannot run; empty when they can."""
    if postgres_address():
        return ""
    return (
        "needs PostgreSQL on its socket or 127.0.0.1:5432 and a role that may make "
        "databases: apt-get install postgresql; createuser --createdb $USER"
    )


def lacks_redis() -> str:
    """Why tests on Redis cannot run; empty when they can."""
    if redis_address():
        return ""
    return "needs Redis on 127.0.0.1:6379: apt-get install redis-server"


def lacks_browser() -> str:
    """Why browser tests cannot run; empty when they can."""
    return "" if chromium() else "needs Chromium: apt-get install chromium"


def lacks_corpus() -> str:
    """Why tests on real drawings cannot run; empty when they can."""
    if corpus().is_dir():
        return ""
    return f"needs real drawings in {corpus()}: set LIANSHEN_CORPUS to their folder"


def lacks_program(command: str, package: str) -> str:
    """Why tests that start `command` cannot run; empty when they can."""
    if shutil.which(command):
        return ""
    return f"needs the command {command}: apt-get install {package}"


def _postgres_doors() -> Iterator[tuple[str, str]]:
    roles = [os.environ.get("PGUSER") or getpass.getuser(), "postgres"]
    socket, host = "", "127.0.0.1"
    return ((role, door) for role in dict.fromkeys(roles) for door in (socket, host))


def _may_make_databases(role: str, host: str) -> bool:
    address = f"postgresql://{quote(role)}@{host}/postgres"
    try:
        with psycopg.connect(address, connect_timeout=QUICKLY) as door:
            row = door.execute(
                "select rolcreatedb or rolsuper from pg_roles "
                "where rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])
