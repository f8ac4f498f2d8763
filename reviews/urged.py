"""How a department was urged, with every answer: a later one replaces none."""

import datetime as dt
from dataclasses import dataclass

from reviews import events
from reviews.models import DepartmentReview, Urging
from storage.models import Event


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: its words, who gave it, when."""

    words: str
    who: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Told:
    """One urging; answers in the order in which they came."""

    urging: Urging
    answers: list[Said]


def urgings_of(review: DepartmentReview) -> list[Told]:
    """Every urging of a review, the newest first."""
    rows = review.urgings.select_related("urged_by", "answered_by", "letter")
    said = _said(review)
    return [Told(row, said.get(row.pk) or _kept(row)) for row in rows]


def _said(review: DepartmentReview) -> dict[int, list[Said]]:
    """What the ledger holds, by urging."""
    found: dict[int, list[Said]] = {}
    rows = Event.objects.filter(verb=events.URGING_ANSWERED, subject_id=review.pk)
    for row in rows.order_by("sequence"):
        words, about = str(row.particulars["answer"]), row.particulars.get("urging")
        if isinstance(about, int):
            found.setdefault(about, []).append(Said(words, row.actor_label, row.at))
    return found


def _kept(row: Urging) -> list[Said]:
    """The answer of before answers named their urging."""
    if row.answered_at is None:
        return []
    return [Said(row.answer, str(row.answered_by), row.answered_at)]
