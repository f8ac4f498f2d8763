"""The archive of an issued world, and what is found in it."""

from pathlib import Path

import pytest

from reviews.actions.packing import write_with_stamps
from signatures import keys
from signatures.archive.checking import Checked, check_archive
from storage import clock
from tests.world import World, issued_world

ISSUED = pytest.mark.parametrize("built", [issued_world], indirect=True, ids=["issued"])


def packed(world: World, folder: Path, version: int = 1) -> Path:
    """The file of the archive, with the stamps it has by now."""
    archive = world.case.archives.get(version=version)
    write_with_stamps(archive, path := folder / "archive.zip")
    return path


def checked(path: Path) -> Checked:
    """What is found who checks it with the roots of today."""
    now = clock.now()
    return check_archive(path, roots=keys.trust(at=now).roots, at=now)


def faults(path: Path) -> list[tuple[str, str]]:
    return [(fault.kind, fault.name) for fault in checked(path).faults]
