"""The comparison of two versions: shown, explained, and kept from strangers."""

import io
import json
import re
from typing import Final

import ezdxf
import pytest
from django.urls import reverse

from drawings.models import Comparison
from reviews.standing import undeclared_changes
from tests.stage import HTMX, IN_ROUND_TWO, REVISING, signed_in
from tests.world import World

LATER: Final = "建施-05"


def comparison_of(number: str = LATER) -> Comparison:
    return Comparison.objects.get(newer__sheet__number=number)


def url_of(world: World, row: Comparison, name: str = "compare", *more: int) -> str:
    return reverse(f"reviews:{name}", args=[world.case.serial, row.pk, *more])


def page_of(world: World, login: str, row: Comparison, **query: str) -> str:
    answer = signed_in(world[login]).get(url_of(world, row), query)
    assert answer.status_code == 200
    return answer.content.decode()


@IN_ROUND_TWO
def test_the_page_shows_both_versions_changes_and_how_sure_it_is(world: World) -> None:
    row = comparison_of()

    page = page_of(world, "wang", row)

    for face in (row.older.face, row.newer.face):
        assert f"/faces/{face.pk}/tiles/{{z}}/{{x}}/{{y}}.png?v=" in page
    assert "对应率" in page
    assert "残差" in page
    assert "已滤除" in page
    assert "建-01" in page


@IN_ROUND_TWO
def test_an_undeclared_change_says_so(world: World) -> None:
    (change,) = undeclared_changes(world.case)
    row = change.comparison

    page = page_of(world, "wang", row, show="undeclared")

    assert "未声明 1" in page
    assert "既无意见要求，设计单位也未声明。" in page
    assert f'data-change="{change.index}"' in page
    asked = page_of(world, "wang", comparison_of(), show="undeclared")
    assert "data-change=" not in asked


@IN_ROUND_TWO
def test_one_change_is_shown_in_detail(world: World) -> None:
    (change,) = undeclared_changes(world.case)
    row = change.comparison
    client = signed_in(world["wang"])

    shown = client.get(url_of(world, row, "compare_change", change.index), headers=HTMX)
    missing = client.get(url_of(world, row, "compare_change", 9999), headers=HTMX)

    assert shown.status_code == 200
    assert "未确认" in shown.content.decode()
    assert missing.status_code == 404


@IN_ROUND_TWO
def test_texts_are_struck_and_written_anew(world: World) -> None:
    row = comparison_of()
    change = row.changes.get()
    change.kind, change.text_from, change.text_to = "text", "1200", "<b>1100"
    change.save()

    page = page_of(world, "wang", row)

    assert "<del>1200</del>" in page
    assert "<ins>&lt;b&gt;1100</ins>" in page


@IN_ROUND_TWO
def test_the_lines_of_the_changes_come_as_json(world: World) -> None:
    answer = signed_in(world["wang"]).get(
        url_of(world, comparison_of(), "compare_lines")
    )

    lines = json.loads(b"".join(answer))
    assert {line["side"] for line in lines} == {"old", "new"}


@pytest.mark.parametrize(
    "name",
    [
        "compare",
        "compare_lines",
        "compare_report",
        "compare_report_file",
        "compare_clouds",
    ],
)
@IN_ROUND_TWO
def test_strangers_find_nothing(world: World, name: str) -> None:
    address = url_of(world, comparison_of(), name)

    assert signed_in(world["he"]).get(address).status_code == 404


@pytest.mark.parametrize(
    "name", ["compare", "compare_lines", "compare_report", "compare_clouds"]
)
@REVISING
def test_before_it_is_handed_in_the_comparison_is_the_designers_alone(
    world: World, name: str
) -> None:
    world.revise()
    address = url_of(world, comparison_of(), name)

    assert signed_in(world["lv"]).get(address).status_code == 200
    for login in ("wang", "chen", "wu"):
        assert signed_in(world[login]).get(address).status_code == 404


