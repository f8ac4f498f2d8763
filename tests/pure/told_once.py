"""A small room, and the changes of it that matter."""

from drawings.content.parts import Content
from drawings.diff.comparing import compare
from drawings.diff.findings import SILENT, Change
from tests.pure.drawing_makers import Line

ROOM: tuple[Line, ...] = (
    (20, 20, 380, 20),
    (380, 20, 380, 270),
    (380, 270, 20, 270),
    (20, 270, 20, 20),
    (60, 60, 340, 65),
    (90, 240, 310, 228),
)


def told(old: Content, new: Content) -> list[Change]:
    """The changes that matter."""
    return [one for one in compare(old, new).changes if one.kind not in SILENT]
