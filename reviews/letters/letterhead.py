"""What all letters share: red head, number, title, address, place of the seal, foot.

The look follows 党政机关公文格式 (GB/T 9704) for letters (信函格式): the name of the
issuing unit in red, a red double rule, the number on the right, the title in the middle.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import segno

from reviews.letters.ink import HEIGHT, SealPlace, Written, bind
from reviews.letters.lines import (
    GREY,
    MM_PER_POINT,
    RED,
    Align,
    Run,
    set_lines,
    width_of,
)
from reviews.letters.paper import BODY, LEFT, MEASURE, PITCH, RIGHT, Paper
from reviews.letters.tables import Table, caption_height, lay, set_caption
from reviews.letters.words import NO_EFFECT, day
from signatures.pades.placement import Box
from storage.typefaces import Face

SEAL_MM: Final = 42.0
SIGN_MM: Final = 45.0
ISSUER_SIZE: Final = 27.0
TITLE_SIZE: Final = 22.0
FOOT_TOP: Final = HEIGHT - 22.0


@dataclass(frozen=True, slots=True)
class Reference:
    """What the installation adds to a letter.

    Attributes:
        number: as it is cited, such as 受理〔2026〕0001号.
        on: the day of the letter.
        public_url: where anybody may look the case up.
        has_effect: False: every page says that the letter has no legal effect.
    """

    number: str
    on: dt.date
    public_url: str = ""
    has_effect: bool = False


class Draft:
    """A letter being written: a paper with the official head and foot."""

    def __init__(self, reference: Reference, *, issuer: str, title: str) -> None:
        self.paper = Paper()
        self.reference, self.issuer, self.title = reference, issuer, title
        self.seals: list[SealPlace] = []

    def head(self) -> None:
        """Set issuer, red rules, number and title."""
        paper = self.paper
        name, size = issuer_in_type(self.issuer)
        issuer = [Run(name, Face.SERIF_BOLD, RED)]
        paper.write(issuer, size=size, align=Align.CENTRE, pitch=1.3)
        paper.top += 3.5
        paper.rule((LEFT, paper.top), (RIGHT, paper.top), width=0.9, ink=RED)
        paper.rule(
            (LEFT, paper.top + 1.3), (RIGHT, paper.top + 1.3), width=0.3, ink=RED
        )
        paper.top += 4.0
        paper.write(self.reference.number, size=12, align=Align.RIGHT, pitch=1.5)
        paper.top += 5.0
        title = [Run(self.title, Face.SERIF_BOLD)]
        paper.write(title, size=TITLE_SIZE, align=Align.CENTRE, pitch=1.4)
        paper.top += 4.5

    def address(self, names: str) -> None:
        """Name whom the letter is for, flush left with a colon."""
        self.paper.write(f"{names}：", align=Align.LEFT)

    def say(self, text: str | Sequence[Run]) -> None:
        """Set a paragraph of the body, moved in by two characters."""
        self.paper.write(text, indent=2.0)

    def caption(self, text: str) -> None:
        """Set a heading within the body; it stays with what follows."""
        self.paper.need(caption_height(text) + 2 * BODY * MM_PER_POINT * PITCH)
        set_caption(self.paper, text)

    def table(self, table: Table, *, caption: str = "") -> None:
        """Set a table, with its heading where it has one."""
        lay(self.paper, table, caption=caption)

    def note(self, text: str | Sequence[Run]) -> None:
        """Set a small remark, such as one under a table."""
        self.paper.top += 1.0
        self.paper.write(text, size=9.5, pitch=1.5)

    def end(self, text: str, *, unit: str, whose: str) -> None:
        """Set the last paragraph and sign: no page bears the seal without words."""
        self.paper.need(self.paper.height_of(text, indent=2.0) + SIGN_MM)
        self.say(text)
        self.sign(unit, whose=whose)

    def sign(self, unit: str, *, whose: str) -> None:
        """Set unit and day at the end, with room where the seal goes over both."""
        paper = self.paper
        height = SEAL_MM + 1.0
        paper.skip(SIGN_MM - height)
        paper.need(height)
        line = BODY * MM_PER_POINT * 1.75
        block = min(max(width_of(unit, Face.SERIF, BODY), 52.0) + 2.0, MEASURE)
        box = Box(RIGHT - block - 4.0, 0.0, RIGHT - 4.0, 0.0)
        lines = len(set_lines(unit, size=BODY, width=box.width, align=Align.CENTRE))
        middle = paper.top + height / 2
        top = middle - line * (lines + 1) / 2
        place = Box(box.left, top, box.right, top + line * lines)
        paper.label(unit, place, size=BODY, align=Align.CENTRE, pitch=1.75)
        under = Box(box.left, place.bottom, box.right, place.bottom + line)
        paper.label(
            day(self.reference.on), under, size=BODY, align=Align.CENTRE, pitch=1.75
        )
        left = min((box.left + box.right - SEAL_MM) / 2, RIGHT + 10.0 - SEAL_MM)
        self.keep_for_seal(
            Box(left, middle - SEAL_MM / 2, left + SEAL_MM, middle + SEAL_MM / 2),
            whose,
        )
        paper.top += height

    def keep_for_seal(self, box: Box, whose: str) -> None:
        """Remember a place of the last page for somebody's seal."""
        self.seals.append(SealPlace(self.paper.page, whose, box))

    def code(self, payload: str, box: Box) -> None:
        """Draw a QR code as squares; the quiet zone is inside the box."""
        symbol = segno.make(payload, error="m", micro=False)
        rows = [list(row) for row in symbol.matrix_iter(border=2)]
        side = box.width / len(rows)
        squares = [
            Box(
                box.left + start * side,
                box.top + down * side,
                box.left + end * side,
                box.top + (down + 1) * side,
            )
            for down, row in enumerate(rows)
            for start, end in _stretches(row)
        ]
        self.paper.fill(squares)

    def close(self, *, foot: str) -> Written:
        """Write head warnings and feet of all pages, and bind them."""
        pages = self.paper.leaves
        for index, leaf in enumerate(pages):
            sheet = Paper()
            sheet.leaves = [leaf]
            self._foot(sheet, foot, f"第 {index + 1} 页　共 {len(pages)} 页")
            if not self.reference.has_effect:
                _warn(sheet)
            if index:
                _running_head(sheet, f"{self.title}　{self.reference.number}")
        title = f"{self.title} {self.reference.number}"
        return bind(pages, title=title, seals=self.seals)

    def _foot(self, sheet: Paper, foot: str, count: str) -> None:
        sheet.rule((LEFT, FOOT_TOP), (RIGHT, FOOT_TOP), width=0.2, ink=GREY)
        size = 8.5
        broad = width_of(count, Face.SANS, size) + 2.0
        left = Box(LEFT, FOOT_TOP + 1.2, RIGHT - broad, HEIGHT)
        right = Box(RIGHT - broad, FOOT_TOP + 1.2, RIGHT, HEIGHT)
        sheet.label([Run(foot, Face.SANS, GREY)], left, size=size)
        sheet.label([Run(count, Face.SANS, GREY)], right, size=size, align=Align.RIGHT)


