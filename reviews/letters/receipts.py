"""The receipt for what was handed in: every file and sheet with its digest."""

from collections.abc import Sequence

from reviews.letters.acceptance import particulars
from reviews.letters.certificate import CELL, in_groups
from reviews.letters.ink import Written
from reviews.letters.letterhead import Draft, Reference, foot_of
from reviews.letters.lines import Align, Run
from reviews.letters.paper import MEASURE
from reviews.letters.tables import Column, Table
from reviews.letters.words import document_name, moment, window_of
from reviews.models import Case, Material
from reviews.states import MaterialState
from storage.models import Blob
from storage.typefaces import Face

CLOSING = "校验值为文件的 SHA-256 摘要，可用以证明报送内容未被改动。"


def receipt(case: Case, reference: Reference) -> Written:
    """Set the receipt (收件凭证): files of the current round and documents, as received.

    It proves what was received, not that it was accepted.
    """
    issuer = window_of(case)
    draft = Draft(reference, issuer=issuer, title="收件凭证")
    draft.head()
    draft.address(case.project.builder.name)
    submission = case.current_round.submission
    files = list(submission.files.select_related("blob").exclude(blob=None))
    draft.say(
        f"你单位于{moment(case.submitted_at or submission.closed_at)}报送的"
        f"“{case.project.name}”第{case.round_number}轮图纸文件{len(files)}个已经收到。"
        "本凭证仅证明收到下列文件，是否受理另行通知。"
    )
    particulars(draft, case)
    _documents(draft, list(case.materials.filter(state=MaterialState.PRESENT)))
    rows = [
        (str(index), file.path, f"{file.size:,}", _digest(file.blob))
        for index, file in enumerate(files, start=1)
    ]
    caption = f"图纸文件（{len(files)}个）"
    draft.table(Table(_COLUMNS, rows, size=8.0), caption=caption, closing=CLOSING)
    draft.end(CLOSING, unit=issuer, whose="window")
    return draft.close(foot=foot_of(case.serial, reference.public_url))


_COLUMNS = (
    Column(11.0, "序号", Align.CENTRE),
    Column(MEASURE - 98.0, "文件"),
    Column(24.0, "字节数", Align.RIGHT),
    Column(63.0, "SHA-256 校验值"),
)


def _digest(blob: Blob | None) -> Sequence[Run]:
    return [Run(in_groups(blob.sha256 if blob else ""), Face.SANS, cell=CELL)]


def _documents(draft: Draft, present: Sequence[Material]) -> None:
    if not present:
        return
    rows = [
        (
            str(index),
            f"{document_name(material)}\n{material.file_name}",
            f"{material.blob.size:,}" if material.blob else "——",
            _digest(material.blob),
        )
        for index, material in enumerate(present, start=1)
    ]
    draft.table(
        Table(_COLUMNS, rows, size=8.0), caption=f"申请材料（{len(present)}项）"
    )
