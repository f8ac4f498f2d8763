"""Cells of a sheet name what may be near, and never too little."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drawings.diff.cells import Cells


@given(st.integers(0, 2**16), st.floats(0.0, 30.0))
def test_cells_name_every_box_that_is_near(seed: int, margin: float) -> None:
    dice = np.random.default_rng(seed)
    corners = dice.uniform(-200, 900, (300, 2))
    boxes = np.hstack([corners, corners + dice.exponential(20, (300, 2))])
    wanted = boxes[dice.integers(0, 300, 5)] + dice.normal(0, 100, (5, 1))
    found = Cells(boxes).near(wanted, margin=margin)
    gap = np.maximum(
        boxes[:, None, :2] - wanted[None, :, 2:],
        wanted[None, :, :2] - boxes[:, None, 2:],
    )
    near = np.flatnonzero((gap.max(axis=2) <= margin).any(axis=1))
    assert np.isin(near, found).all()
    assert len(found) < 300
