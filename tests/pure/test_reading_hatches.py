"""Patterns of hatches: where their lines lie, where they stop, how they are dashed."""

import math

import numpy as np
import pytest
from ezdxf.math import Vec2
from ezdxf.path import from_vertices, unit_circle
from ezdxf.render.hatching import DenseHatchingLinesError, HatchBaseLine, hatch_paths

from drawings.content.hatching import edges_of, pattern_lines
from drawings.content.parts import Floats

SQUARE = [(0, 0), (100, 0), (100, 100), (0, 100)]
HOLE = [(40, 40), (60, 40), (60, 60), (40, 60)]


def family(
    angle: float, gap: float, dashes: list[float] | None = None
) -> HatchBaseLine:
    """Parallel lines through a point that is no corner, their dashes moved on each time."""
    along = Vec2.from_deg_angle(angle)
    return HatchBaseLine(
        Vec2(0.37, 0.21), along, along.orthogonal() * gap + along, dashes
    )


def length_of(lines: Floats) -> float:
    """All dashes together."""
    return float(np.hypot(*(lines[:, 1] - lines[:, 0]).T).sum())


@pytest.mark.parametrize("angle", [0.0, 30.0, 45.0, 137.0])
def test_lines_fill_what_lies_between_the_boundary_and_its_hole(angle: float) -> None:
    edges = edges_of(from_vertices(corners, close=True) for corners in (SQUARE, HOLE))
    lines = pattern_lines(family(angle, 0.5), edges)
    assert length_of(lines) * 0.5 == pytest.approx(100 * 100 - 20 * 20, rel=0.01)
    middles = lines.mean(axis=1)
    assert ((middles > 0) & (middles < 100)).all()
    assert not ((middles > 40) & (middles < 60)).all(axis=1).any()


@pytest.mark.parametrize("dashes", [[], [5.0, -2.0], [3.0, -1.0, 0.0, -1.0]])
def test_dashes_lie_where_ezdxf_puts_them(dashes: list[float]) -> None:
    paths = [from_vertices(corners, close=True) for corners in (SQUARE, HOLE)]
    lines = family(30, 3.0, dashes)
    ours = pattern_lines(lines, edges_of(paths))
    theirs = np.asarray(
        [
            (tuple(start), tuple(end))
            for line in hatch_paths(lines, paths)
            for start, end in lines.pattern_renderer(line.distance).render(
                line.start, line.end
            )
        ]
    )
    assert length_of(ours) == pytest.approx(length_of(theirs))
    assert covered(ours) == pytest.approx(covered(theirs), abs=2e-3 * len(theirs))


def covered(lines: Floats) -> Floats:
    """Where the ink lies: its first and second moments."""
    weight = np.hypot(*(lines[:, 1] - lines[:, 0]).T)
    middles = lines.mean(axis=1)
    return np.concatenate([weight @ middles / 100, weight @ middles**2 / 10_000])


def test_a_round_boundary_is_followed() -> None:
    circle = unit_circle()
    lines = pattern_lines(family(0, 0.01), edges_of([circle]))
    assert length_of(lines) * 0.01 == pytest.approx(math.pi, rel=0.01)


def test_lines_that_nobody_can_tell_apart_are_refused() -> None:
    edges = edges_of([from_vertices(SQUARE, close=True)])
    with pytest.raises(DenseHatchingLinesError):
        pattern_lines(family(0, 1e-4 + 1e-3, None), edges * 1e4)
