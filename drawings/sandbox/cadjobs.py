"""The jobs for CAD files: convert, read every sheet, plot every sheet."""

from collections import Counter
from pathlib import Path
from typing import Any

from ezdxf.document import Drawing
from ezdxf.layouts import Layout

from drawings.content.errors import Refusal, refused
from drawings.content.layouts import Laid, LaidSheet, laid_out
from drawings.content.loading import load_reduced, nothing_drawn
from drawings.content.outside import missing_fonts, missing_plot_styles
from drawings.content.parts import SECOND_READER, Loss
from drawings.content.plotting import LARGEST_MM, plot_sheet
from drawings.content.routes import BY_LIBRARY
from drawings.content.titleblock import Hints
from drawings.content.windows import windows_on
from drawings.dwg.amending import amend
from drawings.dwg.bulk.sheets import LaidFile, laid_file
from drawings.dwg.converting import convert
from drawings.dwg.reading import sheet_content
from drawings.dwg.second import convert_again
from drawings.sandbox.pages import (
    Json,
    losses_answer,
    route_answer,
    sheet_answer,
    sheet_folder,
)
from drawings.sandbox.picturing import pictures_answer


def read_dwg(request: Json, work: Path, limits: Json) -> Json:
    """Convert a DWG and read the DXF made from it."""
    dxf = work / "converted.dxf"
    conversion = convert(Path(request["path"]), dxf)
    told: list[Counter[str]] = []
    file = laid_file(
        dxf, prepare=lambda loaded: told.append(amend(loaded, conversion.amendments))
    )
    conversion.lost += told[-1]
    answer = _read(request, file, work, limits, conversion.losses())
    answer |= {
        "version": conversion.version,
        "dxf": dxf.name,
        "proxies_empty": sum(conversion.empty.values()),
    }
    return answer


def convert_dwg_again(request: Json, work: Path, limits: Json) -> Json:
    """Convert a DWG with the second reader."""
    del limits
    dxf = work / "converted.dxf"
    seconds = float(request["seconds"])
    convert_again(request["program"], Path(request["path"]), dxf, seconds)
    return {"dxf": dxf.name}


def read_reduced(request: Json, work: Path, limits: Json) -> Json:
    """Read what the second reader converted, and say that something may be missing."""
    dxf = work / request["dxf"]
    loaded = load_reduced(dxf)
    laid = LaidFile(loaded, laid_out(loaded.document), BY_LIBRARY)
    answer = _read(request, laid, work, limits, (Loss(SECOND_READER, 1),))
    return answer | {"version": request["version"], "dxf": dxf.name}


def read_dxf_file(request: Json, work: Path, limits: Json) -> Json:
    """Read a DXF file, text or binary."""
    return _read(request, laid_file(Path(request["path"])), work, limits, ())


def _read(
    request: Json, file: LaidFile, work: Path, limits: Json, losses: tuple[Loss, ...]
) -> Json:
    loaded, laid = file.loaded, file.laid
    if not laid:
        raise nothing_drawn(loaded)
    kept = laid[: int(limits["pages"])]
    is_alone = len(kept) == 1
    return {
        "version": loaded.version,
        "was_mended": loaded.was_mended,
        "skipped": len(laid) - len(kept),
        "losses": losses_answer(losses),
        **_elsewhere(file.found),
        "fonts": list(missing_fonts(loaded.document)),
        "plot_styles": list(missing_plot_styles(loaded.document)),
        "route": route_answer(file.route),
        "sheets": [
            _sheet(
                (each, index, _paper_space(loaded.document, each)),
                work,
                _hints(each, request, is_alone=is_alone),
                losses,
            )
            | pictures_answer(sheet_folder(work, index), limits)
            for index, each in enumerate(kept)
        ],
    }


def _elsewhere(laid: Laid) -> Json:
    """What lies on no sheet, and sheets that lie in one."""
    return {
        "outlying": [
            [each.layout, each.count, list(each.words)] for each in laid.outlying
        ],
        "crowded": [list(each) for each in laid.crowded],
    }


def _paper_space(document: Drawing, laid: LaidSheet) -> Layout | None:
    """The layout of a sheet, where that is paper: model space has no windows."""
    if laid.layout == "Model" or laid.layout not in document.layout_names():
        return None
    return document.layout(laid.layout)


def _hints(laid: LaidSheet, request: Json, *, is_alone: bool) -> Hints:
    return Hints(
        attributes=laid.attributes,
        layout="" if laid.layout == "Model" else laid.layout,
        filename=str(request.get("filename", "")) if is_alone else "",
        folder=str(request.get("folder", "")),
    )


def _sheet(
    placed: tuple[LaidSheet, int, Layout | None],
    work: Path,
    hints: Hints,
    losses: tuple[Loss, ...],
) -> Json:
    laid, index, layout = placed
    check_size(laid, index)
    folder = sheet_folder(work, index)
    plot_sheet(laid.recording, laid.sheet, folder / "page.pdf")
    found = sheet_content(laid, losses)
    windows = windows_on(layout, found.to_paper, laid.sheet.size_mm) if layout else []
    answer: dict[str, Any] = sheet_answer(folder, found.content, hints)
    return answer | {
        "layout": laid.layout,
        "frame": laid.frame,
        "to_paper": list(found.to_paper),
        "windows": [[*one.box_mm, one.scale] for one in windows],
        "removed": {},
    }


def check_size(laid: LaidSheet, index: int) -> None:
    """No page is larger than pages can be.

    Raises:
        UnreadableDrawing: PAGE_TOO_LARGE.

    """
    width, height = laid.sheet.size_mm
    if max(width, height) > LARGEST_MM:
        raise refused(
            Refusal.PAGE_TOO_LARGE,
            page=index + 1,
            width_mm=round(width),
            height_mm=round(height),
            limit_mm=LARGEST_MM,
        )
