"""The archive job is killed wherever it stands: no half package, the next one is whole."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reviews.actions.packing import write_with_stamps
from reviews.models import CaseArchive
from signatures import keys
from signatures.archive.checking import check_archive
from storage import clock
from tests.outside import ROOT
from tests.queue.worker import surroundings
from tests.world import World, passed_world, seal_case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLER = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
call_command("createcachetable", verbosity=0)
from reviews.actions import packing
from reviews.models import CaseArchive
place, steps = sys.argv[2], 0
def tell(note):
    global steps
    steps += 1
    if steps == int(place if place.isdigit() else 0):
        os.kill(os.getpid(), signal.SIGKILL)
adopted = packing.adopt_file
def adopt(*values, **named):
    if place == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    found = adopted(*values, **named)
    if place == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return found
packing.adopt_file = adopt
packing.make_archive(archive=CaseArchive.objects.get(pk=sys.argv[1]), tell=tell)
"""


def killed_at(archive: CaseArchive, place: str, folder: Path) -> int:
    """Make the archive in another process that dies there; how it ended."""
    from django.conf import settings

    told = {
        **surroundings("memory://", Path(settings.VAR_DIR)),
        "LIANSHEN_SIGNER": str(settings.LIANSHEN_SIGNER),
        "LIANSHEN_SIGNER_SOCKET": str(settings.LIANSHEN_SIGNER_SOCKET),
        "TMPDIR": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(archive.pk), place],
        cwd=ROOT,
        env=told,
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()[-2000:]
    return done.returncode


def waiting(world: World) -> CaseArchive:
    """A new version of the archive that nobody has made yet."""
    last = world.case.archives.get(version=1)
    return CaseArchive.objects.create(
        case=world.case,
        version=2,
        kind=last.kind,
        cause=CaseArchive.Cause.CHANGED,
        asked_at=clock.now(),
    )


def test_a_killed_archive_job_leaves_nothing_and_the_next_attempt_is_whole(
    tmp_path: Path,
) -> None:
    world = passed_world()
    seal_case(world)
    archive = waiting(world)

    for place in ("1", "2", "4", "before", "after"):
        assert killed_at(archive, place, tmp_path) == -signal.SIGKILL, place
        archive.refresh_from_db()
        assert (archive.blob_id, archive.made_at, archive.manifest) == (None, None, "")
        assert not archive.stamps.exists()

    assert killed_at(archive, "never", tmp_path) == 0
    archive.refresh_from_db()
    assert archive.blob is not None
    assert archive.stamps.count() == 1
    write_with_stamps(archive, path := tmp_path / "archive.zip")
    now = clock.now()
    assert check_archive(path, roots=keys.trust(at=now).roots, at=now).faults == ()
