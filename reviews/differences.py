"""A comparison as its pages show it: changes numbered and grouped, what they touch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from drawings.models import Change, Comparison, Face
from reviews.cuts import Cut, cut_of
from reviews.models import ChangeTick, DepartmentReview, Evidence, Opinion
from reviews.regions import is_asked_for

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
METHODS: Final = {
    "identity": pgettext_lazy("registration", "same frame"),
    "translation": pgettext_lazy("registration", "shifted"),
    "similarity": pgettext_lazy("registration", "shifted, turned, scaled"),
    "pictures": pgettext_lazy(
        "registration", "compared as pictures, for one is a scan"
    ),
}
NOT_COMPARED: Final = {
    "images": pgettext_lazy("not compared", "pictures inside the drawing"),
    "properties": pgettext_lazy("not compared", "layers and line styles"),
    "black": pgettext_lazy("not compared", "single lines within black areas"),
}
SIDES: Final = {
    "old": pgettext_lazy("of a comparison", "older version"),
    "new": pgettext_lazy("of a comparison", "newer version"),
}
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
    asked = [box for _opinion, box in regions]
    own = review.pk if review else None
    changes = sorted(
        comparison.changes.prefetch_related("ticks__review__department"),
        key=lambda change: (_rank(change.kind), change.index),
    )
    return [
        ChangeLine(
            change=change,
            number=number,
            is_undeclared=not change.declaration
            and not is_asked_for(change.box, asked),
            touches=_touching(change, regions),
            ticks=list(change.ticks.all()),
            own=next((t for t in change.ticks.all() if t.review_id == own), None),
        )
        for number, change in enumerate(changes, start=1)
    ]


def groups_of(lines: Sequence[ChangeLine]) -> list[ChangeGroup]:
    """The lines by kind."""
    return [
        ChangeGroup(kind, list(part))
        for kind, part in groupby(lines, key=lambda line: line.change.kind)
    ]


def faces_of(comparison: Comparison) -> tuple[Face, Face]:
    """The two faces that were compared."""
    older, newer = comparison.older, comparison.newer
    if comparison.side == Face.Side.DWG and older.dwg and newer.dwg:
        return older.dwg, newer.dwg
    return older.face, newer.face


def cuts_of(change: Change, comparison: Comparison) -> tuple[Cut, Cut]:
    """The same place before and after."""
    older, newer = faces_of(comparison)
    return (
        cut_of(older, change.box_before),
        cut_of(newer, change.box),
    )


def quality_of(found: Mapping[str, object]) -> list[tuple[str, str]]:
    """How well the two sheets were laid on each other: label and value.

    Args:
        found: the registration as a comparison keeps it.

    """
    if not found:
        return []
    method = str(found.get("method", ""))
    told = [(_("Registration"), str(METHODS.get(method, method)))]
    if found.get("inliers") is not None:
        share = f"{100 * float(str(found['inliers'])):.1f} %"
        told.append((_("Counterparts found"), share))
    if found.get("residual_mm") is not None:
        told.append((_("Residual"), f"{float(str(found['residual_mm'])):.2f} mm"))
    return told


def reason_of(reason: str) -> str:
    """Why two revisions could not be compared."""
    reasons = {
        "scanned": _("One of the two is a scan: there are no lines to compare."),
        "empty": _("One of the two holds nothing that can be compared."),
        "no_registration": _("The two could not be laid on each other."),
        "alike": _(
            "One of the two is a scan, so they were compared as pictures: no difference "
            "of more than half a millimetre was seen, which is no proof."
        ),
        "too_large": _("The comparison took longer or more memory than it may."),
        "broken": _("The comparison broke down; the sheets have to be looked at."),
    }
    return reasons.get(reason, _("The two could not be compared."))


def not_looked_at(words: Iterable[str]) -> list[str]:
    """What nobody compared, in words, as `Difference.not_compared` names it."""
    return [_not_looked_at(str(word)) for word in words]


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


def _not_looked_at(word: str) -> str:
    name, _colon, count = word.partition(":")
    if name == "property" and count:
        return _("%(count)s changes of layer or line style") % {"count": count}
    side, _slash, rest = word.partition("/")
    if not rest:
        return str(NOT_COMPARED.get(word, word))
    what, *more = rest.split("/")
    values = {
        "side": str(SIDES.get(side, side)),
        "kind": "/".join(more[:-1]),
        "count": more[-1] if more else "",
    }
    if what == "loss":
        return _("%(side)s: %(kind)s that could not be read, %(count)s") % values
    if what == "out_of_range":
        return _("%(side)s: %(count)s elements far outside the paper") % values
    return _("%(side)s: a scan") % values if what == "scanned" else word


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)
