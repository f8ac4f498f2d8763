"""Put the facts of a project to the rules: who reviews, by which clause, how long."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from reviews.routing.book import Rule, RuleBook, Sector
from reviews.routing.defaults import DEFAULT_RULES
from reviews.routing.facts import ProjectFacts, facts_to_dict
from reviews.sentences import Sentence, Value
from storage.chain import Json


class BadRouting(ValueError):
    """Plain values that are no routing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Working days: promised for the first and for later rounds, and the law's."""

    first: int
    later: int
    legal: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether one sector reviews, the rule that says so, and the facts it rests on.

    `also` names further rules of the sector that ask for a review; `duty` says what has
    to be built, where the clause demands it.
    """

    sector: Sector
    needed: bool
    rule: str
    clause: str
    source: str
    reason: Sentence
    limits: Limits
    facts_used: Mapping[str, Json]
    also: tuple[str, ...] = ()
    duty: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Routing:
    """The decision for each sector, by the rules of one day."""

    on: dt.date
    rule_version: str
    departments: tuple[Decision, ...]

    def needed(self) -> tuple[Decision, ...]:
        """The sectors that review."""
        return tuple(one for one in self.departments if one.needed)

    def not_needed(self) -> tuple[Decision, ...]:
        """The sectors that do not, each with its reason."""
        return tuple(one for one in self.departments if not one.needed)

    def of(self, sector: str) -> Decision | None:
        """The decision about one sector; None when the rules knew none."""
        return next((one for one in self.departments if one.sector == sector), None)

    def to_dict(self) -> dict[str, Json]:
        """The routing as plain values; `from_dict` gives it back."""
        return {
            "on": self.on.isoformat(),
            "rule_version": self.rule_version,
            "departments": [_plain(decision) for decision in self.departments],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> Self:
        """Read what `to_dict` wrote; an empty mapping is a routing without sectors.

        Raises:
            BadRouting: it is something else.

        """
        if not plain:
            return cls(dt.date.min, "", ())
        match plain:
            case {
                "on": str(on),
                "rule_version": str(version),
                "departments": list(rows),
            }:
                decisions = tuple(_decision(row) for row in rows)
                return cls(dt.date.fromisoformat(on), version, decisions)
        raise BadRouting(f"not a routing: {plain}")


def route(facts: ProjectFacts, on: dt.date, rules: RuleBook = DEFAULT_RULES) -> Routing:
    """Decide for every sector whether it reviews the project, by the rules of a day."""
    decisions = (_decide(sector, facts, on, rules) for sector in Sector)
    return Routing(on, rules.version, tuple(decisions))


def _decide(
    sector: Sector, facts: ProjectFacts, on: dt.date, rules: RuleBook
) -> Decision:
    holding = [row for row in rules.of(sector, on) if row.when.holds(facts)]
    if not holding:
        return _without_rule(sector, on)
    row, others = holding[0], holding[1:]
    return Decision(
        sector=sector,
        needed=row.is_needed,
        rule=row.id,
        clause=row.clause,
        source=row.source,
        reason=Sentence(row.reason.msgid, _numbers(facts)),
        limits=Limits(row.first_days, row.later_days, row.legal_days),
        facts_used=_facts_used(sector, row, facts, rules, on),
        also=tuple(other.id for other in others if row.is_needed and other.is_needed),
        duty=_duty(row, facts),
    )


def _without_rule(sector: Sector, on: dt.date) -> Decision:
    return Decision(
        sector=sector,
        needed=False,
        rule="",
        clause="",
        source="",
        reason=Sentence("No rule is in force on %(day)s", {"day": on.isoformat()}),
        limits=Limits(0, 0, 0),
        facts_used={},
    )


def _facts_used(
    sector: Sector, row: Rule, facts: ProjectFacts, rules: RuleBook, on: dt.date
) -> dict[str, Json]:
    """The facts of the deciding row; of all rows, when it only says that none holds."""
    rows = [row] if any(row.when.fields()) else rules.of(sector, on)
    plain = facts_to_dict(facts)
    return {name: plain[name] for one in rows for name in one.when.fields()}


def _duty(row: Rule, facts: ProjectFacts) -> Sentence | None:
    if row.duty is None:
        return None
    base: float = getattr(facts, row.duty.field)
    return Sentence(
        row.duty.sentence.msgid,
        {
            "low": shown(base * row.duty.low),
            "high": shown(base * row.duty.high),
            "base": shown(base),
        },
    )


def shown(number: float) -> str:
    """A number as people write it: no digits that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _numbers(facts: ProjectFacts) -> dict[str, Value]:
    """The figures of a sentence; what nobody declared is a dash, and no building of 0 m²."""
    return {
        name: shown(value) if value or name in _MAY_BE_NONE else "—"
        for name, value in facts_to_dict(facts).items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


_MAY_BE_NONE: Final = frozenset({"storeys_below", "foundation_depth_m"})


def _plain(decision: Decision) -> dict[str, Json]:
    return {
        "sector": decision.sector.value,
        "needed": decision.needed,
        "rule": decision.rule,
        "clause": decision.clause,
        "source": decision.source,
        "reason": _said(decision.reason),
        "limits": [
            decision.limits.first,
            decision.limits.later,
            decision.limits.legal,
        ],
        "facts_used": dict(decision.facts_used),
        "also": list(decision.also),
        "duty": _said(decision.duty) if decision.duty else None,
    }


def _said(sentence: Sentence) -> list[Json]:
    return [sentence.msgid, {name: str(v) for name, v in sentence.values.items()}]


def _decision(row: object) -> Decision:
    match row:
        case {
            "sector": str(sector),
            "needed": bool(needed),
            "rule": str(rule),
            "clause": str(clause),
            "source": str(source),
            "reason": reason,
            "limits": [int(first), int(later), int(legal)],
            "facts_used": dict(facts_used),
            "also": also,
            "duty": duty,
        }:
            return Decision(
                sector=Sector(sector),
                needed=needed,
                rule=rule,
                clause=clause,
                source=source,
                reason=_sentence(reason),
                limits=Limits(first, later, legal),
                facts_used=facts_used,
                also=tuple(str(name) for name in _list(also)),
                duty=_sentence(duty) if duty else None,
            )
    raise BadRouting(f"not a decision: {row}")


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise BadRouting(f"not a list: {value}")


def _sentence(said: object) -> Sentence:
    match said:
        case [str(msgid), dict(values)]:
            return Sentence(msgid, values)
    raise BadRouting(f"not a sentence: {said}")
