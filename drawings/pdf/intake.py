"""Take a PDF in: check it, split it, keep the drawing and leave everything else behind."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pymupdf

from drawings.pdf.found import AnnotationFound, Removal, SignatureFound
from drawings.pdf.inspecting import MULTIMEDIA, removals_of, signatures_of
from drawings.pdf.opening import MM_PER_POINT, Opened, PageBox, as_damage, open_pdf
from drawings.pdf.sanitising import write_clean_page

LONGEST_TEXT = 2000
BY_SUBTYPE: Mapping[str, Removal] = {
    "/Widget": Removal.FORM_FIELD,
    "/Link": Removal.LINK,
    "/FileAttachment": Removal.EMBEDDED_FILE,
    **dict.fromkeys(MULTIMEDIA, Removal.MULTIMEDIA),
}


@dataclass(frozen=True, slots=True)
class PageTaken:
    """One sanitised page: where it lies, its size and label, what was left behind."""

    path: Path
    box: PageBox
    removed: Mapping[Removal, int]


@dataclass(frozen=True, slots=True)
class Intake:
    """A PDF taken in.

    Attributes:
        version: of the PDF, such as `1.7`.
        pages: the sanitised pages in order.
        removed: what the whole document carried besides drawings.
        signatures: signatures of the original.
        annotations: comments of the original, with their places.
        was_mended: True where the original was damaged and could be repaired.

    """

    version: str
    pages: tuple[PageTaken, ...]
    removed: Mapping[Removal, int]
    signatures: tuple[SignatureFound, ...]
    annotations: tuple[AnnotationFound, ...]
    was_mended: bool


def take_in(path: Path, work: Path, *, page_limit: int = 500) -> Intake:
    """Split a PDF into sanitised pages `work/page-0001.pdf`, ...; the original stays.

    Raises:
        UnreadableDrawing: PASSWORD, NO_PAGES, TOO_MANY_PAGES, PAGE_TOO_LARGE, DAMAGED.

    """
    work.mkdir(parents=True, exist_ok=True)
    opened = open_pdf(path, work, page_limit=page_limit)
    with as_damage(), pikepdf.open(opened.path) as source:
        pages = tuple(
            _take(source, index, box, work / f"page-{index + 1:04}.pdf")
            for index, box in enumerate(opened.pages)
        )
        removed = dict(removals_of(source))
        if (earlier := _earlier_revisions(path)) > 0:
            removed[Removal.EARLIER_REVISION] = earlier
        return Intake(
            version=source.pdf_version,
            pages=pages,
            removed=removed,
            signatures=signatures_of(source),
            annotations=tuple(_annotations(opened)),
            was_mended=opened.was_mended,
        )


def _take(source: pikepdf.Pdf, index: int, box: PageBox, target: Path) -> PageTaken:
    write_clean_page(source, index, target)
    return PageTaken(target, box, _removed_here(source.pages[index]))


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


def _earlier_revisions(path: Path) -> int:
    """How many times the file was added to after it was first written.

    A linearised file has two ends by design; the first is not an earlier revision.
    """
    data = path.read_bytes()
    ends = data.count(b"%%EOF") - (1 if b"/Linearized" in data[:2048] else 0)
    return max(0, ends - 1)


def _annotations(opened: Opened) -> list[AnnotationFound]:
    found: list[AnnotationFound] = []
    with pymupdf.open(str(opened.path)) as document:
        for index, box in enumerate(opened.pages):
            found += _annotations_on(document[index], index, box)
    return found


def _annotations_on(
    page: pymupdf.Page, index: int, box: PageBox
) -> list[AnnotationFound]:
    found = []
    for annotation in page.annots() or ():
        words = annotation.info
        rect = annotation.rect
        x0, x1 = rect.x0 * MM_PER_POINT, rect.x1 * MM_PER_POINT
        y0 = box.height_mm - rect.y1 * MM_PER_POINT
        y1 = box.height_mm - rect.y0 * MM_PER_POINT
        found.append(
            AnnotationFound(
                page=index,
                kind=str(annotation.type[1]),
                author=str(words.get("title", ""))[:200],
                text=str(words.get("content", ""))[:LONGEST_TEXT],
                box_mm=(x0, y0, x1, y1),
            )
        )
    return found
