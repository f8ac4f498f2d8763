"""The sheets of a DXF, read in bulk where that can be, else by the library."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ezdxf.document import Drawing

from drawings.content.layouts import Laid, LaidSheet, laid_out
from drawings.content.loading import TROUBLE, Loaded, load_dxf
from drawings.content.routes import FAST, Route
from drawings.dwg.bulk.groups import Unusual
from drawings.dwg.bulk.loading import SMALLEST_BYTES, load_bulk
from drawings.dwg.bulk.tracing import trace_with

Prepare = Callable[[Drawing], None]


def _as_it_is(document: Drawing) -> None:
    del document


@dataclass(frozen=True, slots=True, eq=False)
class LaidFile:
    """An open DXF, what was laid out of it, and which way it was read.

    Where they were read in bulk, the document lacks what was placed by numbers.
    """

    loaded: Loaded
    found: Laid
    route: Route

    @property
    def laid(self) -> list[LaidSheet]:
        """The sheets."""
        return self.found.sheets


def laid_file(
    path: Path, smallest: int = SMALLEST_BYTES, prepare: Prepare = _as_it_is
) -> LaidFile:
    """Every sheet of a DXF file, text or binary.

    Args:
        path: the file.
        smallest: files with fewer bytes are left to the library at once.
        prepare: done to the document before it is drawn; to each that is opened.

    Raises:
        UnreadableDrawing: DAMAGED, TRUNCATED, TOO_OLD or NOTHING_DRAWN.

    """
    try:
        found = load_bulk(path, smallest)
        prepare(found.loaded.document)
        laid = laid_out(found.loaded.document, partial(trace_with, found.bulk))
    except Unusual as unusual:
        return laid_by_library(path, str(unusual), prepare)
    except TROUBLE as trouble:
        # Whatever the fast way stumbles over is for the library to judge.
        return laid_by_library(path, type(trouble).__name__, prepare)
    return LaidFile(found.loaded, laid, FAST)


def laid_by_library(
    path: Path, why: str = "", prepare: Prepare = _as_it_is
) -> LaidFile:
    """The same, all of it by the library."""
    loaded = load_dxf(path)
    prepare(loaded.document)
    return LaidFile(loaded, laid_out(loaded.document), Route(why=why))
