"""The open set of a case changes, and the builder's word on it goes; or neither does.

A change that is refused leaves the confirmation as it was: nothing about the set is
otherwise than what the builder confirmed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction

from accounts.models import User
from drawings.actions.corrections import SheetWords, correct_sheet, part_faces
from drawings.actions.listing import entries_in, give_list, take_back_list
from drawings.actions.settling import settle_remark
from drawings.actions.uploads import begin_file, withdraw_file
from drawings.content.errors import UnreadableDrawing
from drawings.doubles import earlier_doubles
from drawings.errors import FileNotWanted
from drawings.models import GivenList, SheetRevision, Submission, SubmittedFile
from drawings.sentences import refusal_sentence
from reviews.actions.cases import unconfirm_case
from reviews.models import Case
from storage.models import Blob


@transaction.atomic
def announce_file(
    *, case: Case, submission: Submission, path: str, size: int, digest: str
) -> SubmittedFile:
    """Announce a file of the set.

    Raises:
        DrawingError: as `begin_file`.

    """
    unconfirm_case(case=case)
    return begin_file(submission=submission, path=path, size=size, digest=digest)


@transaction.atomic
def take_out_files(*, case: Case, files: Iterable[SubmittedFile], actor: User) -> None:
    """Take files out of the set.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    unconfirm_case(case=case)
    for file in files:
        withdraw_file(file=file, actor=actor)


@transaction.atomic
def replace_earlier(*, case: Case, revision: SheetRevision, actor: User) -> None:
    """Let a sheet take the place of the one that was put in before it, face by face.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    rows = revision.submission.revisions.in_brief()
    earlier = earlier_doubles(rows.get(pk=revision.pk), rows)
    take_out_files(case=case, files=earlier, actor=actor)


@transaction.atomic
def correct_sheets(*, case: Case, words: Mapping[int, SheetWords], actor: User) -> None:
    """Put sheets right, all of them or none; by key of a face, for rows of sheets come and go.

    Raises:
        SubmissionClosed: the set is handed in.
        NumberTaken: another sheet of the set has a number.

    """
    if words:
        unconfirm_case(case=case)
    for face, said in words.items():
        revision = SheetRevision.objects.with_face(face)
        correct_sheet(revision=revision, actor=actor, words=said)


@transaction.atomic
def part_sheet(*, case: Case, revision: SheetRevision, actor: User) -> None:
    """Say that the two faces of a sheet are two sheets.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    unconfirm_case(case=case)
    part_faces(revision=revision, actor=actor)


@transaction.atomic
def settle(
    *,
    case: Case,
    submission: Submission,
    remark: tuple[str, str],
    answer: str,
    until: dt.date | None,
    actor: User,
) -> None:
    """Keep what a person says to a remark, given as its code and what it is about.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    unconfirm_case(case=case)
    code, subject = remark
    settle_remark(
        submission=submission,
        code=code,
        subject=subject,
        answer=answer,
        until=until,
        actor=actor,
    )


def hand_in_list(
    *, case: Case, submission: Submission, file_name: str, blob: Blob, actor: User
) -> GivenList:
    """Hand in the drawing list as a table; what cannot be read leaves the list in work.

    Raises:
        SubmissionClosed: the set is handed in.
        FileNotWanted: it is no drawing list; the sentence says what to do.

    """
    try:
        entries = entries_in(blob)
    except UnreadableDrawing as error:
        said = refusal_sentence(error.code, error.particulars)
        raise FileNotWanted(said) from error
    with transaction.atomic():
        unconfirm_case(case=case)
        return give_list(
            submission=submission,
            file_name=file_name,
            blob=blob,
            entries=entries,
            actor=actor,
        )


@transaction.atomic
def withdraw_list(*, case: Case, submission: Submission, actor: User) -> None:
    """Take the list back that was handed in.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    unconfirm_case(case=case)
    take_back_list(submission=submission, actor=actor)
