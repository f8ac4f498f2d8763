"""A change with the ink that it is made of, and the facts that are read off its ink."""

from dataclasses import dataclass, field, replace

import numpy as np

from drawings.content.parts import Content, Floats, Kind
from drawings.diff.findings import Box, Change, ChangeKind, Registration
from drawings.diff.hashing import Indices, distinct
from drawings.diff.ink import Ink, ink_of
from drawings.diff.strokes import Strokes

CURVE_MM = 0.05
NO_INK = Ink.joined([])


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A change with its ink, both sides laid on the new sheet."""

    change: Change
    old: Ink = field(default_factory=lambda: NO_INK)
    new: Ink = field(default_factory=lambda: NO_INK)


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """Both contents, their strokes on the new sheet, and how they were laid there."""

    old_content: Content
    new_content: Content
    old: Strokes
    new: Strokes
    registration: Registration
    unseen_mm: float


class Writer:
    """Writes changes about one pair of sheets; `shift` (n, 2) as in `Explanation`."""

    def __init__(self, sheets: Sheets, shift: Floats) -> None:
        self.sheets, self.shift = sheets, shift
        self._laid = sheets.old.shifted(shift)

    def whole_old(self, chosen: Indices) -> Ink:
        """All ink of old strokes, laid on the new sheet."""
        return ink_of(self._laid, chosen, sagitta=CURVE_MM)

    def whole_new(self, chosen: Indices) -> Ink:
        """All ink of new strokes."""
        return ink_of(self.sheets.new, chosen, sagitta=CURVE_MM)

    def change(self, kind: ChangeKind, old: Ink, new: Ink) -> Named:
        """A change of this ink, with its place, layer, block and sources."""
        sheets = self.sheets
        strokes0, strokes1 = distinct(old.whose), distinct(new.whose)
        there = sheets.old.index[strokes0], sheets.new.index[strokes1]
        contents = sheets.old_content, sheets.new_content
        old_lines = sheets.registration.to_old(
            old.lines - self.shift[old.whose][:, None]
        )
        change = Change(
            kind=kind,
            old_box=_box(old_lines),
            new_box=_box(new.lines),
            layer=_layer(contents, there),
            primitives=len(strokes0) + len(strokes1),
            block=_block(contents, there),
            old_sources=_sources(contents[0], there[0]),
            new_sources=_sources(contents[1], there[1]),
            length_mm=_length(old.lines) + _length(new.lines),
        )
        return Named(change, old, new)

    def moved(self, old: Ink, new: Ink, vector: Floats) -> Named:
        """A change that lies elsewhere: by `vector` (2,), mm on the new sheet."""
        is_far = bool(np.hypot(*vector) > 0)
        kind = ChangeKind.MOVED if is_far else ChangeKind.MODIFIED
        return told(
            self.change(kind, old, new),
            wording=(
                _wording(self.sheets.old_content, self.sheets.old, old),
                _wording(self.sheets.new_content, self.sheets.new, new),
            ),
            vector_mm=(float(vector[0]), float(vector[1])),
        )


def told(
    named: Named,
    *,
    wording: tuple[str, str] | None = None,
    vector_mm: tuple[float, float] | None = None,
) -> Named:
    """The same change with what it was and is, or with how far it moved."""
    change = named.change
    if wording is not None:
        change = replace(change, text_from=wording[0], text_to=wording[1])
    if vector_mm is not None:
        change = replace(change, vector_mm=vector_mm)
    return replace(named, change=change)


def _box(lines: Floats) -> Box | None:
    if not len(lines):
        return None
    points = lines.reshape(-1, 2)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return (float(x0), float(y0), float(x1), float(y1))


def _wording(content: Content, strokes: Strokes, ink: Ink) -> str:
    """What the ink says, where it is a single text."""
    drawn = distinct(ink.whose)
    text = content.text[strokes.index[drawn]]
    if len(text) != 1 or text[0] < 0 or strokes.kind[drawn[0]] != Kind.TEXT:
        return ""
    return content.texts[int(text[0])]


def _length(lines: Floats) -> float:
    span = lines[:, 1] - lines[:, 0]
    return float(np.hypot(span[:, 0], span[:, 1]).sum())


def _layer(contents: tuple[Content, Content], there: tuple[Indices, Indices]) -> str:
    side = 1 if len(there[1]) else 0
    layers = contents[side].layer[there[side]]
    return (
        contents[side].layers[int(np.bincount(layers).argmax())] if len(layers) else ""
    )


def _block(
    contents: tuple[Content, Content], there: tuple[Indices, Indices]
) -> str | None:
    """The block's name, where all primitives of each side are of one insertion."""
    names = set[str | None]()
    for content, primitives in zip(contents, there, strict=True):
        groups = distinct(content.group[primitives])
        if len(groups) > 1:
            return None
        names |= {content.groups[int(g)] if g >= 0 else None for g in groups}
    return names.pop() if len(names) == 1 else None


def _sources(content: Content, primitives: Indices) -> tuple[int, ...]:
    return tuple(distinct(content.source[primitives]).tolist())
