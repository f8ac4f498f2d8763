"""A drawing list as a table is handed in for an open set, and taken back."""

import tempfile
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

from django.db import transaction

from accounts.models import User
from drawings.actions.places import locked_open
from drawings.content.drawinglist import Listed
from drawings.events import LIST_GIVEN, LIST_TAKEN_BACK
from drawings.models import GivenList, Submission
from drawings.sandbox.listing import read_list
from storage import clock
from storage.actions.blobs import file_of
from storage.actions.ledger import record
from storage.models import Blob


def entries_in(blob: Blob) -> list[Listed]:
    """What a table names, read in a limited child; nothing is changed.

    Raises:
        UnreadableDrawing: it is no table, or none of a drawing list.

    """
    with tempfile.TemporaryDirectory(prefix="lianshen-list-") as folder:
        return read_list(file_of(blob), Path(folder) / "work")


@transaction.atomic
def give_list(
    *,
    submission: Submission,
    file_name: str,
    blob: Blob,
    entries: Iterable[Listed],
    actor: User,
) -> GivenList:
    """Let a table count as the drawing list of a set; the one before is replaced.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    submission = locked_open(submission)
    rows = [list(astuple(entry)) for entry in entries]
    given, _made = GivenList.objects.update_or_create(
        submission=submission,
        defaults={
            "file_name": file_name[:200],
            "blob": blob,
            "entries": rows,
            "given_by": actor,
            "given_at": clock.now(),
        },
    )
    record(
        LIST_GIVEN,
        submission,
        actor=actor,
        path=given.file_name,
        count=len(rows),
        sha256=blob.sha256,
    )
    return given


@transaction.atomic
def take_back_list(*, submission: Submission, actor: User) -> None:
    """Let the lists that are drawn on sheets count again; the bytes are kept.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    submission = locked_open(submission)
    given = GivenList.objects.filter(submission=submission).first()
    if given is not None:
        record(LIST_TAKEN_BACK, submission, actor=actor, path=given.file_name)
        given.delete()
