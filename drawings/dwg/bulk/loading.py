"""Open a DXF for reading in bulk: most of it as arrays, the rest by the library."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from drawings.content.errors import UnreadableDrawing
from drawings.content.loading import Loaded, load_dxf
from drawings.content.recording import Mask
from drawings.content.tracing import windows_of
from drawings.dwg.bulk.fitness import is_fit, unsafe_blocks
from drawings.dwg.bulk.groups import Groups, Unusual, read_groups
from drawings.dwg.bulk.manners import Entities, entities_of, manners_of
from drawings.dwg.bulk.places import Placed, placed_members

# Smaller files are read by the library in less than a second.
SMALLEST_BYTES = 200_000
# Larger ones take more memory as arrays than a child has.
LARGEST_BYTES = 100 << 20
# Of each manner the library draws the first and the last, and so many of the others.
CHECKED_PART, MOST_CHECKED = 0.01, 6
# With less to gain the file is not worth reading twice.
LEAST_PART = 0.2
# Each manner costs a little by itself; those with few members are left to the library.
MOST_MANNERS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Bulk:
    """What was taken out of a DXF before the library read it.

    Attributes:
        drawn: members of each manner that the library still draws.
        taken: the other members of the same manners.
        order: of every handle in the section of entities its place there.

    """

    drawn: tuple[Placed, ...]
    taken: tuple[Placed, ...]
    order: dict[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class BulkLoaded:
    """A document that lacks what `bulk` holds."""

    loaded: Loaded
    bulk: Bulk


def load_bulk(path: Path, smallest: int = SMALLEST_BYTES) -> BulkLoaded:
    """Open a DXF without the entities that are placed by numbers.

    Args:
        path: the file.
        smallest: files with fewer bytes are left to the library.

    Raises:
        Unusual: where the library has to read it all; the message says why.

    """
    if path.stat().st_size < smallest:
        raise Unusual("a small file")
    if path.stat().st_size > LARGEST_BYTES:
        raise Unusual("a very large file")
    groups = read_groups(path.read_bytes())
    entities = entities_of(groups)
    bulk = _bulk(groups, entities)
    rest = _without(groups, entities, bulk.taken)
    with tempfile.TemporaryDirectory(prefix="lianshen-rest-") as folder:
        left = Path(folder) / "rest.dxf"
        left.write_bytes(rest)
        try:
            loaded = load_dxf(left)
        except UnreadableDrawing as error:
            raise Unusual(f"the rest is unreadable: {error.code}") from error
    if loaded.was_mended:
        raise Unusual("the file has to be mended")
    document = loaded.document
    for name in document.layouts.names():
        layout = document.layouts.get(name)
        if not layout.is_modelspace and windows_of(layout):
            raise Unusual("model space is seen through viewports")
    whole = Loaded(document, path, loaded.version, was_mended=False)
    return BulkLoaded(whole, bulk)


def _bulk(groups: Groups, entities: Entities) -> Bulk:
    unsafe = unsafe_blocks(groups)
    manners = [each for each in manners_of(groups, entities) if is_fit(each, unsafe)]
    manners = sorted(manners, key=lambda each: -len(each.members))[:MOST_MANNERS]
    members = sum(len(each.members) for each in manners)
    if members < LEAST_PART * len(entities.first):
        raise Unusual("few entities that are placed by numbers")
    every, handles = placed_members(groups, entities, manners)
    split = [(each, _checked(each)) for each in every if len(each.entity)]
    drawn = tuple(each.chosen(mask) for each, mask in split)
    taken = tuple(each.chosen(~mask) for each, mask in split)
    return Bulk(drawn, taken, handles)


def _checked(placed: Placed) -> Mask:
    """Which members the library draws as well."""
    count = len(placed.entity)
    mask = np.zeros(count, bool)
    mask[[0, -1]] = True
    more = min(MOST_CHECKED, round(CHECKED_PART * count))
    dice = np.random.default_rng(int(placed.entity.sum()))
    mask[dice.integers(0, count, more)] = True
    return mask


def _without(groups: Groups, entities: Entities, taken: tuple[Placed, ...]) -> bytes:
    """The file without some entities."""
    gone = np.zeros(len(groups.code), bool)
    change = np.zeros(len(groups.code) + 1, np.int64)
    for placed in taken:
        change[entities.first[placed.entity]] += 1
        change[entities.beyond[placed.entity]] -= 1
    gone = np.cumsum(change)[:-1] > 0
    edges = np.flatnonzero(np.diff(np.r_[False, gone, False].astype(np.int8)))
    where = np.r_[groups.start, len(groups.raw)][2 * edges]
    data = groups.raw.tobytes()
    cuts: list[int] = [0, *where.tolist(), len(data)]
    return b"".join(data[cuts[at] : cuts[at + 1]] for at in range(0, len(cuts), 2))
