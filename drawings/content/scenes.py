"""What lies in a layout, as it is asked while the frames of its sheets are looked for."""

import re
from functools import cached_property

import numpy as np

from drawings.content.nesting import inside
from drawings.content.parts import Floats, Kind
from drawings.content.recording import Mask, Recording
from drawings.content.rectangles import Box
from drawings.content.tags import Field, field_of, titleblock_score

# A sheet carries texts and lines.
FEWEST_TEXTS = 3
FEWEST_PRIMITIVES = 8
# Labels that a title block has, and a table of doors or a note has hardly.
TITLES = (
    *(Field.NUMBER, Field.NAME, Field.KIND, Field.SCALE, Field.REVISION),
    *(Field.DATE, Field.PROJECT, Field.PART, Field.SIGNER),
)
NAMING = {Field.NUMBER, Field.NAME}
FEWEST_TITLES = 3
# An attribute is not sure to be shown; a block with so many named ones is a title block.
FEWEST_ATTRIBUTES = 2
# Heights of labels on paper in mm.
SMALLEST_LABEL_MM, LARGEST_LABEL_MM = 1.2, 9.0
WRITTEN_SCALE = re.compile(r"(?:比例\s*[:：]?\s*)?1\s*[:：/∶]\s*(\d{1,5})")


class Scene:
    """A recording, or what of it no sheet holds yet."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        texts = recording.points[recording.kind == Kind.TEXT]
        self._heights = np.linalg.norm(texts[:, 1] - texts[:, 0], axis=1)
        self._places = texts[:, 0]
        x0, y0, x1, y1 = recording.boxes().T
        self.centres: Floats = np.stack([(x0 + x1) / 2, (y0 + y1) / 2], axis=1)
        order = np.argsort(self.centres[:, 0], kind="stable")
        self._x, self._y = self.centres[order, 0], self.centres[order, 1]

    def __len__(self) -> int:
        return len(self.recording)

    def count(self, box: Box) -> int:
        """How many primitives have their middle in a box."""
        first = np.searchsorted(self._x, box[0])
        y = self._y[first : np.searchsorted(self._x, box[2], "right")]
        return int(np.count_nonzero((y >= box[1]) & (y <= box[3])))

    def text_heights(self, box: Box) -> Floats:
        """Heights of the texts in a box."""
        found: Floats = self._heights[inside(self._places, box)]
        return found

    def has_block_scale(self, factor: float) -> bool:
        """Whether a block was inserted at this scale: frames usually are."""
        return factor != 1.0 and any(
            abs(scale - factor) <= 1e-6 * factor
            for scale in self.recording.group_scales
        )

    def without(self, boxes: list[Box]) -> "Scene":
        """What none of some boxes holds the middle of."""
        if not boxes:
            return self
        covered = np.zeros(len(self), bool)
        for box in boxes:
            covered |= inside(self.centres, box)
        return Scene(self.recording.chosen(~covered))

    # -- title blocks ------------------------------------------------------------

    @cached_property
    def _titles(self) -> tuple[Floats, Floats, list[Field]]:
        """Places, heights and fields of the labels of title blocks."""
        recording = self.recording
        written = recording.strokes[recording.stroke, 5]
        at = np.flatnonzero((recording.kind == Kind.TEXT) & (written >= 0))
        fields = [field_of(recording.writings[which].text) for which in written[at]]
        kept = [place for place, field in enumerate(fields) if field in TITLES]
        points = recording.points[at[kept]]
        heights = np.linalg.norm(points[:, 1] - points[:, 0], axis=1)
        return points[:, 0], heights, [f for f in fields if f in TITLES and f]

    @cached_property
    def _blocks(self) -> Floats:
        """Middles of the insertions that have the attributes of a title block."""
        attributes = self.recording.attributes
        named = [
            group
            for group, values in attributes.items()
            if titleblock_score(values) >= FEWEST_ATTRIBUTES
        ]
        found = [self._reaches[each] for each in named if each in self._reaches]
        middles = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in found]
        return np.asarray(middles, np.float64).reshape(-1, 2)

    @cached_property
    def _reaches(self) -> dict[int, Box]:
        """How far each insertion reaches."""
        group = self.recording.strokes[self.recording.stroke, 4]
        order = np.argsort(group, kind="stable")
        order = order[group[order] >= 0]
        if not len(order):
            return {}
        starts = np.flatnonzero(np.r_[True, np.diff(group[order]) > 0])
        points = self.recording.points[order]
        low = np.minimum.reduceat(points.min(axis=1), starts)
        high = np.maximum.reduceat(points.max(axis=1), starts)
        boxes = np.concatenate([low, high], axis=1).tolist()
        named = group[order[starts]].tolist()
        return {
            at: (x0, y0, x1, y1)
            for at, (x0, y0, x1, y1) in zip(named, boxes, strict=True)
        }

    def scales_of_block(self, box: Box, slack: float) -> list[float]:
        """The scales of insertions that reach exactly as far as a box."""
        scales = self.recording.group_scales
        return [
            scales[group]
            for group, reach in self._reaches.items()
            if all(abs(a - b) <= slack for a, b in zip(reach, box, strict=True))
        ]

    def has_titleblock(self, box: Box | None = None) -> bool:
        """Whether there is a title block, anywhere or in a box."""
        places, _heights, fields = self._titles
        within = (
            np.ones(len(places), bool) if box is None else inside(places, box)
        ).tolist()
        found = {field for field, is_in in zip(fields, within, strict=True) if is_in}
        if len(found) >= FEWEST_TITLES and found & NAMING:
            return True
        blocks = self._blocks
        return bool(len(blocks) if box is None else inside(blocks, box).any())

    def titleblock_count(self) -> int:
        """How many title blocks there are, framed or not."""
        _places, _heights, fields = self._titles
        counts = [fields.count(field) for field in NAMING]
        is_block = self.has_titleblock()
        return max(min(counts), len(self._blocks)) if is_block else 0

    def title_height(self, box: Box) -> float:
        """The usual height of the labels in a box; 0 where there is none."""
        places, heights, _fields = self._titles
        found = heights[inside(places, box)]
        return float(np.median(found)) if len(found) else 0.0

    def is_readable(self, box: Box, factor: float) -> bool:
        """Whether the labels in a box have a usual height at so many units for a mm."""
        height = self.title_height(box) or float(np.median(self.text_heights(box)))
        return SMALLEST_LABEL_MM <= height / factor <= LARGEST_LABEL_MM

    def scales_written(self, box: Box) -> list[float]:
        """What scales the texts in a box name, nearest to a label of a scale first."""
        recording = self.recording
        written = recording.strokes[recording.stroke, 5]
        is_text = (recording.kind == Kind.TEXT) & (written >= 0)
        at = np.flatnonzero(is_text & inside(recording.points[:, 0], box))
        places, _heights, fields = self._titles
        labels = [
            place for place, f in zip(places, fields, strict=True) if f is Field.SCALE
        ]
        found = []
        for place in at.tolist():
            text = recording.writings[written[place]].text.strip()
            if not (match := WRITTEN_SCALE.fullmatch(text)):
                continue
            away = [np.hypot(*(recording.points[place, 0] - each)) for each in labels]
            found.append((min(away, default=np.inf), float(match[1])))
        return [scale for _away, scale in sorted(found) if scale > 0]

    def covered(self, boxes: list[Box]) -> float:
        """The part of the primitives that some boxes hold, 0 to 1."""
        found: Mask = np.zeros(len(self), bool)
        for box in boxes:
            found |= inside(self.centres, box)
        return float(found.mean()) if len(found) else 0.0
