"""Draw the house from the imports themselves and the lives from the state tables.

`python -m tests.architecture.house` puts the drawings into docs/architecture.md.
"""

import re
import sys
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from typing import Final

import grimp

from reviews.states import TABLES, diagram

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "architecture.md"
APPS: Final = (
    "config",
    "samples",
    "workflow",
    "reviews",
    "drawings",
    "signatures",
    "storage",
    "accounts",
)
_PLACE: Final = re.compile(
    r"(?P<begin><!-- drawn: (?P<name>[a-z ]+) -->\n).*?(?P<end><!-- drawn so far -->)",
    re.DOTALL,
)


def drawings() -> Mapping[str, str]:
    """Every drawing of the page by its name."""
    lives = {f"life of {name}": diagram(table) for name, table in TABLES.items()}
    return {"imports": draw_imports(), **lives}


def draw_imports() -> str:
    """The apps as a Mermaid graph: an arrow for each app that imports another."""
    graph = grimp.build_graph(*APPS, cache_dir=None)
    arrows = [
        f"  {upper} --> {lower}"
        for upper, lower in permutations(APPS, 2)
        if graph.direct_import_exists(importer=upper, imported=lower, as_packages=True)
    ]
    return "\n".join(["```mermaid", "graph TD", *arrows, "```"])


def redrawn(page: str, fresh: Mapping[str, str]) -> str:
    """The page with every drawing as it must be; text between the places stays."""

    def put(place: re.Match[str]) -> str:
        return f"{place['begin']}{fresh[place['name']]}\n{place['end']}"

    return _PLACE.sub(put, page)


def places(page: str) -> set[str]:
    """The names of the drawings for which the page has a place."""
    return {place["name"] for place in _PLACE.finditer(page)}


if __name__ == "__main__":
    before = PAGE.read_text(encoding="utf-8")
    after = redrawn(before, drawings())
    PAGE.write_text(after, encoding="utf-8")
    sys.stdout.write("as it was\n" if before == after else "drawn again\n")
