"""The figures of a regulator: eight numbers, the tree of regions, five rates, months."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Organisation, Region
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
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with the filter of the list behind it."""

    key: str
    label: str
    value: str
    unit: str
    note: str
    tone: str = ""


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


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the tree: the city, a county, or a department in one of them."""

    name: str
    level: int
    region: str
    sector: str
    underway: int
    on_time: Rate
    due: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in one month."""

    first: dt.date
    accepted: int
    issued: int
    late: int


def figures_of(scene: Scene) -> list[Figure]:
    """The eight numbers at the top."""
    return [*_of_now(scene), *_of_period(scene)]


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


def tree_of(scene: Scene, regions: Sequence[Region]) -> list[Branch]:
    """The city, the city itself, its counties, and under each the departments."""
    keys = [region.pk for region in regions]
    cities = [region for region in regions if region.city_id is None]
    rows = []
    if cities and len(regions) > 1:
        name = cities[0].name
        rows.append(_branch(scene.within(keys), name, level=0))
    for region in regions:
        is_city = region.city_id is None and len(regions) > 1
        name = _("%(city)s itself") % {"city": region.name} if is_city else region.name
        rows.extend(_branches(scene, region, name))
    return rows


def months_of(scene: Scene) -> list[Month]:
    """The last twelve months, this one last."""
    months = []
    today = timezone.localdate(scene.now)
    for back in range(MONTHS - 1, -1, -1):
        index = today.year * 12 + today.month - 1 - back
        first = dt.date(index // 12, index % 12 + 1, 1)
        months.append(_month(scene, first))
    return months


def _of_now(scene: Scene) -> list[Figure]:
    underway, due = scene.of_cases("underway"), scene.of_reviews("due")
    overdue, meeting = scene.of_reviews("overdue"), scene.of_cases("meeting")
    owed = scene.of_cases("owed")
    today = timezone.localdate(scene.now)
    due_today = sum(_day(row.due_at) == today for row in due)
    week = sum(scene.owed[row.pk] <= today + dt.timedelta(days=7) for row in owed)
    cases, reviews = pgettext("unit", "cases"), pgettext("unit", "reviews")
    rate = on_time(scene.reviews, scene)
    return [
        Figure(
            "underway",
            _("Under way"),
            str(len(underway)),
            cases,
            _("%(n)s reviews running") % {"n": len(scene.of_reviews("open"))},
        ),
        Figure(
            "finished",
            rate.label,
            _percent(rate),
            "%",
            _("target %(target)s · %(part)s of %(whole)s")
            % {"target": f"{rate.target:g}", "part": rate.part, "whole": rate.whole},
            _tone_of(rate),
        ),
        Figure(
            "due",
            _("Due within 3 days"),
            str(len(due)),
            reviews,
            _("%(n)s today") % {"n": due_today},
            "warn" if due else "",
        ),
        Figure(
            "overdue",
            _("Overdue"),
            str(len(overdue)),
            reviews,
            ngettext("in %(n)s case", "in %(n)s cases", _cases(overdue))
            % {"n": _cases(overdue)},
            "late" if overdue else "",
        ),
        Figure(
            "meeting",
            _("In consultation"),
            str(len(meeting)),
            cases,
            _("clocks of the parties stand still"),
        ),
        Figure(
            "owed",
            _("Documents to follow"),
            str(len(owed)),
            cases,
            _("%(n)s promised within a week") % {"n": week},
            "warn" if week else "",
        ),
    ]


def _of_period(scene: Scene) -> list[Figure]:
    passed, first = scene.of_cases("passed"), scene.of_cases("first_round")
    rounds = sum(row.rounds for row in passed) / len(passed) if passed else None
    rate = Rate("", "", sum(row.passed_first for row in first), len(first), 45.0)
    return [
        Figure(
            "passed",
            _("Rounds on average"),
            f"{rounds:.1f}" if rounds else "—",
            pgettext("unit", "rounds"),
            _("of %(n)s cases passed") % {"n": len(passed)},
        ),
        Figure(
            "first_round",
            _("Passed in round one"),
            _percent(rate),
            "%",
            _("%(part)s of %(whole)s cases") % {"part": rate.part, "whole": rate.whole},
        ),
    ]


def _acceptance(scene: Scene) -> Rate:
    calendar = city_calendar()
    rows = scene.of_cases("accepted")
    timely = 0
    for row in rows:
        handed_in, accepted = _day(row.submitted_at), _day(row.accepted_at)
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


def _branches(scene: Scene, region: Region, name: str) -> list[Branch]:
    here = scene.within([region.pk])
    rows = [_branch(here, name, level=1, region=str(region.pk))]
    units = {
        unit.sector: unit.short_name or unit.name
        for unit in Organisation.objects.filter(
            kind=Organisation.Kind.DEPARTMENT,
            region__in=[region.pk, region.city_id or region.pk],
        ).order_by("pk")
    }
    busy = {row.sector for row in here.reviews}
    for sector, unit in units.items():
        if sector in busy:
            part = scene.within([region.pk], sector)
            rows.append(
                _branch(part, unit, level=2, region=str(region.pk), sector=sector)
            )
    return rows


def _branch(
    scene: Scene, name: str, *, level: int, region: str = "", sector: str = ""
) -> Branch:
    underway = scene.of_reviews("open") if sector else scene.of_cases("underway")
    return Branch(
        name=name,
        level=level,
        region=region,
        sector=sector,
        underway=len(underway),
        on_time=on_time(scene.reviews, scene),
        due=len(scene.of_reviews("due")),
        overdue=len(scene.of_reviews("overdue")),
    )


def _month(scene: Scene, first: dt.date) -> Month:
    def is_in(moment: dt.datetime | None) -> bool:
        day = _day(moment)
        return day is not None and (day.year, day.month) == (first.year, first.month)

    return Month(
        first=first,
        accepted=sum(is_in(row.accepted_at) for row in scene.cases),
        issued=sum(is_in(row.issued_at) for row in scene.cases),
        late=sum(row.is_late and is_in(row.approved_at) for row in scene.reviews),
    )


def _cases(rows: Sequence[ReviewRow]) -> int:
    return len({row.case for row in rows})


def _percent(rate: Rate) -> str:
    return "—" if rate.percent is None else f"{rate.percent:.1f}"


def _tone_of(rate: Rate) -> str:
    if rate.percent is None:
        return ""
    return "ok" if rate.is_met else "late"


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
