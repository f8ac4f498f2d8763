"""What a title block says, found among the texts of a sheet."""

import numpy as np
import pytest

from drawings.content.disciplines import Discipline
from drawings.content.titleblock import Hints, Source, TitleBlock, read_titleblock
from tests.pure.lettered import STRIP, read, sheet


def test_the_next_row_of_a_narrow_block_does_not_go_on_with_the_name() -> None:
    rows = [("图名", "一层平面图"), ("图号", "建施-02"), ("专业", "建筑")]
    block = read(
        [
            (text, x, 30.0 - 7.5 * row, 4.3)
            for row, cells in enumerate(rows)
            for text, x in zip(cells, (730.0, 760.0), strict=True)
        ]
    )
    assert (block.number.value, block.name.value) == ("建施-02", "一层平面图")


def test_a_name_in_two_lines_passes_labels_of_another_column() -> None:
    block = read(
        [
            *[("图名", 760.0, 45.0, 4.0), ("地下一层", 760.0, 38.0, 4.3)],
            *[("平面图", 760.0, 30.5, 4.3), ("设计", 730.0, 30.5, 4.3)],
            *[("图号", 760.0, 15.0, 4.0), ("建施-02", 775.0, 15.0, 4.3)],
        ]
    )
    assert block.name.value == "地下一层 平面图"


def test_values_stand_to_the_right_of_their_labels() -> None:
    block = read(STRIP)
    assert block.number.value == "建施-05"
    assert block.number.source is Source.TEXT
    assert block.number.confidence >= 0.85
    assert block.name.value == "标准层平面图"
    assert (block.scale.value, block.revision.value) == ("1:100", "B")
    assert (block.date.value, block.project.value) == ("2026.03.01", "清和苑 3# 住宅楼")
    assert {role: found.value for role, found in block.signers.items()} == {
        "审核": "陆衡"
    }
    assert block.discipline is Discipline.ARCHITECTURE


def test_a_building_of_the_project_is_not_taken_for_the_project() -> None:
    part = [("子项名称", 730, 100, 3), ("1号楼", 750, 100, 4)]
    assert read([*part, *STRIP]).project.value == "清和苑 3# 住宅楼"
    assert read([*part, ("图号", 730, 15, 3)]).project.value == "1号楼"


def test_the_place_of_a_value_is_told() -> None:
    box = read(STRIP).number.box_mm
    assert box is not None
    assert box[0] <= 751
    assert box[1] <= 16
    assert box[3] >= 20


def test_values_stand_below_their_labels() -> None:
    block = read(
        [
            ("SHEET TITLE", 760, 60, 2),
            ("ROOF PLAN", 760, 53, 4),
            ("SCALE", 760, 45, 2),
            ("1:50", 760, 40, 3),
            ("SHEET NO.", 760, 30, 2),
            ("A-103", 760, 18, 8),
        ]
    )
    assert (block.number.value, block.name.value) == ("A-103", "ROOF PLAN")
    assert block.scale.value == "1:50"


def test_label_and_value_may_share_one_text() -> None:
    block = read([("图号：结施-12A", 740, 20, 4), ("图名：梁配筋图", 740, 30, 4)])
    assert (block.number.value, block.name.value) == ("结施-12A", "梁配筋图")
    assert block.discipline is Discipline.STRUCTURE


def test_a_label_set_letter_by_letter_is_still_a_label() -> None:
    block = read([("图", 730, 15, 3), ("号", 737, 15, 3), ("水施-03", 750, 15, 5)])
    assert block.number.value == "水施-03"
    assert block.number.confidence >= 0.85


def test_kind_and_number_in_two_cells_make_one_number() -> None:
    block = read(
        [
            ("图别", 730, 30, 3),
            ("建施", 750, 30, 4),
            ("图号", 730, 20, 3),
            ("05/20", 750, 20, 4),
        ]
    )
    assert block.number.value == "建施-05"


def test_without_labels_the_large_number_in_the_corner_is_taken() -> None:
    block = read(
        [
            ("A101", 400, 300, 6),  # a reference within the plan
            ("A102", 800, 20, 16),
            ("FLOOR PLAN - MEZZANINE", 600, 20, 9),
            ("A3", 820, 100, 20),  # an axis
        ]
    )
    assert (block.number.value, block.name.value) == ("A102", "FLOOR PLAN - MEZZANINE")
    assert block.number.confidence < 0.85


def test_a_name_in_two_lines_is_read_whole() -> None:
    block = read(
        [
            ("Elevations - South &", 760, 60, 5),
            ("East", 760, 52, 5),
            ("A-201", 760, 20, 12),
        ]
    )
    assert block.name.value == "Elevations - South & East"


def test_attributes_are_believed_before_texts() -> None:
    content = sheet(STRIP)
    block = read_titleblock(
        content,
        Hints(attributes={"图号": "建施-07", "DATE": "2026-04-01", "审核": "王工"}),
    )
    assert (block.number.value, block.number.source) == ("建施-07", Source.ATTRIBUTE)
    assert block.date.value == "2026-04-01"
    assert block.name.value == "标准层平面图"
    assert block.signers["审核"].value == "王工"


