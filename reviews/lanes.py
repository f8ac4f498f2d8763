"""One lane per department: what it has used of its days, and what the builder has."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Organisation, User
from reviews.access import is_official, visible_opinions
from reviews.clocks import city_calendar, event_of, rule_of
from reviews.models import Case, DepartmentReview, Round
from reviews.states import CaseState, DepartmentReviewState, OpinionState, Result
from reviews.timing.clock import ClockState, replay
from reviews.timing.events import What
from reviews.usage import Clocked, TimeUsed, time_used
from storage import clock

_GOOD = {Result.PASS, Result.NOT_APPLICABLE}
_LATE = {ClockState.OVERDUE, ClockState.DONE_LATE}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a lane, from `start` to `end` in percent."""

    kind: str
    start: float
    end: float
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One department."""

    sector: str
    name: str
    parts: list[Part]
    state: str
    label: str
    said: str
    used: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Board:
    """All lanes on one axis, with the time that each side has used."""

    lanes: list[Lane]
    ticks: list[Tick]
    today: float | None
    used: TimeUsed


def board_of(case: Case, viewer: User) -> Board | None:
    """The lanes of a case that was accepted; None before that.

    A viewer who works for none of its departments learns a result when it is released.
    """
    calendar, now = city_calendar(), clock.now()
    clocked = [
        Clocked(review, replay(events, rule_of(review), calendar, now))
        for review in case.department_reviews.select_related(
            "department", "round"
        ).prefetch_related("clock_marks")
        if (events := [event_of(mark) for mark in review.clock_marks.all()])
    ]
    if not clocked or case.accepted_at is None:
        return None
    rounds = list(case.rounds.all())
    axis = _Axis.over(case, clocked, now)
    lanes = _Lanes(case, viewer, rounds, axis)
    is_over = case.state in {CaseState.ISSUED, CaseState.ARCHIVED}
    return Board(
        lanes=list(lanes.drawn(clocked)),
        ticks=_ticks(axis, rounds, now, is_over=is_over),
        today=None if is_over else axis.at(now),
        used=time_used(case, clocked, rounds, calendar),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    first: dt.datetime
    last: dt.datetime

    @classmethod
    def over(cls, case: Case, clocked: Sequence[Clocked], now: dt.datetime) -> "_Axis":
        first = min(one.replay.started_at for one in clocked)
        ends = [one.replay.finished_at or now for one in clocked]
        if case.state not in {CaseState.ISSUED, CaseState.ARCHIVED}:
            ends.append(now)
            ends += [
                one.replay.due_at
                for one in clocked
                if one.replay.due_at and not one.replay.finished_at
            ]
        span = max(ends) - first
        return cls(first, max(ends) + max(span * 0.06, dt.timedelta(hours=1)))

    def at(self, moment: dt.datetime) -> float:
        """Where a moment lies, in percent."""
        share = (moment - self.first) / (self.last - self.first)
        return round(100 * min(1.0, max(0.0, share)), 2)


class _Lanes:
    """Draws the lanes of one case for one viewer."""

    def __init__(
        self, case: Case, viewer: User, rounds: Sequence[Round], axis: _Axis
    ) -> None:
        self.case = case
        self.axis = axis
        self.rounds = {one.pk: one for one in rounds}
        self.by_number = {one.number: one for one in rounds}
        self.is_insider = is_official(viewer, case)
        self.counts = _counts(case, viewer)

    def drawn(self, clocked: Sequence[Clocked]) -> Iterator[Lane]:
        """One lane per department, in the order of the units."""
        units: dict[int, list[Clocked]] = {}
        for one in sorted(clocked, key=lambda one: one.review.round.number):
            units.setdefault(one.review.department_id, []).append(one)
        for rows in units.values():
            yield self._lane(rows[-1].review.department, rows)

    def _lane(self, unit: Organisation, rows: Sequence[Clocked]) -> Lane:
        last = rows[-1]
        state, label = self._state(last)
        return Lane(
            sector=unit.sector,
            name=unit.short_name or unit.name,
            parts=[part for one in rows for part in self._parts(one)],
            state=state,
            label=label,
            said=self._said(unit.pk),
            used=_("%(used)s of %(limit)s days used")
            % {"limit": last.replay.limit_days, "used": last.replay.used_days},
        )

    def _parts(self, one: Clocked) -> Iterator[Part]:
        number = one.review.round.number
        days = {"round": number, "days": one.replay.used_days}
        label = (
            _("First review, %(days)s d") if number == 1 else _("Re-review, %(days)s d")
        ) % days
        if one.replay.finished_at:
            kind = "late" if one.replay.state in _LATE else "done"
        else:
            kind = "late" if one.replay.state is ClockState.OVERDUE else "run"
        for start, end, is_paused in _stretches(one.review, clock.now()):
            if is_paused:
                yield self._part("paused", start, end, _("Clock stopped"))
            else:
                yield self._part(kind, start, end, label)
                label = ""
        round_ = self.rounds[one.review.round_id]
        if round_.released_at and one.review.result not in _GOOD:
            following = self.by_number.get(number + 1)
            until = following.started_at if following else None
            if until or self.case.state == CaseState.REVISING:
                end = until or clock.now()
                text = pgettext("lane", "being revised, not counted")
                yield self._part("builder", round_.released_at, end, text)

    def _part(
        self, kind: str, start: dt.datetime, end: dt.datetime, label: str
    ) -> Part:
        return Part(kind, self.axis.at(start), self.axis.at(end), label)

    def _state(self, one: Clocked) -> tuple[str, str]:
        review = one.review
        if self._is_told(review):
            if review.result in _GOOD:
                return "ok", pgettext("lane", "passed")
            if self.case.state == CaseState.REVISING:
                return "warn", pgettext("lane", "to be revised")
        if review.state == DepartmentReviewState.APPROVED:
            return "near", pgettext("lane", "done")
        if one.replay.state is ClockState.OVERDUE:
            return "late", pgettext("lane", "overdue")
        if one.replay.state is ClockState.PAUSED:
            return "none", pgettext("lane", "clock stopped")
        if one.replay.state is ClockState.WARNED:
            return "warn", pgettext("lane", "due soon")
        return "run", pgettext("lane", "reviewing")

    def _is_told(self, review: DepartmentReview) -> bool:
        if review.state != DepartmentReviewState.APPROVED:
            return False
        return self.is_insider or bool(self.rounds[review.round_id].released_at)

    def _said(self, unit: int) -> str:
        total, waiting = self.counts.get(unit, (0, 0))
        if not total:
            return "—"
        if waiting and self.case.state == CaseState.REVISING:
            values = {"total": total, "waiting": waiting}
            text = ngettext(
                "%(total)s opinion, %(waiting)s open",
                "%(total)s opinions, %(waiting)s open",
                total,
            )
            return text % values
        text = ngettext("%(total)s opinion", "%(total)s opinions", total)
        return text % {"total": total}


def _counts(case: Case, viewer: User) -> dict[int, tuple[int, int]]:
    rows = (
        visible_opinions(viewer, case)
        .exclude(state__in=[OpinionState.REPLACED, OpinionState.WITHDRAWN])
        .order_by()
        .values("review__department")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(state="standing")))
    )
    return {row["review__department"]: (row["total"], row["waiting"]) for row in rows}


def _stretches(
    review: DepartmentReview, now: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.datetime, bool]]:
    """From mark to mark, and whether the clock stood still."""
    begun, is_paused = None, False
    for mark in review.clock_marks.all():
        if mark.what == What.EXTEND or mark.at > now:
            continue
        if begun is not None:
            yield begun, mark.at, is_paused
        begun, is_paused = mark.at, mark.what == What.STOP
        if mark.what == What.FINISH:
            return
    if begun is not None:
        yield begun, now, is_paused


def _ticks(
    axis: _Axis, rounds: Sequence[Round], now: dt.datetime, *, is_over: bool
) -> list[Tick]:
    moments = [one.started_at for one in rounds if one.started_at]
    moments += [one.released_at for one in rounds if one.released_at]
    ticks = [] if is_over else [Tick(axis.at(now), _("today"))]
    for moment in sorted(moments):
        at = axis.at(moment)
        # Words that would lie on one another say nothing.
        if all(abs(at - other.at) > _TICK_WIDTH for other in ticks):
            ticks.append(Tick(at, f"{timezone.localtime(moment):%m-%d}"))
    return sorted(ticks, key=lambda tick: tick.at)


_TICK_WIDTH = 9.0
