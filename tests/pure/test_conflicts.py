"""Two departments that cannot both be followed are found, and others left in peace."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.conflicts import Conflict, Ground, Spoken, conflicts_of, overlap_of
from reviews.demands import directions_in, elements_in, intervals_in

steady = settings(deadline=None, derandomize=True)
BOX = (100.0, 100.0, 140.0, 130.0)
NEAR = (110.0, 105.0, 150.0, 135.0)
FAR = (400.0, 100.0, 440.0, 130.0)


def fire(requirement: str, *, text: str = "", box: tuple[float, ...] = BOX) -> Spoken:
    return Spoken(1, "fire", 7, box, text, requirement)


def air(requirement: str, *, text: str = "", box: tuple[float, ...] = NEAR) -> Spoken:
    return Spoken(2, "airdefence", 7, box, text, requirement)


def only(*opinions: Spoken) -> Conflict:
    [conflict] = conflicts_of(opinions)
    return conflict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("门洞应加宽至 1.40 m", "门洞应缩小，满足防护密闭要求"),
        ("疏散门应加宽", "该门不得加宽"),
        ("此处应增设排烟竖井", "取消该竖井"),
        ("应设置门", "此处不应设置门"),
        ("疏散门改为内开", "防护密闭门应外开"),
        ("疏散门由内开改为外开", "门扇应向内开启"),
        ("该防火门采用常开防火门", "该门应为常闭"),
        ("将门槛降低", "门槛应抬高 150 mm"),
        ("洞口应封堵", "洞口应保持敞开"),
        ("the door must be wider", "the door must not be wider"),
        ("The door shall open outward", "the door shall open inward"),
    ],
)
def test_opposite_demands_at_one_place_are_a_conflict(one: str, other: str) -> None:
    conflict = only(fire(one), air(other))
    assert conflict.ground is Ground.OPPOSITE
    assert conflict.is_worth_a_meeting


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("门洞应加宽", "门洞不应缩小"),
        ("应增设排烟窗", "此处不得取消排烟窗"),
        ("疏散门应外开", "该门不应内开"),
        ("净宽不小于 1.20 m", "净宽不小于 1100 mm"),
        ("净宽不小于 1.20 m", "净高不大于 1.00 m"),
        ("补充防火封堵做法", "标注战时封堵构件编号"),
        ("复核疏散距离", "补充口部大样"),
        ("see address and added notes", "remove nothing of the wall"),
    ],
)
def test_one_place_alone_is_no_contradiction(one: str, other: str) -> None:
    conflict = only(fire(one), air(other))
    assert conflict.ground is Ground.SAME_PLACE
    assert not conflict.is_worth_a_meeting


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("门净宽不应小于 1.40 m", "门净宽不应大于 1200 mm"),
        ("门洞宽度改为 1500", "门洞宽度应为 1.20 米"),
        ("走道净宽改为 2800", "走道净宽保持 2400 不变"),
        ("坡度不大于 8%", "坡度不应小于 10%"),
        ("净高 ≥ 2.20 m", "净高应小于 2200 mm"),
    ],
)
def test_values_that_exclude_each_other_are_a_conflict(one: str, other: str) -> None:
    conflict = only(fire(one), air(other))
    assert conflict.ground is Ground.VALUES
    assert conflict.is_worth_a_meeting


def test_the_sentence_names_both_words() -> None:
    told = str(only(fire("门洞应加宽"), air("门洞不得加宽")).sentence)
    assert told == "Opposite demands at one place: “加宽” against “不得加宽”"


def test_an_element_that_both_name_needs_no_overlap() -> None:
    conflict = only(fire("FM乙1021 改为内开"), air("FM乙1021 应外开", box=FAR))
    assert (conflict.overlap, conflict.ground) == (0.0, Ground.OPPOSITE)
    assert "FM乙1021" in str(conflict.sentence)
    assert conflict.is_worth_a_meeting


def test_far_from_each_other_nothing_is_said() -> None:
    assert conflicts_of([fire("门应加宽"), air("门应缩小", box=FAR)]) == ()


def test_the_demand_counts_and_not_what_is_found_today() -> None:
    conflict = only(
        fire("门扇改为内开", text="门现为外开"), air("门应内开", text="核对")
    )
    assert conflict.ground is Ground.SAME_PLACE


def test_without_a_demand_the_text_speaks() -> None:
    conflict = only(fire("", text="门洞应加宽"), air("", text="门洞应缩小"))
    assert conflict.ground is Ground.OPPOSITE


def test_different_things_at_one_place_are_less_certain() -> None:
    same = only(fire("增设管道"), air("取消管道"))
    different = only(fire("增设喷头"), air("取消集水坑"))
    assert different.certainty < same.certainty


def test_a_department_does_not_contradict_itself_nor_another_sheet() -> None:
    wide, narrow = fire("门应加宽"), fire("门应缩小")
    elsewhere = Spoken(3, "airdefence", 8, BOX, "", "门应缩小")
    assert conflicts_of([wide, narrow]) == ()
    assert conflicts_of([wide, elsewhere]) == ()


def test_the_most_certain_comes_first() -> None:
    same_place = Spoken(3, "housing", 7, BOX, "", "补充尺寸标注")
    found = conflicts_of([same_place, fire("门应加宽"), air("门应缩小")])
    assert [(one.a, one.b, one.ground) for one in found] == [
        (1, 2, Ground.OPPOSITE),
        (3, 1, Ground.SAME_PLACE),
        (3, 2, Ground.SAME_PLACE),
    ]


@pytest.mark.parametrize(("shift", "is_found"), [(30.0, True), (30.1, False)])
def test_a_quarter_of_the_smaller_region_is_one_place(
    shift: float, is_found: bool
) -> None:
    moved = (BOX[0] + shift, BOX[1], BOX[2] + shift, BOX[3])
    assert bool(conflicts_of([fire("门"), air("门", box=moved)])) is is_found


boxes = st.tuples(*[st.integers(0, 60).map(float)] * 4)


@steady
@given(boxes, boxes)
def test_overlap_is_a_share_and_the_same_from_both_sides(
    one: tuple[float, ...], other: tuple[float, ...]
) -> None:
    share = overlap_of(one, other)
    assert 0.0 <= share <= 1.0
    assert share == overlap_of(other, one)
    assert overlap_of(one, one) == pytest.approx(1.0)


def test_a_region_inside_another_lies_wholly_in_it() -> None:
    assert overlap_of(BOX, (110, 110, 112, 112)) == pytest.approx(1.0)
    assert overlap_of(BOX, (110, 110, 110, 110)) == pytest.approx(1.0)


@pytest.mark.parametrize("share", [0.0, 1.5])
def test_a_share_out_of_range_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="least_overlap"):
        conflicts_of([], least_overlap=share)


def test_a_box_without_four_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="four numbers"):
        conflicts_of([fire("门"), air("门", box=(1.0, 2.0))])


def test_words_are_read_with_their_negation() -> None:
    [direction] = directions_in("此处严禁取消")
    assert (direction.is_forth, direction.word) == (True, "严禁取消")


def test_lengths_are_read_in_millimetres() -> None:
    [metres] = intervals_in("净宽不小于1.2m")
    [bare] = intervals_in("净宽不小于1200")
    assert (metres.least, bare.least) == (1200.0, 1200.0)


def test_marks_of_elements_are_read() -> None:
    assert elements_in("楼梯间门 FM乙1021 与 KZ-3，1.20 m") == {"FM乙1021", "KZ-3"}
    none = "按 GB 55037-2022、GB50016-2014 第 7.1.6 条，DN100 管，C30，HRB400，A-3 轴"
    assert elements_in(none) == frozenset()
