"""Which documents a case needs besides its drawings, and what a missing one means.

Terminology:
    essential (主件): without it no case is accepted.
    deferrable (可容缺件): may follow on a promise with a date; it holds up a later act.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reviews.routing.book import Sector
from reviews.routing.conditions import ALWAYS, PUBLIC, Condition, at_least
from reviews.routing.deciding import Routing, route
from reviews.routing.facts import ProjectFacts
from reviews.sentences import Sentence
from reviews.states import MaterialState
from reviews.timing.calendar import Calendar

LIST_VERSION: Final = "2026-07"
"""The version of the list of documents."""


class Act(StrEnum):
    """What a missing document holds up."""

    ACCEPTANCE = "acceptance"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Need:
    """One document, to follow within `promise_days` working days; 0: essential.

    `name` is the English name for the catalogue; `when` asks the facts, `sector` the
    routing: the document is needed when that sector reviews.
    """

    code: str
    name: Sentence
    promise_days: int = 0
    when: Condition = ALWAYS
    sector: Sector | None = None

    @property
    def is_essential(self) -> bool:
        """Whether it can never follow later."""
        return self.promise_days == 0

    @property
    def blocks(self) -> Act:
        """What does not happen without it."""
        return Act.ACCEPTANCE if self.is_essential else Act.CERTIFICATE


NEEDS: Final = (
    Need("project_approval", Sentence("Approval or filing of the project")),
    Need("survey_report", Sentence("Geotechnical survey report")),
    Need("design_licence", Sentence("Licence of the design firm")),
    Need("structural_calculation", Sentence("Structural calculation")),
    Need(
        "fire_design_statement",
        Sentence("Statement of fire design"),
        sector=Sector.FIRE,
    ),
    Need(
        "airdefence_areas",
        Sentence("Table of the four air-defence areas"),
        sector=Sector.AIR_DEFENCE,
    ),
    Need(
        "lightning_statement",
        Sentence("Statement of lightning protection"),
        sector=Sector.METEOROLOGY,
    ),
    Need("planning_permit", Sentence("Planning permit for the works (copy)"), 20),
    Need(
        "energy_calculation",
        Sentence("Energy calculation"),
        10,
        when=at_least("area_m2", 300),
    ),
    Need(
        "green_statement",
        Sentence("Statement of green design"),
        10,
        when=PUBLIC,
    ),
    Need(
        "airdefence_opinion",
        Sentence("Air-defence opinion on the project"),
        15,
        sector=Sector.AIR_DEFENCE,
    ),
)
"""The list to begin with; the application form itself is filled in on line."""

MATERIAL_NAMES: Final[Mapping[str, Sentence]] = {need.code: need.name for need in NEEDS}
"""The name of each document by its code."""


def needed_materials(
    facts: ProjectFacts, routing: Routing | None = None
) -> tuple[Need, ...]:
    """The documents that a case needs, essential ones first.

    Args:
        facts: as declared.
        routing: as decided for the case; without one, by the rules in force last.

    """
    decided = routing or route(facts, dt.date.max)
    sectors = {decision.sector for decision in decided.needed()}
    wanted = [
        need
        for need in NEEDS
        if need.when.holds(facts) and (need.sector is None or need.sector in sectors)
    ]
    return tuple(sorted(wanted, key=lambda need: not need.is_essential))


class Verdict(StrEnum):
    """What the window can do with a case, by its documents."""

    ACCEPT = "accept"
    ACCEPT_WITH_DEFERRAL = "accept_with_deferral"
    ONE_TIME_NOTICE = "one_time_notice"


@dataclass(frozen=True, slots=True)
class Want:
    """One document that is not there, and what is the matter with it."""

    need: Need
    state: MaterialState
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Completeness:
    """The verdict on the documents.

    `wanting` lists everything that keeps the case from being accepted: the one-time
    notice is this list, whole. `deferred` are on a promise; `may_follow` are those of
    `wanting` that a promise would settle.
    """

    verdict: Verdict
    wanting: tuple[Want, ...]
    deferred: tuple[Need, ...]

    @property
    def may_follow(self) -> tuple[Need, ...]:
        """What a promise would settle."""
        return tuple(one.need for one in self.wanting if not one.need.is_essential)


def completeness_of(
    needs: Iterable[Need], states: Mapping[str, MaterialState]
) -> Completeness:
    """Judge the documents of a case.

    Args:
        needs: what it needs.
        states: how each document stands, by code; one that is not named is missing.

    """
    wanting, deferred = [], []
    for need in needs:
        state = states.get(need.code, MaterialState.MISSING)
        if state is MaterialState.PRESENT:
            continue
        if state is MaterialState.PROMISED and not need.is_essential:
            deferred.append(need)
        else:
            wanting.append(Want(need, state, _matter(need, state)))
    return Completeness(
        _verdict(bool(wanting), bool(deferred)), tuple(wanting), tuple(deferred)
    )


def last_day_of_promise(need: Need, today: dt.date, calendar: Calendar) -> dt.date:
    """The last day to which a document may be promised.

    Raises:
        CalendarGap: the days up to it are not published.
        ValueError: the document is essential.

    """
    if need.is_essential:
        raise ValueError(f"an essential document cannot follow: {need.code}")
    return calendar.add_workdays(today, need.promise_days)


def promise_fault(
    need: Need, until: dt.date, *, today: dt.date, calendar: Calendar
) -> Sentence | None:
    """Why a document cannot be promised until a day, if so.

    Raises:
        CalendarGap: the days up to the last one are not published.

    """
    if need.is_essential:
        return Sentence("An essential document cannot follow later.")
    if until <= today:
        return Sentence("The promised day has to lie ahead.")
    last = last_day_of_promise(need, today, calendar)
    if until > last:
        return Sentence(
            "It may follow until %(day)s at the latest.", {"day": str(last)}
        )
    return None


def _matter(need: Need, state: MaterialState) -> Sentence:
    if state is MaterialState.REFUSED:
        return Sentence("Handed in, but not in order.")
    if need.is_essential:
        return Sentence("Missing; it is essential and cannot follow later.")
    return Sentence("Missing, and not promised.")


def _verdict(is_wanting: bool, is_deferred: bool) -> Verdict:  # noqa: FBT001
    if is_wanting:
        return Verdict.ONE_TIME_NOTICE
    return Verdict.ACCEPT_WITH_DEFERRAL if is_deferred else Verdict.ACCEPT
