"""Which departments review a project, each with the clause that says why.

Facts (`facts`) are put to dated rules (`conditions`, `book`, `defaults`) and give a
routing (`deciding`); `what_if` tells which change of a fact would alter it.
"""

from reviews.routing.book import Rule, RuleBook, Sector
from reviews.routing.deciding import Decision, Limits, Routing, route
from reviews.routing.defaults import DEFAULT_RULES
from reviews.routing.facts import (
    FactError,
    Hazard,
    ProjectFacts,
    Use,
    facts_from,
    facts_to_dict,
)
from reviews.routing.what_if import Hint, hints

__all__ = [
    "DEFAULT_RULES",
    "Decision",
    "FactError",
    "Hazard",
    "Hint",
    "Limits",
    "ProjectFacts",
    "Routing",
    "Rule",
    "RuleBook",
    "Sector",
    "Use",
    "facts_from",
    "facts_to_dict",
    "hints",
    "route",
]
