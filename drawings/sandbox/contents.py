"""Read a file for one comparison: what is drawn, and nothing that is only shown."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drawings.content.errors import Refusal, refused
from drawings.content.routes import BY_LIBRARY, Route
from drawings.content.sniff import FileKind, sniff
from drawings.content.titleblock import TitleBlock
from drawings.sandbox import answers
from drawings.sandbox.limits import MEGABYTE, Limits
from drawings.sandbox.process import run_job
from drawings.sandbox.reading import IDENTITY, Affine, read_file

JOBS = {
    FileKind.DXF: "drawings.sandbox.contentjobs:read_dxf_contents",
    FileKind.PDF: "drawings.sandbox.contentjobs:read_pdf_contents",
}


@dataclass(frozen=True, slots=True)
class SheetContents:
    """One sheet of a file, as far as a comparison asks.

    Attributes:
        index: position in the file from 0.
        layout: name of the CAD layout; for PDF the label of the page.
        content: the primitives; read with `drawings.content.storing.load_content`.
        titleblock: what the title block says.
        size_mm: width and height of the page.
        page: one-page PDF, where one was made.
        to_paper: matrix from the CAD layout's units to paper mm.
        route: which way it was read.

    """

    index: int
    layout: str
    content: Path
    titleblock: TitleBlock
    size_mm: tuple[float, float]
    page: Path | None = None
    to_paper: Affine = IDENTITY
    route: Route = BY_LIBRARY


def read_contents(path: Path, work: Path) -> tuple[SheetContents, ...]:
    """Read what a file draws; no page of a CAD file is plotted.

    Args:
        path: the file.
        work: an empty folder for what is read.

    Raises:
        UnreadableDrawing: with a code of `drawings.content.errors.Refusal`.

    """
    limits = Limits()
    job = JOBS.get(sniff(path).kind)
    if job is None or path.stat().st_size > limits.input_mb * MEGABYTE:
        return read_with_pages(path, work)
    request = {"path": str(path.resolve()), "filename": path.name}
    answer = run_job(job, request, work=work, limits=limits)
    try:
        sheets = tuple(
            _sheet(each, index, work / "sheets")
            for index, each in enumerate(answer["sheets"])
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refused(Refusal.DAMAGED, f"no sense in the answer: {error}") from error
    if not sheets:
        raise refused(Refusal.NOTHING_DRAWN)
    return sheets


def read_with_pages(path: Path, work: Path) -> tuple[SheetContents, ...]:
    """The same with every page plotted, for pictures of what changed.

    Raises:
        UnreadableDrawing: with a code of `drawings.content.errors.Refusal`.

    """
    reading = read_file(path, path.name, work)
    return tuple(
        SheetContents(
            sheet.index,
            sheet.layout,
            sheet.content,
            sheet.titleblock,
            sheet.size_mm,
            sheet.page,
            sheet.to_paper,
            sheet.route if reading.kind is FileKind.PDF else reading.route,
        )
        for sheet in reading.sheets
    )


def _sheet(value: dict[str, Any], index: int, root: Path) -> SheetContents:
    folder = root / Path(str(value["folder"])).name
    page = value.get("page")
    return SheetContents(
        index=index,
        layout=str(value["layout"]),
        content=answers.file_in(folder, "content.npz"),
        titleblock=answers.titleblock(value["titleblock"]),
        size_mm=answers.pair(value["size_mm"]),
        page=answers.file_in(folder, "page.pdf") if page else None,
        to_paper=answers.affine(value.get("to_paper", IDENTITY)),
        route=answers.route(value["route"]),
    )
