"""The job for PDF files: take in, read every page."""

from dataclasses import asdict, replace
from pathlib import Path

from drawings.content.parts import Content, Loss
from drawings.content.titleblock import Hints
from drawings.pdf.intake import PageTaken, take_in
from drawings.pdf.reading import examine_page
from drawings.sandbox.pages import (
    Json,
    counts_answer,
    route_answer,
    sheet_answer,
    sheet_folder,
)
from drawings.sandbox.picturing import pictures_answer


def read_pdf(request: Json, work: Path, limits: Json) -> Json:
    """Split and sanitise a PDF and read its pages."""
    taken = take_in(
        Path(request["path"]), work / "pages", page_limit=int(limits["pages"])
    )
    filename = str(request.get("filename", "")) if len(taken.pages) == 1 else ""
    hints = Hints(filename=filename, folder=str(request.get("folder", "")))
    return {
        "version": taken.version,
        "was_mended": taken.was_mended,
        "was_locked": taken.was_locked,
        "skipped": 0,
        "losses": [],
        "removed": counts_answer(taken.removed),
        "signatures": [asdict(signature) for signature in taken.signatures],
        "annotations": [asdict(annotation) for annotation in taken.annotations],
        "layers": list(taken.layers.names),
        "hidden_layers": list(taken.layers.hidden),
        "sheets": [
            _sheet(page, sheet_folder(work, index), hints)
            | pictures_answer(sheet_folder(work, index), limits)
            for index, page in enumerate(taken.pages)
        ],
    }


def _sheet(page: PageTaken, folder: Path, hints: Hints) -> Json:
    page.path.replace(folder / "page.pdf")
    found = examine_page(folder / "page.pdf")
    return sheet_answer(folder, with_lost(found.content, page), hints) | {
        "layout": page.box.label,
        "frame": 0,
        "to_paper": [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        "removed": counts_answer(page.removed),
        "nature": found.nature.value,
        "hidden_texts": found.hidden_texts,
        "route": route_answer(found.route),
    }


def with_lost(content: Content, page: PageTaken) -> Content:
    """A content that names what was lost when its page was taken in."""
    lost = tuple(Loss(kind, count) for kind, count in sorted(page.lost.items()))
    return replace(content, losses=(*lost, *content.losses))
