"""A comparison as its pages show it: changes numbered and grouped, what they touch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from drawings.models import Change, Comparison, Face
from reviews.cuts import Cut, cut_of
from reviews.models import ChangeTick, DepartmentReview, Evidence, Opinion
from reviews.regions import asked_for

KINDS: Final = {
    "moved": pgettext_lazy("kind of change", "moved"),
    "modified": pgettext_lazy("kind of change", "redrawn"),
    "text": pgettext_lazy("kind of change", "text"),
    "dimension": pgettext_lazy("kind of change", "dimension"),
    "added": pgettext_lazy("kind of change", "added"),
    "removed": pgettext_lazy("kind of change", "removed"),
    "hatch": pgettext_lazy("kind of change", "hatching"),
    "block": pgettext_lazy("kind of change", "block redrawn"),
    "image": pgettext_lazy("kind of change", "picture"),
    "property": pgettext_lazy("kind of change", "layer or line style"),
    "cosmetic": pgettext_lazy("kind of change", "too small to be seen"),
}
ORDER: Final = tuple(KINDS)
NEAR_MM: Final = 5.0
NAMELESS_LAYERS: Final = frozenset({"0", "Defpoints"})


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change with its number in the list and what stands beside it."""

    change: Change
    number: int
    is_undeclared: bool
    touches: Sequence[Opinion]
    ticks: Sequence[ChangeTick] = ()
    own: ChangeTick | None = None

    @property
    def waits(self) -> bool:
        """Whether the own department still has to say a word: unseen, or on hold."""
        if self.own is not None:
            return self.own.verdict == ChangeTick.Verdict.HELD
        return self.is_undeclared

    @property
    def title(self) -> str:
        """What happened, in few words."""
        change = self.change
        if change.text_from != change.text_to:
            return f"{change.text_from or '—'} → {change.text_to or '—'}"
        return change.text_to or change.block or layer_of(change) or self.kind_name

    @property
    def kind_name(self) -> str:
        """The kind as people call it."""
        return str(KINDS.get(self.change.kind, self.change.kind))

    @property
    def about(self) -> str:
        """Layer, distance and size, in one line."""
        change = self.change
        parts = [layer_of(change)] if layer_of(change) and change.block else []
        if change.vector_mm:
            dx, dy = change.vector_mm
            far = f"{(dx * dx + dy * dy) ** 0.5:.1f}"
            parts.append(_("by %(mm)s mm") % {"mm": far})
        words = ngettext("%(count)s line", "%(count)s lines", change.primitives)
        parts.append(words % {"count": change.primitives})
        return " · ".join(parts)

    def as_frame(self) -> dict[str, object]:
        """What the canvas draws around it."""
        return {
            "index": self.change.index,
            "number": self.number,
            "kind": self.change.kind,
            "box": self.change.box,
        }


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one kind."""

    kind: str
    lines: Sequence[ChangeLine]

    @property
    def last(self) -> int:
        """The number of the last of them."""
        return max(line.number for line in self.lines)

    @property
    def unticked(self) -> int:
        """How many of them the own department has said nothing about."""
        return sum(line.own is None for line in self.lines)

    @property
    def name(self) -> str:
        """The kind as people call it."""
        return str(KINDS.get(self.kind, self.kind))


def layer_of(change: Change) -> str:
    """The layer of a change where its name says something."""
    return "" if change.layer in NAMELESS_LAYERS else change.layer


def lines_of(
    comparison: Comparison,
    opinions: Iterable[Opinion],
    review: DepartmentReview | None = None,
) -> list[ChangeLine]:
    """The changes of a comparison in the order of their numbers: by kind, then place.

    Args:
        comparison: the comparison.
        opinions: those of the sheet that the person may read.
        review: of the department whose own word is told with each change.

    """
    regions = _regions(comparison, opinions)
    own = review.pk if review else None
    changes = sorted(
        comparison.changes.all(),
        key=lambda change: (_rank(change.kind), change.index),
    )
    ticks = _ticks_on(comparison)
    asked = asked_for(
        [change.box for change in changes], [box for _opinion, box in regions]
    ).tolist()
    return [
        ChangeLine(
            change=change,
            number=number,
            is_undeclared=not change.declaration and not is_asked,
            touches=_touching(change, regions),
            ticks=ticks[change.pk],
            own=next((t for t in ticks[change.pk] if t.review_id == own), None),
        )
        for number, (change, is_asked) in enumerate(
            zip(changes, asked, strict=True), start=1
        )
    ]


def _ticks_on(comparison: Comparison) -> Mapping[int, list[ChangeTick]]:
    """What departments said of its changes; of most of thousands it is nothing."""
    found: dict[int, list[ChangeTick]] = defaultdict(list)
    rows = ChangeTick.objects.filter(change__comparison=comparison)
    for row in rows.select_related("review__department"):
        found[row.change_id].append(row)
    return found


def groups_of(lines: Sequence[ChangeLine]) -> list[ChangeGroup]:
    """The lines by kind."""
    return [
        ChangeGroup(kind, list(part))
        for kind, part in groupby(lines, key=lambda line: line.change.kind)
    ]


def compared_faces(comparison: Comparison) -> tuple[Face, Face]:
    """The two faces that were compared."""
    older, newer = comparison.older, comparison.newer
    if comparison.side == Face.Side.DWG and older.dwg and newer.dwg:
        return older.dwg, newer.dwg
    return older.face, newer.face


def cuts_of(change: Change, comparison: Comparison) -> tuple[Cut, Cut]:
    """The same place before and after."""
    older, newer = compared_faces(comparison)
    return (
        cut_of(older, change.box_before),
        cut_of(newer, change.box),
    )


def ticks_by(
    changes: Iterable[Change], reviews: Sequence[DepartmentReview]
) -> dict[int, list[tuple[DepartmentReview, ChangeTick | None]]]:
    """Per change: each department of the round with its tick, if it has one."""
    rows = ChangeTick.objects.filter(
        change__in=[change.pk for change in changes], review__in=reviews
    ).select_related("author")
    ticked: Mapping[tuple[int, int], ChangeTick] = {
        (row.change_id, row.review_id): row for row in rows
    }
    return {
        change.pk: [(review, ticked.get((change.pk, review.pk))) for review in reviews]
        for change in changes
    }


def _regions(
    comparison: Comparison, opinions: Iterable[Opinion]
) -> list[tuple[Opinion, list[float]]]:
    """Opinions of the sheet with their place on the newer revision."""
    rows = [row for row in opinions if row.sheet_id == comparison.newer.sheet_id]
    found = {
        row.opinion_id: row.new_box
        for row in Evidence.objects.filter(comparison=comparison)
    }
    return [(row, found.get(row.pk) or row.box) for row in rows]


def _touching(
    change: Change, regions: Sequence[tuple[Opinion, list[float]]]
) -> list[Opinion]:
    x0, y0, x1, y1 = change.box
    return [
        opinion
        for opinion, box in regions
        if x0 - NEAR_MM <= box[2]
        and box[0] <= x1 + NEAR_MM
        and y0 - NEAR_MM <= box[3]
        and box[1] <= y1 + NEAR_MM
    ]


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)
