"""The whole suite: on the embedded default, then on PostgreSQL where it is found.

`python -m tests.suite [FOLDER]` runs all of it, or one folder of tests/.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

from tests import outside

NOTHING_COLLECTED: Final = 5
WITH_DATABASE: Final = {
    "domain",
    "queue",
    "journeys",
}  # what the second pass looks into


def main(arguments: list[str]) -> int:
    """Run the passes one after the other; return the worst exit code."""
    folders = [f"tests/{name}" for name in arguments] or ["tests"]
    workers = os.environ.get("PYTEST_WORKERS", "1")
    spread = ["-n", workers, "--dist", "loadfile"]
    is_whole = not arguments
    spread = spread if is_whole and workers != "1" else []
    code = _run([*folders, *spread])
    if not is_whole and not WITH_DATABASE & set(arguments):
        return code
    lack = outside.lacks_postgres()
    if lack:
        _tell(f"The tests of the database were not run on PostgreSQL: {lack}")
        return code or int(outside.is_ci())
    second = _run(
        [*folders, *spread, "-m", "database or postgres"],
        {"LIANSHEN_TEST_DATABASE": outside.postgres_address()},
    )
    return code or (0 if second == NOTHING_COLLECTED and not is_whole else second)


def _run(arguments: list[str], environment: Mapping[str, str] | None = None) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    around = {**os.environ, **(environment or {})}
    return subprocess.run(command, cwd=outside.ROOT, env=around, check=False).returncode


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
