"""What a person says a sheet is: kept, applied to its faces, and recalled for later files."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.actions.assembly import assemble_sheets
from drawings.actions.places import locked_open
from drawings.content.setcheck import SURE
from drawings.content.sheetnumbers import clean_number, comparable
from drawings.errors import NumberTaken
from drawings.events import SHEET_CORRECTED, SHEETS_PARTED
from drawings.models import Correction, Face, SheetRevision, Submission, SubmittedFile
from drawings.pairing import called
from storage import clock
from storage.actions.ledger import record

# What a face says at length and nobody corrects.
AT_LENGTH = ("texts", "losses", "to_paper", "windows", "counted", "listed")


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What a title block should say."""

    number: str
    name: str
    discipline: str
    scale: str = ""
    revision: str = ""


@transaction.atomic
def correct_sheet(
    *, revision: SheetRevision, actor: User, words: SheetWords
) -> SheetRevision:
    """Correct what the title block was read as; later files inherit it.

    Where the number is that of a sheet which has only the other face, the two become one.

    Raises:
        SubmissionClosed: the set is handed in.
        NumberTaken: another sheet of this set has the number.

    """
    submission = locked_open(revision.submission)
    number = clean_number(words.number)
    taken = submission.revisions.filter(sheet__number=number).exclude(pk=revision.pk)
    if not number or any(not _completes(row, revision) for row in taken):
        raise NumberTaken(
            _("Another sheet of this set already has the number %(number)s.")
            % {"number": number or "–"}
        )
    old = revision.sheet.number
    faces = [*_faces(revision), *(face for row in taken for face in _faces(row))]
    for face in faces:
        _correct(face, submission, words, number, actor)
    assemble_sheets(submission=submission)
    record(
        SHEET_CORRECTED,
        submission,
        actor=actor,
        old=old,
        number=number,
        name=words.name,
    )
    return submission.revisions.get(sheet__number=number)


@transaction.atomic
def part_faces(*, revision: SheetRevision, actor: User) -> Submission:
    """Say that the two faces are not the same sheet: the less sure goes by its file's name.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    submission = locked_open(revision.submission)
    pair = sorted(_faces(revision), key=_confidence, reverse=True)
    if len(pair) > 1:
        kept, parted = pair
        number = revision.sheet.number
        name = clean_number(called(parted))
        taken = submission.revisions.filter(sheet__number=name).exists()
        alone = (
            clean_number(f"{name[:50]}-{parted.side}")
            if taken or name == number
            else name
        )
        for face, wanted in ((kept, number), (parted, alone)):
            words = SheetWords(
                wanted, face.name, face.discipline, face.scale, face.revision
            )
            _correct(face, submission, words, wanted, actor)
        assemble_sheets(submission=submission)
        record(SHEETS_PARTED, submission, actor=actor, number=number, other=alone)
    return submission


def recall_corrections(file: SubmittedFile) -> None:
    """Call the sheets of a file what people called them before (inside a transaction).

    The same content is the same sheet. The same place in a file of the same name is the
    same sheet too, unless its title block now surely says another number.
    """
    faces = list(Face.objects.filter(file=file).defer(*AT_LENGTH))
    drawn = {face.digest for face in faces} - {""}
    said = Correction.objects.filter(project=file.submission.project_id)
    about = list(said.filter(Q(path=file.path) | Q(digest__in=drawn)).order_by("pk"))
    for face in faces:
        same = next((c for c in about if c.digest and c.digest == face.digest), None)
        at = (file.path, face.index)
        here = next((c for c in about if (c.path, c.index) == at), None)
        if same is not None:
            _apply(face, same, file.submission)
        elif here is not None and _is_about(here, face):
            _apply(face, here, file.submission)
        elif _confidence(face) < SURE:
            _inherit_number(face, file)


def _completes(other: SheetRevision, revision: SheetRevision) -> bool:
    """Whether two rows have one face each, of different sides."""
    return not (
        (other.dwg_id and revision.dwg_id) or (other.pdf_id and revision.pdf_id)
    )


def _faces(revision: SheetRevision) -> list[Face]:
    return [face for face in (revision.dwg, revision.pdf) if face is not None]


def _correct(
    face: Face, submission: Submission, words: SheetWords, number: str, actor: User
) -> None:
    Correction.objects.update_or_create(
        project=submission.project,
        path=face.file.path,
        index=face.index,
        defaults={
            "submission": submission,
            "digest": face.digest,
            "number": number,
            "name": words.name[:200],
            "discipline": words.discipline,
            "scale": words.scale[:20],
            "revision": words.revision[:20],
            "read": _read(face)[:60],
            "said_by": actor,
            "said_at": clock.now(),
        },
    )
    face.number, face.name = number, words.name[:200]
    face.discipline = words.discipline
    face.scale, face.revision = words.scale[:20], words.revision[:20]
    _save(face)


def _apply(face: Face, said: Correction, submission: Submission) -> None:
    face.number, face.name = said.number, said.name or face.name
    face.discipline, face.scale = said.discipline, said.scale or face.scale
    if said.submission_id == submission.pk:
        face.revision = said.revision or face.revision
    _save(face)


def _inherit_number(face: Face, file: SubmittedFile) -> None:
    """An unsure number is that of the sheet which lay at this place in an earlier set."""
    before = (
        SheetRevision.objects.filter(
            sheet__project=file.submission.project,
            submission__number__lt=file.submission.number,
        )
        .filter(
            **{f"{face.side}__file__path": file.path, f"{face.side}__index": face.index}
        )
        .select_related("sheet", "dwg", "pdf")
        .order_by("-ordinal")
        .first()
    )
    old = before and (before.dwg if face.side == Face.Side.DWG else before.pdf)
    if before is None or old is None:
        return
    face.number = before.sheet.number
    face.name = face.name or old.name
    face.title_block["inherited"] = True
    face.save(update_fields=["number", "name", "title_block"])


def _is_about(said: Correction, face: Face) -> bool:
    """Whether a correction of this place still holds for what lies there now."""
    read = comparable(_read(face))
    known = {comparable(said.read), comparable(said.number), ""}
    return read in known or _confidence(face) < SURE


def _read(face: Face) -> str:
    return str(face.title_block.get("number", {}).get("value", ""))


def _confidence(face: Face) -> float:
    return float(face.title_block.get("number", {}).get("confidence", 0.0))


def _save(face: Face) -> None:
    face.title_block["corrected"] = True
    face.save(
        update_fields=[
            "number",
            "name",
            "discipline",
            "scale",
            "revision",
            "title_block",
        ]
    )