def test_the_file_name_is_the_last_resort_and_the_least_sure() -> None:
    block = read([], filename="电施-04 三层照明平面图_t3.dwg")
    assert (block.number.value, block.number.source) == ("电施-04", Source.FILENAME)
    assert block.number.confidence < 0.55
    assert block.name.value.startswith("三层照明平面图")
    assert block.discipline is Discipline.ELECTRICAL


def test_a_file_name_that_agrees_makes_the_number_surer() -> None:
    alone = read(STRIP).number.confidence
    agreed = read(STRIP, filename="建施-05 标准层平面图.dwg").number.confidence
    assert agreed > alone


def test_the_folder_tells_the_discipline_of_a_sheet_without_number() -> None:
    assert read([], folder="06 人防").discipline is Discipline.AIRDEFENCE


def test_an_empty_sheet_has_an_empty_title_block() -> None:
    block = read([])
    assert not block.number
    assert block.number.confidence == 0
    assert block == TitleBlock()


def test_what_a_label_announces_is_a_number_of_the_authors_own_making() -> None:
    for written in ("190-P0", "15.35WR.P", "2019.TSD.PD.104", "3#-建施-05"):
        block = read([("图号", 730, 20, 3), (written, 750, 20, 5)])
        assert block.number.value == written.upper()
    assert not read([("图号", 730, 20, 3), ("2026.03", 750, 20, 5)]).number


def test_words_beside_the_label_of_a_number_are_only_proposed() -> None:
    block = read([("DWG. NO.", 730, 20, 3), ("HOME ASSEMBLY", 750, 20, 5)])
    assert block.number.value == "HOME ASSEMBLY"
    assert block.number.confidence < 0.55


def test_kind_and_number_set_in_two_pieces_are_one_number() -> None:
    block = read([("图号", 730, 20, 3), ("建施-", 750, 20, 5), ("05", 768, 20, 5)])
    assert block.number.value == "建施-05"


def test_a_labelled_name_in_two_lines_is_read_whole_without_the_count() -> None:
    block = read(
        [
            ("Drawing Title:", 740, 60, 3),
            ("Roof Plan Drawing", 740, 54, 4),
            ("EXISTING", 740, 48.5, 4),
            ("Sheet 7 of 13", 740, 43, 4),
        ]
    )
    assert block.name.value == "Roof Plan Drawing EXISTING"


@pytest.mark.parametrize(
    ("names", "read_as"),
    [
        ([("二层~五层", 73.0), ("消火栓平面图", 66.0)], "二层~五层 消火栓平面图"),
        (
            [("二层", 77.0), ("消火栓", 70.0), ("平面图", 63.0)],
            "二层 消火栓 平面图",
        ),
        ([("清和苑", 77.0), ("消火栓平面图", 70.0)], "消火栓平面图"),
    ],
)
def test_a_name_in_several_lines_stands_around_its_label(
    names: list[tuple[str, float]], read_as: str
) -> None:
    lines = [(text, 722.0, y, 4.5) for text, y in names]
    block = read([("图名", 700, 70.5, 3), *lines])
    assert block.name.value == read_as


def test_the_row_above_a_name_has_a_label_of_its_own() -> None:
    rows = [("工程名称", 700, 73.5, 3), ("清和苑", 722, 73, 4.5)]
    block = read([*rows, ("图名", 700, 69, 3), ("平面图", 722, 67, 4.5)])
    assert block.name.value == "平面图"


def test_the_large_text_beside_the_number_is_the_name_whatever_it_says() -> None:
    block = read(
        [
            ("A-501", 770, 20, 14),
            ("Perspectives", 765, 50, 7),
            ("3232 Aalseth Lane", 765, 65, 7),
            ("清和建筑设计院有限公司", 765, 80, 7),
            ("see roof plan", 700, 20, 2),
        ]
    )
    assert (block.number.value, block.name.value) == ("A-501", "Perspectives")


def test_scale_and_date_may_name_the_paper_and_stand_far_to_the_right() -> None:
    block = read(
        [
            ("Scale @ A3: 1:100", 740, 60, 3),
            ("Date", 690, 50, 3),
            ("18/08/15", 775, 50, 3),
        ]
    )
    assert (block.scale.value, block.date.value) == ("1:100", "18/08/15")


@pytest.mark.parametrize("turn", [90, 270])
def test_a_title_block_along_the_edge_may_be_turned(turn: int) -> None:
    level = [
        ("图名", 0, 0, 3),
        ("首层平面图", 20, 0, 5),
        ("图号", 80, 0, 3),
        ("建施-05", 100, 0, 6),
        ("比例", 140, 0, 3),
        ("1:100", 155, 0, 3),
    ]
    content = sheet(level)
    along = content.points.copy()
    if turn == 90:
        content.points[:] = np.stack([820 - along[..., 1], 20 + along[..., 0]], -1)
    else:
        content.points[:] = np.stack([800 + along[..., 1], 500 - along[..., 0]], -1)
    block = read_titleblock(content, Hints())
    assert (block.number.value, block.name.value) == ("建施-05", "首层平面图")
    assert block.scale.value == "1:100"
    box = block.number.box_mm
    assert box is not None
    assert box[0] > 790
    assert box[3] - box[1] > box[2] - box[0]
