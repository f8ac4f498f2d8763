"""What a case still needs: answers for screens and for the actions that refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawings.models import Change, Comparison
from reviews.models import Case, ChangeTick, DepartmentReview, Evidence, Opinion
from reviews.regions import asked_for
from reviews.states import MaterialState, OpinionState
from storage.sentences import listed

_FACES: Final = ("newer__pdf", "newer__dwg", "older__pdf", "older__dwg")


def undeclared_changes(case: Case) -> list[Change]:
    """Changes of this round that no opinion asked for and the designer did not declare."""
    if case.round_number == 1:
        return []
    regions = _asked_regions(case)
    comparisons = _changed_in(case).in_bulk()
    rows = Change.objects.undeclared().filter(comparison__in=comparisons)
    found: list[Change] = []
    for key, group in groupby(rows, key=lambda change: change.comparison_id):
        changes = list(group)
        for change in changes:
            # One comparison for all of its changes: there may be thousands of them.
            change.comparison = comparisons[key]
        asked = asked_for([change.box for change in changes], regions.get(key, []))
        found += [c for c, is_asked in zip(changes, asked, strict=True) if not is_asked]
    return found


@dataclass(frozen=True, slots=True)
class ToSettle:
    """What a department has to say a word about: undeclared changes, and those on hold."""

    undeclared: Sequence[Change]
    held: Sequence[Change]
    said: frozenset[int]

    @property
    def unseen(self) -> list[Change]:
        """Undeclared changes of which the department has said nothing."""
        return [change for change in self.undeclared if change.pk not in self.said]

    @property
    def left(self) -> list[Change]:
        """Changes that keep the department from concluding."""
        return [*self.unseen, *self.held]

    @property
    def total(self) -> int:
        """How many changes there are to settle, settled ones included."""
        return len({change.pk for change in (*self.undeclared, *self.held)})


def to_settle(
    review: DepartmentReview, undeclared: Sequence[Change] | None = None
) -> ToSettle:
    """What the department has to say a word about.

    `undeclared` are the undeclared changes of its case, where they are known already.
    """
    if undeclared is None:
        undeclared = undeclared_changes(review.case)
    said = ChangeTick.objects.filter(review=review).values_list("change", flat=True)
    return ToSettle(undeclared, held_changes(review), frozenset(said))


def unticked_changes(review: DepartmentReview) -> list[Change]:
    """Changes that the department has not settled: undeclared and unseen, or on hold."""
    return to_settle(review).left


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
            % {"numbers": listed(str(number) for number in numbers)}
        )
    changes = to_settle(review)
    if unseen := len(changes.unseen):
        words = _("undeclared changes still to be looked at: %(count)s")
        left.append(words % {"count": unseen})
    if held := changes.held:
        sheets = listed(dict.fromkeys(c.comparison.newer.sheet.number for c in held))
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
            ngettext(
                "%(count)s sheet frozen by its hash",
                "%(count)s sheets frozen by their hash",
                sheets,
            )
            % {"count": sheets},
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


def _changed_in(case: Case) -> "QuerySet[Comparison]":
    """The comparisons of this round that found something, with what pages show of them."""
    return (
        Comparison.objects.filter(
            newer__submission=case.current_round.submission,
            verdict=Comparison.Verdict.CHANGED,
        )
        .select_related(
            "newer__sheet",
            "newer__submission",
            "newer__pdf",
            "newer__dwg",
            "older__submission",
            "older__pdf",
            "older__dwg",
        )
        .defer(*(f"{face}__texts" for face in _FACES))
    )


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
