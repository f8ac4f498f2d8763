"""Read one uploaded file in a limited child process: the door that callers knock at."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from drawings.content.counting import Counted, counted_from
from drawings.content.errors import Refusal, UnreadableDrawing, refused
from drawings.content.parts import Loss
from drawings.content.routes import BY_LIBRARY, Route
from drawings.content.sniff import FileKind, Sniffed, sniff, too_old
from drawings.content.titleblock import TitleBlock
from drawings.pdf.found import AnnotationFound, SignatureFound
from drawings.pdf.natures import Nature
from drawings.sandbox import answers
from drawings.sandbox.limits import MEGABYTE, Limits
from drawings.sandbox.process import clear, now, run_job
from drawings.sandbox.remarks import Notice, Remark, remarks_about, remarks_about_name
from drawings.sandbox.second import FIRST_KNOWS_FROM, read_by_second

__all__ = ["FileReading", "Notice", "Remark", "SheetReading", "read_file"]

Affine = tuple[float, float, float, float, float, float]
JOBS = {
    FileKind.DWG: "drawings.sandbox.cadjobs:read_dwg",
    FileKind.DXF: "drawings.sandbox.cadjobs:read_dxf_file",
    FileKind.PDF: "drawings.sandbox.pdfjobs:read_pdf",
}
IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet of a file: a PDF page, a paper layout, or one frame in model space.

    Attributes:
        index: position in the file from 0.
        layout: name of the CAD layout; for PDF the label of the page.
        frame: which frame (图框) of the layout, from 0.
        page: one-page PDF that the viewer shows: media box from 0 0, not rotated, no
            active content, no annotations, real text.
        content: the primitives; read with `drawings.content.storing.load_content`.
        thumbnail: PNG, 480 px wide.
        overviews: the coarse levels of the page, each with its tiles packed
            (`drawings.content.raster.tiles_in`); empty where they were not drawn.
        size_mm: width and height of the page.
        units_per_mm: drawing units for one paper mm; 0 where unknown.
        to_paper: matrix a, b, c, d, e, f: x' = a*x + c*y + e, y' = b*x + d*y + f; from
            the CAD layout's units (model units for a frame in model space) to paper mm,
            y upwards. The identity for PDF.
        titleblock: what the title block says.
        attributes: the CAD attributes of the title block, tag to value.
        digest: the same for the same content; empty for a scan.
        listed: number and name of each entry, where the sheet is a drawing list.
        text: all texts of the sheet, one a line, for searching.
        text_count: number of text primitives.
        primitive_count: number of primitives.
        counted: how many of each kind, on which layers, from which blocks.
        is_scanned: a picture instead of vectors.
        nature: vector, scanned, mixed or blank (`drawings.pdf.natures`); CAD is vector.
        hidden_texts: texts on the page that cannot be seen; not part of the content.
        removed: what was taken out of this page, kind (`pdf.found.Removal`) to count.
        losses: what could not be carried over.
        route: which way a page of a PDF was read.

    """

    index: int
    layout: str
    frame: int
    page: Path
    content: Path
    thumbnail: Path
    size_mm: tuple[float, float]
    overviews: tuple[Path, ...] = ()
    units_per_mm: float = 0.0
    to_paper: Affine = IDENTITY
    windows: tuple[tuple[float, ...], ...] = ()
    titleblock: TitleBlock = field(default_factory=TitleBlock)
    attributes: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    listed: tuple[tuple[str, str], ...] = ()
    text: str = ""
    text_count: int = 0
    primitive_count: int = 0
    counted: Counted = Counted()  # noqa: RUF009  frozen, and never written into
    is_scanned: bool = False
    nature: Nature = Nature.VECTOR
    hidden_texts: int = 0
    removed: Mapping[str, int] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    route: Route = BY_LIBRARY


@dataclass(frozen=True, slots=True)
class FileReading:
    """Everything that was found in one file.

    Attributes:
        kind: what the file is by its bytes.
        version: `AC1032` for DWG and DXF, `1.7` for PDF.
        sheets: at least one.
        dxf: the DXF made from a DWG, for later questions; None for DXF and PDF.
        removed: what was taken out of the whole PDF, kind to count.
        signatures: signatures that the original carries; the original is untouched.
        annotations: comments and form fields that the original carries; their pictures
            are on the pages in a layer of their own, never in the content.
        layers: names of the layers of a PDF; those of CAD stand in the content.
        hidden_layers: names of those that the PDF hides.
        losses: what the converter could not carry over.
        remarks: what a person should know.
        seconds: wall time of the child.
        route: which way a CAD file was read; that of PDF pages is theirs.

    """

    kind: FileKind
    version: str
    sheets: tuple[SheetReading, ...]
    dxf: Path | None = None
    removed: Mapping[str, int] = field(default_factory=dict)
    signatures: tuple[SignatureFound, ...] = ()
    annotations: tuple[AnnotationFound, ...] = ()
    layers: tuple[str, ...] = ()
    hidden_layers: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    remarks: tuple[Remark, ...] = ()
    seconds: float = 0.0
    route: Route = BY_LIBRARY


