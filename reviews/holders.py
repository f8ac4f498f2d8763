"""Who held a case, from when until when, and how many working days that took."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reviews import events
from reviews.clocks import city_calendar
from reviews.models import Case
from reviews.usage import workdays_between
from storage import clock
from storage.models import Event

HANDS_OVER: Final[Mapping[str, str]] = {
    events.CASE_OPENED: "builder",
    events.CASE_SUBMITTED: "window",
    events.CASE_RETURNED: "builder",
    events.CASE_ACCEPTED: "departments",
    events.CASE_ACCEPTED_DEFERRED: "departments",
    events.ROUND_STARTED: "departments",
    events.REVIEW_SENT_BACK: "departments",
    events.ROUND_JOINED: "lead",
    events.NOTICE_RELEASED: "builder",
    events.REVISION_SUBMITTED: "departments",
    events.CASE_PASSED: "lead",
    events.SEALING_ORDERED: "system",
    events.CASE_ISSUED: "",
    events.CASE_REJECTED: "",
    events.CASE_WITHDRAWN: "",
}
"""To whom a case goes with an event; nobody when it is over."""

_ORDER: Final = ("builder", "window", "departments", "lead", "system")


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch in one hand; `end` is now while it lasts, `left` and `width` in percent."""

    holder: str
    name: str
    start: dt.datetime
    end: dt.datetime
    is_lasting: bool
    workdays: int
    took: str
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """What one hand has used altogether."""

    holder: str
    name: str
    workdays: int
    took: str
    percent: float


def spells_of(case: Case) -> list[Spell]:
    """The stretches of a case in the order of time."""
    rows = Event.objects.of_stream(case.serial).filter(verb__in=list(HANDS_OVER))
    turns = list(_turns(rows))
    if not turns:
        return []
    first, now = turns[0][1], clock.now()
    last = turns[-1][1] if not turns[-1][0] else max(now, turns[-1][1])
    calendar = city_calendar()
    whole = max((last - first).total_seconds(), 1.0)
    spells = []
    for place, (holder, start) in enumerate(turns):
        if not holder:
            continue
        is_lasting = place + 1 == len(turns)
        end = last if is_lasting else turns[place + 1][1]
        days = workdays_between(
            calendar, timezone.localdate(start), timezone.localdate(end)
        )
        spells.append(
            Spell(
                holder=holder,
                name=holder_name(holder),
                start=start,
                end=end,
                is_lasting=is_lasting,
                workdays=days,
                took=took(end - start),
                left=round(100 * (start - first).total_seconds() / whole, 2),
                right=round(100 * (end - first).total_seconds() / whole, 2),
            )
        )
    return spells


def shares_of(spells: Sequence[Spell]) -> list[Share]:
    """The stretches of each hand added up."""
    length = {
        holder: sum(
            ((one.end - one.start) for one in spells if one.holder == holder),
            dt.timedelta(),
        )
        for holder in _ORDER
    }
    whole = sum(length.values(), dt.timedelta()).total_seconds() or 1.0
    return [
        Share(
            holder=holder,
            name=holder_name(holder),
            workdays=sum(one.workdays for one in spells if one.holder == holder),
            took=took(length[holder]),
            percent=round(100 * length[holder].total_seconds() / whole, 1),
        )
        for holder in _ORDER
        if length[holder]
    ]


def holder_name(holder: str) -> str:
    """A hand as people call it."""
    return {
        "builder": pgettext("holder of a case", "builder and design firm"),
        "window": pgettext("holder of a case", "window"),
        "departments": pgettext("holder of a case", "departments"),
        "lead": pgettext("holder of a case", "lead department"),
        "system": pgettext("holder of a case", "sealing"),
        "nobody": pgettext("holder of a case", "nobody"),
    }.get(holder, holder)


def took(span: dt.timedelta) -> str:
    """A length of time in its two largest units."""
    minutes = max(0, int(span.total_seconds()) // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        said = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        return f"{said} {_('%(n)s h') % {'n': hours}}" if hours else said
    if hours:
        return f"{_('%(n)s h') % {'n': hours}} {_('%(n)s min') % {'n': left}}"
    return _("%(n)s min") % {"n": left}


def _turns(rows: Iterable[Event]) -> Iterator[tuple[str, dt.datetime]]:
    """Each change of hands; an event that leaves the case where it is says nothing."""
    held: str | None = None
    for row in rows:
        holder = HANDS_OVER[row.verb]
        if holder != held:
            yield holder, row.at
            held = holder
