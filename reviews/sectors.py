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

SECTOR_WORK: Final[Mapping[str, str]] = {
    "housing": "施工图技术审查",
    "fire": "消防设计审查",
    "airdefence": "人防防护设计审查",
    "planning": "规划条件核对",
    "meteorology": "防雷装置设计审核",
}
"""What each sector reviews, as letters name it."""
