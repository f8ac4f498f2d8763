"""Numbers and names in attributes of CAD blocks and in the names of files."""

import pytest

from drawings.content.filewords import name_in, number_in
from tests.pure.lettered import read


@pytest.mark.parametrize(
    ("attributes", "number", "name"),
    [
        (
            {"DRAWING_NUMBER": "A-101", "TITLE1": "GROUND FLOOR", "TITLE2": "PLAN"},
            "A-101",
            "GROUND FLOOR PLAN",
        ),
        (
            {"DRG_TITLE_LINE_2": "PLAN", "DRG_TITLE_LINE_1": "ROOF", "DRG_NO": "S-20"},
            "S-20",
            "ROOF PLAN",
        ),
        (
            {"图别": "建施", "图号": "05/32", "图名": "1-1剖面图", "图名二": "大样"},
            "建施-05",
            "1-1剖面图 大样",
        ),
        (
            {"GEN-TITLE-DWG{16.8}": "M-01", "GEN-TITLE-DES1{17.3}": "HVAC"},
            "M-01",
            "HVAC",
        ),
        ({"SHTNO": "M-01", "TITLE": "HVAC", "TITLE2": " "}, "M-01", "HVAC"),
    ],
)
def test_attributes_name_a_sheet_in_several_lines(
    attributes: dict[str, str], number: str, name: str
) -> None:
    block = read([], attributes=attributes)  # type: ignore[arg-type]
    assert (block.number.value, block.name.value) == (number, name)


@pytest.mark.parametrize(
    ("file", "number", "name"),
    [
        ("建施-07 三层平面图.pdf", "建施-07", "三层平面图"),
        ("07-建施-三层平面图.dwg", "建施-07", "三层平面图"),
        ("结施03_基础图_t3.dwg", "结施-03", "基础图"),
        ("[建施-02]总平面图(1).pdf", "建施-02", "总平面图"),
        ("水施-05、06 系统图 副本.dwg", "水施-05", "系统图"),
        ("JS01 建筑设计说明.dwg", "JS01", "建筑设计说明"),
        ("A-101 - Ground Floor Plan Rev B.pdf", "A-101", "Ground Floor Plan"),
        ("A-101 Plan Set3.dwg", "A-101", "Plan Set3"),
        ("电施-01 配电系统图T3.dwg", "电施-01", "配电系统图T3"),
        ("A102 门窗表 最终版.pdf", "A102", "门窗表"),
        ("三层平面图.pdf", "", "三层平面图"),
        ("新建文件夹.pdf", "", ""),
        ("M0921.dwg", "", ""),
        ("(1).pdf", "", ""),
    ],
)
def test_the_name_of_a_file_tells_number_and_name(
    file: str, number: str, name: str
) -> None:
    assert (number_in(file), name_in(file)) == (number, name)
