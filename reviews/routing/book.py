"""A book of dated rules: which sector reviews what, since when and until when."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reviews.routing.conditions import Condition
from reviews.sentences import Sentence


class Sector(StrEnum):
    """The branch of administration that a department belongs to."""

    HOUSING = "housing"
    FIRE = "fire"
    AIR_DEFENCE = "airdefence"
    METEOROLOGY = "meteorology"
    PLANNING = "planning"


FIRST_DAYS: Final = 7
LATER_DAYS: Final = 3
"""Working days promised for the first review and each later one (首审 7, 复审 3)."""


@dataclass(frozen=True, slots=True)
class Share:
    """A duty to build: the part of an area, from `low` to `high`."""

    field: str
    low: float
    high: float
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: when it holds, the sector reviews, or expressly does not.

    Of the rows of a sector that are in force, the first whose condition holds decides.
    `clause` is the text of the law and `source` its place, both in Chinese; `reason`
    may name facts as placeholders, such as `%(height_m)s`. Days are working days.
    """

    id: str
    sector: Sector
    when: Condition
    is_needed: bool
    clause: str
    source: str
    reason: Sentence
    effective_from: dt.date
    effective_to: dt.date | None = None
    legal_days: int = 0
    first_days: int = FIRST_DAYS
    later_days: int = LATER_DAYS
    duty: Share | None = None

    def is_in_force(self, on: dt.date) -> bool:
        """Tell whether it counts on that day; the last day is included."""
        ends = self.effective_to or dt.date.max
        return self.effective_from <= on <= ends


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rows that are used together; `version` is remembered by each case."""

    version: str
    rows: tuple[Rule, ...]

    def of(self, sector: Sector, on: dt.date) -> tuple[Rule, ...]:
        """The rows of one sector that are in force, in the order of deciding."""
        return tuple(
            row for row in self.rows if row.sector is sector and row.is_in_force(on)
        )
