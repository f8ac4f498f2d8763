"""The jobs for CAD files: convert, read every sheet, plot every sheet."""

from pathlib import Path
from typing import Any

from drawings.content.errors import Refusal, refused
from drawings.content.layouts import LaidSheet, laid_sheets
from drawings.content.loading import load_dxf
from drawings.content.parts import Loss
from drawings.content.plotting import LARGEST_MM, plot_sheet
from drawings.content.titleblock import Hints
from drawings.dwg.reading import sheet_content
from drawings.sandbox.pages import Json, losses_answer, sheet_answer, sheet_folder


def read_dwg(request: Json, work: Path, limits: Json) -> Json:
    """Convert a DWG and read the DXF made from it."""
    # The converter maps a lot of memory: only this job loads it.
    from drawings.dwg.converting import convert  # noqa: PLC0415

    dxf = work / "converted.dxf"
    conversion = convert(Path(request["path"]), dxf)
    answer = _read(request, dxf, work, limits, conversion.losses())
    answer |= {
        "version": conversion.version,
        "dxf": dxf.name,
        "proxies_empty": sum(conversion.empty.values()),
    }
    return answer


def read_dxf_file(request: Json, work: Path, limits: Json) -> Json:
    """Read a DXF file, text or binary."""
    return _read(request, Path(request["path"]), work, limits, ())


def _read(
    request: Json, dxf: Path, work: Path, limits: Json, losses: tuple[Loss, ...]
) -> Json:
    loaded = load_dxf(dxf)
    laid = laid_sheets(loaded.document)
    if not laid:
        raise refused(Refusal.NOTHING_DRAWN)
    kept = laid[: int(limits["pages"])]
    is_alone = len(kept) == 1
    return {
        "version": loaded.version,
        "was_mended": loaded.was_mended,
        "skipped": len(laid) - len(kept),
        "losses": losses_answer(losses),
        "sheets": [
            _sheet(each, index, work, _hints(each, request, is_alone=is_alone))
            for index, each in enumerate(kept)
        ],
    }


def _hints(laid: LaidSheet, request: Json, *, is_alone: bool) -> Hints:
    return Hints(
        attributes=laid.attributes,
        layout="" if laid.layout == "Model" else laid.layout,
        filename=str(request.get("filename", "")) if is_alone else "",
        folder=str(request.get("folder", "")),
    )


def _sheet(laid: LaidSheet, index: int, work: Path, hints: Hints) -> Json:
    width, height = laid.sheet.size_mm
    if max(width, height) > LARGEST_MM:
        raise refused(
            Refusal.PAGE_TOO_LARGE,
            page=index + 1,
            width_mm=round(width),
            height_mm=round(height),
            limit_mm=LARGEST_MM,
        )
    folder = sheet_folder(work, index)
    plot_sheet(laid.recording, laid.sheet, folder / "page.pdf")
    found = sheet_content(laid)
    answer: dict[str, Any] = sheet_answer(folder, found.content, hints)
    return answer | {
        "layout": laid.layout,
        "frame": laid.frame,
        "to_paper": list(found.to_paper),
        "removed": {},
    }
