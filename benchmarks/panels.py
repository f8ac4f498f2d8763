"""Panels of a drawing, side by side: an SVG of lines, boxes and words."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from drawings.content.parts import Floats

FOLDER = Path(__file__).parents[1] / "docs" / "figures"
OLD, NEW, SAME, DARK = "#d55e00", "#0072b2", "#c2c8d0", "#333"
WINDOW_MM = (62.0, 46.0)


class Figure:
    """Panels side by side, each a window of the sheet in millimetres, y upwards."""

    def __init__(self, panels: int) -> None:
        self._parts: list[str] = []
        self._panels = panels

    def lines(
        self, panel: int, lines: Floats, window: Floats, colour: str, pen: float
    ) -> None:
        """Lines (m, 2, 2), cut off at the window."""
        low, high = lines.min(axis=1), lines.max(axis=1)
        seen = (high >= window[:2]).all(axis=1) & (low <= window[2:]).all(axis=1)
        ends = lines[seen] - window[:2]
        ends[..., 1] = WINDOW_MM[1] - ends[..., 1]
        ends[..., 0] += self._left(panel)
        told = "".join(
            f"M{a:.2f} {b:.2f}L{c:.2f} {d:.2f}" for a, b, c, d in ends.reshape(-1, 4)
        )
        self._parts.append(
            f'<path clip-path="url(#p{panel})" d="{told}" stroke="{colour}" '
            f'stroke-width="{pen}" stroke-linecap="round"/>'
        )

    def dots(self, panel: int, lines: Floats, window: Floats, colour: str) -> None:
        """The ends of lines."""
        ends = lines.reshape(-1, 2)
        seen = ((ends >= window[:2]) & (ends <= window[2:])).all(axis=1)
        self.lines(
            panel,
            np.stack([ends[seen], ends[seen] + 0.02], axis=1),
            window,
            colour,
            0.6,
        )

    def inside(self, box: Floats, window: Floats) -> Floats:
        """A box of the sheet in millimetres of the panel."""
        return np.asarray(
            np.clip(box - np.tile(window[:2], 2), 0.2, np.tile(WINDOW_MM, 2) - 0.2)
        )

    def box(
        self, panel: int, box: Floats, colour: str, *, is_full: bool = False
    ) -> None:
        """A rectangle, in millimetres of the panel."""
        x0, y0, x1, y1 = box.tolist()
        self._parts.append(
            f'<rect x="{x0 + self._left(panel):.2f}" y="{WINDOW_MM[1] - y1:.2f}" '
            f'width="{x1 - x0:.2f}" height="{y1 - y0:.2f}" '
            + (
                f'fill="{colour}"/>'
                if is_full
                else f'stroke="{colour}" stroke-width=".35"/>'
            )
        )

    def say(self, panel: int, x: float, y: float, words: str, colour: str) -> None:
        """Small words in the panel."""
        self._parts.append(
            f'<text x="{x + self._left(panel):.2f}" y="{WINDOW_MM[1] - y:.2f}" '
            f'font-size="2" fill="{colour}">{words}</text>'
        )

    def save(self, name: str, captions: Iterable[str]) -> None:
        """Write `comparison-NAME.svg`."""
        wide, tall = self._left(self._panels) - 4 + 2, WINDOW_MM[1] + 7
        frames = "".join(
            f'<clipPath id="p{i}"><rect x="{self._left(i)}" width="{WINDOW_MM[0]}" '
            f'height="{WINDOW_MM[1]}"/></clipPath>'
            for i in range(self._panels)
        )
        for panel, words in enumerate(captions):
            self.say(panel, 0.5, -4.5, words, DARK)
            self.box(panel, np.array([0, 0, *WINDOW_MM]), SAME)
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"comparison-{name}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -1 {wide} {tall}" '
            f'width="{wide * 9:.0f}" font-family="sans-serif" fill="none">'
            f'<rect y="-1" width="{wide}" height="{tall}" fill="#fff"/>'
            f"<defs>{frames}</defs>{''.join(self._parts)}</svg>\n",
            "utf-8",
        )

    def _left(self, panel: int) -> float:
        return 1 + panel * (WINDOW_MM[0] + 4)
