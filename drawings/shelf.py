"""What was drawn is kept on disk by content, up to a bound; what nobody looks at goes first.

Everything here can be drawn again: the folder may be emptied at any time, by anybody.
"""

import contextlib
import logging
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

# After a sweep so much of the bound is free again, so that sweeps are rare.
FREED: Final = 0.2
# A process counts what it writes and looks at the whole folder after so much of the bound.
LOOKS: Final = 0.05
# Looking at something is noted once in this time, not at every look.
NOTED_SECONDS: Final = 3600.0

log = logging.getLogger(__name__)
_lock = threading.Lock()
_written = 0
_sweeping = threading.Lock()


@dataclass(frozen=True, slots=True, order=True)
class _Kept:
    seen: float
    size: int
    path: str


def shelf_of(sha256: str, *names: str) -> Path:
    """Where something drawn from a blob lies, or would lie."""
    return Path(settings.LIANSHEN_TILES, sha256[:2], sha256, *names)


def kept(path: Path) -> bytes | None:
    """What lies there, noted as looked at; None where nothing does."""
    try:
        data = path.read_bytes()
        if time.time() - path.stat().st_mtime > NOTED_SECONDS:
            os.utime(path)
    except OSError:
        return None
    return data


def keep(path: Path, data: bytes) -> None:
    """Put something there, whole or not at all; now and then the shelf is swept."""
    partial = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except FileNotFoundError:
        return  # swept or emptied under our hands; it is drawn again when wanted
    except OSError as error:
        # A full disk: whoever asked has the picture, and a sheet is taken in without.
        log.warning("%s could not be kept: %s", path.name, error)
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        return
    if _is_time_to_look(len(data)):
        threading.Thread(target=sweep, name="sweep-tiles", daemon=True).start()


def sweep() -> int:
    """Bring the shelf below its bound; gives the bytes that were freed."""
    bound = int(settings.LIANSHEN_TILES_BYTES)
    if not _sweeping.acquire(blocking=False):
        return 0
    try:
        found = sorted(_everything(Path(settings.LIANSHEN_TILES)))
        excess = sum(one.size for one in found) - bound
        return _drop(found, excess + int(bound * FREED)) if excess > 0 else 0
    finally:
        _sweeping.release()


def _drop(oldest_first: list[_Kept], wanted: int) -> int:
    freed = 0
    for one in oldest_first:
        if freed >= wanted:
            break
        Path(one.path).unlink(missing_ok=True)
        freed += one.size
    return freed


def _is_time_to_look(size: int) -> bool:
    global _written
    with _lock:
        _written += size
        if _written < settings.LIANSHEN_TILES_BYTES * LOOKS:
            return False
        _written = 0
        return True


def _everything(folder: Path) -> Iterator[_Kept]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _everything(Path(entry.path))
            continue
        try:
            told = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        yield _Kept(told.st_mtime, told.st_size, entry.path)
