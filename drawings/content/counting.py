"""How much a stored content holds: primitives by kind, by layer, and blocks."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from drawings.content.errors import Refusal, refused
from drawings.content.parts import Content, Kind

Column = npt.NDArray[np.integer[Any]]
MOST_TOLD = 1000
"""Layers, and blocks, that are told by name."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted.

    Attributes:
        kinds: primitives of each kind that occurs.
        layers: name and primitives of each layer on which something lies, most first.
        blocks: insertions of each block by name, most first.

    """

    kinds: Mapping[Kind, int] = field(default_factory=dict)
    layers: tuple[tuple[str, int], ...] = ()
    blocks: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """Primitives of every kind."""
        return sum(self.kinds.values())

    def told(self) -> dict[str, list[list[Any]]]:
        """As JSON, the rarest of very many names left out; see `counted_from`."""
        return {
            "kinds": [[int(kind), count] for kind, count in self.kinds.items()],
            "layers": [[*pair] for pair in self.layers[:MOST_TOLD]],
            "blocks": [[*pair] for pair in self.blocks[:MOST_TOLD]],
        }


def counted_from(told: Mapping[str, Any]) -> Counted:
    """What `Counted.told` told.

    Raises:
        ValueError, KeyError, TypeError: it is something else.

    """
    return Counted(
        {Kind(int(kind)): int(count) for kind, count in told["kinds"]},
        tuple((str(name), int(count)) for name, count in told["layers"]),
        tuple((str(name), int(count)) for name, count in told["blocks"]),
    )


def counted_in(content: Content) -> Counted:
    """Count a content that is in memory, as `count_content` does a stored one."""
    return _counted(
        (content.kind, content.layer, content.group), content.layers, content.groups
    )


def count_content(path: Path) -> Counted:
    """Count what `save_content` wrote, without loading its points.

    Raises:
        UnreadableDrawing: DAMAGED, for anything else.

    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            words = json.loads(stored["words"].tobytes())
            kind, layer, group = (stored[name] for name in ("kind", "layer", "group"))
            return _counted((kind, layer, group), words["layers"], words["groups"])
    except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile) as error:
        raise refused(Refusal.DAMAGED, f"{path.name}: {error}") from error


def _counted(
    columns: tuple[Column, Column, Column],
    layers: Sequence[str],
    groups: Sequence[str],
) -> Counted:
    kind, layer, group = columns
    blocks = [groups[at] for at in np.unique(group[group >= 0]).tolist()]
    counts = np.bincount(layer, minlength=len(layers)).tolist()
    of_layer: dict[str, int] = {}
    for name, count in zip(layers, counts, strict=True):
        of_layer[name] = of_layer.get(name, 0) + count
    found, each = np.unique(kind, return_counts=True)
    pairs = zip(found.tolist(), each.tolist(), strict=True)
    kinds = {Kind(one): count for one, count in pairs}
    return Counted(kinds, _most_first(of_layer), _most_first(_tally(blocks)))


def _tally(names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def _most_first(found: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    used = [(name, count) for name, count in found.items() if count]
    return tuple(sorted(used, key=lambda pair: (-pair[1], pair[0])))