def issuer_in_type(name: str) -> tuple[str, float]:
    """The name of the unit in the largest type that suits it, on lines of one length."""
    for size in (ISSUER_SIZE, 24.0, 21.0, 18.0):
        if width_of(name, Face.SERIF_BOLD, size) <= MEASURE:
            return name, size
    rows = math.ceil(width_of(name, Face.SERIF_BOLD, 18.0) / (MEASURE - 6.0))
    each = math.ceil(len(name) / rows)
    parts = [name[start : start + each] for start in range(0, len(name), each)]
    return "\n".join(parts), 18.0


def foot_of(serial: str, public_url: str) -> str:
    """The line at the foot: which case, and how its progress is looked up."""
    hint = f"报审件编号 {serial}"
    if not public_url:
        return f"{hint}　凭查询码和手机号可查询办理进度"
    return f"{hint}　凭查询码和手机号可在 {public_url} 查询办理进度"


def _running_head(sheet: Paper, text: str) -> None:
    box = Box(LEFT, 18.5, RIGHT, 24.0)
    sheet.label([Run(text, Face.SANS, GREY)], box, size=8.5)


def _warn(sheet: Paper) -> None:
    broad = width_of(NO_EFFECT, Face.SANS_BOLD, 9.0) + 5.0
    left, top = RIGHT - broad, 10.0
    box = Box(left, top, RIGHT, top + 6.2)
    for start, end in (
        ((box.left, box.top), (box.right, box.top)),
        ((box.left, box.bottom), (box.right, box.bottom)),
        ((box.left, box.top), (box.left, box.bottom)),
        ((box.right, box.top), (box.right, box.bottom)),
    ):
        sheet.rule(start, end, width=0.25, ink=RED)
    words = Box(left, top + 0.85, RIGHT, top + 6.2)
    warning = [Run(NO_EFFECT, Face.SANS_BOLD, RED)]
    sheet.label(warning, words, size=9.0, align=Align.CENTRE)


def _stretches(row: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of dark modules, so that one rectangle covers neighbours without a seam."""
    found: list[tuple[int, int]] = []
    for index, dark in enumerate(row):
        if not dark:
            continue
        if found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found
