"""Take a PDF in: check it, split it, keep the drawing and leave everything else behind."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from drawings.content.errors import Refusal, refused
from drawings.content.plotting import LARGEST_MM
from drawings.pdf.appearances import annotations_on
from drawings.pdf.found import AnnotationFound, Removal, SignatureFound
from drawings.pdf.geometry import Geometry, geometry_of
from drawings.pdf.inspecting import MULTIMEDIA, removals_of
from drawings.pdf.layers import LayersFound, layers_of
from drawings.pdf.opening import MM_PER_POINT, as_damage, open_pdf
from drawings.pdf.sanitising import write_clean_page
from drawings.pdf.signed import signatures_of

BY_SUBTYPE: Mapping[str, Removal] = {
    "/Widget": Removal.FORM_FIELD,
    "/Link": Removal.LINK,
    "/FileAttachment": Removal.EMBEDDED_FILE,
    **dict.fromkeys(MULTIMEDIA, Removal.MULTIMEDIA),
}


SMALLEST_MM = 1.0


@dataclass(frozen=True, slots=True)
class PageBox:
    """Size of a page as it is seen: turned, cropped, in mm; and its label."""

    width_mm: float
    height_mm: float
    label: str


@dataclass(frozen=True, slots=True)
class PageTaken:
    """One sanitised page.

    Attributes:
        path: where it lies.
        box: its size and label.
        removed: what was left behind.
        annotations: what of it was an annotation or a form field, with its place.
        lost: parts of the drawing that could not be taken over, kind to count.

    """

    path: Path
    box: PageBox
    removed: Mapping[Removal, int]
    annotations: tuple[AnnotationFound, ...]
    lost: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Intake:
    """A PDF taken in.

    Attributes:
        version: of the PDF, such as `1.7`.
        pages: the sanitised pages in order.
        removed: what the whole document carried besides drawings.
        signatures: signatures of the original.
        layers: names of its layers, and of those that it hides.
        was_mended: True where the original was damaged and could be repaired.
        was_locked: True where it was locked against changes, and opens without a word.

    """

    version: str
    pages: tuple[PageTaken, ...]
    removed: Mapping[Removal, int]
    signatures: tuple[SignatureFound, ...]
    layers: LayersFound
    was_mended: bool
    was_locked: bool

    @property
    def annotations(self) -> tuple[AnnotationFound, ...]:
        """Annotations and form fields of all pages."""
        return tuple(each for page in self.pages for each in page.annotations)


def take_in(path: Path, work: Path, *, page_limit: int = 500) -> Intake:
    """Split a PDF into sanitised pages `work/page-0001.pdf`, ...; the original stays.

    Raises:
        UnreadableDrawing: PASSWORD, NO_PAGES, TOO_MANY_PAGES, PAGE_TOO_LARGE, DAMAGED.

    """
    work.mkdir(parents=True, exist_ok=True)
    opened = open_pdf(path, work, page_limit=page_limit)
    data = path.read_bytes()
    with as_damage(), pikepdf.open(opened.path) as source:
        framed = [
            _framed(source.pages[index], index, label)
            for index, label in enumerate(opened.labels)
        ]
        pages = tuple(
            _take(source, index, frame, work / f"page-{index + 1:04}.pdf")
            for index, frame in enumerate(framed)
        )
        removed = dict(removals_of(source))
        if (earlier := _earlier_revisions(data)) > 0:
            removed[Removal.EARLIER_REVISION] = earlier
        return Intake(
            version=source.pdf_version,
            pages=pages,
            removed=removed,
            signatures=signatures_of(source, data),
            layers=layers_of(source),
            was_mended=opened.was_mended,
            was_locked=opened.was_locked,
        )


def _framed(page: pikepdf.Page, index: int, label: str) -> tuple[Geometry, PageBox]:
    geometry = geometry_of(page)
    width, height = (side * MM_PER_POINT for side in geometry.size)
    if not SMALLEST_MM <= min(width, height) <= max(width, height) <= LARGEST_MM:
        raise refused(
            Refusal.PAGE_TOO_LARGE,
            page=index + 1,
            width_mm=round(width, 1),
            height_mm=round(height, 1),
            limit_mm=LARGEST_MM,
        )
    return geometry, PageBox(width, height, label)


def _take(
    source: pikepdf.Pdf, index: int, framed: tuple[Geometry, PageBox], target: Path
) -> PageTaken:
    page, (geometry, box) = source.pages[index], framed
    listed = list(annotations_on(page, index, geometry))
    lost = write_clean_page(
        source,
        index,
        target,
        geometry,
        [appearance for _found, appearance in listed if appearance is not None],
    )
    annotations = tuple(found for found, _appearance in listed)
    return PageTaken(target, box, _removed_here(page), annotations, lost)


def _removed_here(page: pikepdf.Page) -> dict[Removal, int]:
    counts: Counter[Removal] = Counter()
    annotations = page.obj.get("/Annots")
    for each in annotations if isinstance(annotations, pikepdf.Array) else ():
        if isinstance(each, pikepdf.Dictionary):
            subtype = str(each.get("/Subtype", ""))
            counts[BY_SUBTYPE.get(subtype, Removal.ANNOTATION)] += subtype != "/Popup"
    if "/AA" in page.obj:
        counts[Removal.ACTION] += 1
    return {kind: count for kind, count in counts.items() if count}


def _earlier_revisions(data: bytes) -> int:
    """How many times the file was added to after it was first written.

    A linearised file has two ends by design; the first is not an earlier revision.
    """
    ends = data.count(b"%%EOF") - (1 if b"/Linearized" in data[:2048] else 0)
    return max(0, ends - 1)
