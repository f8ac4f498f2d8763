"""What a story needs to know about a set of drawings: facts, remarks, the revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reviews.models import Case, Opinion
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
class Declared:
    """A sentence of the designer about what changed within a box of a sheet."""

    sheet: str
    box: tuple[float, float, float, float]
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """The revised files, and what the designer declares beyond the opinions."""

    folder: Path
    declared: Sequence[Declared] = field(default_factory=tuple)


class Script(Protocol):
    """A set of drawings with the story that is told of it."""

    @property
    def name(self) -> str:
        """What the project is called."""

    @property
    def facts(self) -> ProjectFacts:
        """What the builder declares."""

    @property
    def is_ours(self) -> bool:
        """Whether the drawings are our own samples, so that the story may sign them."""

    def write_first(self, folder: Path) -> Path:
        """The first set; returns the folder to hand in."""

    def remarks(self, case: Case) -> Sequence[Planned]:
        """What the departments object to; two of them contradict each other."""

    def meeting(self) -> Meeting:
        """How the contradiction is resolved."""

    def reply(self, opinion: Opinion) -> tuple[str, str]:
        """Kind and words of the designer's answer."""

    def write_revision(self, case: Case, folder: Path) -> Revision:
        """The revised sheets."""
