"""What a story needs to know about a set of drawings: facts, remarks, the revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reviews.models import Case
from reviews.routing import ProjectFacts


@dataclass(frozen=True, slots=True)
class Planned:
    """One remark that a reviewer of the story makes: where, what, what is demanded.

    `box` is x0, y0, x1, y1 in paper millimetres of the sheet, y upwards.
    """

    sector: str
    sheet: str
    box: tuple[float, float, float, float]
    grade: str
    text: str
    requirement: str
    shape: str = "cloud"
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """How the two contradicting departments come together."""

    positions: Mapping[str, str]
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """The revised files, and what the designer says of them.

    `declared` maps a sheet to the sentence for the changes that no opinion asked for;
    `silent` are sheets on which a change is kept secret.
    """

    folder: Path
    declared: Mapping[str, str] = field(default_factory=dict)
    silent: Sequence[str] = ()


class Script(Protocol):
    """A set of drawings with the story that is told of it."""

    name: str
    facts: ProjectFacts

    def write_first(self, folder: Path) -> Path:
        """The first set; returns the folder to hand in."""

    def remarks(self, case: Case) -> Sequence[Planned]:
        """What the departments object to; two of them contradict each other."""

    def meeting(self) -> Meeting:
        """How the contradiction is resolved."""

    def write_revision(self, case: Case, folder: Path) -> Revision:
        """The revised sheets."""
