"""Which change of one fact would bring a department in, or leave it out."""

import datetime as dt
from dataclasses import dataclass

from reviews.routing.book import RuleBook, Sector
from reviews.routing.deciding import route, shown
from reviews.routing.defaults import DEFAULT_RULES
from reviews.routing.facts import FACT_NAMES, ProjectFacts, facts_to_dict
from reviews.sentences import Sentence, Value
from storage.chain import Json


@dataclass(frozen=True, slots=True)
class Hint:
    """Were `field` `value` instead of `now`, the sector would join, or leave."""

    sector: Sector
    field: str
    now: Json
    value: Json
    joins: bool
    sentence: Sentence


def hints(
    facts: ProjectFacts, on: dt.date, rules: RuleBook = DEFAULT_RULES
) -> tuple[Hint, ...]:
    """The smallest change of each single fact that flips a sector."""
    before = route(facts, on, rules)
    found: dict[tuple[Sector, str], Hint] = {}
    for row in rules.rows:
        is_now = before.of(row.sector)
        if not row.is_in_force(on) or is_now is None:
            continue
        for changed in row.when.turned(facts):
            after = route(changed, on, rules).of(row.sector)
            if after is None or after.needed == is_now.needed:
                continue
            hint = _hint(row.sector, facts, changed, joins=after.needed)
            known = found.get((hint.sector, hint.field))
            if known is None or _size(hint) < _size(known):
                found[hint.sector, hint.field] = hint
    return tuple(found.values())


def _hint(
    sector: Sector, facts: ProjectFacts, changed: ProjectFacts, *, joins: bool
) -> Hint:
    old, new = facts_to_dict(facts), facts_to_dict(changed)
    field = next(name for name in old if old[name] != new[name])
    return Hint(
        sector, field, old[field], new[field], joins, _sentence(field, old, new)
    )


def _sentence(field: str, old: dict[str, Json], new: dict[str, Json]) -> Sentence:
    """The fact on which it turns, as declared.

    Not the value that would turn it: beside a field to fill in, a figure just below the
    limit would read as advice.
    """
    before, after = old[field], new[field]
    name = FACT_NAMES[field]
    if isinstance(after, bool):
        if before:
            return Sentence("%(fact)s (declared: yes)", {"fact": name})
        return Sentence("%(fact)s (declared: no)", {"fact": name})
    if isinstance(before, int | float) and isinstance(after, int | float):
        values: dict[str, Value] = {"fact": name, "now": shown(before)}
        return Sentence("%(fact)s (declared: %(now)s)", values)
    return Sentence("%(fact)s", {"fact": name})


def _size(hint: Hint) -> float:
    if isinstance(hint.now, int | float) and isinstance(hint.value, int | float):
        return abs(hint.value - hint.now)
    return 0.0
