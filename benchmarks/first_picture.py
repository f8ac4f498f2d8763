"""Measure the first picture of a heavy sheet in Chromium, against pdf.js with the same file.

Run from the repository, with the package pdfjs-dist unpacked anywhere (`npm install
pdfjs-dist` in an empty folder): `python -m benchmarks.first_picture PDFJS_FOLDER`, where the
folder is the one that holds `build/pdf.min.mjs`. Chromium is `LIANSHEN_CHROMIUM`, or
/usr/bin/chromium. Both pages are opened in turn in a browser that knows nothing; time
counts from the beginning of the navigation. The first picture is our first tile, and the
whole page with pdf.js, whose parts say nothing yet; whole is the sharp whole view.
"""

import argparse
import http.server
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.standing import Standing, standing_world

SEGMENTS, RUNS = 300_000, 5
AIM = 0.5
VIEW = {"width": 1400, "height": 900}
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync")
PATIENCE_MS = 180_000
WATCH = """
const look = setInterval(() => {
  const map = document.querySelector("sheet-viewer")?.map;
  if (!map) return;
  clearInterval(look);
  const source = document.querySelector("sheet-viewer").tiles.getSource();
  const first = () => { window.first = performance.now(); };
  source.once("tileloadend", () => requestAnimationFrame(first));
  map.once("rendercomplete", () => { window.whole = performance.now(); });
}, 5);
"""
PAGE = """<!doctype html><canvas></canvas><script type="module">
import * as pdfjs from "./build/pdf.min.mjs";
pdfjs.GlobalWorkerOptions.workerSrc = "./build/pdf.worker.min.mjs";
const page = await (await pdfjs.getDocument("./sheet.pdf").promise).getPage(1);
const full = page.getViewport({ scale: 1 });
const scale = Math.min(innerWidth / full.width, innerHeight / full.height);
const viewport = page.getViewport({ scale });
const canvas = document.querySelector("canvas");
Object.assign(canvas, { width: viewport.width, height: viewport.height });
await page.render({ canvas, canvasContext: canvas.getContext("2d"), viewport }).promise;
requestAnimationFrame(() => { window.first = window.whole = performance.now(); });
</script>"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdfjs", type=Path)
    parser.add_argument("--segments", type=int, default=SEGMENTS)
    parser.add_argument("--runs", type=int, default=RUNS)
    chosen = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="lianshen-first-") as name,
        standing_world(Path(name), chosen.segments) as world,
        _pdfjs_served(Path(name), chosen.pdfjs, world.pdf) as other,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("LIANSHEN_CHROMIUM", "/usr/bin/chromium"),
            args=FLAGS,
        )
        print(f"load average at first: {os.getloadavg()[0]:.1f}")
        ours, theirs = [], []
        for _ in range(chosen.runs):
            ours.append(_opened(browser, world.address + world.sheet_path, world))
            theirs.append(_opened(browser, other, None))
        browser.close()
    _print(np.asarray(ours), np.asarray(theirs))


def _print(ours: "np.ndarray", theirs: "np.ndarray") -> None:
    print(
        f"{'ms, median of ' + str(len(ours)):<22}{'first picture':>15}{'whole view':>12}"
    )
    for name, rows in (("Lianshen", ours), ("pdf.js", theirs)):
        first, whole = np.median(rows, axis=0)
        print(f"{name:<22}{first:>15.0f}{whole:>12.0f}")
    ratio = np.median(ours, axis=0) / np.median(theirs, axis=0)
    print(f"{'ratio':<22}{ratio[0]:>15.2f}{ratio[1]:>12.2f}")
    print(
        f"load average at last: {os.getloadavg()[0]:.1f}; aim: first picture <= {AIM:g}"
    )


def _opened(
    browser: Browser, address: str, world: Standing | None
) -> tuple[float, float]:
    """Milliseconds to the first picture and to the whole view."""
    context = browser.new_context(viewport=VIEW)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    if world is not None:
        name, value = world.cookie
        context.add_cookies([{"name": name, "value": value, "url": world.address}])
        context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.first && window.whole")
    told = page.evaluate("() => [window.first, window.whole]")
    context.close()
    return float(told[0]), float(told[1])


@contextmanager
def _pdfjs_served(folder: Path, pdfjs: Path, pdf: Path) -> Iterator[str]:
    """A page that shows the sheet with pdf.js, from this machine."""
    place = folder / "pdfjs"
    shutil.copytree(pdfjs / "build", place / "build")
    shutil.copy(pdf, place / "sheet.pdf")
    (place / "index.html").write_text(PAGE)
    handler = partial(_Quiet, directory=str(place))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    main()