@REVISING
def test_faces_before_they_are_handed_in_are_the_designers_alone(world: World) -> None:
    world.revise()
    face = comparison_of().newer.face
    addresses = [
        reverse("reviews:crop", args=[face.pk, 320]) + "?box=0,0,50,40",
        reverse("reviews:tile", args=[face.pk, 0, 0, 0]),
        reverse("reviews:thumbnail", args=[face.pk]),
    ]

    for address in addresses:
        assert signed_in(world["lv"]).get(address).status_code == 200
        assert signed_in(world["wang"]).get(address).status_code == 404


@IN_ROUND_TWO
def test_the_builder_sees_the_changes_and_not_the_ticks(world: World) -> None:
    (change,) = undeclared_changes(world.case)

    page = page_of(world, "liu", change.comparison)

    assert "未声明" in page
    assert "未确认" not in page
    assert "就此提意见" not in page


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Comparison.Verdict.SAME_BYTES, "文件逐字节相同"),
        (Comparison.Verdict.IDENTICAL, "图面相同"),
        (Comparison.Verdict.CANNOT, "无法自动比较"),
    ],
)
@IN_ROUND_TWO
def test_what_shows_no_change_says_why(world: World, verdict: str, words: str) -> None:
    row = comparison_of()
    row.changes.all().delete()
    row.verdict, row.reason = verdict, "scanned"
    row.registration, row.geometry = {}, None
    row.save()

    page = page_of(world, "wang", row)

    assert words in page
    assert (
        signed_in(world["wang"]).get(url_of(world, row, "compare_lines")).json() == []
    )


@IN_ROUND_TWO
def test_what_nobody_compared_is_never_called_the_same(world: World) -> None:
    row = comparison_of()
    row.changes.all().delete()
    row.verdict, row.not_compared = Comparison.Verdict.IDENTICAL, ["images"]
    row.save()

    page = page_of(world, "wang", row)

    assert "图面相同" not in page
    assert "须重新查看" in page
    assert "本图没有改动" not in page


@pytest.mark.parametrize(
    "query",
    ["", "?box=", "?box=1,2,3", "?box=a,b,c,d", "?box=9,9,1,1", "?box=nan,0,inf,9"],
)
@IN_ROUND_TWO
def test_a_crop_of_nonsense_is_not_there(world: World, query: str) -> None:
    face = world.revision(LATER).face
    address = reverse("reviews:crop", args=[face.pk, 320])

    assert signed_in(world["wang"]).get(address + query).status_code == 404


@IN_ROUND_TWO
def test_a_crop_is_a_picture_for_those_who_may_see(world: World) -> None:
    face = world.revision(LATER).face
    address = reverse("reviews:crop", args=[face.pk, 320]) + "?box=170,120,200,150"

    seen = signed_in(world["wang"]).get(address)
    strange = signed_in(world["he"]).get(address)
    wide = signed_in(world["wang"]).get(address.replace("320", "100000"))

    assert seen.status_code == 200
    assert seen.content.startswith(b"\x89PNG")
    assert strange.status_code == 404
    assert wide.status_code == 404


@IN_ROUND_TWO
def test_the_changes_come_as_clouds_for_cad(world: World) -> None:
    row = comparison_of()

    answer = signed_in(world["lv"]).get(url_of(world, row, "compare_clouds"))

    space = ezdxf.read(io.StringIO(answer.content.decode())).modelspace()
    assert len(space.query("LWPOLYLINE")) == row.changes.count()
    assert "attachment" in answer["Content-Disposition"]


@IN_ROUND_TWO
def test_parts_that_moved_are_offered_one_at_a_time(world: World) -> None:
    row = comparison_of()
    parts = [{"dx_mm": 12.0, "dy_mm": -3.0}, {"dx_mm": -40.0, "dy_mm": 0.0}]
    client = signed_in(world["wang"])
    without = client.get(url_of(world, row)).content.decode()
    row.registration = {**row.registration, "parts": parts}
    row.save(update_fields=["registration"])

    page = client.get(url_of(world, row)).content.decode()

    assert 'data-act="lay"' not in without
    choice = page[page.index('data-act="lay"') :]
    choice = choice[: choice.index("</select>")]
    values = re.findall(r'<option value="(\d)"', choice)
    assert values == ["0", "1", "2"]
    for moved in ("12.0，-3.0", "-40.0，0.0"):
        assert moved in choice
