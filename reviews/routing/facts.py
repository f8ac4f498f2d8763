"""What the builder declares about a project: the facts that rules are about."""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Final, TypeAlias

from reviews.sentences import Sentence
from storage.chain import Json

Fact: TypeAlias = "Use | float | int | bool | frozenset[Hazard]"


class FactError(ValueError):
    """A declared fact makes no sense; `field` names it, `sentence` says why."""

    def __init__(self, field: str, sentence: Sentence) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


class Use(StrEnum):
    """What a building is for."""

    RESIDENTIAL = "residential"
    DORMITORY = "dormitory"
    OFFICE = "office"
    GOVERNMENT = "government"
    HOTEL = "hotel"
    RESTAURANT = "restaurant"
    SHOPPING = "shopping"
    ENTERTAINMENT = "entertainment"
    CINEMA = "cinema"
    LIBRARY = "library"
    EXHIBITION = "exhibition"
    STADIUM = "stadium"
    TERMINAL = "terminal"
    HOSPITAL = "hospital"
    NURSING_HOME = "nursing_home"
    KINDERGARTEN = "kindergarten"
    SCHOOL = "school"
    UNIVERSITY = "university"
    TELECOM = "telecom"
    TRANSPORT = "transport"
    POWER = "power"
    FACTORY = "factory"
    WAREHOUSE = "warehouse"


class Hazard(StrEnum):
    """What makes a place dangerous to its surroundings."""

    FLAMMABLE = "flammable"
    EXPLOSIVE = "explosive"
    LIGHTNING_SITE = "lightning_site"


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """The facts of one building; 0 stands for not declared."""

    use: Use = Use.RESIDENTIAL
    area_m2: float = 0.0
    above_ground_area_m2: float = 0.0
    first_floor_area_m2: float = 0.0
    storeys_above: int = 0
    storeys_below: int = 0
    height_m: float = 0.0
    foundation_depth_m: float = 0.0
    is_new_build: bool = True
    has_planning_permit: bool = False
    is_key_city: bool = False
    is_in_development_zone: bool = False
    is_labour_intensive: bool = False
    hazards: frozenset[Hazard] = frozenset()


FACT_NAMES: Final[Mapping[str, Sentence]] = {
    "use": Sentence("Use of the building"),
    "area_m2": Sentence("Total floor area (m²)"),
    "above_ground_area_m2": Sentence("Floor area above ground (m²)"),
    "first_floor_area_m2": Sentence("Area of the ground floor (m²)"),
    "storeys_above": Sentence("Storeys above ground"),
    "storeys_below": Sentence("Storeys below ground"),
    "height_m": Sentence("Height of the building (m)"),
    "foundation_depth_m": Sentence("Depth of the foundation (m)"),
    "is_new_build": Sentence("New building"),
    "has_planning_permit": Sentence("Planning permit granted"),
    "is_key_city": Sentence("In a key city of air defence"),
    "is_in_development_zone": Sentence("In a development zone"),
    "is_labour_intensive": Sentence("Labour-intensive production"),
    "hazards": Sentence("Hazards"),
}
"""The label of each fact, with its unit."""

USE_NAMES: Final[Mapping[Use, Sentence]] = {
    Use.RESIDENTIAL: Sentence("Dwellings"),
    Use.DORMITORY: Sentence("Dormitory"),
    Use.OFFICE: Sentence("Offices"),
    Use.GOVERNMENT: Sentence("Government offices"),
    Use.HOTEL: Sentence("Hotel"),
    Use.RESTAURANT: Sentence("Restaurant"),
    Use.SHOPPING: Sentence("Shops and markets"),
    Use.ENTERTAINMENT: Sentence("Entertainment"),
    Use.CINEMA: Sentence("Cinema or theatre"),
    Use.LIBRARY: Sentence("Library"),
    Use.EXHIBITION: Sentence("Exhibition hall or museum"),
    Use.STADIUM: Sentence("Stadium or assembly hall"),
    Use.TERMINAL: Sentence("Passenger terminal"),
    Use.HOSPITAL: Sentence("Hospital"),
    Use.NURSING_HOME: Sentence("Nursing home"),
    Use.KINDERGARTEN: Sentence("Kindergarten"),
    Use.SCHOOL: Sentence("Primary or secondary school"),
    Use.UNIVERSITY: Sentence("University"),
    Use.TELECOM: Sentence("Telecommunication or dispatch centre"),
    Use.TRANSPORT: Sentence("Urban rail or tunnel"),
    Use.POWER: Sentence("Large power works"),
    Use.FACTORY: Sentence("Factory"),
    Use.WAREHOUSE: Sentence("Warehouse"),
}

