"""The unavoidable parts of reading one drawing, done plainly: convert, load, render once.

`python -m benchmarks.raw FILE` prints the CPU seconds of each part, libraries loaded.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import ezdxf
import pymupdf
from acadsharp import native
from ezdxf.addons.drawing import Frontend, RenderContext, layout
from ezdxf.addons.drawing import pymupdf as paper
from ezdxf.document import Drawing
from ezdxf.layouts import Layout

LONG_SIDE_PX = 2048


def parts_of(path: Path) -> dict[str, float]:
    """Seconds of processor time by part."""
    if path.suffix == ".pdf":
        return _pdf(path)
    if path.suffix == ".dxf":
        return _dxf(path)
    with tempfile.TemporaryDirectory() as folder:
        dxf = Path(folder) / "raw.dxf"
        runtime = native.load()
        convert = _timed(lambda: _convert(runtime, path, dxf))
        return {"convert": convert, **_dxf(dxf)}


def _convert(runtime: object, source: Path, target: Path) -> None:
    reader = runtime.ACadSharp.IO.DwgReader  # type: ignore[attr-defined]
    document = reader.call(
        "Read", str(source), None, signature=["System.String", _NOTE]
    )
    document.Header.VersionString = "AC1032"
    runtime.write(document, str(target), format="dxf")  # type: ignore[attr-defined]


_NOTE = "ACadSharp.IO.NotificationEventHandler"


def _dxf(path: Path) -> dict[str, float]:
    start = time.process_time()
    document = ezdxf.readfile(path)
    load = time.process_time() - start

    def render() -> None:
        backend = paper.PyMuPdfBackend()
        Frontend(RenderContext(document), backend).draw_layout(_drawn(document))
        page = layout.Page(0, 0, layout.Units.mm, max_width=1189, max_height=1189)
        pdf = backend.get_pdf_bytes(page)
        _picture(pymupdf.open(stream=pdf, filetype="pdf")[0])

    return {"load": load, "render": _timed(render)}


def _drawn(document: Drawing) -> Layout:
    """The layout that somebody would look at: the first paper that is not empty."""
    papers = [document.layout(name) for name in document.layout_names()]
    full = [one for one in papers if one.name != "Model" and len(one) > 1]
    return full[0] if full else document.modelspace()


def _pdf(path: Path) -> dict[str, float]:
    def load() -> None:
        for page in pymupdf.open(path).pages():
            page.get_cdrawings()
            page.get_text("dict")

    def render() -> None:
        for page in pymupdf.open(path).pages():
            _picture(page)

    return {"load": _timed(load), "render": _timed(render)}


def _picture(page: pymupdf.Page) -> None:
    zoom = LONG_SIDE_PX / max(page.rect.width, page.rect.height)
    page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom)).tobytes("png")


def _timed(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


if __name__ == "__main__":
    print(json.dumps(parts_of(Path(sys.argv[1]))))
