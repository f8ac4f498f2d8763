"""What can be asked of the search: words, and what narrows them."""

from dataclasses import dataclass
from typing import Final

from drawings.content.wording import LONGEST_QUERY, Wanted, wanted
from drawings.models import Face

LATEST: Final = ""
ALL_VERSIONS: Final = "all"


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its filters; an empty one filters nothing."""

    query: str
    serial: str = ""
    discipline: str = ""
    sector: str = ""
    side: str = ""
    versions: str = LATEST

    @property
    def wanted(self) -> Wanted:
        """The terms."""
        return wanted(self.query)

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter leaves something out that the words alone would find."""
        return any((self.serial, self.discipline, self.sector, self.side))

    @property
    def sides(self) -> tuple[str, ...]:
        """The faces to look at, the one that counts first."""
        known = (Face.Side.PDF.value, Face.Side.DWG.value)
        return (self.side,) if self.side in known else known


def question_in(values: "dict[str, str]") -> Question:
    """The question that an address asks; what it cannot mean is left out."""
    return Question(
        query=_clean(values.get("q", ""), LONGEST_QUERY),
        serial=_clean(values.get("case", ""), 24),
        discipline=_clean(values.get("discipline", ""), 16),
        sector=_clean(values.get("sector", ""), 16),
        side=_clean(values.get("side", ""), 3),
        versions=ALL_VERSIONS if values.get("versions") == ALL_VERSIONS else LATEST,
    )


def _clean(text: str, longest: int) -> str:
    text = text.replace("\x00", " ").encode("utf-8", "replace").decode()
    return " ".join(text.split())[:longest]
