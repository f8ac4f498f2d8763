"""Measure tiles of a heavy sheet: drawn in a process, and over HTTP, against the raw work.

Run from the repository: `python -m benchmarks.tiles [segments] [--tiles N]`. The raw work
is one MuPDF picture from a display list that is kept, and MuPDF's own PNG of it. CPU is
what a tile costs a hand that has the page open; server the same asked of a hand in another
process, wall time. Levels up to 3 are drawn ahead and read from the shelf. HTTP is a tile
that nobody asked for before, by one connection that stays open, with session and access;
HTTP again is the same tile once more. All are measured in turn, tile by tile, so that they
share what else the machine does; on a machine that does much, CPU tells the cost.
"""

import argparse
import http.client
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pymupdf

from benchmarks.standing import Standing, standing_world
from drawings.content.openpages import THINNEST_LINE_PX, open_page
from drawings.content.raster import LEVELS, OVERVIEWS, TILE_PX, render_tile, zoom_of

SEGMENTS = 300_000
TILES = 40
AIM_MS, AIM_RATIO = 25.0, 1.5


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("segments", nargs="?", type=int, default=SEGMENTS)
    parser.add_argument("--tiles", type=int, default=TILES, help="of each level")
    chosen = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="lianshen-tiles-") as folder,
        standing_world(Path(folder), chosen.segments) as world,
    ):
        size_mb = world.pdf.stat().st_size / 1e6
        print(f"{chosen.segments} segments, PDF of {size_mb:.1f} MB")
        print(f"load average at first: {os.getloadavg()[0]:.1f}")
        print(
            "ms, median / p95".ljust(8)
            + "".join(
                f"{name:>16}" for name in ("raw", "CPU", "server", "HTTP", "HTTP again")
            )
            + f"{'HTTP : raw':>12}{'raw kB':>8}{'kB':>6}"
        )
        for z in range(LEVELS):
            _print_level(world, z, chosen.tiles)
        print(f"load average at last: {os.getloadavg()[0]:.1f}")
        print(f"aims: CPU and server p95 <= {AIM_MS:g} ms; HTTP : raw <= {AIM_RATIO:g}")


def _print_level(world: Standing, z: int, most: int) -> None:
    ask = _asker(world, z)
    ask(0, 0)  # the hands begin, the page is opened
    ask(0, 0)
    raw_of = _raw(world.pdf, z)
    serve = _server(world.pdf, z)
    rows, raw_sizes, sizes = [], [], []
    for x, y in _some_tiles(world.pdf, z, most):
        raw, raw_size = _timed(raw_of, x, y)
        cost = _cost(world.pdf, z, x, y)
        drawn, size = _timed(serve, x, y)
        first, _ = _timed(ask, x, y)
        again, _ = _timed(ask, x, y)
        rows.append((raw, cost, drawn, first, again))
        raw_sizes.append(raw_size)
        sizes.append(size)
    table = np.asarray(rows)
    middle, high = np.median(table, axis=0), np.percentile(table, 95, axis=0)
    print(
        f"{f'z {z}, {len(rows)} tiles':<16}"
        + "".join(f"{m:>8.1f} /{h:>6.1f}" for m, h in zip(middle, high, strict=True))
        + f"{middle[3] / middle[0]:>12.2f}"
        + f"{np.mean(raw_sizes) / 1e3:>8.0f}{np.mean(sizes) / 1e3:>6.0f}",
        flush=True,
    )


def _server(pdf: Path, z: int) -> Callable[[int, int], bytes]:
    """What the server does for a tile that was never drawn, on a shelf of its own."""
    from django.conf import settings  # noqa: PLC0415

    from drawings.tiling import Sight, draw_overviews, tile_of  # noqa: PLC0415

    settings.LIANSHEN_TILES = pdf.parent / "shelf"
    sight = Sight(pdf, "be" * 32)
    draw_overviews(sight)
    tile_of(sight, LEVELS - 1, 0, 0)  # the page is opened
    return lambda x, y: tile_of(sight, z, x, y) or b""


def _cost(pdf: Path, z: int, x: int, y: int) -> float:
    """CPU milliseconds of a tile whose cell is open; nothing where it was drawn ahead."""
    if z <= OVERVIEWS:
        return 0.0
    start = time.process_time()
    render_tile(pdf, z, x, y)
    return (time.process_time() - start) * 1e3


def _raw(pdf: Path, z: int) -> Callable[[int, int], bytes]:
    pymupdf.TOOLS.set_graphics_min_line_width(THINNEST_LINE_PX)
    page = open_page(pdf)
    zoom = zoom_of(z)
    side = TILE_PX / zoom

    def draw(x: int, y: int) -> bytes:
        clip = pymupdf.Rect(x * side, y * side, (x + 1) * side, (y + 1) * side)
        pixels = page.whole.get_pixmap(
            matrix=pymupdf.Matrix(zoom, zoom), clip=clip & page.box, alpha=0
        )
        return bytes(pixels.tobytes("png"))

    return draw


def _asker(world: Standing, z: int) -> Callable[[int, int], bytes]:
    line = http.client.HTTPConnection(urlsplit(world.address).netloc)
    headers = {"Cookie": "=".join(world.cookie)}

    def ask(x: int, y: int) -> bytes:
        line.request("GET", world.tile_template.format(z=z, x=x, y=y), headers=headers)
        answer = line.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{answer.status} for tile {z}/{x}/{y}")
        return body

    return ask


def _some_tiles(pdf: Path, z: int, most: int) -> list[tuple[int, int]]:
    """Tiles of a level in an order without order, but the first one."""
    box = open_page(pdf).box
    side = TILE_PX / zoom_of(z)
    columns, rows = int(-(-box.width // side)), int(-(-box.height // side))
    order = np.random.default_rng(z).permutation(columns * rows)
    found = [(int(at % columns), int(at // columns)) for at in order]
    return [place for place in found if place != (0, 0)][:most] or [(0, 0)]


def _timed(function: Callable[[int, int], bytes], x: int, y: int) -> tuple[float, int]:
    start = time.perf_counter()
    data = function(x, y)
    return (time.perf_counter() - start) * 1e3, len(data)


if __name__ == "__main__":
    main()
