"""The unavoidable parts of taking one drawing in, done plainly: convert, load, draw once.

`python -m benchmarks.raw FILE [LAYOUT...]` prints the mean CPU seconds of each part as JSON.
What is fair to both sides:

- Every turn runs in a fork of a process in which the libraries and the typefaces have been
  used once, as our reader's children are: no import and no scan of the machine's fonts is
  counted, and nothing is remembered from the turn before.
- `load` is `ezdxf.readfile`; of a PDF, all paths and texts of every page as Python values.
- `draw` is the bare front end of ezdxf, once over each layout that became a sheet, into its
  own recorder: no page of a PDF is written, no letter is filled.
- `render` is each page drawn once, 2048 px on its long side, in the format of our tiles, by
  the quickest way of the bare library (our own packing is quicker than that). Of
  CAD these are the pages that the reader made, for the bare library writes letters as
  outlines, which are dearer to draw.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import ezdxf
import pymupdf
from acadsharp import native
from ezdxf.addons.drawing import Frontend, RenderContext
from ezdxf.addons.drawing.recorder import Recorder
from ezdxf.document import Drawing
from PIL import Image

LONG_SIDE_PX = 2048
READ_SIGNATURE = ["System.String", "ACadSharp.IO.NotificationEventHandler"]
Parts = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the parts of one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("layouts", nargs="*", help="of CAD: those that became sheets")
    parser.add_argument("--pages", type=Path, nargs="*", default=[])
    parser.add_argument("--repeat", type=int, default=1)
    chosen = parser.parse_args(arguments)
    _warm()
    turns = [
        _forked(lambda: parts_of(chosen.file, chosen.layouts, chosen.pages))
        for _turn in range(chosen.repeat)
    ]
    means = {part: sum(turn[part] for turn in turns) / len(turns) for part in turns[0]}
    sys.stdout.write(json.dumps(means) + "\n")


def parts_of(path: Path, layouts: Sequence[str], pages: Sequence[Path]) -> Parts:
    """Seconds of processor time by part."""
    if path.suffix.lower() == ".pdf":
        return {"load": _timed(lambda: _load_pdf(path)), "render": _rendered([path])}
    if path.suffix.lower() == ".dxf":
        return {**_dxf(path, layouts), "render": _rendered(pages)}
    with tempfile.TemporaryDirectory() as folder:
        dxf = Path(folder) / "raw.dxf"
        convert = _timed(lambda: _convert(path, dxf))
        return {"convert": convert, **_dxf(dxf, layouts), "render": _rendered(pages)}


def _convert(source: Path, target: Path) -> None:
    runtime = native.load()
    reader: Any = runtime.ACadSharp.IO.DwgReader
    document = reader.call("Read", str(source), None, signature=READ_SIGNATURE)
    document.Header.VersionString = "AC1032"
    runtime.write(document, str(target), format="dxf")


def _dxf(path: Path, layouts: Sequence[str]) -> Parts:
    found: list[Drawing] = []
    load = _timed(lambda: found.append(ezdxf.readfile(path)))
    return {"load": load, "draw": _timed(lambda: _draw(found[0], layouts))}


def _draw(document: Drawing, layouts: Sequence[str]) -> None:
    for name in layouts or ["Model"]:
        backend = Recorder()
        Frontend(RenderContext(document), backend).draw_layout(document.layout(name))


def _load_pdf(path: Path) -> None:
    for page in pymupdf.open(path).pages():
        page.get_cdrawings()
        page.get_text("dict")


def _rendered(pages: Sequence[Path]) -> float:
    def render() -> None:
        for path in pages:
            _render(path)

    return _timed(render)


def _render(path: Path) -> None:
    for page in pymupdf.open(path, filetype="pdf").pages():
        zoom = LONG_SIDE_PX / max(page.rect.width, page.rect.height)
        drawn = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom))
        size = (drawn.width, drawn.height)
        picture = Image.frombuffer("RGB", size, drawn.samples, "raw", "RGB", 0, 1)
        picture.save(BytesIO(), "PNG", compress_level=1)


def _timed(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def _warm() -> None:
    """Use everything but the converter once; its threads would not survive the fork."""
    document = ezdxf.new()
    document.modelspace().add_text("A", height=2)
    document.modelspace().add_mtext("A")
    _draw(document, [])
    with tempfile.TemporaryDirectory() as folder, pymupdf.open() as pages:
        path = Path(folder) / "warm.pdf"
        pages.new_page().insert_text((72, 72), "A")
        pages.save(path)
        _load_pdf(path)
        _render(path)


def _forked(act: Callable[[], Parts]) -> Parts:
    """What a function says in a child of its own."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.write(there, json.dumps(act()).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(there)
    with os.fdopen(here) as said:
        answer = said.read()
    os.waitpid(child, 0)
    found: Parts = json.loads(answer)
    return found


if __name__ == "__main__":
    main()
