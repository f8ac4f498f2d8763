"""What a case still needs: answers for screens and for the actions that refuse."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawings.models import Change, Comparison
from reviews.models import Case, ChangeTick, DepartmentReview, Evidence, Opinion
from reviews.regions import is_asked_for
from reviews.states import MaterialState, OpinionState


def undeclared_changes(case: Case) -> list[Change]:
    """Changes of this round that no opinion asked for and the designer did not declare."""
    if case.round_number == 1:
        return []
    changes = (
        Change.objects.filter(
            comparison__newer__submission=case.current_round.submission,
            comparison__verdict=Comparison.Verdict.CHANGED,
        )
        .undeclared()
        .select_related(
            "comparison__newer__sheet",
            "comparison__newer__submission",
            "comparison__newer__pdf",
            "comparison__newer__dwg",
            "comparison__older__submission",
            "comparison__older__pdf",
            "comparison__older__dwg",
        )
    )
    regions = _asked_regions(case)
    return [
        change
        for change in changes
        if not is_asked_for(change.box, regions.get(change.comparison_id, []))
    ]


def unticked_changes(review: DepartmentReview) -> list[Change]:
    """Changes that the department has not settled: undeclared and unseen, or on hold."""
    held = held_changes(review)
    settled = set(
        ChangeTick.objects.filter(review=review).values_list("change", flat=True)
    )
    unseen = [c for c in undeclared_changes(review.case) if c.pk not in settled]
    return [*unseen, *held]


def held_changes(review: DepartmentReview) -> list[Change]:
    """Changes of any kind that the department has put on hold (待定)."""
    return list(
        Change.objects.filter(
            ticks__review=review, ticks__verdict=ChangeTick.Verdict.HELD
        ).select_related("comparison__newer__sheet")
    )


def unjudged_opinions(review: DepartmentReview) -> "QuerySet[Opinion]":
    """Answered opinions of the department that wait for its judgement."""
    return review.case.opinions.filter(
        review__department=review.department, state=OpinionState.ANSWERED
    )


def hindrances(review: DepartmentReview) -> list[str]:
    """What keeps the department from concluding, one sentence each."""
    left: list[str] = []
    numbers = list(unjudged_opinions(review).values_list("number", flat=True))
    if numbers:
        left.append(
            _("answers still to be judged: %(numbers)s")
            % {"numbers": "、".join(str(number) for number in numbers)}
        )
    held = held_changes(review)
    if unseen := len(unticked_changes(review)) - len(held):
        words = _("undeclared changes still to be looked at: %(count)s")
        left.append(words % {"count": unseen})
    if held:
        sheets = "、".join(dict.fromkeys(c.comparison.newer.sheet.number for c in held))
        words = _("changes on hold: %(count)s, on %(sheets)s")
        left.append(words % {"count": len(held), "sheets": sheets})
    return left


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that must be true before anything is sealed."""

    key: str
    is_open: bool
    detail: str


def gates(case: Case) -> Sequence[Gate]:
    """The gates before sealing: opinions, documents, departments, faces of the sheets."""
    open_opinions = case.opinions.open().count()
    owed = case.materials.exclude(state=MaterialState.PRESENT).count()
    reviews = list(case.reviews_now())
    passed = sum(review.result in {"pass", "not_applicable"} for review in reviews)
    sheets = case.revisions_now().count()
    return [
        Gate("opinions", open_opinions == 0, _gate_opinions(open_opinions)),
        Gate("materials", owed == 0, _gate_materials(owed)),
        Gate(
            "departments",
            passed == len(reviews) and bool(reviews),
            _("%(passed)s of %(all)s departments passed")
            % {"passed": passed, "all": len(reviews)},
        ),
        Gate(
            "hashes",
            sheets > 0,
            _("%(count)s sheets frozen by their hash") % {"count": sheets},
        ),
    ]


def _gate_opinions(count: int) -> str:
    if not count:
        return _("All opinions are closed")
    text = ngettext("%(count)s opinion is open", "%(count)s opinions are open", count)
    return text % {"count": count}


def _gate_materials(count: int) -> str:
    if not count:
        return _("All documents are there")
    text = ngettext(
        "%(count)s document is still owed",
        "%(count)s documents are still owed",
        count,
    )
    return text % {"count": count}


def _asked_regions(case: Case) -> dict[int, list[list[float]]]:
    """Per comparison of this round: where opinions asked for a change, on the new sheet."""
    regions: dict[int, list[list[float]]] = {}
    rows = Evidence.objects.filter(
        opinion__case=case, comparison__newer__submission=case.current_round.submission
    ).select_related("opinion", "comparison")
    for evidence in rows:
        boxes = regions.setdefault(evidence.comparison_id, [])
        boxes.append(evidence.comparison.box_on_newer(evidence.opinion.box))
        if evidence.new_box:
            boxes.append(evidence.new_box)
    return regions
