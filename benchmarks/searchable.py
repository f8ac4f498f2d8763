"""Sheets to search: words about as drawings have them, as rows and as a page."""

import random
from dataclasses import replace
from typing import Final

import numpy as np
import pymupdf

from drawings.models import Face, Submission
from storage.models import Blob
from tests.sheets import add_read_file, content_of, keep_content

LINES: Final = 20_000
SIZE_MM: Final = (841.0, 594.0)
NOUNS: Final = (
    "防火墙",
    "防火门",
    "卷帘",
    "前室",
    "楼梯间",
    "电梯厅",
    "平面图",
    "人防",
)
CHARS: Final = "".join(chr(0x4E00 + 3 * at) for at in range(600))


def words_of_a_sheet(chance: random.Random, count: int) -> list[str]:
    """Dimensions, marks, room names and notes, about as drawings have them."""
    made = []
    for _ in range(count):
        kind = chance.random()
        if kind < 0.5:
            made.append(str(chance.randrange(50, 9000, 5)))
        elif kind < 0.65:
            made.append(f"FM{chance.choice('甲乙丙')}{chance.randrange(6, 24):02d}21")
        elif kind < 0.9:
            made.append(chance.choice(NOUNS) + chance.choice(CHARS))
        else:
            made.append("".join(chance.choices(CHARS, k=24)))
    made[0] = "疏散走道净宽不应小于 1.20 m" if chance.random() < 0.1 else made[0]
    made[1] = "金库" if chance.random() < 0.02 else made[1]
    return made


def add_face(submission: Submission, blob: Blob, at: int, texts: list[str]) -> None:
    number = f"建施-{at:03d}"
    file = add_read_file(submission, f"{number}.pdf", blob)
    Face.objects.create(
        file=file,
        side=Face.Side.PDF,
        index=0,
        number=number,
        name=f"图 {at}",
        discipline="architecture",
        width_mm=SIZE_MM[0],
        height_mm=SIZE_MM[1],
        title_block={"number": {"value": number, "confidence": 1.0}},
        page=blob,
        content=_content([number, *texts]),
        thumbnail=blob,
    )


def _content(texts: list[str]) -> Blob:
    chance = np.random.default_rng(len(texts))
    total = len(texts) + LINES
    points = chance.uniform(0, 800, (total, 1, 2)).repeat(4, axis=1)
    wide = np.array([2.0 * len(text) for text in texts])
    points[LINES:, 1:3, 1] += 2.5
    points[LINES:, 2:4, 0] += wide[:, None]
    whole = content_of(points, texts)
    return keep_content(replace(whole, size_mm=SIZE_MM))


def page_of(texts: list[str], chance: random.Random) -> bytes:
    with pymupdf.open() as document:
        page = document.new_page(width=2384, height=1684)
        shape = page.new_shape()
        for _ in range(LINES):
            x, y = chance.uniform(0, 2300), chance.uniform(0, 1600)
            shape.draw_line((x, y), (x + chance.uniform(1, 60), y))
        shape.finish(width=0.4)
        shape.commit()
        writer = pymupdf.TextWriter(page.rect)
        font = pymupdf.Font("china-s")
        for text in texts:
            at = (chance.uniform(0, 2200), chance.uniform(20, 1600))
            writer.append(at, text, font=font, fontsize=7)
        writer.write_text(page)
        return bytes(document.tobytes(deflate=True))
