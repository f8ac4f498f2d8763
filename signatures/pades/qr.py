"""QR codes as vectors: path operators for paper, SVG for the screen."""

import io

import segno

from signatures.pades.canvas import BLACK, Canvas, Picture

# A quarter of the code may be hidden by a fold, a stain or another seal.
CORRECTION = "q"
QUIET_MODULES = 4


def qr_picture(text: str, side_mm: float, *, quiet: int = QUIET_MODULES) -> Picture:
    """The code as a square picture, its quiet zone included.

    Args:
        text: what the code says, usually an address.
        side_mm: outer side of the square.
        quiet: white modules around the code; the standard asks for four.
    """
    canvas = Canvas(side_mm, side_mm, BLACK)
    draw_qr(canvas, text, (0.0, 0.0), side_mm, quiet=quiet)
    return canvas.finish()


def draw_qr(
    canvas: Canvas,
    text: str,
    at: tuple[float, float],
    side_mm: float,
    *,
    quiet: int = QUIET_MODULES,
) -> None:
    """Draw the code onto a canvas with its lower left corner at `at`, in mm."""
    rows = [list(row) for row in segno.make(text, error=CORRECTION, micro=False).matrix]
    module = side_mm / (len(rows) + 2 * quiet)
    for number, row in enumerate(rows):
        bottom = at[1] + side_mm - (quiet + number + 1) * module
        for first, last in _runs(row):
            left = at[0] + (quiet + first) * module
            canvas.block(left, bottom, (last - first) * module, module)


def qr_svg(text: str) -> str:
    """The code as an SVG element that takes its size from its surroundings."""
    code = segno.make(text, error=CORRECTION, micro=False)
    written = io.BytesIO()
    code.save(
        written,
        kind="svg",
        border=QUIET_MODULES,
        xmldecl=False,
        svgns=True,
        omitsize=True,
        nl=False,
    )
    return written.getvalue().decode()


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """Dark stretches of a row as (first, past the last): fewer paths, no hairlines."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if not dark:
            continue
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs
