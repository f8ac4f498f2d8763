"""Tiles of a page: rendered in processes of their own, kept on disk by content.

PyMuPDF is not safe in threads and uploaded pages are hostile, so the web never renders:
a small pool of child processes does, each with its own cache of display lists. A child
that dies or hangs is replaced; the tile is asked for again.
"""

import atexit
import logging
import multiprocessing
import resource
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TileTimeout
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final

from django.conf import settings

from drawings.content.raster import (
    NoSuchTile,
    page_count,
    render_crop,
    render_tile,
    thumbnail,
)

log = logging.getLogger(__name__)

HANDS: Final = 2
SECONDS: Final = 30.0
MEMORY: Final = 2 * 1024**3

_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None


def tile_of(page: Path, sha256: str, z: int, x: int, y: int) -> bytes | None:
    """One 512 px tile as PNG; None where the sheet has no such tile, or it fails.

    Args:
        page: the one-page PDF.
        sha256: its digest; the cache is keyed by it, so a tile never goes stale.
        z: level, 0 the coarsest.
        x: column from the left.
        y: row from the top.

    """
    kept = Path(settings.LIANSHEN_TILES) / sha256[:2] / sha256 / f"{z}-{x}-{y}.png"
    if kept.is_file():
        return kept.read_bytes()
    data = _ask(render_tile, page, z, x, y)
    if data:
        _keep(kept, data)
    return data or None


def picture_of(page: Path, sha256: str, width_px: int) -> bytes | None:
    """The whole page as PNG of a width; None when it cannot be drawn."""
    kept = Path(settings.LIANSHEN_TILES) / sha256[:2] / sha256 / f"w{width_px}.png"
    if kept.is_file():
        return kept.read_bytes()
    data = _ask(thumbnail, page, width_px)
    if data:
        _keep(kept, data)
    return data or None


def crop_of(
    page: Path, box_mm: tuple[float, float, float, float], width_px: int
) -> bytes | None:
    """A part of the page as PNG; None when it cannot be drawn.

    Not kept on disk: there are as many parts as people can ask for, and one costs no
    more than a tile.

    Args:
        page: the one-page PDF.
        box_mm: x0, y0, x1, y1 in paper millimetres, y upwards.
        width_px: how wide the picture is.

    """
    return _ask(render_crop, page, box_mm, width_px) or None


def page_count_of(file: Path, sha256: str) -> int | None:
    """How many pages a PDF has; 0 when it is locked, None when it cannot be read."""
    kept = Path(settings.LIANSHEN_TILES) / sha256[:2] / sha256 / "pages.txt"
    if kept.is_file():
        said: bytes | None = kept.read_bytes()
    elif said := ask_apart(page_count, file):
        _keep(kept, said)
    if not said:
        return None
    return 0 if said == b"locked" else int(said)


def ask_apart(function: Callable[..., bytes], *values: object) -> bytes | None:
    """Let a drawing function work on a page in the limited processes; None: it failed.

    Args:
        function: of a module that imports no Django; it gives bytes.
        values: plain values and paths.

    """
    return _ask(function, *values) or None


def _ask(function: object, *values: object) -> bytes | None:
    for _attempt in range(2):
        try:
            return _hands().submit(function, *values).result(timeout=SECONDS)  # type: ignore[arg-type]
        except BrokenProcessPool:
            log.warning("a tile worker died; starting again")
            _dismiss()
        except TileTimeout:
            log.warning("a tile took longer than %s s", SECONDS)
            _dismiss()
            return None
        except NoSuchTile:
            return None
        except (RuntimeError, ValueError, OSError):
            log.exception("a tile could not be drawn")
            return None
    return None


def _hands() -> ProcessPoolExecutor:
    global _pool
    with _lock:
        if _pool is None:
            _pool = ProcessPoolExecutor(
                HANDS,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_limit,
            )
        return _pool


def _dismiss() -> None:
    global _pool
    with _lock:
        if _pool is not None:
            for process in list(_pool._processes.values()):
                process.kill()
            _pool.shutdown(wait=False, cancel_futures=True)
        _pool = None


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{threading.get_ident()}.part")
    partial.write_bytes(data)
    partial.replace(path)


atexit.register(_dismiss)
