"""How each sector is called: one character beside its colour, and its name."""

from collections.abc import Mapping
from typing import Final

SHORT: Final[Mapping[str, str]] = {
    "housing": "建",
    "fire": "消",
    "airdefence": "人",
    "planning": "规",
    "meteorology": "气",
}
