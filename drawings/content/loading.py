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
from ezdxf.tools.codepage import codepage_to_encoding

from drawings.content.errors import Refusal, UnreadableDrawing, refused

# Names of code pages that CAD writes and ezdxf does not know: Chinese would be mojibake.
CODE_PAGES = {
    "gb2312": "gbk",
    "GB2312": "gbk",
    "GBK": "gbk",
    "big5": "cp950",
    "BIG5": "cp950",
    "ksc5601": "cp949",
    "KSC5601": "cp949",
    "dos932": "cp932",
    "dos866": "cp866",
}
codepage_to_encoding.update(CODE_PAGES)
# Programs hang notes of their own on these, and nothing that is drawn: every insertion of
# a block copies them with their notes, which costs more than the drawing itself.
PLAIN = (
    *("LINE", "LWPOLYLINE", "POLYLINE", "VERTEX", "ARC", "CIRCLE", "ELLIPSE", "SPLINE"),
    *("SOLID", "TRACE", "3DFACE", "POINT", "TEXT", "ATTRIB", "ATTDEF", "MTEXT"),
    *("HATCH", "MPOLYGON", "INSERT", "WIPEOUT", "IMAGE", "XLINE", "RAY"),
)
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
    """An open DXF document, its file, its version, and whether it had to be mended."""

    document: Drawing
    path: Path
    version: str
    was_mended: bool


def load_dxf(path: Path) -> Loaded:
    """Open a DXF file; if it breaks the rules, recover what can be read.

    Raises:
        UnreadableDrawing: DAMAGED, TRUNCATED, TOO_OLD or NOTHING_DRAWN.

    """
    try:
        return _loaded(ezdxf.readfile(path), path, was_mended=False)
    except DXFVersionError as error:
        raise refused(Refusal.TOO_OLD, str(error), version="DXF") from error
    except UnreadableDrawing:
        raise
    except TROUBLE:
        return _loaded(_recover(path), path, was_mended=True)


def load_reduced(path: Path) -> Loaded:
    """Open what the second reader of DWG wrote.

    It breaks rules, and it switches layers off that were on. Which of them the author
    had off nobody can tell any more, so all are shown.

    Raises:
        UnreadableDrawing: DAMAGED or TRUNCATED.

    """
    document = _recover(path)
    for layer in document.layers:
        layer.on()
    return _loaded(document, path, was_mended=True)


def nothing_drawn(loaded: Loaded) -> UnreadableDrawing:
    """Why a file without a drawing is refused: it is empty, or what it held is lost."""
    if not loaded.was_mended:
        return refused(Refusal.NOTHING_DRAWN)
    code = Refusal.DAMAGED if _has_end(loaded.path) else Refusal.TRUNCATED
    return refused(code, "nothing could be recovered")


def _loaded(document: Drawing, path: Path, *, was_mended: bool) -> Loaded:
    loaded = Loaded(document, path, document.dxfversion, was_mended)
    if not any(len(layout) for layout in document.layouts):
        raise nothing_drawn(loaded)
    _drop_notes(document)
    return loaded


def _drop_notes(document: Drawing) -> None:
    for entity in document.entitydb.values():
        if entity.dxftype() in PLAIN:
            entity.xdata = entity.appdata = None


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
