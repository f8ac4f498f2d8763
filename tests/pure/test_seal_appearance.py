"""The pictures of seals: exact size, only vectors, 测试 where it belongs."""

from datetime import date

import numpy as np
import pymupdf
import pytest
from numpy.typing import NDArray

from signatures.pades.appearance import (
    PracticeSealText,
    ReviewSealText,
    practice_seal,
    review_seal,
    round_seal,
)
from signatures.pades.canvas import Picture
from signatures.pades.errors import SealTextTooLong
from signatures.pades.qr import qr_picture, qr_svg

REVIEW = ReviewSealText(
    "临水市建设工程施工图审查中心",
    "鲁建审〔2025〕001号",
    "LS-2026-000123",
    date(2026, 3, 2),
    date(2028, 3, 1),
)
PRACTICE = PracticeSealText(
    "一级注册建筑师", "张三", "20263701", "建筑", "某某设计院", date(2028, 3, 1)
)


def pixels(picture: Picture, rotation: int = 0) -> NDArray[np.uint8]:
    """The picture at 254 dpi: ten pixels to the millimetre."""
    with pymupdf.open(stream=picture.as_pdf(rotation), filetype="pdf") as document:
        pixmap = document[0].get_pixmap(dpi=254)
    shape = pixmap.height, pixmap.width, pixmap.n
    return np.frombuffer(pixmap.samples, np.uint8).reshape(shape)


def red(image: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the picture is red."""
    return np.asarray((image[..., 0] > 150) & (image[..., 1] < 120))


def test_the_round_seal_measures_42_millimetres_to_the_pixel() -> None:
    drawn = red(pixels(round_seal("临水市住房和城乡建设局", "审查专用章")))
    assert abs(drawn.any(axis=0).sum() - 420) <= 2
    assert abs(drawn.any(axis=1).sum() - 420) <= 2


def test_the_ring_is_closed_and_the_corners_stay_white() -> None:
    drawn = red(pixels(round_seal("消防局")))
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    on_ring = drawn[
        (210 + 204 * np.sin(angles)).astype(int),
        (210 + 204 * np.cos(angles)).astype(int),
    ]
    assert on_ring.all()
    assert not drawn[:50, :50].any()


@pytest.mark.parametrize(
    ("test", "real"),
    [
        (round_seal("消防局"), round_seal("消防局", is_test=False)),
        (review_seal(REVIEW), review_seal(REVIEW, is_test=False)),
        (practice_seal(PRACTICE), practice_seal(PRACTICE, is_test=False)),
    ],
    ids=["round", "review", "practice"],
)
def test_a_test_seal_visibly_differs_from_a_real_one(
    test: Picture, real: Picture
) -> None:
    difference = red(pixels(test)) ^ red(pixels(real))
    assert difference.sum() > 400


def test_a_seal_holds_no_fonts_and_no_images() -> None:
    for picture in (round_seal("消防局"), review_seal(REVIEW), practice_seal(PRACTICE)):
        with pymupdf.open(stream=picture.as_pdf(), filetype="pdf") as document:
            assert document[0].get_fonts() == []
            assert document[0].get_images() == []


def test_a_rare_character_is_drawn_by_the_fallback_face() -> None:
    plain = red(pixels(round_seal("局")))
    rare = red(pixels(round_seal("瓛")))
    assert (plain ^ rare).sum() > 100


def coarse(drawn: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Shares of red in squares of five millimetres, blind to the last pixel."""
    rows, columns = drawn.shape[0] // 50, drawn.shape[1] // 50
    squares = drawn[: rows * 50, : columns * 50].reshape(rows, 50, columns, 50)
    return np.asarray(squares.mean(axis=(1, 3)))


def test_turning_the_picture_turns_its_pixels() -> None:
    picture = review_seal(REVIEW)
    upright = coarse(red(pixels(picture)))
    for quarters in (1, 2, 3):
        turned = coarse(red(pixels(picture, 90 * quarters)))
        assert np.abs(turned - np.rot90(upright, quarters)).max() < 0.12
        assert np.abs(turned - np.rot90(upright, quarters + 2)).max() > 0.2


def test_a_longer_name_stays_inside_the_ring_and_clear_of_the_base_line() -> None:
    longest = round_seal("临" * 30, "审查专用章")
    bare = round_seal("临" * 30)
    base = red(pixels(longest)) & ~red(pixels(bare))
    rows = np.flatnonzero(base.any(axis=1))
    assert 300 < rows.min() < rows.max() < 385


def test_too_many_words_are_refused() -> None:
    with pytest.raises(SealTextTooLong):
        round_seal("临" * 31)
    with pytest.raises(SealTextTooLong):
        round_seal("消防局", "这一行字实在是太长了放不进圆章的下面一行里")


def test_a_qr_code_fills_its_square_and_its_runs_are_joined() -> None:
    picture = qr_picture("https://example.invalid/v/LS-2026-000123", 18, quiet=0)
    with pymupdf.open(stream=picture.as_pdf(), filetype="pdf") as document:
        rectangles = document[0].get_drawings()
    black = pixels(picture)[..., 0] < 128
    assert abs(black.any(axis=0).sum() - 180) <= 1
    assert abs(black.any(axis=1).sum() - 180) <= 1
    assert black[:40, :40].mean() > 0.4
    assert black[2, 2]
    assert len(rectangles) < 500


def test_the_qr_code_for_the_web_scales_with_its_place() -> None:
    svg = qr_svg("https://example.invalid/v/LS-2026-000123")
    assert svg.startswith("<svg")
    assert "viewBox" in svg
    assert "width=" not in svg.split(">")[0]
