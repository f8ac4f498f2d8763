"""A form that comes back shows what is wrong with it, wherever that stands on the page."""

import pytest

from tests.journeys.walking import Floor
from tests.world import revising_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
SEEN = """() => {
  const places = [".field.wrong", ".dock-light"].map(
    (one) => document.querySelector(one)?.getBoundingClientRect());
  return places[0] && places[0].bottom <= places[1].top;
}"""


@pytest.mark.parametrize("height", [700, 860])
def test_a_field_with_a_fault_is_not_under_the_bar_at_the_foot(
    floor: Floor, height: int
) -> None:
    world = revising_world()
    designer = floor.person(world["lv"], {"width": 1280, "height": height})
    page = designer.open("reviews:answers", world.case.serial)
    page.locator("textarea").first.fill("已修改。")

    page.locator("form:has(textarea) [type=submit]").first.click()

    page.wait_for_function(SEEN)
    assert page.locator("textarea").first.input_value() == "已修改。"
    floor.faults.clear()  # the refused form is answered by 422
