"""The same content has one fingerprint, however it is ordered, and other content another."""

from dataclasses import replace

import numpy as np

from drawings.content.fingerprint import fingerprint
from drawings.content.parts import Content
from tests.pure.lettered import STRIP, sheet


def reordered(content: Content) -> Content:
    """The same primitives, drawn in the opposite order."""
    return replace(
        content, points=content.points[::-1].copy(), text=content.text[::-1].copy()
    )


def test_order_and_layers_do_not_count() -> None:
    content = sheet(STRIP)
    assert fingerprint(reordered(content)) == fingerprint(content)
    assert fingerprint(replace(content, layers=("别的图层",))) == fingerprint(content)


def test_a_digit_and_a_tenth_of_a_millimetre_count() -> None:
    content = sheet(STRIP)
    words = [(*each[:1], *each[1:]) for each in STRIP]
    words[5] = ("1:150", *STRIP[5][1:])
    assert fingerprint(sheet(words)) != fingerprint(content)
    moved = content.points.copy()
    moved[0] += 0.1
    assert fingerprint(replace(content, points=moved)) != fingerprint(content)


def test_a_scan_and_an_empty_page_have_none() -> None:
    assert fingerprint(replace(sheet(STRIP), is_scanned=True)) == ""
    empty = sheet([])
    assert len(empty) == 0
    assert fingerprint(empty) == ""
    assert np.array_equal(empty.points, np.zeros((0, 4, 2)))
