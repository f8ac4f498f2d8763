"""What every test may rely on: steady laws, clear skips, a folder of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as laws

from tests import outside

# Without it a cold or busy machine fails on the deadline, and no two runs are alike.
laws.register_profile("house", deadline=None, derandomize=True, print_blob=True)
laws.load_profile("house")

TESTS: Final = Path(__file__).parent
ON_A_DATABASE: Final = ("domain", "queue")
LACKS: Final[dict[str, Callable[..., str]]] = {
    "postgres": outside.lacks_postgres,
    "redis": outside.lacks_redis,
    "browser": outside.lacks_browser,
    "corpus": outside.lacks_corpus,
    "program": outside.lacks_program,
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs on every database by the folder in which it lies."""
    for item in items:
        if item.path.relative_to(TESTS).parts[0] in ON_A_DATABASE:
            item.add_marker("database")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or fail in CI, what needs something that is not here."""
    for mark in item.iter_markers():
        ask = LACKS.get(mark.name)
        lack = ask(*mark.args, **mark.kwargs) if ask else ""
        if lack and outside.is_ci():
            pytest.fail(lack, pytrace=False)
        if lack:
            pytest.skip(lack)
    if item.get_closest_marker("postgres") and not _is_on_postgres():
        pytest.skip("runs on PostgreSQL, in the second pass of `make test`")


def pytest_report_header() -> str:
    """Say on which database the run stands."""
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


def pytest_unconfigure() -> None:
    """Throw away the folder that the settings made for this run."""
    folder = Path(settings.VAR_DIR)
    if folder.name.startswith("lianshen-test-"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    """Every test begins with nobody throttled: one file's checks must not tire another."""
    cache.clear()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium, for tests that are marked `browser`."""
    return outside.chromium()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real drawings, for tests that are marked `corpus`; only to read."""
    return outside.corpus()


def _is_on_postgres() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]
