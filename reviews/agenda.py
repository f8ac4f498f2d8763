"""What there is to look at in a round: the sheets with what became of each, by discipline."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from drawings.fates import Renumbered, renumbered_in
from drawings.models import Comparison, SheetRevision
from reviews.disciplines import discipline_name
from reviews.models import Case, Opinion
from reviews.reporting import UNSHOWN, Seal, seal_of


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet of the set: its revision of now, its comparison, what is open on it."""

    revision: SheetRevision
    comparison: Comparison | None
    open_count: int
    round_number: int
    submission_id: int
    renumbered: Renumbered | None = None

    @property
    def is_handed_in(self) -> bool:
        """Whether the sheet came with the hand-in of this round."""
        return self.revision.submission_id == self.submission_id

    @property
    def is_new(self) -> bool:
        """Whether the sheet was not there before this round."""
        return self.round_number > 1 and self.is_handed_in and self.is_first

    @property
    def is_changed(self) -> bool:
        """Whether it was handed in again and is not proved to be the same drawing.

        A sheet on which all was looked at and its number alone is another is the same.
        """
        if self.round_number == 1 or not self.is_handed_in or self.is_first:
            return False
        if self.renumbered is not None and self.renumbered.is_same:
            return False
        return self.comparison is None or not self.comparison.is_unchanged

    @property
    def is_unproved(self) -> bool:
        """Whether no change was found on it, and not all of it could be compared."""
        verdict = self.comparison.verdict if self.comparison else ""
        return self.is_changed and verdict != Comparison.Verdict.CHANGED

    @property
    def is_carried(self) -> bool:
        """Whether the conclusion of the round before still counts (沿用)."""
        return self.round_number > 1 and not self.is_new and not self.is_changed

    @property
    def needs_look(self) -> bool:
        """Whether somebody has to look at it in this round."""
        return not self.is_carried or self.open_count > 0

    @property
    def seal(self) -> Seal:
        """Whether both faces are proved to be one sheet."""
        return seal_of(self.revision)

    @property
    def is_first(self) -> bool:
        """Whether it is the first revision of its sheet."""
        return self.revision.ordinal == 1


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """The sheets of one discipline."""

    discipline: str
    lines: Sequence[SheetLine]

    @property
    def name(self) -> str:
        """The discipline as people call it."""
        return discipline_name(self.discipline)

    @property
    def open_count(self) -> int:
        """Open opinions on its sheets."""
        return sum(line.open_count for line in self.lines)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The whole set of a round, in the order of its sheets."""

    lines: Sequence[SheetLine]

    @property
    def to_see(self) -> list[SheetLine]:
        """The sheets that have to be looked at."""
        return [line for line in self.lines if line.needs_look]

    @property
    def carried(self) -> list[SheetLine]:
        """The sheets whose conclusion still counts."""
        return [line for line in self.lines if line.is_carried]

    @property
    def changed(self) -> list[SheetLine]:
        """The sheets on which a change was found."""
        return [line for line in self.lines if line.is_changed and not line.is_unproved]

    @property
    def unproved(self) -> list[SheetLine]:
        """The sheets handed in again that nobody can call the same or changed."""
        return [line for line in self.lines if line.is_unproved]

    @property
    def asked_about(self) -> list[SheetLine]:
        """The sheets that keep their conclusion and have opinions that are open."""
        return [line for line in self.carried if line.needs_look]

    @property
    def new(self) -> list[SheetLine]:
        """The sheets that were not there before."""
        return [line for line in self.lines if line.is_new]

    def first(self) -> SheetLine | None:
        """Where to begin: the first sheet that has to be looked at, else the first."""
        return next(iter(self.to_see), None) or next(iter(self.lines), None)


def agenda_of(case: Case, opinions: Iterable[Opinion]) -> Agenda:
    """The set of the round that runs now.

    Args:
        case: the case.
        opinions: those that the person may read; open ones are counted.

    """
    open_on = Counter(opinion.sheet_id for opinion in opinions if opinion.is_open)
    submission = case.current_round.submission
    compared = {
        row.newer_id: row
        for row in Comparison.objects.filter(
            newer__submission=submission
        ).select_related("older", "newer")
    }
    rows = renumbered_in(submission) if case.round_number > 1 else []
    renumbered = {one.newer.pk: one for one in rows}
    return Agenda(
        [
            SheetLine(
                revision=revision,
                comparison=compared.get(revision.pk),
                open_count=open_on[revision.sheet_id],
                round_number=case.round_number,
                submission_id=submission.pk,
                renumbered=renumbered.get(revision.pk),
            )
            for revision in case.revisions_now()
            .select_related("sameness")
            .defer(*UNSHOWN)
        ]
    )


def by_discipline(lines: Sequence[SheetLine]) -> list[SheetGroup]:
    """The lines, neighbours of one discipline taken together."""
    return [
        SheetGroup(discipline, list(part))
        for discipline, part in groupby(
            lines, key=lambda line: line.revision.sheet.discipline
        )
    ]
