"""A folder goes up through a bad line: halted, cut off, the tab closed, picked again."""

import hashlib
import random
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, Request, Route, expect

from drawings.models import SubmittedFile
from storage.actions.blobs import read_bytes
from tests.journeys.walking import PATIENCE, Floor
from tests.world import World, build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LARGE: Final = 20 * 1024 * 1024  # three pieces
PIECE: Final = str(8 * 1024 * 1024)
State = SubmittedFile.State
DIGEST: Final = """async size => {
  const { Sha256 } = await import("/static/js/hashing.js");
  const sum = new Sha256();
  const bytes = new Uint8Array(size).map((_, at) => at * 7);
  for (let at = 0; at < size; at += 37) sum.update(bytes.subarray(at, at + 37));
  return sum.digest();
}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six files, one of them large, two of them the same."""
    place = tmp_path / "施工图"
    (place / "建施").mkdir(parents=True)
    bytes_of = random.Random(5).randbytes  # noqa: S311
    for number in range(1, 5):
        (place / "建施" / f"建施-1{number}.pdf").write_bytes(bytes_of(4000))
    (place / "同一张.pdf").write_bytes((place / "建施" / "建施-11.pdf").read_bytes())
    (place / "大.pdf").write_bytes(bytes_of(LARGE))
    return place


def upload_page(floor: Floor, world: World) -> Page:
    return floor.person(world["lv"]).see("reviews:upload", world.case.serial)


def test_a_folder_survives_a_cut_line_a_halt_and_a_closed_tab(
    floor: Floor, folder: Path
) -> None:
    world = build_world()
    page = upload_page(floor, world)

    def cut(route: Route) -> None:
        if route.request.headers.get("upload-offset") == PIECE:
            route.abort("connectionreset")
        else:
            route.continue_()

    # ---- the large file gets no further than its first piece
    page.route("**/upload/files/*", cut)
    page.set_input_files("#upload-folder", folder)
    retry = page.locator(".sending li.retry", has_text="大.pdf")
    expect(retry).to_have_count(1, timeout=PATIENCE)
    page.click("[data-halt]")
    expect(page.locator(".sending li.halted", has_text="大.pdf")).to_have_count(1)
    expect(page.locator("[data-go]")).to_be_visible()
    file = SubmittedFile.objects.get(path__endswith="大.pdf")
    assert file.state == State.RECEIVING
    page.close()

    # ---- another tab, the same folder: what is here is not sent again
    floor.faults.clear()  # the cut line
    page = upload_page(floor, world)
    sent: list[tuple[str, str]] = []

    def note(request: Request) -> None:
        if request.method == "PATCH":
            sent.append((request.url, request.headers["upload-offset"]))

    page.on("request", note)
    page.set_input_files("#upload-folder", folder)
    row = page.locator("#sheets tbody tr", has_text="大.pdf")
    expect(row).to_contain_text("读取中", timeout=PATIENCE)

    file.refresh_from_db()
    assert file.state == State.RECEIVED
    assert file.blob is not None
    assert (
        file.blob.sha256 == hashlib.sha256((folder / "大.pdf").read_bytes()).hexdigest()
    )
    large = [offset for url, offset in sent if str(file.token) in url]
    assert large == [PIECE, str(2 * int(PIECE))]
    files = world.case.current_round.submission.files.exclude(state=State.READ)
    assert files.count() == 6
    assert {one.state for one in files} == {State.RECEIVED, State.DUPLICATE}
    for path in folder.rglob("*.pdf"):
        one = files.get(path__endswith=path.name)
        assert one.blob is not None
        assert read_bytes(one.blob) == path.read_bytes()


def test_what_is_not_to_be_sent_leaves_nothing(floor: Floor, folder: Path) -> None:
    world = build_world()
    page = upload_page(floor, world)
    page.route(
        "**/upload/files/*",
        lambda route: route.request.method == "PATCH" or route.fallback(),
    )
    page.set_input_files("#upload-folder", folder)
    expect(page.locator(".sending li.sending")).to_have_count(3)

    page.click("[data-end]")

    expect(page.locator(".sending li.ended")).to_have_count(6)
    files = world.case.current_round.submission.files.filter(state=State.RECEIVING)
    expect(page.locator("[data-end]")).to_be_hidden()
    page.wait_for_load_state("networkidle")
    assert not files.exists()


def test_a_folder_that_is_dropped_goes_up_with_its_paths(
    floor: Floor, folder: Path
) -> None:
    world = build_world()
    page = upload_page(floor, world)
    box = page.locator(".drop").bounding_box()
    assert box is not None
    # Chromium alone makes entries of a real folder; a page cannot.
    hand = page.context.new_cdp_session(page)
    held = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        at = {"x": box["x"] + 20, "y": box["y"] + 20}
        hand.send("Input.dispatchDragEvent", {"type": kind, "data": held, **at})

    expect(page.locator("[data-said]")).to_have_text("全部传完", timeout=PATIENCE)
    files = world.case.current_round.submission.files.exclude(state=State.READ)
    assert {one.path for one in files} == {
        str(path.relative_to(folder.parent)) for path in folder.rglob("*.pdf")
    }


@pytest.mark.usefixtures("folder")
def test_the_page_hashes_as_everybody_does(floor: Floor) -> None:
    world = build_world()
    page = upload_page(floor, world)

    for size in (0, 55, 56, 64, 119, 100_003):
        made = bytes(at * 7 % 256 for at in range(size))
        assert page.evaluate(DIGEST, size) == hashlib.sha256(made).hexdigest()
