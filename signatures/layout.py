"""Where the seals of a plan stand on one sheet."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from signatures.pades.errors import NoRoom
from signatures.pades.paper import ink_of, paper_of, seals_on
from signatures.pades.placement import Box, Paper, free_places
from signatures.pades.sheet_marks import SheetMark

SMALLER: Final = (1.0, 0.75, 0.5, 0.35, 0.2)
"""A sheet without room gets smaller seals before it gets none."""

TITLE_BLOCK_MM: Final = (180.0, 60.0)
EDGE_MM: Final = 10.0


def places_for(
    sheet: Path,
    sizes: Sequence[tuple[float, float]],
    *,
    title_block: Box | None,
    mark: SheetMark | None,
) -> tuple[Paper, tuple[Box, ...]]:
    """A box for each seal (width, height in mm), beside the title block, on white paper.

    Seals that the sheet carries already are kept clear of.

    Raises:
        NoRoom: even small seals do not fit on this page.

    """
    paper = paper_of(sheet)
    ink = ink_of(sheet)
    block = title_block or _usual_block(paper)
    taken = (*((mark.box_on(paper),) if mark else ()), *seals_on(sheet))
    for factor in SMALLER:
        wanted = [(width * factor, height * factor) for width, height in sizes]
        for hindrances, avoid in ((taken, block), (taken, _corner(paper))):
            try:
                return paper, free_places(
                    paper.size_mm, avoid, wanted, taken=hindrances, ink=ink
                )
            except NoRoom:
                continue
    raise NoRoom(sheet.name)


def _usual_block(paper: Paper) -> Box:
    width, height = paper.size_mm
    block_width = min(TITLE_BLOCK_MM[0], width * 0.3)
    block_height = min(TITLE_BLOCK_MM[1], height * 0.2)
    return Box(
        width - EDGE_MM - block_width,
        height - EDGE_MM - block_height,
        width - EDGE_MM,
        height - EDGE_MM,
    )


def _corner(paper: Paper) -> Box:
    """No title block to keep clear of: only the corner that places are near to."""
    width, height = paper.size_mm
    return Box(width - 1.0, height - 1.0, width, height)
