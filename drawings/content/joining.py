"""Two recordings of one layout or page set behind each other as one."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from drawings.content.parts import Ints, Loss, Numbered
from drawings.content.recording import Recording

LAYER, PEN, SOURCE, GROUP, WRITING = 1, 2, 3, 4, 5
Name = TypeVar("Name", bound=Hashable)


def joined(first: Recording, second: Recording) -> Recording:
    """Everything of the first, then everything of the second; equal names are one."""
    if not len(second.strokes):
        return replace(first, losses=_losses(first, second))
    strokes = second.strokes.copy()
    layers = _merged(first.layers, second.layers, strokes[:, LAYER])
    pens = _merged(first.pens, second.pens, strokes[:, PEN])
    handles = _named(first.handles, second.handles, strokes[:, SOURCE])
    writings = _merged(first.writings, second.writings, strokes[:, WRITING])
    strokes[:, GROUP] += np.where(strokes[:, GROUP] >= 0, len(first.groups), 0)
    attributes = {
        group + len(first.groups): values for group, values in second.attributes.items()
    }
    return Recording(
        kind=np.concatenate([first.kind, second.kind]),
        points=np.concatenate([first.points, second.points]),
        stroke=np.concatenate([first.stroke, second.stroke + len(first.strokes)]),
        strokes=np.concatenate([first.strokes, strokes]),
        layers=layers,
        pens=pens,
        writings=writings,
        handles=handles,
        groups=first.groups + second.groups,
        group_scales=first.group_scales + second.group_scales,
        attributes=first.attributes | attributes,
        losses=_losses(first, second),
    )


def _named(first: Sequence[str], second: Sequence[str], column: Ints) -> Sequence[str]:
    """The same of sources, where numbers need not be written out."""
    if isinstance(first, Numbered) and not any(
        name.startswith(first.letter) for name in (*first.others, *second)
    ):
        others = _merged(first.others, second, column)
        column[column >= 0] += len(first.numbers)
        return replace(first, others=others)
    return _merged(first, second, column)


def _merged(
    first: Sequence[Name], second: Sequence[Name], column: Ints
) -> tuple[Name, ...]:
    """The names of both; the column of the second is set to them in place."""
    known = dict(zip(first, range(len(first)), strict=True))
    place = [known.setdefault(name, len(known)) for name in second]
    used = column >= 0
    if place:
        column[used] = np.asarray(place, column.dtype)[column[used]]
    return tuple(known)


def _losses(first: Recording, second: Recording) -> tuple[Loss, ...]:
    counts: Counter[str] = Counter()
    for loss in (*first.losses, *second.losses):
        counts[loss.kind] += loss.count
    return tuple(Loss(kind, count) for kind, count in sorted(counts.items()))
