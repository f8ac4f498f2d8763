"""Read one uploaded file in a limited child process: the door that callers knock at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from drawings.content.parts import Loss
from drawings.content.sniff import FileKind
from drawings.content.titleblock import TitleBlock
from drawings.pdf.found import AnnotationFound, SignatureFound
from drawings.sandbox.limits import Limits

Affine = tuple[float, float, float, float, float, float]
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
    raise NotImplementedError(path, filename, work, limits)
