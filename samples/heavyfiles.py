"""A heavy sheet written out: an ASCII DXF, `UNITS` times as large; a vector PDF."""

import zlib
from collections.abc import Iterator
from pathlib import Path

from samples.barepdf import pdf_of
from samples.heavy import SIZE_MM, HeavySheet

UNITS = 100.0
POINT_MM = 25.4 / 72
# A cubic Bézier that follows a quarter of a circle to 0.03 %.
KAPPA = 0.5522847498


def write_dxf(sheet: HeavySheet, path: Path) -> None:
    """Write the sheet as an ASCII DXF (AC1032) with a frame round it."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1032\n9\n$INSUNITS\n70\n4\n0\nENDSEC\n"
        )
        file.write("0\nSECTION\n2\nENTITIES\n")
        for number, body in enumerate(_entities(sheet), 0x100):
            kind, layer, rest = body
            file.write(f"0\n{kind}\n5\n{number:X}\n100\nAcDbEntity\n8\n{layer}\n{rest}")
        file.write("0\nENDSEC\n0\nEOF\n")


def write_pdf(sheet: HeavySheet, path: Path) -> None:
    """Write the sheet as a vector PDF of one page; notes in Helvetica, ASCII only."""
    k = 1 / POINT_MM
    parts = [
        "0.5 w",
        *(
            f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S"
            for a, b, c, d in (sheet.lines * k).tolist()
        ),
    ]
    parts += [_arc_path(*(value * k for value in arc)) for arc in sheet.arcs.tolist()]
    parts += [
        _circle_path(*(value * k for value in circle))
        for circle in sheet.circles.tolist()
    ]
    parts += [
        f"BT /F1 {size * k:.2f} Tf {x * k:.2f} {y * k:.2f} Td ({_ascii(words)}) Tj ET"
        for x, y, size, words in sheet.notes
    ]
    stream = zlib.compress("\n".join(parts).encode("ascii"), 6)
    width, height = (side * k for side in SIZE_MM)
    path.write_bytes(
        pdf_of(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.3f} {height:.3f}]/Contents 4 0 R"
            "/Resources<</Font<</F1 5 0 R>>>>>>".encode(),
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
            % (len(stream), stream),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        )
    )


def _entities(sheet: HeavySheet) -> Iterator[tuple[str, str, str]]:
    w, h = (side * UNITS for side in SIZE_MM)
    frame = "".join(f"10\n{x}\n20\n{y}\n" for x, y in ((0, 0), (w, 0), (w, h), (0, h)))
    yield "LWPOLYLINE", "FRAME", f"100\nAcDbPolyline\n90\n4\n70\n1\n{frame}"
    for a, b, c, d in (sheet.lines * UNITS).tolist():
        yield (
            "LINE",
            "WALL",
            f"100\nAcDbLine\n10\n{a:.1f}\n20\n{b:.1f}\n30\n0\n11\n{c:.1f}\n21\n{d:.1f}\n31\n0\n",
        )
    for x, y, r in (sheet.arcs * UNITS).tolist():
        circle = f"100\nAcDbCircle\n10\n{x:.1f}\n20\n{y:.1f}\n30\n0\n40\n{r:.1f}\n"
        yield "ARC", "DOOR", f"{circle}100\nAcDbArc\n50\n0\n51\n90\n"
    for x, y, r in (sheet.circles * UNITS).tolist():
        yield (
            "CIRCLE",
            "COLUMN",
            f"100\nAcDbCircle\n10\n{x:.1f}\n20\n{y:.1f}\n30\n0\n40\n{r:.1f}\n",
        )
    for x, y, size, words in sheet.notes:
        place = f"10\n{x * UNITS:.1f}\n20\n{y * UNITS:.1f}\n30\n0\n"
        place += f"40\n{size * UNITS:.1f}\n1\n{words}\n"
        yield "TEXT", "TEXT", f"100\nAcDbText\n{place}100\nAcDbText\n"


def _arc_path(x: float, y: float, r: float) -> str:
    c = KAPPA * r
    curve = (x + r, y + c, x + c, y + r, x, y + r)
    path = " ".join(f"{v:.3f}" for v in curve)
    return f"{x + r:.3f} {y:.3f} m {path} c S"


def _circle_path(x: float, y: float, r: float) -> str:
    c = KAPPA * r
    curves = (
        (x + r, y + c, x + c, y + r, x, y + r),
        (x - c, y + r, x - r, y + c, x - r, y),
        (x - r, y - c, x - c, y - r, x, y - r),
        (x + c, y - r, x + r, y - c, x + r, y),
    )
    path = " ".join(" ".join(f"{v:.3f}" for v in curve) + " c" for curve in curves)
    return f"{x + r:.3f} {y:.3f} m {path} S"


def _ascii(words: str) -> str:
    return words.encode("ascii", "replace").decode()
