"""Find what the title block (图签) says: number, name, scale, revision and more."""

from dataclasses import dataclass, field
from enum import StrEnum

from drawings.content.disciplines import Discipline

Box = tuple[float, float, float, float]


class Source(StrEnum):
    """Where a value was found."""

    ATTRIBUTE = "attribute"
    TEXT = "text"
    FILENAME = "filename"
    LAYOUT = "layout"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of the title block.

    Attributes:
        value: what is written, tidied; empty when nothing was found.
        confidence: 0 nothing found, 1 certain.
        source: where it was found.
        box_mm: where it stands on the sheet (x0, y0, x1, y1; paper mm, y upwards).

    """

    value: str = ""
    confidence: float = 0.0
    source: Source = Source.NONE
    box_mm: Box | None = None

    def __bool__(self) -> bool:
        return bool(self.value)


NOTHING = Finding()


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What a title block says; `signers` maps a role (as written) to a name."""

    number: Finding = NOTHING
    name: Finding = NOTHING
    scale: Finding = NOTHING
    revision: Finding = NOTHING
    date: Finding = NOTHING
    project: Finding = NOTHING
    discipline: Discipline = Discipline.OTHER
    signers: dict[str, str] = field(default_factory=dict)
