"""The pictures of seals, drawn as vectors in exact millimetres.

Round seals (42 mm, ring, star, name along the arc) are for institutions; the table of
the review seal (施工图审查专用章) follows Order 13 art. 13: who reviewed, under which
number, until when. A conforming e-seal brings its registered picture along; what is
drawn here is a TEST seal and says 测试, unless told otherwise.
"""

import math
from dataclasses import dataclass
from datetime import date

from signatures.pades.canvas import DESCENT, SEAL_RED, Canvas, Picture
from signatures.pades.errors import SealTextTooLong
from storage.typefaces import Face

FACE = Face.SERIF_BOLD
SMALL_FACE = Face.SANS_BOLD
ROUND_DIAMETER_MM = 42.0
RING_MM = 1.2
STAR_MM = 14.0
REVIEW_SIZE_MM = (80.0, 50.0)
PRACTICE_SIZE_MM = (60.0, 36.0)
TEST_WORD = "测试"
LONGEST_ARC = 30


@dataclass(frozen=True, slots=True)
class ReviewSealText:
    """What stands on the seal of a passed review.

    Attributes:
        institution: name of the reviewing institution or department.
        licence: number of the institution's recognition.
        serial: number of the case.
        sealed_on: date of the seal.
        valid_until: last day on which the result may be used to begin the works.
        title: the line above 审查专用章.
    """

    institution: str
    licence: str
    serial: str
    sealed_on: date
    valid_until: date
    title: str = "施工图设计文件"


@dataclass(frozen=True, slots=True)
class PracticeSealText:
    """What stands on the practice seal of a registered person.

    Attributes:
        title: the registration, as 一级注册建筑师.
        name: the person's name.
        number: the registration's number.
        discipline: 建筑, 结构, ...
        unit: the firm where the person is registered.
        valid_until: last day of the registration.
    """

    title: str
    name: str
    number: str
    discipline: str
    unit: str
    valid_until: date


LINE_BREAK = "\n"
"""Between the six values of a practice seal in the one line that the signer keeps."""


def practice_line(text: PracticeSealText) -> str:
    """What a signer is told to keep as the owner of a practice seal."""
    values = (text.title, text.name, text.number, text.discipline, text.unit)
    plain = (value.replace(LINE_BREAK, " ") for value in values)
    return LINE_BREAK.join((*plain, text.valid_until.isoformat()))


def practice_text(line: str) -> PracticeSealText | None:
    """What `practice_line` wrote; None when the owner is something else."""
    parts = line.split(LINE_BREAK)
    if len(parts) != 6:
        return None
    try:
        until = date.fromisoformat(parts[5])
    except ValueError:
        return None
    title, name, number, discipline, unit, _day = parts
    return PracticeSealText(title, name, number, discipline, unit, until)


def round_seal(
    name: str,
    base: str = "",
    *,
    number: str = "",
    diameter_mm: float = ROUND_DIAMETER_MM,
    is_test: bool = True,
) -> Picture:
    """The round seal of an institution.

    Args:
        name: along the upper arc, at most 30 characters.
        base: below the star, as 审查专用章.
        number: digits along the lower arc.
        diameter_mm: outer diameter; everything else keeps its proportion.
        is_test: write 测试 beside the star.

    Raises:
        SealTextTooLong: the name or the base line does not fit.
    """
    if len(name) > LONGEST_ARC:
        raise SealTextTooLong(name)
    part = diameter_mm / ROUND_DIAMETER_MM
    radius = diameter_mm / 2
    centre = (radius, radius)
    canvas = Canvas(diameter_mm, diameter_mm, SEAL_RED)
    canvas.ring(centre, radius, RING_MM * part)
    canvas.star(centre, STAR_MM / 2 * part)
    _upper_arc(canvas, name, radius, part)
    _lower_arc(canvas, number, radius, part)
    room = diameter_mm * 0.5
    baseline = radius - (12.7 if number else 14.0) * part
    canvas.text(
        base,
        FACE,
        at=(radius - room / 2, baseline),
        size=3.9 * part,
        within=room,
        align=0.5,
    )
    if is_test:
        for word, side in zip(TEST_WORD, (-1, 1), strict=True):
            room = 4.0 * part
            left = radius + side * 9.4 * part - room / 2
            canvas.text(
                word, FACE, at=(left, radius - 1.5 * part), size=room, within=room
            )
    return canvas.finish()


def _upper_arc(canvas: Canvas, name: str, radius: float, part: float) -> None:
    """Characters along the arc, feet to the centre, evenly on at most 232 degrees."""
    count = max(len(name), 1)
    step = min(math.radians(24), math.radians(232) / max(count - 1, 1))
    height = min(5.6 * part, max(3.4 * part, 1.9 * step * (radius - 4 * part)))
    foot = radius - (RING_MM + 0.9) * part - height
    width = min(height, (foot + height / 2) * step * 0.94)
    for place, character in enumerate(name):
        angle = math.pi / 2 + step * ((count - 1) / 2 - place)
        _on_arc(canvas, character, (radius, foot, angle), (width, height))


