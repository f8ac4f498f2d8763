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
BELOW_MIDDLE_MM: Final = 4.0
"""How far unit and day stand below the middle of the seal over them."""
WIDEST_UNIT: Final = 96.0
CHECK_MM: Final = 22.0
ISSUER_SIZE: Final = 27.0
TITLE_SIZE: Final = 22.0
FOOT_TOP: Final = HEIGHT - 22.0
NOTE_SIZE: Final = 9.5
NOTE_PITCH: Final = 1.5
CLOSING_GAP: Final = 2.0


@dataclass(frozen=True, slots=True)
class Reference:
    """What the installation adds to a letter.

    Attributes:
        number: as it is cited, such as 受理〔2026〕0001号.
        on: the day of the letter.
        public_url: where anybody may look the case up.
        has_effect: False: every page says that the letter has no legal effect.
        code: by which anybody may check the letter once it is sealed; empty: nobody can.
        address: what the QR code of the check says.
    """

    number: str
    on: dt.date
    public_url: str = ""
    has_effect: bool = False
    code: str = ""
    address: str = ""


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

    def table(
        self, table: Table, *, caption: str = "", note: str = "", closing: str = ""
    ) -> None:
        """Set a table, with its heading and the small remark under it where it has them.

        `closing` is the last paragraph, if it follows: seal and it do not go overleaf alone.
        """
        lines = set_lines(note, size=NOTE_SIZE, width=MEASURE) if note else []
        below = len(lines) * NOTE_SIZE * MM_PER_POINT * NOTE_PITCH + 1.0
        if closing:
            below += CLOSING_GAP + self.paper.height_of(closing, indent=2.0) + SIGN_MM
        lay(self.paper, table, caption=caption, below=below)
        if note:
            self.paper.top += 1.0
            self.paper.write(note, size=NOTE_SIZE, pitch=NOTE_PITCH)

    def end(self, text: str, *, unit: str, whose: str) -> None:
        """Set the last paragraph and sign: no page bears the seal without words."""
        self.paper.skip(CLOSING_GAP)
        self.paper.need(self.paper.height_of(text, indent=2.0) + SIGN_MM)
        self.say(text)
        self.sign(unit, whose=whose)

    def sign(self, unit: str, *, whose: str) -> None:
        """Set unit and day at the end, with room where the seal goes over both.

        As GB/T 9704 asks: the day ends four characters before the edge, the unit stands in
        the middle above it, the seal lies over both with its middle a little higher, and
        its upper edge is less than a line below the text.
        """
        paper = self.paper
        paper.skip(SIGN_MM - SEAL_MM - 1.0)
        paper.need(SEAL_MM + 1.0)
        em = BODY * MM_PER_POINT
        half = width_of(day(self.reference.on), Face.SERIF, BODY) / 2
        broad = width_of(unit, Face.SERIF, BODY) / 2
        centre = min(RIGHT - 4 * em - half, RIGHT - min(broad, WIDEST_UNIT / 2))
        self._signature(unit, centre, min(2 * broad + 1.0, WIDEST_UNIT), whose)
        self._check(paper.top + 6.0)
        paper.top += SEAL_MM + 1.0

    def sign_each(self, units: Sequence[tuple[str, str]]) -> None:
        """Let several units sign side by side: name and whose seal; two in a row."""
        paper, cell = self.paper, MEASURE / 2
        is_even = len(units) % 2 == 0
        for index, (unit, whose) in enumerate(units):
            is_left = index % 2 == 0
            if is_left:
                paper.skip(3.0)
                paper.need(SEAL_MM + 1.0)
            centre = LEFT + cell * (0.5 if is_left else 1.5)
            self._signature(unit, centre, cell - 6.0, whose)
            is_last = index == len(units) - 1
            if is_last and is_left:
                self._check(paper.top + 6.0, left=LEFT + cell + 6.0)
            if is_last or not is_left:
                paper.top += SEAL_MM + 1.0
        if is_even and self.reference.code:
            paper.skip(2.0)
            paper.need(CHECK_MM + 8.0)
            self._check(paper.top)
            paper.top += CHECK_MM + 8.0

    def _signature(self, unit: str, centre: float, width: float, whose: str) -> None:
        """Unit and day about an axis, from `top` down, and the place of the seal."""
        paper = self.paper
        line = BODY * MM_PER_POINT * PITCH
        box = Box(centre - width / 2, 0.0, centre + width / 2, 0.0)
        lines = len(set_lines(unit, size=BODY, width=width, align=Align.CENTRE))
        middle = paper.top + SEAL_MM / 2
        top = middle - line * (lines + 1) / 2 + BELOW_MIDDLE_MM
        place = Box(box.left, top, box.right, top + line * lines)
        paper.label(unit, place, size=BODY, align=Align.CENTRE, pitch=PITCH)
        under = Box(centre - 40.0, place.bottom, centre + 40.0, place.bottom + line)
        on = day(self.reference.on)
        paper.label(on, under, size=BODY, align=Align.CENTRE, pitch=PITCH)
        left = min(centre - SEAL_MM / 2, RIGHT + 10.0 - SEAL_MM)
        self.keep_for_seal(
            Box(left, paper.top, left + SEAL_MM, paper.top + SEAL_MM), whose
        )

    def _check(self, top: float, *, left: float = LEFT) -> None:
        """The QR code by which the letter is checked, with its code in words."""
        if not self.reference.code:
            return
        self.code(
            self.reference.address, Box(left, top, left + CHECK_MM, top + CHECK_MM)
        )
        words = Box(left, top + CHECK_MM, left + 44.0, top + CHECK_MM + 8.0)
        told = [
            Run("扫码核验　核验码\n", Face.SANS, GREY),
            Run(self.reference.code, Face.SANS_BOLD),
        ]
        self.paper.label(told, words, size=8.0, pitch=1.35)

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
