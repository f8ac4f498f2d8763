"""Conditions over the facts of a project, as small trees of plain values."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol

from reviews.routing.facts import Hazard, ProjectFacts, Use

_STEP_M: Final = 0.01


class Condition(Protocol):
    """Something that is true of a project or not."""

    def holds(self, facts: ProjectFacts) -> bool:
        """Tell whether it is true of the project."""

    def fields(self) -> Iterator[str]:
        """The facts that it asks for, in the order of asking."""

    def turned(self, facts: ProjectFacts) -> Iterator[ProjectFacts]:
        """Projects with one fact changed just so far that a part of it turns."""


class Op(StrEnum):
    """How a number is compared."""

    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Number:
    """A bare fact compared with a limit, in the unit of the fact."""

    field: str
    op: Op
    limit: float

    def holds(self, facts: ProjectFacts) -> bool:
        """Tell whether it is true of the project."""
        value: float = getattr(facts, self.field)
        return value > self.limit if self.op is Op.MORE else value >= self.limit

    def fields(self) -> Iterator[str]:
        """The one fact."""
        yield self.field

    def turned(self, facts: ProjectFacts) -> Iterator[ProjectFacts]:
        """The value nearest to the limit on its other side."""
        value = getattr(facts, self.field)
        step = 1 if isinstance(value, int) else _STEP_M
        beyond = self.limit + step if self.op is Op.MORE else self.limit
        before = self.limit if self.op is Op.MORE else self.limit - step
        target = round(before if self.holds(facts) else beyond, 2)
        if target > 0:
            changed = {self.field: int(target) if isinstance(value, int) else target}
            yield replace(facts, **changed)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Yes:
    """A fact that is a plain yes."""

    field: str

    def holds(self, facts: ProjectFacts) -> bool:
        """Tell whether it is true of the project."""
        return bool(getattr(facts, self.field))

    def fields(self) -> Iterator[str]:
        """The one fact."""
        yield self.field

    def turned(self, facts: ProjectFacts) -> Iterator[ProjectFacts]:
        """The other answer."""
        changed = {self.field: not getattr(facts, self.field)}
        yield replace(facts, **changed)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class UseIn:
    """The building is used for one of these."""

    uses: frozenset[Use]

    def holds(self, facts: ProjectFacts) -> bool:
        """Tell whether it is true of the project."""
        return facts.use in self.uses

    def fields(self) -> Iterator[str]:
        """The use."""
        yield "use"

    def turned(self, facts: ProjectFacts) -> Iterator[ProjectFacts]:
        """Nothing: another use is another project, not a hint."""
        return iter(())


@dataclass(frozen=True, slots=True)
class AnyHazard:
    """At least one of these hazards is there."""

    hazards: frozenset[Hazard]

    def holds(self, facts: ProjectFacts) -> bool:
        """Tell whether it is true of the project."""
        return bool(self.hazards & facts.hazards)

    def fields(self) -> Iterator[str]:
        """The hazards."""
        yield "hazards"

    def turned(self, facts: ProjectFacts) -> Iterator[ProjectFacts]:
        """All of them gone, or each of them added."""
        if self.holds(facts):
            yield replace(facts, hazards=facts.hazards - self.hazards)
            return
        for hazard in sorted(self.hazards):
            yield replace(facts, hazards=facts.hazards | {hazard})


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts it always does."""

    parts: tuple[Condition, ...]

    def holds(self, facts: ProjectFacts) -> bool:
        """Tell whether it is true of the project."""
        return all(part.holds(facts) for part in self.parts)

    def fields(self) -> Iterator[str]:
        """The facts of all parts."""
        return _fields(self.parts)

    def turned(self, facts: ProjectFacts) -> Iterator[ProjectFacts]:
        """Each part turned by itself."""
        return _turned(self.parts, facts)


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, facts: ProjectFacts) -> bool:
        """Tell whether it is true of the project."""
        return any(part.holds(facts) for part in self.parts)

    def fields(self) -> Iterator[str]:
        """The facts of all parts."""
        return _fields(self.parts)

    def turned(self, facts: ProjectFacts) -> Iterator[ProjectFacts]:
        """Each part turned by itself."""
        return _turned(self.parts, facts)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition

    def holds(self, facts: ProjectFacts) -> bool:
        """Tell whether it is true of the project."""
        return not self.part.holds(facts)

    def fields(self) -> Iterator[str]:
        """The facts of the part."""
        return self.part.fields()

    def turned(self, facts: ProjectFacts) -> Iterator[ProjectFacts]:
        """The part turned."""
        return self.part.turned(facts)


ALWAYS: Final = All(())


def more(field: str, limit: float) -> Number:
    """The fact is more than the limit."""
    return Number(field, Op.MORE, limit)


def at_least(field: str, limit: float) -> Number:
    """The fact is the limit or more."""
    return Number(field, Op.AT_LEAST, limit)


def used_as(*uses: Use) -> UseIn:
    """The building is used for one of these."""
    return UseIn(frozenset(uses))


DWELLING: Final = used_as(Use.RESIDENTIAL)
PUBLIC: Final = Not(used_as(Use.RESIDENTIAL, Use.FACTORY, Use.WAREHOUSE))


def _fields(parts: tuple[Condition, ...]) -> Iterator[str]:
    return iter(dict.fromkeys(name for part in parts for name in part.fields()))


def _turned(
    parts: tuple[Condition, ...], facts: ProjectFacts
) -> Iterator[ProjectFacts]:
    for part in parts:
        yield from part.turned(facts)
