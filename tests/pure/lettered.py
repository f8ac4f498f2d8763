"""Sheets of texts alone, and what their title blocks are read as."""

from collections.abc import Sequence

import numpy as np

from drawings.content.lettering import width_of
from drawings.content.parts import Content, Kind, Origin, Style
from drawings.content.titleblock import Hints, TitleBlock, read_titleblock

Words = tuple[str, float, float, float]
SIZE = (841.0, 594.0)


def sheet(words: Sequence[Words]) -> Content:
    """An A1 sheet of texts: words, x and y of the base line's left end, height; in mm."""
    count = len(words)
    points = np.zeros((count, 4, 2))
    for index, (text, x, y, height) in enumerate(words):
        end = x + width_of(text) * height * 0.8
        points[index] = [(x, y), (x, y + height), (end, y + height), (end, y)]
    texts = tuple(dict.fromkeys(text for text, *_ in words))
    zeros = np.zeros(count, np.int32)
    return Content(
        kind=np.full(count, Kind.TEXT, np.int8),
        points=points,
        text=np.array([texts.index(text) for text, *_ in words], np.int32),
        layer=zeros,
        style=zeros,
        source=np.arange(count, dtype=np.int32),
        group=zeros - 1,
        texts=texts,
        layers=("0",),
        styles=(Style(),),
        handles=tuple(str(index) for index in range(count)),
        groups=(),
        size_mm=SIZE,
        origin=Origin.CAD,
    )


def read(words: Sequence[Words], **hints: str) -> TitleBlock:
    """The title block of such a sheet."""
    return read_titleblock(sheet(words), Hints(**hints))  # type: ignore[arg-type]


STRIP: list[Words] = [
    ("工程名称", 730, 90, 3),
    ("清和苑 3# 住宅楼", 750, 90, 4),
    ("图 名", 730, 75, 3),
    ("标准层平面图", 750, 75, 5),
    ("比例", 730, 60, 3),
    ("1:100", 750, 60, 3.5),
    ("日期", 730, 50, 3),
    ("2026.03.01", 750, 50, 3.5),
    ("版次", 730, 40, 3),
    ("B", 750, 40, 3.5),
    ("审核", 730, 30, 3),
    ("陆衡", 750, 30, 3.5),
    ("图号", 730, 15, 3),
    ("建施-05", 750, 15, 6),
]
