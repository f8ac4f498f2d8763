"""Templates follow the house: pages, fragments that say what they need, real tags."""

import re
from pathlib import Path

from django.template import engines

from tests.architecture.sources import kept, name_of

TEMPLATES = [path for path in kept() if "templates" in path.parts]
FRAGMENTS = [
    path
    for path in TEMPLATES
    if path.suffix == ".html"
    and (path.name.startswith("_") or "components" in path.parts)
]
# `{# opinion: Opinion; review: DepartmentReview. #}`, or says that it needs nothing
NEEDS = re.compile(r"\{# (?=.*(?:: |\b[Nn]othing\b)).+ #\}")
ADDRESS = re.compile(r"(?:src|href|action)=\"(?:https?:)?//")


def test_there_are_templates() -> None:
    assert TEMPLATES


def test_every_fragment_says_first_what_it_needs() -> None:
    first = {name_of(path): _text(path).split("\n", 1)[0] for path in FRAGMENTS}

    # begin with {# name: what it is; other: what it is. #} or {# nothing. #}
    assert not {name: line for name, line in first.items() if not NEEDS.fullmatch(line)}


def test_every_template_can_be_read() -> None:
    for path in TEMPLATES:
        engines["django"].from_string(_text(path))


def test_no_template_loads_anything_from_elsewhere() -> None:
    found = {name_of(p): m[0] for p in TEMPLATES if (m := ADDRESS.search(_text(p)))}

    assert not found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
