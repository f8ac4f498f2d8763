"""Doors and windows as blocks: one block a type, placed, turned and mirrored."""

from collections.abc import Callable

from samples.drafting.draft import Draft, Lettering, Pen, Point
from samples.drafting.layers import Layer
from samples.drafting.plan import Opening, OpeningKind

PLAIN = Layer("0")
LEAF = 40.0
BLAST_LEAF = 180.0


def draw_opening(
    draft: Draft, opening: Opening, layer: Layer, tag_layer: Layer | None
) -> None:
    """Place the block of an opening and write its tag beside it."""
    draw = PICTURES.get(opening.kind)
    if draw is not None:
        name = f"{opening.tag}-{opening.thickness:.0f}"
        draft.block(name, lambda pen: draw(pen, opening))
        _place(draft, name, opening, layer)
    if tag_layer is not None and opening.tag:
        _write_tag(draft, opening, tag_layer)


def _place(draft: Draft, name: str, opening: Opening, layer: Layer) -> None:
    """The block has its hinge at the left, opens upwards, origin in the wall's middle."""
    along, across = float(-opening.hinge), float(opening.swing)
    half = opening.width / 2 * opening.hinge
    x, y = opening.at
    if opening.is_upright:
        # Turned by 90 degrees the block's y points to -x.
        draft.place(name, (x, y + half), layer, turn=90, flip=(along, -across))
    else:
        draft.place(name, (x + half, y), layer, flip=(along, across))


def _write_tag(draft: Draft, opening: Opening, layer: Layer) -> None:
    x, y = opening.at
    gap = opening.thickness / 2 + 1.8 * draft.scale
    # Beside a leaf the tag stands on the side to which nothing swings.
    side = -opening.swing if opening.kind is not OpeningKind.WINDOW else opening.swing
    if opening.is_upright:
        draft.text(opening.tag, (x + side * gap, y), layer, Lettering(1.8, rotation=90))
    else:
        draft.text(opening.tag, (x, y + side * gap), layer, Lettering(1.8))


def _jambs(pen: Pen, opening: Opening) -> None:
    half = opening.thickness / 2
    for x in (0.0, opening.width):
        pen.line((x, -half), (x, half), PLAIN)


def _leaf(pen: Pen, hinge: Point, length: float, direction: int) -> None:
    x, y = hinge
    pen.path(
        [
            (x, y),
            (x + direction * LEAF, y),
            (x + direction * LEAF, y + length),
            (x, y + length),
        ],
        PLAIN,
        closed=True,
    )
    span = (0.0, 90.0) if direction > 0 else (90.0, 180.0)
    pen.arc(hinge, length, span, PLAIN)


def _door(pen: Pen, opening: Opening) -> None:
    _jambs(pen, opening)
    _leaf(pen, (0.0, opening.thickness / 2), opening.width, 1)


def _double(pen: Pen, opening: Opening) -> None:
    _jambs(pen, opening)
    half, face = opening.width / 2, opening.thickness / 2
    _leaf(pen, (0.0, face), half, 1)
    _leaf(pen, (opening.width, face), half, -1)


def _sliding(pen: Pen, opening: Opening) -> None:
    _jambs(pen, opening)
    quarter = opening.width / 4
    for index in range(4):
        y = 15.0 if index in (1, 2) else -45.0
        pen.rectangle(
            (index * quarter - 20, y, (index + 1) * quarter + 20, y + 30), PLAIN
        )


def _window(pen: Pen, opening: Opening) -> None:
    _jambs(pen, opening)
    half = opening.thickness / 2
    for y in (-half, -half / 3, half / 3, half):
        pen.line((0, y), (opening.width, y), PLAIN)


def _blast(pen: Pen, opening: Opening) -> None:
    """A protective door: a thick leaf on the face of the wall, lapping the hole."""
    _jambs(pen, opening)
    face, lap = opening.thickness / 2, 120.0
    pen.rectangle((-lap, face, 0.0, face + 100), PLAIN)
    length = opening.width + lap
    pen.rectangle((-lap, face, -lap + BLAST_LEAF, face + length), PLAIN)
    pen.fill(
        [
            (-lap, face),
            (-lap + BLAST_LEAF, face),
            (-lap + BLAST_LEAF, face + length),
            (-lap, face + length),
        ],
        PLAIN,
    )
    pen.arc((-lap, face), length, (0.0, 90.0), PLAIN)
    for y in (-30.0, 30.0):
        pen.line((0, y), (opening.width, y), PLAIN)


PICTURES: dict[OpeningKind, Callable[[Pen, Opening], None]] = {
    OpeningKind.DOOR: _door,
    OpeningKind.DOUBLE: _double,
    OpeningKind.SLIDING: _sliding,
    OpeningKind.WINDOW: _window,
    OpeningKind.BLAST: _blast,
}
