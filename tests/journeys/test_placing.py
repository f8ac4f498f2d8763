"""A seal is dragged on the page, moved by keys, and stands there in millimetres."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from signatures.models import SealPlacing
from tests.journeys.walking import Floor
from tests.world import passed_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def test_a_seal_is_dragged_and_moved_by_keys(floor: Floor) -> None:
    world = passed_world()
    revision = world.revision("建施-05")
    field = f"review-{world.cast.units['市住建局'].pk}"
    url = reverse("workflow:seal_places", args=[world.case.serial, revision.pk])
    walker = floor.person(world["qian"])
    page = walker.open("workflow:seal_places", world.case.serial, revision.pk)

    seal = page.locator(f'.place-seal[data-field="{field}"]')
    left = page.locator(f'input[name="left-{field}"]')
    top = page.locator(f'input[name="top-{field}"]')
    area, box = page.locator(".place-page").bounding_box(), seal.bounding_box()
    assert area is not None
    assert box is not None
    before = float(left.input_value()), float(top.input_value())
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10 - 200, box["y"] + 10 - 60, steps=5)
    page.mouse.up()
    scale = 420 / area["width"]
    assert float(left.input_value()) == pytest.approx(before[0] - 200 * scale, abs=0.1)
    assert float(top.input_value()) == pytest.approx(before[1] - 60 * scale, abs=0.1)

    dragged = float(left.input_value())
    seal.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Alt+ArrowRight")
    assert float(left.input_value()) == pytest.approx(dragged + 11.1, abs=0.011)
    for _press in range(60):
        page.keyboard.press("Shift+ArrowUp")
    assert float(top.input_value()) == 0.0

    page.locator('button[name="series"]').click()
    page.wait_for_load_state()
    assert urlsplit(page.url).path == url
    kept = [row.places[field][0] for row in SealPlacing.objects.all()]
    assert kept == pytest.approx([dragged + 11.1] * 3, abs=0.011)
