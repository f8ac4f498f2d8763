"""The panel beside a sheet: its opinions as list and marks, and the form for a new one."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.models import SheetRevision
from reviews.access import (
    is_official,
    is_reviewer,
    may_edit_opinion,
    own_review,
)
from reviews.forms.reviewing import PHRASES, OpinionForm
from reviews.marks import Placed, placed_on
from reviews.models import Case, Consultation, DepartmentReview, Opinion
from reviews.proposing import proposal_about
from reviews.states import CaseState, DepartmentReviewState
from reviews.telling import opinions_told


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """An opinion in the list of a sheet."""

    placed: Placed
    consultation: Consultation | None
    may_edit: bool

    @property
    def opinion(self) -> Opinion:
        """The opinion itself."""
        return self.placed.opinion


@dataclass(frozen=True, slots=True)
class SheetPanel:
    """All that the panel shows to one person."""

    case: Case
    revision: SheetRevision
    lines: Sequence[OpinionLine]
    marks: Sequence[dict[str, object]]
    review: DepartmentReview | None
    is_writer: bool
    form: OpinionForm | None
    proposed: Sequence[Consultation] = ()
    saved: Opinion | None = None

    @property
    def digest(self) -> str:
        """Changes whenever the list or a mark does; asked with every poll."""
        told = [
            [self.marks, *(str(line.opinion.edited_at) for line in self.lines)],
            [line.consultation.pk if line.consultation else 0 for line in self.lines],
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    @property
    def phrases(self) -> list[str]:
        """Words that requirements often need."""
        return [_(phrase) for phrase in PHRASES]

    @property
    def sector(self) -> str:
        """The sector of the one who draws; nothing for readers."""
        if not self.is_writer or self.review is None:
            return ""
        return self.review.department.sector

    def counts(self) -> list[dict[str, object]]:
        """How many opinions each department has on this sheet."""
        found: dict[str, int] = {}
        for line in self.lines:
            sector = line.opinion.review.department.sector
            found[sector] = found.get(sector, 0) + 1
        return [{"sector": name, "count": count} for name, count in found.items()]


def panel_of(
    user: User,
    case: Case,
    revision: SheetRevision,
    *,
    form: OpinionForm | None = None,
    saved: Opinion | None = None,
    about: str = "",
) -> SheetPanel:
    """Put together what a person sees beside a revision.

    `form` where it comes back; `about` is the number of a difference of the proof of
    sameness that a new opinion shall speak of.
    """
    review = own_review(user, case)
    may_write = may_write_about(user, case, revision)
    placed = placed_on(revision, opinions_told(user, case))
    meetings = meetings_about(user, case, [one.opinion.pk for one in placed])
    if form is None and may_write:
        form = OpinionForm(
            case=case,
            revision=revision,
            proposal=proposal_about(revision, about),
        )
    return SheetPanel(
        case=case,
        revision=revision,
        lines=[
            OpinionLine(
                one,
                meetings.get(one.opinion.pk),
                may_write and may_edit_opinion(user, one.opinion),
            )
            for one in placed
        ],
        marks=[one.as_mark(review.department_id if review else None) for one in placed],
        review=review,
        is_writer=may_write,
        form=form,
        saved=saved,
        proposed=_proposed_by(saved, meetings),
    )


def may_write_about(user: User, case: Case, revision: SheetRevision) -> bool:
    """Whether the person may give an opinion about this revision now."""
    review = own_review(user, case)
    return is_writer(user, case, review) and _is_current(case, revision)


def is_writer(user: User, case: Case, review: DepartmentReview | None) -> bool:
    """Whether the person may give opinions in this case now."""
    return (
        review is not None
        and case.state == CaseState.REVIEWING
        and review.state == DepartmentReviewState.RUNNING
        and is_reviewer(user, review)
    )


def meetings_about(
    user: User, case: Case, opinions: Sequence[int]
) -> dict[int, Consultation]:
    """The unsettled consultation of each opinion; departments alone hear of them."""
    if not opinions or not is_official(user, case):
        return {}
    rows = (
        Consultation.objects.filter(case=case)
        .unsettled()
        .filter(Q(opinion_a__in=opinions) | Q(opinion_b__in=opinions))
        .select_related("opinion_a", "opinion_b")
    )
    found: dict[int, Consultation] = {}
    for row in rows:
        found[row.opinion_a_id] = row
        found[row.opinion_b_id] = row
    return found


def _proposed_by(
    saved: Opinion | None, meetings: dict[int, Consultation]
) -> list[Consultation]:
    found = meetings.get(saved.pk) if saved else None
    return [found] if found else []


def _is_current(case: Case, revision: SheetRevision) -> bool:
    return case.revisions_now().filter(pk=revision.pk).exists()
