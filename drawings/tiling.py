"""Pictures of faces for the web: drawn by hands apart, kept on the shelf by content.

An overview level is drawn in one go, for each of its tiles would walk the whole page;
deeper tiles are drawn one by one from what their cell of the page holds.
"""

import atexit
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from drawings.content import places
from drawings.content.raster import (
    DRAWN_AS,
    OVERVIEWS,
    overview_levels,
    page_count,
    render_crop,
    render_level,
    render_tile,
    thumbnail,
    tiles_in,
)
from drawings.hands import HandFailed, Hands
from drawings.shelf import keep, kept, shelf_of

log = logging.getLogger(__name__)

# The web has eight threads: two hands and four who wait leave two for pages.
HANDS: Final = Hands(2, seconds=30.0, waiting=4)
# Work that nobody can ask for again waits as long as it takes, behind no tile.
WORKING_HANDS: Final = Hands(1, seconds=60.0, waiting=1000)
Asking = Callable[..., bytes | None]

# In a row or column of an overview: the longest page has 14 400 points, one pixel each.
MOST_TILES: Final = 30


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked at: a one-page PDF, without some of its layers.

    `off` holds places in the list of `places.layers_told`; None: as the file wants it.
    """

    page: Path
    sha256: str
    off: frozenset[int] | None = None

    @property
    def version(self) -> str:
        """Names the picture: another content, drawing or set of layers is another."""
        return f"{self.sha256}-{self.look}"

    @property
    def look(self) -> str:
        """The same without the content."""
        if self.off is None:
            return f"d{DRAWN_AS}"
        hidden = ",".join(map(str, sorted(self.off)))
        return f"d{DRAWN_AS}-{hashlib.sha256(hidden.encode()).hexdigest()[:16]}"


def tile_of(sight: Sight, z: int, x: int, y: int) -> bytes | None:
    """One 512 px tile as PNG; None where the sheet has no such tile, or it fails.

    Args:
        sight: which page, with which layers.
        z: level, 0 the coarsest.
        x: column from the left.
        y: row from the top.

    Raises:
        HandsBusy: too many wait for a tile.

    """
    data = kept(_place(sight, z, x, y))
    if data is not None:
        HANDS.wake()  # whoever sees an overview soon wants to see more
        return data
    if z < OVERVIEWS:
        return draw_level(sight, z).get((x, y))
    data = _ask(sight.sha256, render_tile, sight.page, z, x, y, sight.off)
    if data:
        keep(_place(sight, z, x, y), data)
    return data


def draw_level(
    sight: Sight, z: int, hands: Hands = HANDS
) -> dict[tuple[int, int], bytes]:
    """Draw and keep all tiles of an overview level; empty when it cannot be drawn."""
    packed = _ask(sight.sha256, render_level, sight.page, z, sight.off, ask=hands.ask)
    return keep_level(sight, z, packed or b"")


def keep_level(sight: Sight, z: int, packed: bytes) -> dict[tuple[int, int], bytes]:
    """Put all tiles of a level on the shelf, by column and row; no more than it can have."""
    tiles = {(x, y): data for x, y, data in tiles_in(packed) if max(x, y) < MOST_TILES}
    for (x, y), data in tiles.items():
        keep(_place(sight, z, x, y), data)
    return tiles


def draw_overviews(sight: Sight) -> None:
    """Draw what a first look at a sheet needs, unless it is there already."""
    for z in overview_levels(sight.page):
        if not _place(sight, z, 0, 0).is_file():
            draw_level(sight, z, WORKING_HANDS)


def layers_of(page: Path, content: Path, sha256: str) -> bytes | None:
    """The layers of a page as JSON (`places.layers_told`)."""
    name = f"layers-{places.TOLD_AS}.json"
    return _told(shelf_of(sha256, name), sha256, places.layers_told, page, content)


def words_of(content: Path, sha256: str) -> bytes | None:
    """The texts of a content as JSON (`places.words_told`)."""
    name = f"words-{places.TOLD_AS}.json"
    return _told(shelf_of(sha256, name), sha256, places.words_told, content)


def lines_of(content: Path, sha256: str, column: int, row: int) -> bytes | None:
    """The lines in a cell of a content as JSON (`places.lines_told`)."""
    place = shelf_of(sha256, f"lines-{places.TOLD_AS}", f"{column}-{row}.json")
    return _told(place, sha256, places.lines_told, content, column, row)


def picture_of(page: Path, sha256: str, width_px: int) -> bytes | None:
    """The whole page as PNG of a width; None when it cannot be drawn."""
    place = shelf_of(sha256, f"w{width_px}.png")
    return _told(place, sha256, thumbnail, page, width_px, ask=HANDS.ask_patiently)


def crop_of(
    page: Path, box_mm: tuple[float, float, float, float], width_px: int
) -> bytes | None:
    """A part of the page as PNG; None when it cannot be drawn.

    Not kept on disk: there are as many parts as people can ask for, and one costs no
    more than a tile.

    Args:
        page: the one-page PDF.
        box_mm: x0, y0, x1, y1 in paper millimetres, y upwards.
        width_px: how wide the picture is.

    """
    patiently = HANDS.ask_patiently
    return _ask(page.name, render_crop, page, box_mm, width_px, ask=patiently) or None


def page_count_of(file: Path, sha256: str) -> int | None:
    """How many pages a PDF has; 0 when it is locked, None when it cannot be read."""
    place = shelf_of(sha256, "pages.txt")
    said = kept(place)
    if said is None and (said := ask_apart(page_count, file)):
        keep(place, said)
    if not said:
        return None
    return 0 if said == b"locked" else int(said)


def ask_apart(function: Callable[..., bytes], *values: object) -> bytes | None:
    """Let a drawing function work on a page in the limited processes; None: it failed.

    Args:
        function: of a module that imports no Django; it gives bytes.
        values: plain values and paths.

    """
    return _ask("", function, *values, ask=WORKING_HANDS.ask) or None


def _told(
    place: Path,
    about: str,
    function: Callable[..., bytes],
    *values: object,
    ask: Asking = HANDS.ask,
) -> bytes | None:
    data = kept(place)
    if data is None:
        data = _ask(about, function, *values, ask=ask)
        if data:
            keep(place, data)
    return data or None


def _ask(
    about: str,
    function: Callable[..., bytes],
    *values: object,
    ask: Asking = HANDS.ask,
) -> bytes | None:
    try:
        return ask(about, function, *values)
    except HandFailed as error:
        log.warning("%s could not be drawn: %s", about[:12] or "a page", error)
        return None


def _place(sight: Sight, z: int, x: int, y: int) -> Path:
    return shelf_of(sight.sha256, sight.look, f"{z}-{x}-{y}.png")


atexit.register(HANDS.end)
atexit.register(WORKING_HANDS.end)
