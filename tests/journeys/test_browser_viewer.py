"""A reviewer's hands on a sheet: layers, search, measure, the other face, at a real browser."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from playwright.sync_api import Page, expect

from drawings.models import Face, SheetRevision
from storage.actions.blobs import store_file
from storage.models import Blob
from tests.journeys.walking import Floor
from tests.sheets import POINTS_PER_MM, content_of, keep_content
from tests.world import reviewing_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
# A wall of 100 mm on paper, at 1:100 ten metres; a pipe above it.
WALL, PIPE = (150.0, 100.0, 250.0, 100.0), (150.0, 130.0, 250.0, 130.0)
PLACE = "150,70,100,80"
NOW = """() => {
  const viewer = document.querySelector("sheet-viewer");
  const view = viewer.map.getView();
  return [...view.getCenter(), view.getResolution()];
}"""
PIXEL = """([x, y]) => document.querySelector("sheet-viewer").map
  .getPixelFromCoordinate([x, y].map((one) => one * 72 / 25.4))"""
INK = """([x, y]) => {
  const viewer = document.querySelector("sheet-viewer");
  const [left, top] = viewer.map.getPixelFromCoordinate([x, y].map((one) => one * 72 / 25.4));
  const canvas = viewer.querySelector(".ol-layer canvas");
  const ratio = canvas.width / viewer.map.getSize()[0];
  const box = [left * ratio - 6, top * ratio - 6, 12, 12].map(Math.round);
  const pixels = canvas.getContext("2d").getImageData(...box).data;
  return Math.min(...pixels.filter((_, at) => at % 4 === 0));
}"""
SNAPS = """() => document.querySelector("sheet-viewer").snapping.source
  .getFeatures().length > 0"""
WINDOW = """() => {
  const told = document.querySelector("sheet-viewer").faces.told;
  told.find((one) => one.side === "dwg").windows = [[0, 0, 5, 5, 10], [5, 5, 200, 140, 50]];
}"""
TURNED = """() => Math.abs(
  document.querySelector("sheet-viewer").map.getView().getRotation() - Math.PI / 2) < 1e-6"""
SNAP_HASTE = 4  # pixels that a hand misses an end by


def test_a_reviewer_switches_layers_searches_measures_and_turns_to_the_other_face(
    floor: Floor, tmp_path: Path
) -> None:
    world = reviewing_world()
    revision = two_faced(world.revision("建施-05"), tmp_path)
    reviewer = floor.person(world["wang"])
    page = reviewer.see("reviews:workbench_sheet", world.case.serial, revision.pk)
    page.goto(f"{page.url}?at={PLACE}")
    page.locator("sheet-viewer canvas").first.wait_for()
    page.wait_for_function(
        f"() => ({INK})([200, 100]) < 120 && ({INK})([200, 130]) < 120"
    )

    # a layer that is off takes its ink along, and only its own
    page.keyboard.press("l")
    page.get_by_role("checkbox", name="给水").uncheck()
    page.wait_for_function(
        f"() => ({INK})([200, 130]) > 200 && ({INK})([200, 100]) < 120"
    )
    page.keyboard.type("建")
    page.keyboard.press("Escape")
    expect(page.locator(".layer-panel")).to_be_hidden()

    # the wall is measured from end to end
    page.keyboard.press("m")
    page.wait_for_function(SNAPS)
    click_near(page, WALL[:2], times=1)
    click_near(page, WALL[2:], times=2)
    expect(page.locator("[data-out=measure]")).to_have_text("10.000\u00a0m")
    expect(page.locator("[data-out=basis]")).to_have_text("按 1:100")

    # in a window of the DWG, which is half as large, the scale of the window counts
    page.keyboard.press("Escape")
    page.evaluate(WINDOW)
    page.keyboard.press("m")
    page.wait_for_function(SNAPS)
    click_near(page, WALL[:2], times=1)
    click_near(page, WALL[2:], times=2)
    expect(page.locator("[data-out=measure]")).to_have_text("2.500\u00a0m")
    expect(page.locator("[data-out=basis]")).to_have_text("按视口 1:25")

    # the other face lies at the same place, without the same layer
    page.keyboard.press("Escape")
    before = page.evaluate(NOW)
    page.keyboard.press("x")
    expect(page.locator("[data-face=dwg]")).to_be_checked()
    page.wait_for_function(
        f"() => ({INK})([200, 130]) > 200 && ({INK})([200, 100]) < 120"
    )
    assert page.evaluate(NOW) == before

    # words are found, whatever their width and case; asked for once, not by each key
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.keyboard.press("s")
    page.keyboard.type("fm 乙１")
    page.keyboard.press("Enter")
    expect(page.locator("[data-find-form] [role=status]")).to_have_text("1 / 1")
    assert len([url for url in asked if "words.json" in url]) == 1


def test_a_reviewer_measures_an_area_calibrates_turns_and_goes_to_the_next_sheet(
    floor: Floor, tmp_path: Path
) -> None:
    world = reviewing_world()
    revision = two_faced(world.revision("建施-05"), tmp_path)
    following = world.revision("防施-01")
    reviewer = floor.person(world["wang"])
    ahead: list[str] = []
    reviewer.page.on("request", lambda one: ahead.append(one.url))
    page = reviewer.open("reviews:workbench_sheet", world.case.serial, revision.pk)
    page.goto(f"{page.url}?at={PLACE}")
    page.wait_for_function(f"() => ({INK})([200, 100]) < 120")

    # the room between wall and pipe: ten metres by three
    measure(page, "g", WALL[:2], WALL[2:], PIPE[2:], PIPE[:2])
    expect(page.locator("[data-out=measure]")).to_have_text("30.00\u00a0m²")

    # somebody knows that the wall is twice as long: all measures follow, until it is forgotten
    page.keyboard.press("Escape")
    measure(page, "b", WALL[:2], WALL[2:])
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.locator("[data-out=measure]")).to_have_text("20.000\u00a0m")
    expect(page.locator("[data-out=basis]")).to_contain_text("1:200")
    page.click("[data-measure=forget]")
    expect(page.locator("[data-out=measure]")).to_have_text("10.000\u00a0m")

    # a quarter turn lays the wall upright, and it stays where it can be seen
    page.locator("sheet-viewer .map").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.wait_for_function(TURNED)
    page.wait_for_function(f"() => ({INK})([200, 100]) < 120")

    # the index shows pictures by discipline; the next sheet was fetched ahead
    page.click("[data-pictures]")
    expect(page.locator("#sheet-index.pictured .group img").first).to_be_visible()
    expect(page.locator("#sheet-index summary")).to_contain_text(["建筑", "人防"])
    assert [url for url in ahead if f"/faces/{following.face.pk}/tiles/" in url]
    page.keyboard.press("]")
    page.wait_for_url(f"**/sheets/{following.pk}/**")


def measure(page: Page, key: str, *places: tuple[float, ...]) -> None:
    """Take a tool by its key and press the places, the last one twice."""
    page.keyboard.press(key)
    page.wait_for_function(SNAPS)
    for place in places[:-1]:
        click_near(page, place, times=1)
    click_near(page, places[-1], times=2)


def click_near(page: Page, place: tuple[float, ...], *, times: int) -> None:
    """Press a place of the paper, a little beside it as hands do."""
    box = page.locator("sheet-viewer .map").bounding_box()
    assert box is not None
    x, y = page.evaluate(PIXEL, list(place))
    at = (box["x"] + x + SNAP_HASTE, box["y"] + y + SNAP_HASTE)
    page.mouse.move(*at)
    page.mouse.click(*at, click_count=times)


def two_faced(revision: SheetRevision, folder: Path) -> SheetRevision:
    """The sheet drawn on two layers, with a plot of half its size as DWG face."""
    face = revision.face
    size = (face.width_mm, face.height_mm)
    face.page = plot(folder / "a.pdf", size, 1.0)
    face.content = content(size, 1.0)
    face.save()
    half = (size[0] / 2, size[1] / 2)
    revision.dwg = Face.objects.create(
        file=face.file,
        side=Face.Side.DWG,
        index=1,
        number=face.number,
        discipline=face.discipline,
        scale="1:200",
        width_mm=half[0],
        height_mm=half[1],
        page=plot(folder / "b.pdf", half, 0.5),
        content=content(half, 0.5),
        thumbnail=face.thumbnail,
    )
    revision.save()
    return revision


def plot(path: Path, size_mm: tuple[float, float], scale: float) -> Blob:
    """The page: a wall and a pipe, each on a layer."""
    width, height = (side * POINTS_PER_MM for side in size_mm)
    with pymupdf.open() as document:
        drawn = document.new_page(width=width, height=height)
        for name, line in (("墙", WALL), ("给水", PIPE)):
            x0, y0, x1, y1 = (value * scale * POINTS_PER_MM for value in line)
            layer = document.add_ocg(name)
            drawn.draw_line((x0, height - y0), (x1, height - y1), width=2, oc=layer)
        document.save(path)
    return store_file(path, media_type="application/pdf")


def content(size_mm: tuple[float, float], scale: float) -> Blob:
    """What was read of the page, with the name of a door."""
    points = np.zeros((3, 4, 2))
    for at, (x0, y0, x1, y1) in enumerate((WALL, PIPE)):
        points[at] = [(x0, y0), (x0, y0), (x1, y1), (x1, y1)]
    points[2] = [(180, 110), (180, 114), (195, 114), (195, 110)]
    read = content_of(points * scale, ["FM乙1"])
    layer = np.asarray([0, 1, 0], np.int32)
    layers = ("墙", "给水")
    return keep_content(replace(read, layer=layer, layers=layers, size_mm=size_mm))
