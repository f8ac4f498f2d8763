"""Files are known by their bytes, whatever their names say."""

from pathlib import Path

import numpy as np
import pytest

from drawings.content.errors import (
    FileRefused,
    LimitReached,
    Refusal,
    UnreadableDrawing,
    refused,
)
from drawings.content.parts import Content, Loss, Origin, Style
from drawings.content.sniff import FileKind, sniff
from drawings.content.storing import load_content, save_content


def write(folder: Path, data: bytes) -> Path:
    """A file that calls itself a DWG."""
    path = folder / "drawing.dwg"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "kind", "version"),
    [
        (b"AC1032" + bytes(300), FileKind.DWG, "AC1032"),
        (b"AC1014" + bytes(300), FileKind.DWG, "AC1014"),
        (b"%PDF-1.7\n%\xe2\xe3", FileKind.PDF, "1.7"),
        (b"\x00junk before the header %PDF-1.4", FileKind.PDF, "1.4"),
        (b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n", FileKind.DXF, ""),
        (b"\xef\xbb\xbf0\nSECTION\n2\nENTITIES\n", FileKind.DXF, ""),
        (b"999\nmade by hand\n0\nSECTION\n2\nHEADER\n", FileKind.DXF, ""),
        (b"AutoCAD Binary DXF\r\n\x1a\x00\x00SECTION\x00", FileKind.DXF, ""),
    ],
)
def test_a_format_is_known_by_its_first_bytes(
    tmp_path: Path, data: bytes, kind: FileKind, version: str
) -> None:
    found = sniff(write(tmp_path, data))
    assert (found.kind, found.version) == (kind, version)


@pytest.mark.parametrize(
    ("data", "code", "particulars"),
    [
        (b"", Refusal.EMPTY, {}),
        (b"\x00" * 500, Refusal.EMPTY, {}),
        (b"AC1006" + bytes(300), Refusal.TOO_OLD, {"version": "R10"}),
        (b"AC1.50" + bytes(300), Refusal.TOO_OLD, {"version": "R1/R2"}),
        (b"AC1040" + bytes(300), Refusal.TOO_NEW, {"version": "AC1040"}),
        (b"AC1032" + bytes(20), Refusal.TRUNCATED, {}),
        (b"PK\x03\x04" + bytes(90), Refusal.NOT_A_DRAWING, {"found": "zip"}),
        (b"\x89PNG\r\n" + bytes(90), Refusal.NOT_A_DRAWING, {"found": "png"}),
        ("你好，这不是图纸".encode(), Refusal.NOT_A_DRAWING, {"found": "unknown"}),
        (b"12\nSome numbers\n13\n", Refusal.NOT_A_DRAWING, {"found": "unknown"}),
    ],
)
def test_everything_else_is_refused_with_its_reason(
    tmp_path: Path, data: bytes, code: Refusal, particulars: dict[str, str]
) -> None:
    with pytest.raises(UnreadableDrawing) as caught:
        sniff(write(tmp_path, data))
    assert caught.value.code is code
    assert dict(caught.value.particulars) == particulars


def test_a_refusal_is_of_the_family_of_its_reason() -> None:
    assert isinstance(refused(Refusal.TIMED_OUT, seconds=9), LimitReached)
    assert isinstance(refused(Refusal.PASSWORD), FileRefused)
    assert "9" in str(refused(Refusal.TIMED_OUT, seconds=9))


def a_content() -> Content:
    """Three primitives with every attribute set."""
    ints = np.array([0, 1, 2], np.int32)
    return Content(
        kind=np.array([0, 1, 2], np.int8),
        points=np.arange(24, dtype=np.float64).reshape(3, 4, 2) / 7,
        text=np.array([-1, -1, 0], np.int32),
        layer=np.zeros(3, np.int32),
        style=np.zeros(3, np.int32),
        source=ints,
        group=np.array([-1, 0, 0], np.int32),
        texts=("人防 \ud800 建施-05",),
        layers=("0",),
        styles=(Style("#ff0000", 0.25, "dashed"),),
        handles=("1A", "1B", "1C/2"),
        groups=("门",),
        size_mm=(841.0, 594.0),
        origin=Origin.CAD,
        units_per_mm=100.0,
        losses=(Loss("TCH_WALL", 2),),
        is_scanned=True,
    )


def test_a_stored_content_comes_back_as_it_was(tmp_path: Path) -> None:
    content = a_content()
    save_content(content, tmp_path / "c.npz")
    back = load_content(tmp_path / "c.npz")
    for name in ("kind", "points", "text", "layer", "style", "source", "group"):
        assert (getattr(back, name) == getattr(content, name)).all()
        assert getattr(back, name).dtype == getattr(content, name).dtype
    for name in ("texts", "layers", "styles", "handles", "groups", "size_mm", "losses"):
        assert getattr(back, name) == getattr(content, name)
    assert (back.origin, back.units_per_mm, back.is_scanned) == (
        Origin.CAD,
        100.0,
        True,
    )


def test_a_content_with_pickled_objects_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "c.npz", words=np.array([{"evil": 1}], object))
    with pytest.raises(UnreadableDrawing):
        load_content(tmp_path / "c.npz")


def test_a_cut_off_content_is_refused(tmp_path: Path) -> None:
    save_content(a_content(), tmp_path / "c.npz")
    (tmp_path / "c.npz").write_bytes((tmp_path / "c.npz").read_bytes()[:200])
    with pytest.raises(UnreadableDrawing):
        load_content(tmp_path / "c.npz")
