"""The clean pages of real drawings look as the originals do, annotations and all."""

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from drawings.pdf.intake import take_in
from tests.outside import corpus

pytestmark = pytest.mark.corpus

DPI, DARK, MOST_UNLIKE = 50, 64, 0.0005
# Sixteen pages of tens of thousands of paths: read in the nightly run.
HEAVY = "3232_Aalseth_Lane"


def grey(
    page: pymupdf.Page, *, annots: bool
) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
    """The page in grey."""
    pixels = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY, annots=annots)
    flat = np.frombuffer(pixels.samples, np.uint8)
    return flat.reshape(pixels.height, pixels.width).astype(np.int16)


def test_a_clean_page_looks_as_its_original(tmp_path: Path) -> None:
    unlike = {}
    paths = [path for path in corpus().glob("[AD]_*/*.pdf") if HEAVY not in path.name]
    for path in paths:
        intake = take_in(path, tmp_path / path.stem)
        with pymupdf.open(path) as original:
            for index, page in enumerate(intake.pages):
                with pymupdf.open(page.path) as clean:
                    new = grey(clean[0], annots=False)
                old = grey(original[index], annots=True)
                height, width = np.minimum(new.shape, old.shape)
                assert np.abs(np.subtract(new.shape, old.shape)).max() <= 1
                apart = np.abs(new[:height, :width] - old[:height, :width]) > DARK
                if apart.mean() > MOST_UNLIKE:
                    unlike[f"{path.name} {index}"] = float(apart.mean())
    assert paths
    assert unlike == {}
