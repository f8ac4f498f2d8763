"""How much a stored content holds: primitives by kind, by layer, and blocks."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from drawings.content.errors import Refusal, refused
from drawings.content.parts import Kind


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


def count_content(path: Path) -> Counted:
    """Count what `save_content` wrote, without loading its points.

    Raises:
        UnreadableDrawing: DAMAGED, for anything else.

    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            words = json.loads(stored["words"].tobytes())
            kind, layer, group = (stored[name] for name in ("kind", "layer", "group"))
            blocks = [words["groups"][at] for at in np.unique(group[group >= 0])]
            layers = np.bincount(layer, minlength=len(words["layers"]))
            named = zip(words["layers"], layers.tolist(), strict=True)
            kinds = {
                Kind(int(one)): int((kind == one).sum()) for one in np.unique(kind)
            }
    except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile) as error:
        raise refused(Refusal.DAMAGED, f"{path.name}: {error}") from error
    return Counted(kinds, _most_first(dict(named)), _most_first(_tally(blocks)))


def _tally(names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def _most_first(found: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    used = [(name, count) for name, count in found.items() if count]
    return tuple(sorted(used, key=lambda pair: (-pair[1], pair[0])))
