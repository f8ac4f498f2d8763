"""What became of every stroke of two sheets: the answer that is named afterwards."""

from dataclasses import dataclass, field

from drawings.content.parts import Floats
from drawings.diff.ink import Ink
from drawings.diff.matching import Pairs
from drawings.diff.moves import Move
from drawings.diff.texts import TextLine


@dataclass(slots=True, eq=False)
class Explanation:
    """What became of the strokes; positions, not indices of the content.

    Attributes:
        shift: shape (n, 2), displacement of the piece of sheet an old stroke is on.
        pieces: large parts of the sheet that moved, cut by place.
        moves: blocks, clusters and strokes that moved.
        lost: ink of the old sheet, laid on the new one, that is gone.
        gained: ink of the new sheet that was not there.
        lines_old, lines_new: texts that are left, joined to lines.
        rewordings: pairs of positions in `lines_old` and `lines_new`.
        restyled: counterparts of another look.
        reset: texts that stand where they stood, set with letters of another width.
        cosmetic: positions on both sides that differ less than can be seen.
        share: part of the strokes, or of their ink, with a counterpart; better side.
        has_black: lines so close that they are one black area were compared as that.

    """

    shift: Floats
    pieces: list[Move] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    lost: Ink = field(default_factory=lambda: Ink.joined([]))
    gained: Ink = field(default_factory=lambda: Ink.joined([]))
    lines_old: list[TextLine] = field(default_factory=list)
    lines_new: list[TextLine] = field(default_factory=list)
    rewordings: list[tuple[int, int]] = field(default_factory=list)
    restyled: Pairs = field(default_factory=Pairs.none)
    reset: Pairs = field(default_factory=Pairs.none)
    cosmetic: Pairs = field(default_factory=Pairs.none)
    share: float = 0.0
    has_black: bool = False
