"""A ZIP package becomes the files that it holds, each as if it had been sent alone."""

import shutil
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from drawings.actions.refusals import locked_file, refuse_file
from drawings.actions.uploads import MAX_FILES, take_file
from drawings.content.errors import UnreadableDrawing
from drawings.content.packages import Contents, LeftOut, Room, is_package_name
from drawings.content.sniff import is_zip
from drawings.errors import FileNotWanted, NoRoom, SubmissionClosed
from drawings.events import PACKAGE_UNPACKED
from drawings.models import Submission, SubmittedFile
from drawings.sandbox.unpacking import Unpacked, batches, list_package, unpack
from storage.actions.blobs import file_of
from storage.actions.ledger import record
from storage.models import Blob
from storage.texts import storable

Told = Callable[[int, int], None]
MOST_TOLD: Final = 500
"""Members left out that are kept by name; all are counted."""
SPARE_BYTES: Final = 1 << 28


def is_package(file: SubmittedFile) -> bool:
    """Whether a file is unpacked: by its name and its first bytes."""
    if file.blob is None or not is_package_name(file.path):
        return False
    return is_zip(file_of(file.blob))


def unpack_file(*, file: SubmittedFile, blob: Blob, told: Told) -> SubmittedFile:
    """Unpack a package in limited children; begun again it goes on where it stopped.

    Members are taken by their digest, so taking one twice changes nothing. How far it is
    stands in the row after every handful. `told` hears members done and in all.

    Raises:
        NoRoom: the disk is full; what was taken stays, the rest is tried later.

    """
    package = file_of(blob)
    with tempfile.TemporaryDirectory(prefix="lianshen-unpack-") as folder:
        try:
            found = list_package(package, Path(folder) / "list", _room(file))
            for number, batch in enumerate(batches(found.members[_done(file) :])):
                work = Path(folder) / str(number)
                _require_room(Path(folder), sum(member.size for member in batch))
                told(_done(file), len(found.members))
                out = [_taken(file, one) for one in unpack(package, batch, work)]
                shutil.rmtree(work)
                if not _note(file, len(batch), list(filter(None, out))):
                    return file
        except SubmissionClosed:
            return file  # the set was given up; what it held is of no use
        except UnreadableDrawing as error:
            return refuse_file(file, error)
    return _settle(file, found)


def _room(file: SubmittedFile) -> Room:
    others = SubmittedFile.objects.filter(submission=file.submission_id)
    others = others.exclude(path__startswith=f"{file.path}/")
    so_far = others.aggregate(total=Sum("size"))["total"] or 0
    return Room(
        total=max(0, settings.LIANSHEN_MAX_SET_BYTES - so_far),
        member=settings.LIANSHEN_MAX_FILE_BYTES,
        files=MAX_FILES,
    )


def _require_room(folder: Path, wanted: int) -> None:
    """Members lie twice on the disk for a moment: unpacked, and on their way in."""
    places = {folder, Path(settings.VAR_DIR)}
    if min(shutil.disk_usage(place).free for place in places) < wanted + SPARE_BYTES:
        raise NoRoom(_("There is no room on the disk to unpack this package just now."))


def _done(file: SubmittedFile) -> int:
    return int(file.reading.get("unpacked", 0))


def _taken(package: SubmittedFile, one: Unpacked) -> tuple[str, LeftOut] | None:
    """Take a member as a file of the set; its name and why, where it is left out."""
    path = one.member.path
    if one.file is None:
        return path, LeftOut.DAMAGED
    try:
        take_file(
            submission=package.submission,
            path=f"{package.path}/{path}",
            source=one.file,
            digest=one.digest,
        )
    except FileNotWanted:
        return path, LeftOut.NOT_WANTED
    return None


@transaction.atomic
def _note(file: SubmittedFile, count: int, out: list[tuple[str, LeftOut]]) -> bool:
    """Note a handful as taken; False when the package was taken out meanwhile."""
    kept = SubmittedFile.objects.select_for_update().filter(pk=file.pk)
    if not kept.filter(state=SubmittedFile.State.RECEIVED).exists():
        return False
    before = file.reading.get("left_out", [])
    file.reading = {
        "unpacked": _done(file) + count,
        "left_out": [*before, *([storable(path), str(why)] for path, why in out)],
    }
    file.save(update_fields=["reading"])
    return True


@transaction.atomic
def _settle(file: SubmittedFile, found: Contents) -> SubmittedFile:
    Submission.objects.select_for_update().get(pk=file.submission_id)
    file = locked_file(file)
    if file.state != SubmittedFile.State.RECEIVED:
        return file
    broken = file.reading.get("left_out", [])
    out = [*([storable(name), str(why)] for name, why in found.left_out), *broken]
    files = len(found.members) - len(broken)
    file.state = SubmittedFile.State.UNPACKED
    file.kind = "zip"
    file.reading = {
        "files": files,
        "left_out": list(islice(out, MOST_TOLD)),
        "left_out_count": len(out),
    }
    file.save()
    record(
        PACKAGE_UNPACKED,
        file.submission,
        actor=None,
        path=file.path,
        files=files,
        left_out=len(out),
        sha256=file.blob.sha256 if file.blob else "",
    )
    return file
