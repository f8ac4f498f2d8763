"""The jobs that read a file for one comparison: contents alone, no pages, no pictures."""

from dataclasses import asdict
from pathlib import Path

from drawings.content.layouts import LaidSheet
from drawings.content.loading import nothing_drawn
from drawings.content.parts import Content
from drawings.content.routes import Route
from drawings.content.storing import save_for_a_moment
from drawings.content.titleblock import Hints, read_titleblock
from drawings.dwg.bulk.sheets import laid_file
from drawings.dwg.reading import sheet_content
from drawings.pdf.intake import take_in
from drawings.pdf.reading import examine_page
from drawings.sandbox.cadjobs import check_size
from drawings.sandbox.pages import Json, route_answer, sheet_folder, titleblock_of
from drawings.sandbox.pdfjobs import with_lost


def read_dxf_contents(request: Json, work: Path, limits: Json) -> Json:
    """The contents of the sheets of a DXF."""
    file = laid_file(Path(request["path"]))
    if not file.laid:
        raise nothing_drawn(file.loaded)
    kept = file.laid[: int(limits["pages"])]
    filename = str(request["filename"]) if len(kept) == 1 else ""
    return {
        "sheets": [
            _cad_sheet((laid, index), work, filename, file.route)
            for index, laid in enumerate(kept)
        ]
    }


def read_pdf_contents(request: Json, work: Path, limits: Json) -> Json:
    """The contents of the pages of a PDF; the clean pages stay, for scans are drawn."""
    limit = int(limits["pages"])
    taken = take_in(Path(request["path"]), work / "pages", page_limit=limit)
    is_alone = len(taken.pages) == 1
    hints = Hints(filename=str(request["filename"]) if is_alone else "")
    sheets = []
    for index, page in enumerate(taken.pages):
        folder = sheet_folder(work, index)
        page.path.replace(folder / "page.pdf")
        found = examine_page(folder / "page.pdf", counts_hidden=False)
        content = with_lost(found.content, page)
        answer = _written(folder, content, found.route)
        # One page is compared with the other file's only page, whatever its number is.
        block = (
            read_titleblock(content, hints)
            if is_alone
            else titleblock_of(content, hints, folder / "page.pdf")
        )
        answer |= {"titleblock": asdict(block), "layout": page.box.label}
        sheets.append(answer | {"page": "page.pdf"})
    return {"sheets": sheets}


def _cad_sheet(
    placed: tuple[LaidSheet, int], work: Path, filename: str, route: Route
) -> Json:
    laid, index = placed
    check_size(laid, index)
    found = sheet_content(laid)
    folder = sheet_folder(work, index)
    layout = "" if laid.layout == "Model" else laid.layout
    hints = Hints(attributes=laid.attributes, layout=layout, filename=filename)
    return _written(folder, found.content, route) | {
        "titleblock": asdict(read_titleblock(found.content, hints)),
        "layout": laid.layout,
        "to_paper": list(found.to_paper),
    }


def _written(folder: Path, content: Content, route: Route) -> Json:
    save_for_a_moment(content, folder / "content.npz")
    return {
        "folder": folder.name,
        "size_mm": list(content.size_mm),
        "route": route_answer(route),
    }
