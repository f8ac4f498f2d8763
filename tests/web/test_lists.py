"""The drawing list goes in as a table, and the check of a set leaves as one."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from drawings.models import Face, GivenList, SheetRevision
from reviews.actions.cases import confirm_case
from reviews.noting import notes_of_set
from storage.models import Event
from tests.sheets import PLAN, add_sheet
from tests.stage import signed_in
from tests.world import World, build_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]
LIST = "图号,图名,专业,比例\n建施-04,一层平面图,建筑,1:100\n结施-01,基础图,结构,1:50\n"


def give(
    world: World, data: bytes | str = LIST, name: str = "目录.csv", login: str = "lv"
) -> str:
    url = reverse("reviews:give_list", args=[world.case.serial])
    raw = data.encode("gb18030") if isinstance(data, str) else data
    said = {"list": SimpleUploadedFile(name, raw)}
    answer = signed_in(world[login]).post(url, said, follow=True)
    return answer.content.decode() if answer.status_code == 200 else ""


def codes(world: World) -> set[tuple[str, str]]:
    notes = notes_of_set(world.case.current_round.submission)
    rows = [note for said in notes.by_revision.values() for note in said]
    return {(note.subject, note.code) for note in (*rows, *notes.missing)}


def test_a_list_is_held_against_the_sheets_instead_of_drawn_ones(world: World) -> None:
    Face.objects.filter(number="建施-05").update(listed=[["建施-77", "画在图上的"]])
    assert ("建施-77", "missing") in codes(world)

    told = give(world)

    assert told.count("目录列有 2 张图") == 1
    assert "目录.csv" in told
    assert ("建施-77", "missing") not in codes(world)
    assert {("结施-01", "missing"), ("建施-04", "name_differs")} <= codes(world)
    assert ("防施-01", "extra") in codes(world)
    given = signed_in(world["lv"]).get(
        reverse("reviews:given_list", args=[world.case.serial])
    )
    assert b"".join(given).decode("gb18030") == LIST
    verbs = Event.objects.values_list("verb", flat=True)
    assert "drawings.list_given" in set(verbs)

    back = reverse("reviews:take_back_list", args=[world.case.serial])
    signed_in(world["lv"]).post(back)
    assert ("建施-77", "missing") in codes(world)


def test_a_list_tells_what_the_title_blocks_do_not(world: World) -> None:
    Face.objects.filter(number="建施-04").update(scale="")
    give(world)
    row = SheetRevision.objects.get(sheet__number="建施-04")
    url = reverse("reviews:mend", args=[world.case.serial])

    page = signed_in(world["lv"]).get(
        reverse("reviews:upload", args=[world.case.serial])
    )
    assert "采用目录中的比例 1:100" in page.content.decode()
    signed_in(world["lv"]).post(
        url, {"act": "scale", "sheet": row.pk, "value": "1:100"}
    )

    assert Face.objects.get(number="建施-04").scale == "1:100"
    assert ("建施-04", "scale_missing") not in codes(world)


def test_a_list_may_come_before_the_drawings(world: World) -> None:
    for file in list(world.case.current_round.submission.files.all()):
        url = reverse("reviews:take_out", args=[world.case.serial, file.token])
        signed_in(world["lv"]).post(url)

    assert "基础图" in give(world)
    assert codes(world) == {("建施-04", "missing"), ("结施-01", "missing")}


def test_what_is_no_list_leaves_everything_as_it_was(world: World) -> None:
    for material in world.case.materials.all():
        world.hand_in_one(material.code)
    give(world)
    confirm_case(case=world.case, actor=world["liu"])

    assert "没有同时写明" in give(world, "a,b\n1,2\n")
    assert "无法识别为表格" in give(world, b"PK\x03\x04", "x.xlsx")
    assert "文件" in give(world, b"")

    assert len(GivenList.objects.get().entries) == 2
    assert world.refresh().case.is_confirmed_by_builder


def test_only_those_who_work_on_the_set_hand_a_list_in(world: World) -> None:
    world.hand_in()
    url = reverse("reviews:give_list", args=[world.case.serial])
    said = {"list": SimpleUploadedFile("a.csv", LIST.encode())}

    assert signed_in(world["he"]).post(url, said).status_code == 404
    assert signed_in(world["chen"]).post(url, said).status_code == 403
    assert "已报送" in give(world)
    assert not GivenList.objects.exists()
    given = reverse("reviews:given_list", args=[world.case.serial])
    assert signed_in(world["lv"]).get(given).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_a_list_that_can_be_filled_in(world: World, form: str) -> None:
    answer = signed_in(world["lv"]).get(reverse("reviews:list_template", args=[form]))
    if form == "csv":
        filled = answer.content + "建施-04,一层平面图,建筑,1:100,A\r\n".encode()
    else:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        book.worksheets[0].append(["建施-04", "一层平面图", "建筑", "1:100", "A"])
        out = io.BytesIO()
        book.save(out)
        filled = out.getvalue()

    assert "目录列有 1 张图" in give(world, filled, f"list.{form}")
    no = signed_in(world["lv"]).get(reverse("reviews:list_template", args=["exe"]))
    assert no.status_code == 404


def test_the_table_leaves_as_a_file_without_formulas(world: World) -> None:
    submission = world.case.current_round.submission
    add_sheet(submission, "=1+1", "@SUM", "architecture", PLAN)
    url = "reviews:upload_table"

    said = signed_in(world["lv"]).get(reverse(url, args=[world.case.serial, "csv"]))
    rows = list(csv.reader(io.StringIO(said.content.decode("utf-8-sig"))))
    assert rows[0][0] == "图号"
    assert ["'=1+1", "'@SUM"] in [row[:2] for row in rows]

    said = signed_in(world["lv"]).get(reverse(url, args=[world.case.serial, "xlsx"]))
    sheet = openpyxl.load_workbook(io.BytesIO(said.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    outsider = signed_in(world["he"])
    assert (
        outsider.get(reverse(url, args=[world.case.serial, "xlsx"])).status_code == 404
    )
