"""Open a DXF file, text or binary, mending what can be mended."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ezdxf
from ezdxf import recover
from ezdxf.document import Drawing
from ezdxf.lldxf.const import DXFError, DXFVersionError

from drawings.content.errors import Refusal, UnreadableDrawing, refused

# What ezdxf may throw at a file that does not keep the rules.
TROUBLE = (
    DXFError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """An open DXF document, its version, and whether it had to be mended."""

    document: Drawing
    version: str
    was_mended: bool


def load_dxf(path: Path) -> Loaded:
    """Open a DXF file; if it breaks the rules, recover what can be read.

    Raises:
        UnreadableDrawing: DAMAGED, TRUNCATED, TOO_OLD or NOTHING_DRAWN.

    """
    try:
        document, was_mended = ezdxf.readfile(path), False
    except DXFVersionError as error:
        raise refused(Refusal.TOO_OLD, str(error), version="DXF") from error
    except TROUBLE:
        document, was_mended = _recover(path), True
    if not document.modelspace() and all(
        not len(layout) for layout in document.layouts
    ):
        raise refused(Refusal.NOTHING_DRAWN)
    return Loaded(document, document.dxfversion, was_mended)


def _recover(path: Path) -> Drawing:
    with _as_damage(path):
        document, _auditor = recover.readfile(path)
        return document


@contextmanager
def _as_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except UnreadableDrawing:
        raise
    except TROUBLE as error:
        code = Refusal.DAMAGED if _has_end(path) else Refusal.TRUNCATED
        raise refused(code, f"{type(error).__name__}: {error}") from error


def _has_end(path: Path) -> bool:
    """Whether the file closes with the group 0/EOF."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 64))
        return re.search(rb"EOF\s*\x00?\s*$", file.read()) is not None
