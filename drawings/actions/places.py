"""Where a set and its files are: locked, named safely, gathered on disk."""

import posixpath
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from drawings.errors import FileNotWanted, SubmissionClosed
from drawings.models import Submission, SubmittedFile
from storage.texts import storable

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f]")


def partial_path(file: SubmittedFile) -> Path:
    """Where the pieces of a file gather."""
    return Path(settings.LIANSHEN_UPLOADS) / f"{file.token}.part"


def locked_open(submission: Submission) -> Submission:
    """Lock the set; refuse when it is handed in, or never will be.

    Raises:
        SubmissionClosed: the set is handed in, or its case was taken back.

    """
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.state == Submission.State.DROPPED:
        raise SubmissionClosed(
            _("The case of this set was taken back. Drawings go into a new case.")
        )
    if not submission.is_open:
        raise SubmissionClosed(
            _("This set is handed in. Changes come with the next revision.")
        )
    return submission


def clean_path(path: str) -> str:
    """A relative path without tricks; folders are kept, they tell the discipline."""
    path = posixpath.normpath(path.replace("\\", "/")).lstrip("/")
    parts = [p for p in path.split("/") if p not in {"", ".", ".."}]
    is_text = storable(path) == path
    if not parts or not is_text or _FORBIDDEN.search(path) or len(path) > 400:
        raise FileNotWanted(_("This file name cannot be used."))
    return "/".join(parts)