def read_file(
    path: Path, filename: str, work: Path, limits: Limits | None = None
) -> FileReading:
    """Recognise a file by its bytes and read it in a limited child process.

    Args:
        path: the bytes as uploaded; never changed.
        filename: the name given by the uploader; only a hint for number and extension.
        work: an empty folder that receives the pages; the caller keeps or deletes it.
        limits: bounds of the child; by kind of file when not given.

    Raises:
        UnreadableDrawing: with a code of `drawings.content.errors.Refusal`.

    """
    limits = limits or Limits()
    size = path.stat().st_size
    if size > limits.input_mb * MEGABYTE:
        raise refused(Refusal.TOO_LARGE, bytes=size, limit=limits.input_mb * MEGABYTE)
    sniffed = sniff(path)
    folder, name = _named(filename)
    request = {"path": str(path.resolve()), "filename": name, "folder": folder}
    started = now()
    answer = _answered(sniffed, request, work, limits)
    clear(work)
    try:
        reading = _reading(answer, sniffed, work)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refused(Refusal.DAMAGED, f"no sense in the answer: {error}") from error
    return replace(
        reading,
        seconds=round(now() - started, 2),
        remarks=(*remarks_about_name(name, sniffed.kind), *reading.remarks),
    )


def _answered(
    sniffed: Sniffed, request: Mapping[str, str], work: Path, limits: Limits
) -> dict[str, Any]:
    """The answer of the reader of a format; of the second one where DWG has failed."""
    asked = {**request, "version": sniffed.version}
    if sniffed.kind is not FileKind.DWG:
        return run_job(JOBS[sniffed.kind], asked, work=work, limits=limits)
    try:
        if sniffed.version < FIRST_KNOWS_FROM:
            raise too_old(sniffed.version)
        return run_job(JOBS[sniffed.kind], asked, work=work, limits=limits)
    except UnreadableDrawing as first:
        return read_by_second(asked, work, limits, first)


def _named(filename: str) -> tuple[str, str]:
    """Folder and name of an uploaded file, whichever way its slashes lean."""
    folder, _, name = filename.replace("\\", "/").rpartition("/")
    return folder, name


def _reading(answer: dict[str, Any], sniffed: Sniffed, work: Path) -> FileReading:
    sheets = tuple(
        _sheet(each, index, work / "sheets")
        for index, each in enumerate(answer["sheets"])
    )
    if not sheets:
        raise refused(Refusal.NOTHING_DRAWN)
    dxf = answer.get("dxf")
    reading = FileReading(
        kind=sniffed.kind,
        version=str(answer["version"] or sniffed.version),
        sheets=sheets,
        dxf=answers.file_in(work, str(dxf)) if dxf else None,
        removed=answers.counts(answer.get("removed", {})),
        signatures=tuple(
            answers.signature(each) for each in answer.get("signatures", ())
        ),
        annotations=tuple(
            answers.annotation(each) for each in answer.get("annotations", ())
        ),
        layers=tuple(str(name) for name in answer.get("layers", ())),
        hidden_layers=tuple(str(name) for name in answer.get("hidden_layers", ())),
        losses=answers.losses(answer["losses"]),
        route=answers.route(answer.get("route", (False, ""))),
    )
    return replace(reading, remarks=remarks_about(reading, answer))


def _sheet(value: dict[str, Any], index: int, root: Path) -> SheetReading:
    folder = root / Path(str(value["folder"])).name
    return SheetReading(
        index=index,
        layout=str(value["layout"]),
        frame=int(value["frame"]),
        page=answers.file_in(folder, "page.pdf"),
        content=answers.file_in(folder, "content.npz"),
        thumbnail=answers.file_in(folder, "thumbnail.png"),
        size_mm=answers.pair(value["size_mm"]),
        overviews=tuple(
            answers.file_in(folder, f"overview-{z}")
            for z in range(int(value.get("overviews", 0)))
        ),
        units_per_mm=answers.number(value["units_per_mm"]),
        to_paper=answers.affine(value["to_paper"]),
        windows=answers.windows(value.get("windows", ())),
        titleblock=answers.titleblock(value["titleblock"]),
        attributes=answers.strings(value["attributes"]),
        digest=str(value["digest"])[:64],
        listed=tuple((str(number), str(name)) for number, name in value["listed"]),
        text=str(value["text"]),
        text_count=int(value["text_count"]),
        primitive_count=int(value["primitive_count"]),
        counted=counted_from(value["counted"]),
        is_scanned=bool(value["is_scanned"]),
        nature=Nature(value.get("nature", Nature.VECTOR)),
        hidden_texts=int(value.get("hidden_texts", 0)),
        removed=answers.counts(value["removed"]),
        losses=answers.losses(value["losses"]),
        route=answers.route(value.get("route", (False, ""))),
    )
