"""A sheet for what has no frame: large enough, and without a scale."""

import numpy as np

from drawings.content.extents import main_extents
from drawings.content.frames import USUAL_TEXT_MM, Sheet
from drawings.content.papers import nearest_size
from drawings.content.parts import Kind
from drawings.content.recording import Recording

FIT_MARGIN_MM = 10.0


def fitted_sheet(recording: Recording) -> Sheet:
    """A sheet that holds what is drawn, without a known scale or what strayed."""
    low, high = main_extents(recording)
    texts = recording.points[recording.kind == Kind.TEXT]
    heights = np.linalg.norm(texts[:, 1] - texts[:, 0], axis=1)
    span = np.maximum(high - low, 1e-9)
    if len(heights):
        guess = float(np.median(heights)) / USUAL_TEXT_MM
    else:
        guess = float(span.max()) / 400.0
    width, height = (float(value) for value in span / guess)
    size = nearest_size(width + 2 * FIT_MARGIN_MM, height + 2 * FIT_MARGIN_MM)
    usable = np.asarray(size) - 2 * FIT_MARGIN_MM
    units_per_mm = float((span / usable).max())
    middle, half = (low + high) / 2, np.asarray(size) * units_per_mm / 2
    x0, y0, x1, y1 = (float(value) for value in (*(middle - half), *(middle + half)))
    return Sheet((x0, y0, x1, y1), size, units_per_mm, is_framed=False)
