"""The check of a set: what is said of its sheets, and what keeps it from being handed in."""

from dataclasses import replace

import pytest

from drawings.content.drawinglist import Listed
from drawings.content.setcheck import (
    BLOCKING,
    Code,
    SetRemark,
    SheetFacts,
    check_set,
    next_version,
)

GOOD = SheetFacts("1", "建施-05", "标准层平面图", "architecture", "1:100", label="A")
LIST = (Listed("建施-05", "标准层平面图"), Listed("结施-01", "基础平面图"))


def codes(*sheets: SheetFacts, listed: tuple[Listed, ...] = ()) -> list[str]:
    """The codes of the remarks, in their order."""
    return [str(remark.code) for remark in check_set(sheets, listed)]


def the(code: Code, *sheets: SheetFacts, listed: tuple[Listed, ...] = ()) -> SetRemark:
    """The one remark of a code."""
    (found,) = (r for r in check_set(sheets, listed) if r.code is code)
    return found


def test_a_good_sheet_is_not_spoken_of() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"confidence": 0.4}, Code.NUMBER_UNSURE),
        ({"is_pair_unsure": True}, Code.PAIR_UNSURE),
        ({"scale": " "}, Code.SCALE_MISSING),
        ({"has_dwg": False}, Code.DWG_MISSING),
        ({"has_pdf": False}, Code.PDF_MISSING),
        ({"discipline": "other"}, Code.DISCIPLINE_DIFFERS),
        ({"discipline": "water"}, Code.DISCIPLINE_DIFFERS),
        ({"other_number": "DWG 建施-06"}, Code.NUMBERS_PART),
        ({"other_scale": "DWG 1:50"}, Code.SCALES_PART),
        ({"is_unlike": True}, Code.FACES_DIFFER),
        ({"before": "A"}, Code.VERSION_NOT_INCREASED),
        ({"before": "A", "is_same_as_before": True}, Code.SAME_AS_BEFORE),
    ],
)
def test_each_fault_is_said_once(change: dict[str, object], code: Code) -> None:
    assert codes(replace(GOOD, **change)) == [str(code)]  # type: ignore[arg-type]


def test_lists_and_notes_need_no_scale() -> None:
    for name in ("图纸目录", "建筑设计总说明", "Window and Door Schedule"):
        assert codes(replace(GOOD, name=name, scale="")) == []


def test_a_number_that_a_person_said_is_sure() -> None:
    assert codes(replace(GOOD, confidence=0.1, is_corrected=True)) == []


def test_a_number_twice_is_said_of_the_second() -> None:
    second = replace(GOOD, key="2", number="建施-05 (2)")
    found = the(Code.NUMBER_TWICE, GOOD, second)
    assert (found.key, found.other) == ("2", "建施-05")


def test_the_list_names_what_is_missing_what_is_extra_and_what_is_called_otherwise() -> (
    None
):
    extra = replace(GOOD, key="2", number="建施-9", name="节点")
    other = replace(GOOD, name="三层平面图")
    found = check_set([other, extra], LIST)
    assert {(r.code, r.subject, r.proposal) for r in found} == {
        (Code.NAME_DIFFERS, "建施-05", "标准层平面图"),
        (Code.EXTRA, "建施-9", ""),
        (Code.MISSING, "结施-01", "基础平面图"),
    }


def test_spaces_and_width_are_no_difference_of_names() -> None:
    assert codes(replace(GOOD, name="标准层 平面图（一）"), listed=LIST[:1]) == [
        "name_differs"
    ]
    listed = (Listed("建施－5", "标准层平面图(一)"),)
    assert codes(replace(GOOD, name="标准层 平面图（一）"), listed=listed) == []


def test_a_sheet_handed_in_before_is_not_missing_in_a_revised_set() -> None:
    assert not check_set([GOOD], LIST, known=["结施-1"])


def test_the_list_proposes_the_number_of_an_unsure_sheet_by_its_name() -> None:
    unsure = replace(GOOD, number="扫描件", confidence=0.0)
    assert the(Code.NUMBER_UNSURE, unsure, listed=LIST).proposal == "建施-05"


def test_the_same_content_under_two_numbers_is_said_of_both() -> None:
    one = replace(GOOD, digest="d")
    two = replace(one, key="2", number="建施-06", name="二层平面图")
    assert codes(one, two) == ["same_as_other", "same_as_other"]
    assert codes(replace(GOOD, digest=""), replace(two, digest="")) == []


def test_what_blocks_is_what_an_opinion_could_not_be_about() -> None:
    assert {
        Code.NUMBER_UNSURE,
        Code.NUMBER_TWICE,
        Code.PAIR_UNSURE,
    } == BLOCKING


@pytest.mark.parametrize(
    ("label", "following"),
    [
        ("A", "B"),
        ("1", "2"),
        ("A09", "A10"),
        ("09", "10"),
        ("Z", "Z2"),
        ("第1版", "第1版2"),
    ],
)
def test_the_version_after_another(label: str, following: str) -> None:
    assert next_version(label) == following


def test_faces_that_part_do_not_once_a_person_has_said_it() -> None:
    said = replace(GOOD, other_number="DWG 建施-06", other_scale="DWG 1:50")

    assert codes(replace(said, is_corrected=True)) == []
