"""Match the sheets of two packages in a limited child."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drawings.sandbox.limits import Limits
from drawings.sandbox.process import run_job

MATCHING = "drawings.sandbox.matchjobs:match_packages"
LIMITS = Limits(seconds=300.0, cpu_seconds=200)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet with its number and its content (npz)."""

    number: str
    content: Path


@dataclass(frozen=True, slots=True)
class Renumbered:
    """Positions of one sheet in both packages, and the share of the drawing they share."""

    old: int
    new: int
    likeness: float


def match_apart(
    old: Sequence[Drawn], new: Sequence[Drawn], work: Path
) -> list[Renumbered]:
    """Which new sheets are old ones under another number.

    Raises:
        UnreadableDrawing: it took too long or too much memory.

    """
    request = {
        side: [{"number": one.number, "content": str(one.content)} for one in rows]
        for side, rows in (("old", old), ("new", new))
    }
    answer = run_job(MATCHING, request, work=work, limits=LIMITS)
    return [
        Renumbered(int(row["old"]), int(row["new"]), float(row["likeness"]))
        for row in answer["renumbered"]
    ]
