"""Two versions under a reviewer's eyes: turned, on two sides of a curtain, change by change."""

import random
from typing import Final

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from drawings.models import Comparison
from tests.journeys.walking import Floor
from tests.sheets import SIZE_MM, Segment, add_sheet
from tests.world import World, build_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
GONE: Final = (60.0, 250.0, 160.0, 250.0)
CAME: Final = (260.0, 250.0, 360.0, 250.0)
READY: Final = "() => document.querySelector('sheet-compare')?.layers"
INK: Final = """([layer, x, y]) => {
  const host = document.querySelector("sheet-compare");
  const map = layer === "beside" ? host.beside : host.map;
  const canvas = host.querySelector(layer === "beside"
    ? ".map.beside .older canvas" : `.map:not(.beside) .${layer} canvas`);
  if (!canvas) return 255;
  const [left, top] = map.getPixelFromCoordinate([x, y].map((one) => one * 72 / 25.4));
  const ratio = canvas.width / map.getSize()[0];
  const box = [left * ratio - 8, top * ratio - 8, 16, 16].map(Math.round);
  const pixels = canvas.getContext("2d").getImageData(...box).data;
  let least = 255;
  for (let at = 0; at < pixels.length; at += 4)
    if (pixels[at + 3] > 40) least = Math.min(least, pixels[at]);
  return least;
}"""
CHOSEN: Final = "() => document.querySelector('sheet-compare').chosen"


def plan(*more: Segment) -> tuple[Segment, ...]:
    """Walls of no symmetry, and more."""
    chance = random.Random(8)  # noqa: S311  not a secret
    found: list[Segment] = []
    for _ in range(60):
        x, y = chance.uniform(30, 300), chance.uniform(50, 200)
        long = chance.uniform(5, 60)
        found.append(
            (x, y, x + long, y) if chance.random() < 0.5 else (x, y, x, y + long / 2)
        )
    return (*found, *more)