def _on_arc(
    canvas: Canvas,
    character: str,
    where: tuple[float, float, float],
    size: tuple[float, float],
) -> None:
    """One full-width character whose middle foot stands at `angle` on the arc."""
    middle, foot, angle = where
    width, height = size
    cos, sin = math.cos(angle - math.pi / 2), math.sin(angle - math.pi / 2)
    aside, above = -0.5 * width, DESCENT * height
    canvas.character(
        character,
        FACE,
        (
            cos * width,
            sin * width,
            -sin * height,
            cos * height,
            middle + foot * math.cos(angle) + cos * aside - sin * above,
            middle + foot * math.sin(angle) + sin * aside + cos * above,
        ),
    )


def _lower_arc(canvas: Canvas, number: str, radius: float, part: float) -> None:
    """Small digits along the bottom, heads to the centre."""
    height = 1.9 * part
    foot = radius - (RING_MM + 0.7) * part
    step = 1.75 * part / foot
    for place, digit in enumerate(number):
        angle = -math.pi / 2 + step * (place - (len(number) - 1) / 2)
        cos, sin = math.cos(angle + math.pi / 2), math.sin(angle + math.pi / 2)
        aside = -0.28 * height
        canvas.character(
            digit,
            SMALL_FACE,
            (
                cos * height,
                sin * height,
                -sin * height,
                cos * height,
                radius + foot * math.cos(angle) + cos * aside,
                radius + foot * math.sin(angle) + sin * aside,
            ),
        )


def review_seal(text: ReviewSealText, *, is_test: bool = True) -> Picture:
    """The rectangular seal that a passed sheet carries.

    Raises:
        SealTextTooLong: a value does not fit into its cell.
    """
    width, height = REVIEW_SIZE_MM
    canvas = Canvas(width, height, SEAL_RED)
    canvas.frame(0, 0, REVIEW_SIZE_MM, 1.0)
    canvas.frame(1.5, 1.5, (width - 3, height - 3), 0.3)
    _centred(canvas, text.title, 43.2, 4.0)
    _centred(canvas, _mark("审查专用章", is_test=is_test), 35.8, 6.0)
    rows = (
        ("审查机构", text.institution),
        ("认定编号", text.licence),
        ("审查编号", text.serial),
        ("审查日期", _day(text.sealed_on)),
        ("有效期至", _day(text.valid_until)),
    )
    _table(canvas, rows, top=33.6, bottom=1.5, label_width=19.0)
    return canvas.finish()


def practice_seal(text: PracticeSealText, *, is_test: bool = True) -> Picture:
    """The rectangular practice seal (执业印章) of a registered person.

    Raises:
        SealTextTooLong: a value does not fit into its cell.
    """
    width, height = PRACTICE_SIZE_MM
    canvas = Canvas(width, height, SEAL_RED)
    canvas.frame(0, 0, PRACTICE_SIZE_MM, 0.9)
    title = _mark(f"{text.title}执业印章", is_test=is_test)
    canvas.text(title, FACE, at=(3, 29.9), size=4.0, within=width - 6, align=0.5)
    rows = (
        ("姓名", text.name),
        ("专业", text.discipline),
        ("注册号", text.number),
        ("单位", text.unit),
        ("有效期至", _day(text.valid_until)),
    )
    _table(canvas, rows, top=28.2, bottom=0.9, label_width=15.0, inset=0.9)
    return canvas.finish()


def _table(
    canvas: Canvas,
    rows: tuple[tuple[str, str], ...],
    *,
    top: float,
    bottom: float,
    label_width: float,
    inset: float = 1.5,
) -> None:
    """Ruled rows of label and value across the whole seal."""
    left, right = inset, canvas.width_mm - inset
    row_height = (top - bottom) / len(rows)
    size = min(3.4, row_height * 0.62)
    canvas.line((left + label_width, bottom), (left + label_width, top), 0.25)
    for number, (label, value) in enumerate(rows):
        ceiling = top - number * row_height
        baseline = ceiling - row_height / 2 - size * 0.36
        canvas.line((left, ceiling), (right, ceiling), 0.25)
        canvas.text(
            label,
            SMALL_FACE,
            at=(left + 1, baseline),
            size=size,
            within=label_width - 2,
            align=0.5,
        )
        canvas.text(
            value,
            SMALL_FACE,
            at=(left + label_width + 1.5, baseline),
            size=size,
            within=right - left - label_width - 3,
        )


def _centred(canvas: Canvas, text: str, baseline: float, size: float) -> None:
    room = canvas.width_mm - 6
    canvas.text(text, FACE, at=(3, baseline), size=size, within=room, align=0.5)


def _mark(text: str, *, is_test: bool) -> str:
    return f"{text}（{TEST_WORD}）" if is_test else text


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
