"""Tiles and what else the viewer asks of a face: for those who may see, drawn once."""

import json
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from drawings import shelf
from drawings.actions.overviews import request_overviews
from drawings.models import Face
from reviews.views.sheet_faces import asked_of, laid_on
from tests.stage import signed_in
from tests.world import World, do_jobs, reviewing_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [reviewing_world], indirect=True, scope="module"),
]
# session and person; their seats; the face; the case through which it is seen
MOST_QUESTIONS = 5


@pytest.fixture(autouse=True)
def tiles(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A shelf of its own."""
    settings.LIANSHEN_TILES = tmp_path / "tiles"
    yield tmp_path / "tiles"


def addresses(world: World) -> list[str]:
    """Everything the viewer asks of a face."""
    face = world.revision("建施-05").face.pk
    return [
        reverse("reviews:tile", args=[face, 0, 0, 0]),
        reverse("reviews:tile", args=[face, 0, 0, 0]) + "?off=1",
        reverse("reviews:tile", args=[face, 4, 1, 1]),
        reverse("reviews:layers", args=[face]),
        reverse("reviews:words", args=[face]),
        reverse("reviews:lines", args=[face, 1, 1]),
        reverse("reviews:thumbnail", args=[face]),
        reverse("reviews:picture", args=[face, 320]),
        reverse("reviews:crop", args=[face, 320]) + "?box=10,10,50,50",
        reverse("reviews:page", args=[face]),
    ]


def test_nothing_of_a_face_is_there_for_outsiders(world: World) -> None:
    stranger = User.objects.create_user("stranger", password="x")
    inside, outside, nobody = signed_in(world["wang"]), signed_in(stranger), Client()
    for address in addresses(world):
        assert inside.get(address).status_code == 200, address
        assert outside.get(address).status_code == 404, address
        assert nobody.get(address).status_code == 302, address


def test_who_has_a_picture_is_told_so_and_nothing_is_drawn(
    world: World, tiles: Path
) -> None:
    client = signed_in(world["wang"])
    for address in addresses(world)[:6]:
        first = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert "immutable" in first["Cache-Control"]
        assert "private" in first["Cache-Control"]
        for path in (one for one in tiles.rglob("*") if one.is_file()):
            path.unlink()
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert not [one for one in tiles.rglob("*") if one.is_file()]


def test_a_tile_costs_few_questions_whoever_asks(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = addresses(world)[0]
    for name in ("wang", "liu", "chen", "wu"):
        client = signed_in(world[name])
        with django_assert_max_num_queries(MOST_QUESTIONS):
            assert client.get(address).status_code == 200


def test_a_tile_is_drawn_once_for_each_set_of_layers(world: World, tiles: Path) -> None:
    client, address = signed_in(world["wang"]), addresses(world)[2]
    for query in ("", "?off=0", "?off=6", "?off=06", "?v=other"):
        answer = client.get(address + query)
        assert Image.open(BytesIO(answer.content)).size == (512, 512)
    assert len(list(tiles.rglob("4-1-1.png"))) == 3


@pytest.mark.parametrize("off", ["", "x", "-1", "1" * 1025, "１"])
def test_what_names_no_set_of_layers_is_not_there(world: World, off: str) -> None:
    client = signed_in(world["wang"])
    assert client.get(addresses(world)[0], {"off": off}).status_code == 404


def test_words_come_with_their_places(world: World) -> None:
    answer = signed_in(world["wang"]).get(addresses(world)[4])
    found = json.loads(answer.content)
    assert any("建施-05" in word[0] for word in found)
    assert all(len(word) == 9 for word in found)


def test_overviews_are_there_before_anybody_asks(world: World, tiles: Path) -> None:
    revision = world.revision("建施-05")
    request_overviews(file=revision.face.file)
    do_jobs()
    drawn = {path.stem.split("-")[0] for path in tiles.rglob("*.png")}
    assert drawn == {"0", "1", "2"}  # of a heavy page 3 as well
    before = {path: path.stat().st_mtime_ns for path in tiles.rglob("*.png")}
    signed_in(world["wang"]).get(addresses(world)[0])
    assert before == {path: path.stat().st_mtime_ns for path in tiles.rglob("*.png")}


def test_a_picture_that_cannot_be_kept_is_seen_all_the_same(
    world: World, tiles: Path
) -> None:
    tiles.write_bytes(b"no folder")
    answer = signed_in(world["wang"]).get(addresses(world)[0])
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"


def test_what_nobody_looked_at_for_longest_goes_first(
    world: World, settings: Settings, tiles: Path
) -> None:
    settings.LIANSHEN_TILES_BYTES = 1000
    for age in range(20):
        path = shelf.shelf_of("ab" * 32, f"{age}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    oldest = shelf.shelf_of("ab" * 32, "19.png")
    assert shelf.kept(oldest) == b"x" * 100  # a look makes it young

    shelf.sweep()

    left = {path.stem for path in tiles.rglob("*.png")}
    assert left == {"19", *map(str, range(7))}


def test_a_place_is_told_by_corner_and_size_or_by_two_corners(world: World) -> None:
    query = QueryDict("at=10,20,30,5&find=%E9%98%B2%E7%81%AB&face=dwg")
    assert asked_of(query) == {
        "box": "[10.0,20.0,40.0,25.0]",
        "first_face": "dwg",
        "find": "防火",
    }
    assert asked_of(QueryDict("box=1,2,3,4"))["box"] == "[1.0,2.0,3.0,4.0]"
    for nonsense in ("1,2,3", "1,2,-3,4", "nan,1,1,1", "a,b,c,d", "1,2,inf,4", ""):
        assert asked_of(QueryDict(f"at={nonsense}"))["box"] == ""


def test_the_other_face_lies_where_the_proof_of_sameness_found_it(world: World) -> None:
    pdf = Face(side=Face.Side.PDF, width_mm=841, height_mm=594)
    dwg = Face(side=Face.Side.DWG, width_mm=420.5, height_mm=297)
    found = {"scale": 1.99, "rotation_deg": 0.0, "dx_mm": 3.0, "dy_mm": -2.0}
    assert laid_on(dwg, pdf, found) == {"scale": 1.99, "dx_mm": 3.0, "dy_mm": -2.0}
    by_size = {"scale": 2.0, "dx_mm": 0.0, "dy_mm": 0.0}
    assert laid_on(dwg, pdf, {}) == by_size
    assert laid_on(dwg, pdf, {**found, "rotation_deg": 90.0}) == by_size
    strip = Face(side=Face.Side.DWG, width_mm=900, height_mm=297)
    assert laid_on(strip, pdf, {})["scale"] == 1.0
    assert laid_on(pdf, pdf, found)["scale"] == 1.0


@pytest.mark.parametrize(
    "box", ["--1,0,10,10", "0,0,10,--10", "1e9,0,1,1", "nan,0,1,1"]
)
def test_a_crop_of_no_place_is_not_there(world: World, box: str) -> None:
    face = world.revision("建施-05").face.pk
    address = reverse("reviews:crop", args=[face, 320])

    assert signed_in(world["wang"]).get(address, {"box": box}).status_code == 404


def test_places_beyond_every_number_are_not_there(world: World) -> None:
    face = world.revision("建施-05").face.pk
    far = 10**400

    for name, where in (
        ("lines", (far, 1)),
        ("lines", (1, far)),
        ("tile", (4, far, 1)),
    ):
        address = reverse(f"reviews:{name}", args=[face, *where])
        assert signed_in(world["wang"]).get(address).status_code == 404
