"""Read one uploaded file in a limited child process: the door that callers knock at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from drawings.content.errors import Refusal, refused
from drawings.content.parts import Loss
from drawings.content.sniff import FileKind, Sniffed, sniff
from drawings.content.titleblock import TitleBlock
from drawings.pdf.found import AnnotationFound, SignatureFound
from drawings.sandbox import answers
from drawings.sandbox.limits import MEGABYTE, Limits
from drawings.sandbox.process import clear, now, run_job

Affine = tuple[float, float, float, float, float, float]
JOBS = {
    FileKind.DWG: "drawings.sandbox.cadjobs:read_dwg",
    FileKind.DXF: "drawings.sandbox.cadjobs:read_dxf_file",
    FileKind.PDF: "drawings.sandbox.pdfjobs:read_pdf",
}
IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Notice(StrEnum):
    """Something a reader of the file should know; the particulars in brackets."""

    EXTENSION_DIFFERS = "extension_differs"  # extension, found
    REPAIRED = "repaired"  # the file was damaged and could be mended
    LOSSES = "losses"  # types and counts of what could not be carried over
    PROXIES_EMPTY = "proxies_empty"  # count: 天正 objects without proxy graphics
    SCALE_UNKNOWN = "scale_unknown"  # sheets: no frame found, fitted to a paper size
    SCANNED = "scanned"  # sheets that are pictures
    SIGNED = "signed"  # count: the original carries signatures
    ACTIVE_CONTENT = "active_content"  # kinds and counts of what was removed
    XREFS_MISSING = "xrefs_missing"  # names
    SHEETS_SKIPPED = "sheets_skipped"  # count


@dataclass(frozen=True, slots=True)
class Remark:
    """One notice with the values that belong into its sentence."""

    notice: Notice
    particulars: Mapping[str, str] = field(default_factory=dict)


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
        size_mm: width and height of the page.
        units_per_mm: drawing units for one paper mm; 0 where unknown.
        to_paper: matrix a, b, c, d, e, f: x' = a*x + c*y + e, y' = b*x + d*y + f; from
            the CAD layout's units (model units for a frame in model space) to paper mm,
            y upwards. The identity for PDF.
        titleblock: what the title block says.
        attributes: the CAD attributes of the title block, tag to value.
        text: all texts of the sheet, one a line, for searching.
        text_count: number of text primitives.
        primitive_count: number of primitives.
        is_scanned: a picture instead of vectors.
        removed: what was taken out of this page, kind (`pdf.found.Removal`) to count.
        losses: what could not be carried over.

    """

    index: int
    layout: str
    frame: int
    page: Path
    content: Path
    thumbnail: Path
    size_mm: tuple[float, float]
    units_per_mm: float = 0.0
    to_paper: Affine = IDENTITY
    titleblock: TitleBlock = field(default_factory=TitleBlock)
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    text_count: int = 0
    primitive_count: int = 0
    is_scanned: bool = False
    removed: Mapping[str, int] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()


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
        annotations: comments that the original carries, kept apart from the pages.
        losses: what the converter could not carry over.
        remarks: what a person should know.
        seconds: wall time of the child.

    """

    kind: FileKind
    version: str
    sheets: tuple[SheetReading, ...]
    dxf: Path | None = None
    removed: Mapping[str, int] = field(default_factory=dict)
    signatures: tuple[SignatureFound, ...] = ()
    annotations: tuple[AnnotationFound, ...] = ()
    losses: tuple[Loss, ...] = ()
    remarks: tuple[Remark, ...] = ()
    seconds: float = 0.0


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
    answer = run_job(JOBS[sniffed.kind], request, work=work, limits=limits)
    clear(work)
    try:
        reading = _reading(answer, sniffed, work)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refused(Refusal.DAMAGED, f"no sense in the answer: {error}") from error
    return replace(
        reading,
        seconds=round(now() - started, 2),
        remarks=(*_about_name(name, sniffed.kind), *reading.remarks),
    )


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
        losses=answers.losses(answer["losses"]),
    )
    return replace(reading, remarks=tuple(_remarks(reading, answer)))


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
        units_per_mm=answers.number(value["units_per_mm"]),
        to_paper=answers.affine(value["to_paper"]),
        titleblock=answers.titleblock(value["titleblock"]),
        attributes=answers.strings(value["attributes"]),
        text=str(value["text"]),
        text_count=int(value["text_count"]),
        primitive_count=int(value["primitive_count"]),
        is_scanned=bool(value["is_scanned"]),
        removed=answers.counts(value["removed"]),
        losses=answers.losses(value["losses"]),
    )


def _about_name(name: str, kind: FileKind) -> Iterator[Remark]:
    extension = Path(name).suffix.lstrip(".").lower()
    if extension and extension != kind.value:
        yield Remark(
            Notice.EXTENSION_DIFFERS, {"extension": extension, "found": kind.value}
        )


def _remarks(reading: FileReading, answer: dict[str, Any]) -> Iterator[Remark]:
    if answer.get("was_mended"):
        yield Remark(Notice.REPAIRED)
    yield from _about_losses(reading)
    unknown = sum(
        sheet.units_per_mm == 0 and reading.kind is not FileKind.PDF
        for sheet in reading.sheets
    )
    counted = (
        (Notice.PROXIES_EMPTY, "count", int(answer.get("proxies_empty", 0))),
        (Notice.SCALE_UNKNOWN, "sheets", unknown),
        (Notice.SCANNED, "sheets", sum(sheet.is_scanned for sheet in reading.sheets)),
        (Notice.SIGNED, "count", len(reading.signatures)),
        (Notice.SHEETS_SKIPPED, "count", int(answer.get("skipped", 0))),
    )
    for notice, name, count in counted:
        if count:
            yield Remark(notice, {name: str(count)})
    if reading.removed:
        yield Remark(
            Notice.ACTIVE_CONTENT, {k: str(n) for k, n in reading.removed.items()}
        )


def _about_losses(reading: FileReading) -> Iterator[Remark]:
    together: dict[str, int] = {loss.kind: loss.count for loss in reading.losses}
    for sheet in reading.sheets:
        for loss in sheet.losses:
            together[loss.kind] = max(together.get(loss.kind, 0), loss.count)
    xrefs = [
        kind.removeprefix("XREF ") for kind in together if kind.startswith("XREF ")
    ]
    others = {
        k: str(n) for k, n in sorted(together.items()) if not k.startswith("XREF ")
    }
    if xrefs:
        yield Remark(Notice.XREFS_MISSING, {"names": ", ".join(xrefs)})
    if others:
        yield Remark(Notice.LOSSES, others)
