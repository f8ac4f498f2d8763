"""Seal a set while signer, worker, hands and connections are killed; see that it is whole.

Run from the repository: `python -m benchmarks.killing [sheets] [kills] [--seed N]`; with
`LIANSHEN_TEST_DATABASE=postgresql://...` the database connections are cut too. A database
is made for the run and thrown away. It ends with an error when a sheet is missing, was
written down twice, or anything was issued before all of it.
"""

# ruff: noqa: E402  Django is set up before anything of the house is imported

import argparse
import os
import time
from collections.abc import Sequence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.db import connection
from django.test.utils import setup_test_environment

from tests.killing import begun, require_whole


def main(arguments: Sequence[str] | None = None) -> None:
    """Kill so often on the way through a set; print who was killed and what it cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheets", nargs="?", type=int, default=200)
    parser.add_argument("kills", nargs="?", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20261121)
    chosen = parser.parse_args(arguments)
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    try:
        killing = begun(chosen.sheets, chosen.seed)
        began = time.monotonic()
        killing.run(chosen.kills)
        lasted = time.monotonic() - began
        require_whole(killing)
        print(f"database: {connection.vendor}; seed {chosen.seed}")
        print(f"{chosen.sheets} sheets, {killing.killed.total()} kills, {lasted:.0f} s")
        for victim, times in sorted(killing.killed.items()):
            print(f"  {victim}: {times}")
        print(f"permissions given anew: {killing.resumed}")
        print("whole: every sheet sealed and written down once, then issued at once")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
