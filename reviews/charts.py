"""A line chart as plain numbers for an SVG: points, grid, labels that do not collide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 512
HEIGHT: Final = 206
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 420.0, 14.0, 168.0
_APART: Final = 15.0  # between labels at the ends of lines, so that both can be read
_STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One series: `points` as SVG writes them, the last point, and where its label is."""

    key: str
    label: str
    last: int
    points: str
    end_x: float
    end_y: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at a place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All of a chart in units of its view box."""

    lines: tuple[Line, ...]
    rows: tuple[Mark, ...]
    columns: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT


def line_chart(
    names: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]]
) -> Chart:
    """Lay out several series over the same columns.

    Args:
        names: one label a column, at least two.
        series: key, label and one number a column, none of them negative.

    Raises:
        ValueError: fewer than two columns, or a series of another length.

    """
    if len(names) < 2 or any(len(values) != len(names) for *_rest, values in series):
        raise ValueError(f"need two columns, and a value for each: {names}")
    step = _step(max((max(values) for *_rest, values in series), default=0))
    top = step * _STEPS
    columns = [
        _LEFT + (_RIGHT - _LEFT) * place / (len(names) - 1)
        for place in range(len(names))
    ]
    ends = [_height(values[-1], top) for *_rest, values in series]
    labels = _apart(ends)
    return Chart(
        lines=tuple(
            Line(
                key=key,
                label=label,
                last=values[-1],
                points=" ".join(
                    f"{x:.1f},{_height(value, top):.1f}"
                    for x, value in zip(columns, values, strict=True)
                ),
                end_x=columns[-1],
                end_y=ends[place],
                label_y=labels[place],
            )
            for place, (key, label, values) in enumerate(series)
        ),
        rows=tuple(
            Mark(_height(step * row, top), str(step * row)) for row in range(_STEPS + 1)
        ),
        columns=tuple(Mark(x, name) for x, name in zip(columns, names, strict=True)),
    )


def _step(most: int) -> int:
    """A round distance of the grid: 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if step * _STEPS >= most:
                return step
        power *= 10


def _height(value: float, top: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * value / top, 1)


def _apart(ends: Sequence[float]) -> list[float]:
    """Places of labels near the ends of their lines, each far enough from the next."""
    order = sorted(range(len(ends)), key=lambda place: ends[place], reverse=True)
    placed = list(ends)
    below: float | None = None
    for place in order:
        if below is not None:
            placed[place] = min(ends[place], below - _APART)
        below = placed[place]
    return placed
