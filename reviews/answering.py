"""What an answer to an opinion rests on: the region before and after, and the changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drawings.diff.linking import Standing
from drawings.models import Change, Comparison, Face, Sheet, Submission
from reviews.evidence import Found, found_for
from reviews.models import Case, Opinion
from reviews.regions import asked_for
from reviews.states import OpinionState

MARGIN_MM: Final = 18.0
LEAST_MM: Final = 60.0
TALLEST: Final = 2.0
"""So many times as high as wide a picture is at most: an axis is higher."""
SHOWN: Final = 40
"""Changes of one sheet that are listed one by one; the rest is declared together."""

_SETTLED: Final = (OpinionState.REPLACED, OpinionState.WITHDRAWN)
Box = Sequence[float]


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a face and a mark on it, as an SVG in paper millimetres, y downwards."""

    face: Face
    left: float
    top: float
    width: float
    height: float
    mark: str

    @classmethod
    def around(
        cls, face: Face, box: Box, points: Iterable[Sequence[float]] = ()
    ) -> "Crop":
        """The region with enough around it to be recognised, and not beyond the sheet."""
        x0, y0, x1, y1 = box
        corners = list(points) or [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        wide = max(x1 - x0 + 2 * MARGIN_MM, LEAST_MM)
        high = max(y1 - y0 + 2 * MARGIN_MM, LEAST_MM * 0.7)
        wide = max(wide, high / TALLEST)
        return cls(
            face=face,
            left=round((x0 + x1 - wide) / 2, 2),
            top=round(face.height_mm - (y0 + y1 + high) / 2, 2),
            width=round(wide, 2),
            height=round(high, 2),
            mark=" ".join(f"{x:.2f},{face.height_mm - y:.2f}" for x, y in corners),
        )

    @property
    def box(self) -> str:
        """The part as `x0,y0,x1,y1`, y upwards."""
        bottom = self.face.height_mm - self.top - self.height
        sides = (self.left, bottom, self.left + self.width, bottom + self.height)
        return ",".join(f"{side:.2f}" for side in sides)

    @property
    def view(self) -> str:
        """The part as an SVG asks for it."""
        return f"{self.left} {self.top} {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of an opinion: as it was, as it is, and what the comparison says."""

    before: Crop
    after: Crop | None
    tone: str
    word: str
    comparison: Comparison | None = None
    verdict: str = ""

    @property
    def unchanged(self) -> str:
        """In a sentence, that the region is as it was; nothing where it is not."""
        if self.verdict != Standing.UNCHANGED:
            return ""
        if self.after is None:
            return _("The sheet was not handed in again, so the region is as it was.")
        return _("The comparison found no change in the region of this opinion.")


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """The changes of one revised sheet, as far as somebody has to declare them."""

    comparison: Comparison
    changes: list[Change]
    undeclared: frozenset[int]
    declared: int
    asked: int

    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return self.comparison.newer.sheet

    @property
    def shown(self) -> list[Change]:
        """Those listed one by one: undeclared ones first."""
        order = sorted(self.changes, key=lambda one: one.pk not in self.undeclared)
        return order[:SHOWN]

    @property
    def rest(self) -> int:
        """How many are not listed."""
        return max(0, len(self.changes) - SHOWN)

    @property
    def statement(self) -> str:
        """What somebody declared already, to be gone on with."""
        said = (one for one in self.changes if one.declared_by_id is not None)
        return next((one.declaration for one in said), "")


def spot_of(opinion: Opinion, submission: Submission | None) -> Spot:
    """The place of an opinion on its sheet and on the revised one, if that is there."""
    before = Crop.around(opinion.revision.face, opinion.box, opinion.points)
    if submission is None:
        return Spot(before, None, "none", "")
    found = found_for(opinion, submission)
    tone, word = _verdict(found)
    revision = opinion.sheet.revisions.filter(submission=submission).first()
    if revision is None:
        if found.verdict == Standing.UNCHANGED:
            tone = "none"
            word = pgettext("region of an opinion", "sheet not handed in again yet")
        return Spot(before, None, tone, word, verdict=found.verdict)
    if found.comparison is None:
        word = pgettext("region of an opinion", "being compared")
        return Spot(before, None, "run", word)
    after = Crop.around(revision.face, found.new_box or opinion.box)
    return Spot(before, after, tone, word, found.comparison, found.verdict)


def changes_to_declare(case: Case, submission: Submission) -> list[SheetChanges]:
    """The revised sheets that changed, each with what no opinion asked for."""
    rows = list(
        Comparison.objects.filter(
            newer__submission=submission, verdict=Comparison.Verdict.CHANGED
        )
        .select_related("newer__sheet", "older")
        .prefetch_related("changes")
        .order_by("newer__sheet__order")
    )
    regions = _regions(case, submission) if rows else {}
    return [_of_sheet(row, regions.get(row.newer.sheet_id, [])) for row in rows]


def _of_sheet(comparison: Comparison, regions: Sequence[Box]) -> SheetChanges:
    changes = list(comparison.changes.all())
    found = asked_for([one.box for one in changes], regions)
    asked = {one.pk for one, is_asked in zip(changes, found, strict=True) if is_asked}
    undeclared = frozenset(
        one.pk for one in changes if one.pk not in asked and not one.declaration
    )
    declared = sum(bool(one.declaration) for one in changes)
    return SheetChanges(comparison, changes, undeclared, declared, len(asked))


def _regions(case: Case, submission: Submission) -> dict[int, list[Box]]:
    """Per sheet: where opinions asked for a change, before and after it moved."""
    found: dict[int, list[Box]] = defaultdict(list)
    sheets = submission.revisions.values("sheet")
    rows = case.opinions.released().exclude(state__in=_SETTLED)
    for opinion in rows.filter(sheet__in=sheets).select_related("sheet", "revision"):
        found[opinion.sheet_id].append(opinion.box)
        moved = found_for(opinion, submission).new_box
        if moved:
            found[opinion.sheet_id].append(moved)
    return found


def _verdict(found: Found) -> tuple[str, str]:
    said: Mapping[str, tuple[str, str]] = {
        Standing.REGION_CHANGED: (
            "ok",
            pgettext("region of an opinion", "changed here"),
        ),
        Standing.NEAR_CHANGED: (
            "near",
            pgettext("region of an opinion", "changed nearby"),
        ),
        Standing.MOVED: ("near", pgettext("region of an opinion", "moved")),
        Standing.UNCHANGED: (
            "late",
            pgettext("region of an opinion", "not changed here"),
        ),
        Standing.SHEET_WITHDRAWN: (
            "warn",
            pgettext("region of an opinion", "sheet withdrawn"),
        ),
    }
    cannot = ("warn", pgettext("region of an opinion", "cannot be compared"))
    return said.get(found.verdict, cannot)
