"""The pictures in docs/architecture.md are the house that stands."""

import pytest

from reviews.states import TABLES
from tests.architecture.house import PAGE, draw_imports, drawings, places, redrawn

NAMES = ["imports", *(f"life of {name}" for name in TABLES)]


def test_the_page_has_a_place_for_every_drawing() -> None:
    assert places(PAGE.read_text(encoding="utf-8")) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_the_house_as_it_is(name: str) -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert drawings()[name] in page, "run `make architecture`"


def test_an_app_never_imports_the_floor_above() -> None:
    arrows = draw_imports()

    assert "accounts --> " not in arrows
    assert "drawings --> signatures" not in arrows
    assert "signatures --> drawings" not in arrows


def test_only_the_drawing_between_the_marks_changes() -> None:
    page = "before\n<!-- drawn: imports -->\nold\n<!-- drawn so far -->\nafter\n"

    assert redrawn(page, {"imports": "new"}) == page.replace("old", "new")
