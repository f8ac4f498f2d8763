"""Sheets and faces that were promised for a day (容缺): which are owed, which have come.

A promise is a settlement of the check of a set. Nobody ticks it off: it is kept when the
sheet stands in what was handed in.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawings.content.setcheck import Code
from drawings.content.sheetnumbers import comparable
from drawings.models import Settlement, SheetRevision
from reviews.clocks import city_calendar
from reviews.models import Case
from reviews.usage import workdays_between
from storage import clock

NEAR_DAYS: Final = 3
"""From so many working days left a promise is reminded of."""
CODES: Final = (Code.MISSING, Code.DWG_MISSING, Code.PDF_MISSING)


@dataclass(frozen=True, slots=True)
class SheetPromise:
    """A sheet, or one face of it, that is promised; `left` in working days."""

    settlement: Settlement
    until: dt.date
    is_kept: bool
    left: int

    @property
    def number(self) -> str:
        """Of the sheet."""
        return self.settlement.subject

    @property
    def code(self) -> Code:
        """Whether it is the whole sheet, or which face of it."""
        return Code(self.settlement.code)

    @property
    def what(self) -> str:
        """What is promised of it, as people say it."""
        number = {"number": self.number}
        return {
            Code.DWG_MISSING: _("DWG of %(number)s") % number,
            Code.PDF_MISSING: _("PDF of %(number)s") % number,
        }.get(self.code, _("sheet %(number)s") % number)

    @property
    def sentence(self) -> str:
        """What is promised, and to when."""
        said = {"what": self.what, "day": self.until}
        return _("%(what)s: promised until %(day)s") % said

    @property
    def is_broken(self) -> bool:
        """Whether the day has passed without it."""
        return not self.is_kept and self.until < clock.today()

    @property
    def is_near(self) -> bool:
        """Whether the day is near, and it has not come."""
        return not self.is_kept and not self.is_broken and self.left <= NEAR_DAYS

    @property
    def tone(self) -> str:
        """The tone of its chip."""
        if self.is_kept:
            return "ok"
        return "late" if self.is_broken else "warn"

    @property
    def word(self) -> str:
        """How it stands."""
        if self.is_kept:
            return _("has come")
        if self.is_broken:
            return _("promise broken")
        if not self.left:
            return _("promised")
        text = ngettext(
            "%(count)s working day left", "%(count)s working days left", self.left
        )
        return text % {"count": self.left}


def sheet_promises(case: Case) -> list[SheetPromise]:
    """Every sheet that was promised in a set of the case, the nearest day first."""
    said = _said(case)
    if not said:
        return []
    there = _there(case.revisions_now())
    calendar, today = city_calendar(), clock.today()
    found = [
        SheetPromise(
            settlement=row,
            until=row.until,
            is_kept=Code(row.code) in there.get(comparable(row.subject), ()),
            left=workdays_between(calendar, today, row.until),
        )
        for row in said
        if row.until is not None
    ]
    return sorted(found, key=lambda one: (one.is_kept, one.until, one.number))


def _said(case: Case) -> list[Settlement]:
    """The last word on each remark, where that is a promise."""
    rows = Settlement.objects.filter(submission__round__case=case, code__in=CODES)
    last = {
        (row.code, row.subject): row
        for row in rows.order_by("said_at", "pk").select_related("said_by")
    }
    return [one for one in last.values() if one.answer == Settlement.Answer.FOLLOWS]


def _there(revisions: Iterable[SheetRevision]) -> Mapping[str, set[Code]]:
    """Which promises the sheets that are here would keep, by number."""
    found: dict[str, set[Code]] = {}
    for row in revisions:
        kept = {Code.MISSING}
        if row.dwg_id:
            kept.add(Code.DWG_MISSING)
        if row.pdf_id:
            kept.add(Code.PDF_MISSING)
        found[comparable(row.sheet.number)] = kept
    return found
