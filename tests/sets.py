"""What tests of a set share: files and faces beside those of the world, and who sends them."""

import json

from django.test import Client
from django.urls import reverse

from drawings.actions.assembly import assemble_sheets
from drawings.models import Face, SheetRevision, Submission, SubmittedFile
from storage import clock
from storage.actions.blobs import store_bytes
from tests.sheets import Segment, add_read_file, add_sheet
from tests.stage import HTMX, signed_in
from tests.world import World

NUMBER = "建施-05"


def add_dwg(pdf: Face, path: str, **values: object) -> Face:
    """A DWG in a file of its own, drawn like a PDF; without a number unless one is told."""
    file = add_read_file(pdf.file.submission, path, pdf.page, kind="dwg")
    told: dict[str, object] = {
        "discipline": pdf.discipline,
        "width_mm": pdf.width_mm,
        "height_mm": pdf.height_mm,
        "page": pdf.page,
        "content": pdf.content,
        "thumbnail": pdf.thumbnail,
    }
    return Face.objects.create(
        **{"file": file, "side": Face.Side.DWG, "index": 0, **told, **values}
    )


def add_unsure_dwg(pdf: Face, path: str) -> SheetRevision:
    """A DWG that says half of what the PDF says: nobody is sure that they are one sheet."""
    stem = path.rpartition(".")[0]
    pdf.texts = f"{stem}\n客厅\n{pdf.number}"
    pdf.save()
    face = add_dwg(pdf, path, texts=f"{stem}\n客厅\n卧室")
    assemble_sheets(submission=pdf.file.submission)
    return SheetRevision.objects.get(dwg=face)


def add_again(
    submission: Submission, row: SheetRevision, segments: tuple[Segment, ...]
) -> SheetRevision:
    """A sheet put in once more under another path: the double, with its suffix."""
    file = row.face.file
    SubmittedFile.objects.filter(pk=file.pk).update(path=f"拖入/{file.path}")
    number = row.sheet.number
    add_sheet(submission, number, row.name, row.sheet.discipline, segments)
    return submission.revisions.get(sheet__number=f"{number} (2)")


def announce(
    client: Client, world: World, **said: object
) -> tuple[int, dict[str, object]]:
    """A file told to the server before it is sent: status and answer."""
    answer = client.post(
        reverse("reviews:begin_file", args=[world.case.serial]),
        json.dumps(said),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    return answer.status_code, answer.json()


def page_of_set(world: World, login: str = "lv", **query: str) -> str:
    """The check of the drawings as somebody sees it."""
    url = reverse("reviews:upload", args=[world.case.serial])
    answer = signed_in(world[login]).get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def click(world: World, login: str = "lv", **said: object) -> int:
    """One click of the table: its status; what comes back is a fragment."""
    url = reverse("reviews:mend", args=[world.case.serial])
    answer = signed_in(world[login]).post(url, said, headers=HTMX)
    if answer.status_code == 200:
        assert "<html" not in answer.content.decode()
    return answer.status_code


def add_file(world: World, path: str, **values: object) -> SubmittedFile:
    """A file of the open set, in any state."""
    submission = world.case.current_round.submission
    blob = store_bytes(path.encode(), media_type="application/pdf")
    filled: dict[str, object] = {"size": blob.size, "received": blob.size, "blob": blob}
    return SubmittedFile.objects.create(
        submission=submission, path=path, added_at=clock.now(), **{**filled, **values}
    )


def with_both_faces(world: World, number: str = NUMBER) -> SheetRevision:
    """A sheet whose DWG face holds just what its page holds."""
    revision = world.revision(number)
    assert revision.pdf is not None
    face = Face.objects.get(pk=revision.pdf.pk)
    face.pk, face._state.adding = None, True
    face.side, face.index = Face.Side.DWG, 99
    face.save()
    revision.dwg = face
    revision.save()
    return SheetRevision.objects.select_related("sheet", "dwg__file", "pdf__file").get(
        pk=revision.pk
    )