def turned(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The same, upside down on its paper."""
    wide, tall = SIZE_MM
    return tuple((wide - a, tall - b, wide - c, tall - d) for a, b, c, d in segments)


def world_with_a_turned_sheet() -> tuple[World, Comparison]:
    """Round two: one sheet came upside down; a line went from it and another came."""
    world = build_world()
    name = ("建施-09", "屋顶平面图", "architecture")
    add_sheet(world.case.current_round.submission, *name, turned(plan(GONE)))
    world.hand_in().accept().say("housing")
    world.finish_round().release()
    later = world.case.rounds.get(number=2).submission
    add_sheet(later, *name, plan(CAME))
    world.revise()
    world.answer()
    return world, Comparison.objects.get(newer__sheet__number="建施-09")


def test_a_turned_sheet_is_laid_and_every_way_of_comparing_shows_it(
    floor: Floor,
) -> None:
    world, row = world_with_a_turned_sheet()
    assert abs(row.registration["rotation_deg"]) == pytest.approx(180, abs=0.1)
    page = floor.person(world["wang"]).see("reviews:compare", world.case.serial, row.pk)
    page.wait_for_function(READY)
    page.keyboard.press("0")

    # in turn: the older has what went, where it would lie now, and not what came
    page.keyboard.press("4")
    page.keyboard.press(" ")
    expect(page.locator("[data-mode=flicker]")).to_be_checked()
    shows(page, "newer", came=True, gone=False)
    page.keyboard.press(" ")
    shows(page, "older", came=False, gone=True)

    # side by side, linked
    page.keyboard.press("3")
    shows(page, "beside", came=False, gone=True)
    shows(page, "newer", came=True, gone=False)

    # the curtain: older to its left, newer to its right, moved by keys and by hand
    page.keyboard.press("2")
    handle = page.get_by_role("slider", name="新旧版次之间的卷帘")
    handle.press("End")
    shows(page, "older", came=False, gone=True)
    shows_nothing(page, "newer", CAME)
    handle.press("Home")
    shows(page, "newer", came=True, gone=False)
    shows_nothing(page, "older", GONE)
    handle.press("PageUp")
    expect(handle).to_have_attribute("aria-valuenow", "10")
    drag(page)
    assert 60 < int(str(handle.get_attribute("aria-valuenow"))) < 90


def test_list_and_canvas_choose_each_other_and_kinds_go_away(floor: Floor) -> None:
    world, row = world_with_a_turned_sheet()
    page = floor.person(world["wang"]).open(
        "reviews:compare", world.case.serial, row.pk
    )
    page.wait_for_function(READY)
    total = row.changes.count()
    added = row.changes.filter(kind="added").count()
    assert page.locator("[data-change]").count() == total
    page.keyboard.press("n")
    first = page.evaluate(CHOSEN)
    page.keyboard.press("n")
    second = page.evaluate(CHOSEN)
    page.keyboard.press("p")
    page.keyboard.press("n")
    assert page.evaluate(CHOSEN) == second != first
    expect(page.locator(f"[data-change='{second}']")).to_have_attribute(
        "aria-current", "true"
    )

    # a press on the frame of the other chooses its line
    page.keyboard.press("0")
    removed = row.changes.get(kind="removed", text_from="")
    x0, _y0, _x1, y1 = removed.box
    wanted = f"() => ({CHOSEN})() === '{removed.index}'"
    press_until(page, (x0 + 5, y1), wanted)
    expect(page.locator(f"[data-change='{removed.index}']")).to_have_attribute(
        "aria-current", "true"
    )

    # a kind that is off leaves list, canvas and the way of the keys
    page.locator("details.sieve summary").click()
    page.locator("[data-sieve][data-kind=added]").uncheck()
    expect(page.locator("[data-out=sifted]")).to_have_text(str(added))
    assert page.locator("[data-change]:visible").count() == total - added
    seen = set()
    for _step in range(total):
        page.keyboard.press("n")
        seen.add(int(page.evaluate(CHOSEN)))
    assert seen == set(
        row.changes.exclude(kind="added").values_list("index", flat=True)
    )

    # small things are noise, words never
    page.locator("[data-sieve][data-kind=added]").check()
    page.locator(".noise input").fill("20")
    small = [
        one
        for one in row.changes.exclude(kind__in=["text", "dimension"])
        if max(one.box[2] - one.box[0], one.box[3] - one.box[1]) < 20
    ]
    expect(page.locator("[data-out=sifted]")).to_have_text(str(len(small)))


def shows(page: Page, layer: str, *, came: bool, gone: bool) -> None:
    """Wait until a layer has ink where a line came or went, and only there."""
    for place, wanted in ((CAME, came), (GONE, gone)):
        test = f"(args) => ({INK})(args) {'<' if wanted else '>'} 150"
        page.wait_for_function(test, arg=[layer, *middle(place)])


def shows_nothing(page: Page, layer: str, place: Segment) -> None:
    """Wait until a layer is cut away there: not even its paper is drawn."""
    test = f"(args) => ({INK})(args) === 255"
    page.wait_for_function(test, arg=[layer, *middle(place)])


def middle(place: Segment) -> tuple[float, float]:
    return ((place[0] + place[2]) / 2, (place[1] + place[3]) / 2)


def press(page: Page, x: float, y: float) -> None:
    """Press a place of the paper, once the view has come to rest."""
    page.wait_for_function(
        """() => {
          const { map } = document.querySelector("sheet-compare");
          if (map.getView().getAnimating()) return false;
          map.renderSync();
          return true;
        }"""
    )
    box = page.locator("sheet-compare .map").first.bounding_box()
    assert box is not None
    at = page.evaluate(
        """([x, y]) => document.querySelector("sheet-compare").map
        .getPixelFromCoordinate([x, y].map((one) => one * 72 / 25.4))""",
        [x, y],
    )
    page.mouse.click(box["x"] + at[0], box["y"] + at[1])


def press_until(page: Page, at: tuple[float, float], wanted: str) -> None:
    """Press a place again when a busy browser lost the first press."""
    for _ in range(3):
        press(page, *at)
        try:
            page.wait_for_function(wanted, timeout=8_000)
        except TimeoutError:
            continue
        return
    page.wait_for_function(wanted)


def drag(page: Page) -> None:
    """Take the handle to three quarters of the map."""
    handle = page.locator(".curtain").bounding_box()
    box = page.locator("sheet-compare .map").first.bounding_box()
    assert handle is not None
    assert box is not None
    high = box["y"] + box["height"] / 2
    page.mouse.move(handle["x"] + handle["width"] / 2, high)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, high, steps=5)
    page.mouse.up()
