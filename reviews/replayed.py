"""What the page of a clock shows: days as tiles, events as pins, reasons."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ROW_DAYS: Final = 21


@dataclass(frozen=True, slots=True)
class DayTile:
    """One day: `kind` is its pattern, `sign` what stands in its middle, `word` below."""

    date: dt.date
    weekday: str
    kind: str
    sign: str
    word: str
    is_due: bool
    is_ahead: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """An event over its day; `level` keeps the words of neighbours apart."""

    column: int
    level: int
    is_left: bool
    tone: str
    title: str
    when: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of days with its pins; a week of a long clock when `is_week`."""

    days: Sequence[DayTile]
    pins: Sequence[Pin]
    counted: int
    columns: int = ROW_DAYS
    is_week: bool = False
    is_open: bool = True

    @property
    def levels(self) -> int:
        """How many rows the pins need."""
        return 1 + max((pin.level for pin in self.pins), default=-1)


@dataclass(frozen=True, slots=True)
class Reason:
    """A row of the table: neighbouring days of one kind, and what says so."""

    first: dt.date
    last: dt.date
    weekdays: str
    kind: str
    nature: str
    counted: str
    used: int
    basis: str
