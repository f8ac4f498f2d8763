"""Round two: each opinion with what the drawing shows before and after, and the numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawings.diff.linking import Standing as Verdict
from drawings.fates import confirmed_in
from drawings.models import (
    Change,
    Comparison,
    Renumbering,
    SheetRevision,
    Withdrawal,
)
from reviews.cuts import Cut, cut_of
from reviews.models import Case, Consultation, Evidence, Opinion, Reply
from reviews.states import OpinionState

_SHOWN_OF_OPINIONS: Final = ("revision__pdf", "revision__dwg", "revision__submission")


@dataclass(frozen=True, slots=True)
class Recheck:
    """One opinion as it is judged in a later round."""

    opinion: Opinion
    verdict: str
    numbers: Sequence[str]
    before: Cut
    after: Cut | None
    after_revision: SheetRevision | None
    comparison: Comparison | None
    reply: Reply | None
    consultation: Consultation | None = None

    @property
    def waits(self) -> bool:
        """Whether its answer still has to be judged."""
        return bool(self.opinion.state == OpinionState.ANSWERED)

    @property
    def may_reopen(self) -> bool:
        """Whether the judgement is of this round, so that it can be taken back."""
        if self.reply is None or self.opinion.state != OpinionState.CLOSED:
            return False
        return bool(self.reply.round_number == self.opinion.case.round_number - 1)


@dataclass(frozen=True, slots=True)
class _Round:
    """What the hand-in of the round brought, by sheet and by opinion."""

    revisions: Mapping[int, SheetRevision]
    comparisons: Mapping[int, Comparison]
    evidence: Mapping[int, Evidence]
    changes: Mapping[tuple[int, int], Change]
    withdrawn: Mapping[int, Withdrawal]
    renumbered: Mapping[int, Renumbering]


def rechecks_of(
    case: Case,
    opinions: Iterable[Opinion],
    meetings: Mapping[int, Consultation] | None = None,
) -> list[Recheck]:
    """The opinions of a case with what the hand-in of this round did to each region.

    The verdict was stored when the round was handed in; a sheet that did not come again
    is unchanged by definition.
    """
    rows = list(opinions)
    prefetch_related_objects(rows, *_SHOWN_OF_OPINIONS)
    found = _round_of(case, rows)
    replies = _replies(case, rows)
    return [
        _recheck(row, found, replies.get(row.pk), (meetings or {}).get(row.pk))
        for row in rows
    ]


def _recheck(
    opinion: Opinion,
    found: _Round,
    reply: Reply | None,
    meeting: Consultation | None,
) -> Recheck:
    revision = found.revisions.get(opinion.sheet_id)
    comparison = found.comparisons.get(revision.pk) if revision else None
    evidence = found.evidence.get(opinion.pk)
    verdict = _verdict(revision, evidence)
    if opinion.sheet_id in found.withdrawn:
        verdict = Verdict.SHEET_WITHDRAWN
    changes = _changes(evidence, found)
    place = (evidence.new_box if evidence else None) or opinion.box
    shows_after = revision is not None and verdict != Verdict.SHEET_WITHDRAWN
    return Recheck(
        opinion=opinion,
        verdict=verdict,
        numbers=[
            *_fate(opinion, found),
            *_numbers(verdict, revision, comparison, changes, place),
        ],
        before=cut_of(opinion.revision.face, opinion.box),
        after=cut_of(revision.face, place) if revision and shows_after else None,
        after_revision=revision if shows_after else None,
        comparison=comparison,
        reply=reply,
        consultation=meeting,
    )


def _round_of(case: Case, rows: Sequence[Opinion]) -> _Round:
    submission = case.current_round.submission
    revisions = SheetRevision.objects.filter(
        submission=submission, sheet__in={row.sheet_id for row in rows}
    ).select_related("sheet", "dwg", "pdf", "submission")
    comparisons = Comparison.objects.filter(newer__submission=submission)
    evidence = Evidence.objects.filter(
        opinion__in=[row.pk for row in rows], comparison__in=comparisons
    )
    told = {row.opinion_id: row for row in evidence}
    changes = Change.objects.filter(
        comparison__in={row.comparison_id for row in told.values()}
    ).select_related("comparison")
    return _Round(
        revisions={row.sheet_id: row for row in revisions},
        comparisons={row.newer_id: row for row in comparisons},
        evidence=told,
        changes={(row.comparison_id, row.index): row for row in changes},
        withdrawn={row.sheet_id: row for row in submission.withdrawals.all()},
        renumbered={row.older.sheet_id: row for row in confirmed_in(submission)},
    )


def _replies(case: Case, rows: Sequence[Opinion]) -> dict[int, Reply]:
    """The newest answer to each opinion."""
    answers = Reply.objects.filter(
        opinion__in=[row.pk for row in rows], round_number__lt=case.round_number
    ).order_by("round_number")
    return {answer.opinion_id: answer for answer in answers}


def _verdict(revision: SheetRevision | None, evidence: Evidence | None) -> str:
    if revision is None:
        return Verdict.UNCHANGED
    return evidence.verdict if evidence else Verdict.CANNOT_COMPARE


def _changes(evidence: Evidence | None, found: _Round) -> list[Change]:
    if evidence is None:
        return []
    keys = [(evidence.comparison_id, index) for index in evidence.changes]
    return [found.changes[key] for key in keys if key in found.changes]


def _numbers(
    verdict: str,
    revision: SheetRevision | None,
    comparison: Comparison | None,
    changes: Sequence[Change],
    place: Sequence[float],
) -> list[str]:
    if verdict == Verdict.SHEET_WITHDRAWN:
        return [_("The sheet was taken out of the set.")]
    if revision is None:
        return [_("The sheet was not handed in again.")]
    if verdict == Verdict.CANNOT_COMPARE:
        return [_("Please compare the two pictures yourself.")]
    told = _of_changes(verdict, changes, place)
    residual = (comparison.registration if comparison else {}).get("residual_mm")
    if residual is not None:
        told.append(_("laid on each other to %(mm)s mm") % {"mm": f"{residual:.2f}"})
    return told


def _fate(opinion: Opinion, found: _Round) -> list[str]:
    """That the sheet goes by another number, or why it was taken out."""
    told = []
    if renumbering := found.renumbered.get(opinion.sheet_id):
        values = {"old": renumbering.old_number, "new": renumbering.new_number}
        told.append(_("%(old)s became %(new)s; the opinion follows it") % values)
    if withdrawal := found.withdrawn.get(opinion.sheet_id):
        told.append(withdrawal.reason)
    return told


def _of_changes(
    verdict: str, changes: Sequence[Change], place: Sequence[float]
) -> list[str]:
    lines = sum(change.primitives for change in changes)
    if verdict == Verdict.UNCHANGED or not changes:
        return [_("0 changes in the region")]
    if verdict == Verdict.NEAR_CHANGED:
        far = min(distance_mm(change.box, place) for change in changes)
        return [_("the nearest change is %(mm)s mm away") % {"mm": f"{far:.1f}"}]
    if verdict == Verdict.MOVED and changes[0].vector_mm:
        dx, dy = changes[0].vector_mm
        values = {"dx": f"{dx:+.1f}", "dy": f"{dy:+.1f}"}
        return [_("moved by %(dx)s, %(dy)s mm on the paper") % values]
    return [
        ngettext(
            "%(count)s change, %(lines)s lines",
            "%(count)s changes, %(lines)s lines",
            len(changes),
        )
        % {"count": len(changes), "lines": lines}
    ]


def distance_mm(one: Sequence[float], other: Sequence[float]) -> float:
    """How far two boxes lie from each other; 0 where they touch."""
    dx = max(one[0] - other[2], other[0] - one[2], 0.0)
    dy = max(one[1] - other[3], other[1] - one[3], 0.0)
    return float((dx * dx + dy * dy) ** 0.5)
