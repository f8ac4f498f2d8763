"""Sheet numbers, disciplines and labels in all their spellings."""

from collections.abc import Iterator

import pytest

from drawings.content.disciplines import Discipline, discipline_of
from drawings.content.labels import suits, values_near
from drawings.content.lines import Line
from drawings.content.pairing import sort_key
from drawings.content.sheetnumbers import (
    bare_number,
    comparable,
    find_number,
    whole_number,
)
from drawings.content.tags import Field, field_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("建施-05", "建施-05"),
        ("结施－12A", "结施-12A"),
        ("水施 03", "水施-03"),
        ("建施05", "建施-05"),
        ("人防建施-03", "人防建施-03"),
        ("防施-01", "防施-01"),
        ("总施—01", "总施-01"),
        ("建通-03", "建通-03"),
        ("弱电施-07", "弱电施-07"),
        ("建施-05 一层平面图.dwg", "建施-05"),
        ("A-101", "A-101"),
        ("A101", "A101"),
        ("S050", "S050"),
        ("L-100", "L-100"),
        ("C2.1", "C2.1"),
        ("Sheet - A102 - FLOOR PLAN", "A102"),
        ("A1", ""),
        ("B12", ""),
        ("M0921", ""),
        ("1:100", ""),
        ("建筑面积 1200", ""),
        ("本建筑 18 层", ""),
        ("2026-10-20", ""),
        ("首层平面图", ""),
    ],
)
def test_a_sheet_number_is_found_in_a_text(text: str, number: str) -> None:
    assert find_number(text) == number


def test_a_whole_number_is_nothing_but_a_number() -> None:
    assert whole_number(" 建施 - 05 ") == "建施-05"
    assert whole_number("见建施-05") == ""


@pytest.mark.parametrize(
    ("text", "number"), [("05", "05"), ("5A", "5A"), ("05/20", "05"), ("1:100", "")]
)
def test_a_bare_number_needs_its_kind_from_elsewhere(text: str, number: str) -> None:
    assert bare_number(text) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("建施-05", "建施－5"),
        ("A-101", "A101"),
        ("a101", "A 101"),
        ("结施-012A", "结施12A"),
    ],
)
def test_spellings_of_one_number_are_equal(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"), [("建施-05", "建施-50"), ("C2.1", "C21"), ("A-1", "B-1")]
)
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


def test_sheets_are_sorted_as_people_count() -> None:
    numbers = ["建施-10", "建施-2", "", "建施-01"]
    assert sorted(numbers, key=sort_key) == ["建施-01", "建施-2", "建施-10", ""]


@pytest.mark.parametrize(
    ("number", "name", "folder", "discipline"),
    [
        ("总施-01", "", "", Discipline.SITE),
        ("建施-05", "", "", Discipline.ARCHITECTURE),
        ("结施-12A", "", "", Discipline.STRUCTURE),
        ("水施-03", "", "", Discipline.WATER),
        ("暖施-03", "", "", Discipline.HVAC),
        ("电施-01", "", "", Discipline.ELECTRICAL),
        ("弱电施-01", "", "", Discipline.ELECTRICAL),
        ("消施-01", "", "", Discipline.FIRE),
        ("人防建施-03", "", "", Discipline.AIRDEFENCE),
        ("防施-01", "", "", Discipline.AIRDEFENCE),
        ("人防电施-02", "", "", Discipline.AIRDEFENCE),
        ("景施-02", "", "", Discipline.LANDSCAPE),
        ("A-101", "", "", Discipline.ARCHITECTURE),
        ("S050", "", "", Discipline.STRUCTURE),
        ("L-100", "", "", Discipline.LANDSCAPE),
        ("P-201", "", "", Discipline.WATER),
        ("", "地下一层消防平面图", "", Discipline.FIRE),
        ("", "三层梁配筋图", "", Discipline.STRUCTURE),
        ("", "总平面图", "", Discipline.SITE),
        ("", "标准层照明平面图", "", Discipline.ELECTRICAL),
        ("", "标准层平面图", "", Discipline.ARCHITECTURE),
        ("", "", "03 给排水", Discipline.WATER),
        ("", "", "", Discipline.OTHER),
        ("建施-05", "给排水平面图", "结构", Discipline.ARCHITECTURE),
    ],
)
def test_the_discipline_is_told_by_number_then_name_then_folder(
    number: str, name: str, folder: str, discipline: Discipline
) -> None:
    assert discipline_of(number, name, folder) is discipline


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("图  号", Field.NUMBER),
        ("图号 DWG.NO", Field.NUMBER),
        ("SHEET NO.", Field.NUMBER),
        ("Drawing Title:", Field.NAME),
        ("出图日期", Field.DATE),
        ("审 定", Field.SIGNER),
        ("DRAWN BY", Field.SIGNER),
        ("版次", Field.REVISION),
        ("建设单位", Field.OTHER),
        ("首层平面图", None),
    ],
)
def test_labels_are_known_in_both_languages(label: str, field: Field | None) -> None:
    assert field_of(label) is field


@pytest.mark.parametrize(
    ("field", "text", "is_value"),
    [
        (Field.SCALE, "1:100", True),
        (Field.SCALE, "一层平面图", False),
        (Field.DATE, "2026年3月", True),
        (Field.DATE, "2026.03.01", True),
        (Field.DATE, "04 July 2019", True),
        (Field.DATE, "1:100", False),
        (Field.SIGNER, "吕舟", True),
        (Field.SIGNER, "2026", False),
        (Field.REVISION, "B", True),
        (Field.REVISION, "第2版", True),
        (Field.NAME, "图号", False),
    ],
)
def test_a_value_must_look_like_its_field(
    field: Field, text: str, is_value: bool
) -> None:
    assert suits(field, text) is is_value


class Watched(list[Line]):
    """Lines of which it is noticed when somebody goes through them without end."""

    rounds = 0

    def __iter__(self) -> Iterator[Line]:
        self.rounds += 1
        assert self.rounds < 1_000, "somebody looks for the next line for ever"
        return super().__iter__()


def test_flat_texts_upon_one_another_beside_a_label_come_to_an_end() -> None:
    label = Line("图名", (10, 20, 22, 25), 5.0, is_level=True)
    flat = [Line("首层平面图", (30, 18, 70, 18), 0.0, is_level=True) for _ in range(2)]
    (found,) = values_near(Watched([label, *flat]), (841, 0), (841, 594))
    assert "首层平面图" in found.value
