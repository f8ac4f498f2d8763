"""The five rates of a regulator, each against its target."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import events
from reviews.clocks import city_calendar
from reviews.models import Opinion
from reviews.states import OpinionState
from reviews.supervision import ReviewRow, Scene
from reviews.usage import workdays_between
from storage.models import Event

DEFINED_ON: Final = dt.date(2026, 11, 1)
"""The day of the definitions below; a change of one of them changes this day."""

ACCEPTANCE_DAYS: Final = (
    5  # licence law, article 32: five days to ask for what is missing
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole against a target: at least that, or (not `is_least`) at most."""

    key: str
    label: str
    part: int
    whole: int
    target: float
    is_least: bool = True

    @property
    def percent(self) -> float | None:
        """The rate, or None."""
        return 100 * self.part / self.whole if self.whole else None

    @property
    def is_met(self) -> bool:
        """Whether the target is met; nothing to count is no fault."""
        if self.percent is None:
            return True
        if self.is_least:
            return self.percent >= self.target
        return self.percent <= self.target


def on_time(reviews: Sequence[ReviewRow], scene: Scene) -> Rate:
    """How many of the reviews of the period were approved by their deadline."""
    done = [row for row in reviews if scene.is_recent(row.approved_at)]
    in_time = sum(not row.is_late for row in done)
    return Rate("finished", _("Done on time"), in_time, len(done), 97.0)


def rates_of(scene: Scene) -> list[Rate]:
    """The five rates with their targets."""
    first = scene.of_cases("first_round")
    return [
        _acceptance(scene),
        on_time(scene.reviews, scene),
        Rate(
            "first_round",
            _("Passed in round one"),
            sum(row.passed_first for row in first),
            len(first),
            45.0,
        ),
        _sent_back(scene),
        _late_opinions(scene),
    ]


def _acceptance(scene: Scene) -> Rate:
    calendar = city_calendar()
    rows = scene.of_cases("accepted")
    timely = 0
    for row in rows:
        handed_in, accepted = day_of(row.submitted_at), day_of(row.accepted_at)
        if handed_in and accepted:
            days = workdays_between(calendar, handed_in, accepted)
            timely += days <= ACCEPTANCE_DAYS
    return Rate("accepted", _("Accepted on time"), timely, len(rows), 98.0)


def _sent_back(scene: Scene) -> Rate:
    serials = [row.serial for row in scene.cases]
    rows = Event.objects.filter(stream__in=serials, at__gte=scene.since)
    back = rows.filter(verb=events.REVIEW_SENT_BACK).count()
    said = rows.filter(verb=events.REVIEW_CONCLUDED).count()
    return Rate("", _("Sent back by the head"), back, said, 5.0, is_least=False)


def _late_opinions(scene: Scene) -> Rate:
    rows = Opinion.objects.filter(
        case__in=[row.pk for row in scene.cases], given_at__gte=scene.since
    ).exclude(state=OpinionState.WITHDRAWN)
    late = rows.exclude(late_reason="").count()
    return Rate("", _("Missed in round one"), late, rows.count(), 5.0, is_least=False)


def day_of(moment: dt.datetime | None) -> dt.date | None:
    """The day of a moment where people live."""
    return timezone.localdate(moment) if moment else None
