"""The figures of a regulator: eight numbers, the tree of regions, months."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from accounts.models import Organisation, Region
from reviews.rates import Rate, day_of, on_time
from reviews.supervision import ReviewRow, Scene

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
    owed, running = scene.of_cases("owed"), len(scene.of_reviews("open"))
    today = timezone.localdate(scene.now)
    due_today = sum(day_of(row.due_at) == today for row in due)
    week = sum(scene.owed[row.pk] <= today + dt.timedelta(days=7) for row in owed)
    rate = on_time(scene.reviews, scene)
    return [
        Figure(
            "underway",
            _("Under way"),
            str(len(underway)),
            _unit_of_cases(len(underway)),
            ngettext("%(n)s review running", "%(n)s reviews running", running)
            % {"n": running},
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
            _unit_of_reviews(len(due)),
            _("%(n)s today") % {"n": due_today},
            "warn" if due else "",
        ),
        Figure(
            "overdue",
            _("Overdue"),
            str(len(overdue)),
            _unit_of_reviews(len(overdue)),
            ngettext("in %(n)s case", "in %(n)s cases", _cases(overdue))
            % {"n": _cases(overdue)},
            "late" if overdue else "",
        ),
        Figure(
            "meeting",
            _("In consultation"),
            str(len(meeting)),
            _unit_of_cases(len(meeting)),
            _("the parties' clocks stand still once it begins"),
        ),
        Figure(
            "owed",
            _("Documents to follow"),
            str(len(owed)),
            _unit_of_cases(len(owed)),
            _("%(n)s promised within a week") % {"n": week},
            "warn" if week else "",
        ),
    ]


def _unit_of_cases(count: int) -> str:
    return npgettext("unit", "case", "cases", count)


def _unit_of_reviews(count: int) -> str:
    return npgettext("unit", "review", "reviews", count)


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
            ngettext("of %(n)s case passed", "of %(n)s cases passed", len(passed))
            % {"n": len(passed)},
        ),
        Figure(
            "first_round",
            _("Passed in round one"),
            _percent(rate),
            "%",
            ngettext(
                "%(part)s of %(whole)s case", "%(part)s of %(whole)s cases", rate.whole
            )
            % {"part": rate.part, "whole": rate.whole},
        ),
    ]


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
        day = day_of(moment)
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