HAZARD_NAMES: Final[Mapping[Hazard, Sentence]] = {
    Hazard.FLAMMABLE: Sentence("Flammable goods (oil, gas, chemicals)"),
    Hazard.EXPLOSIVE: Sentence("Explosive goods (ammunition, fireworks)"),
    Hazard.LIGHTNING_SITE: Sentence("Mine or tourist site in a lightning zone"),
}


def facts_from(declared: Mapping[str, object]) -> ProjectFacts:
    """Read declared facts; what is missing or empty stays undeclared.

    Unknown names are passed over, so that facts of another version can be read.

    Raises:
        FactError: a value has no sense: not a number, negative, an unknown use.

    """
    known = {field.name: field.default for field in fields(ProjectFacts)}
    found = {
        name: _read(name, declared[name], like)
        for name, like in known.items()
        if declared.get(name) not in (None, "")
    }
    return ProjectFacts(**found)  # type: ignore[arg-type]


def facts_to_dict(facts: ProjectFacts) -> dict[str, Json]:
    """The facts as plain values; `facts_from` gives them back."""
    plain: dict[str, Json] = asdict(facts)
    return {
        **plain,
        "use": facts.use.value,
        "hazards": sorted(hazard.value for hazard in facts.hazards),
    }


def faults_of(facts: ProjectFacts) -> dict[str, Sentence]:
    """What does not fit together or is not declared, by the fact to be put right."""
    found = {}
    for name in ("area_m2", "above_ground_area_m2", "storeys_above", "height_m"):
        if not getattr(facts, name):
            found[name] = Sentence("This has to be declared.")
    if facts.above_ground_area_m2 > facts.area_m2 > 0:
        found["above_ground_area_m2"] = Sentence("More than the total floor area.")
    if facts.first_floor_area_m2 > facts.above_ground_area_m2 > 0:
        found["first_floor_area_m2"] = Sentence("More than the area above ground.")
    return found


def _read(name: str, value: object, like: object) -> Fact:
    try:
        return _READERS[type(like)](value)
    except (TypeError, ValueError, OverflowError):
        raise FactError(name, _refusal(like, value)) from None


def _refusal(like: object, value: object) -> Sentence:
    shown = str(value)[:40]
    if isinstance(like, bool):
        return Sentence("“%(value)s” is neither yes nor no.", {"value": shown})
    if isinstance(like, Use | frozenset):
        return Sentence("“%(value)s” is not in the list.", {"value": shown})
    if isinstance(like, int):
        return Sentence("“%(value)s” is not a whole number.", {"value": shown})
    return Sentence("“%(value)s” is not a number of this size.", {"value": shown})


_LARGEST: Final = 100_000_000


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    number = float(value)
    if not math.isfinite(number) or not 0 <= number <= _LARGEST:
        raise ValueError
    return number


def _whole(value: object) -> int:
    number = _number(value)
    if not number.is_integer():
        raise ValueError
    return int(number)


def _yes(value: object) -> bool:
    answers = {"true": True, "false": False, "on": True, "1": True, "0": False}
    if str(value).lower() not in answers:
        raise ValueError
    return answers[str(value).lower()]


def _hazards(value: object) -> frozenset[Hazard]:
    if isinstance(value, str) or not isinstance(value, Collection):
        raise TypeError
    return frozenset(Hazard(one) for one in value)


_READERS: Final[Mapping[type, Callable[[object], Fact]]] = {
    Use: lambda value: Use(str(value)),
    float: _number,
    int: _whole,
    bool: _yes,
    frozenset: _hazards,
}
