"""The comparisons of a case that a person may know of, and what a report of them rests on."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import translation

from accounts.models import User
from drawings.diff.settings import ENGINE
from drawings.fates import standing_before
from drawings.models import Change, Comparison, Submission
from reviews.access import is_applicant_side
from reviews.fatewords import fates_of
from reviews.models import Case, Evidence, Opinion
from reviews.telling import opinions_told


def comparisons_told(user: User, case: Case) -> "QuerySet[Comparison]":
    """The comparisons of the project that a person may know of.

    Of a set that is not handed in yet, builder and design firm alone know.
    """
    rows = Comparison.objects.filter(newer__sheet__project=case.project)
    if is_applicant_side(user, case):
        return rows
    return rows.filter(
        newer__submission__number__lte=case.current_round.submission.number,
        newer__submission__state=Submission.State.CLOSED,
    )


def last_hand_in(user: User, case: Case) -> Submission | None:
    """The last hand-in of which something can be told: sheets compared, come or gone.

    Builder and design firm alone know of a set that is not handed in yet.
    """
    rows = Submission.objects.filter(project=case.project).exclude(
        state=Submission.State.DROPPED
    )
    if not is_applicant_side(user, case):
        rows = rows.filter(
            number__lte=case.current_round.submission.number,
            state=Submission.State.CLOSED,
        )
    return next((one for one in rows.order_by("-number") if _tells(one)), None)


def _tells(submission: Submission) -> bool:
    if Comparison.objects.filter(newer__submission=submission).exists():
        return True
    if not standing_before(submission).exists():
        return False  # the first set: nothing came or went, all is there
    is_new = submission.revisions.filter(ordinal=1).exists()
    return is_new or submission.withdrawals.exists()


def _compared_in(submission: Submission) -> list[Comparison]:
    rows = Comparison.objects.filter(newer__submission=submission)
    return list(with_files(rows).order_by("newer__sheet__order"))


def with_files(rows: "QuerySet[Comparison]") -> "QuerySet[Comparison]":
    """The rows with all that a report of them names."""
    return rows.select_related(
        "older__pdf__file__blob",
        "older__dwg__file__blob",
        "newer__pdf__file__blob",
        "newer__dwg__file__blob",
        "newer__sheet__project",
        "newer__submission",
        "answer",
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What a report tells one person: comparisons, and the opinions that stand beside.

    `hand_in` is the set of which the report tells all; None where it tells one sheet.
    """

    comparisons: Sequence[Comparison]
    opinions: Sequence[Opinion]
    hand_in: Submission | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be told."""
        return not self.comparisons and self.hand_in is None

    def digest(self, *, language: str) -> str:
        """Another one whenever the report would say something else; hex SHA-256."""
        keys = [row.pk for row in self.comparisons]
        declared = Change.objects.filter(comparison__in=keys).exclude(declaration="")
        places = Evidence.objects.filter(comparison__in=keys)
        told = [
            [self.hand_in.pk if self.hand_in else None, language, ENGINE, keys],
            [_names_of(row) for row in self.comparisons],
            [[row.pk, row.number, row.box] for row in self.opinions],
            list(declared.order_by("pk").values_list("pk", "declaration")),
            list(places.order_by("pk").values_list("pk", "new_box")),
            self.fates(language),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def fates(self, language: str) -> list[tuple[str, str, str]]:
        """Sheets of the hand-in that came, were renumbered or went."""
        if self.hand_in is None:
            return []
        with translation.override(language):
            return fates_of(self.hand_in)


def _names_of(comparison: Comparison) -> list[str]:
    """What a report says of a sheet besides what was found: people rename things."""
    sheet = comparison.newer.sheet
    faces = [
        face
        for revision in (comparison.older, comparison.newer)
        for face in (revision.dwg, revision.pdf)
        if face is not None
    ]
    return [
        sheet.project.name,
        str(sheet),
        str(comparison.verdict),
        *(f"{face.file.path} [{face.index + 1}]" for face in faces),
    ]


def told_to(user: User, case: Case, comparison: Comparison | None) -> Told:
    """What a report of one sheet, or of the last hand-in, tells a person."""
    hand_in = None if comparison is not None else last_hand_in(user, case)
    rows = [comparison] if comparison is not None else []
    if hand_in is not None:
        rows = _compared_in(hand_in)
    sheets = {row.newer.sheet_id for row in rows}
    said = [row for row in opinions_told(user, case) if row.sheet_id in sheets]
    return Told(rows, said, hand_in)
