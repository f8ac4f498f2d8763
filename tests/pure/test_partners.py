"""Which sheet is proposed as the other face: the likeliest, or none."""

from drawings.content.partners import Lone, by_likeness

A1 = (841.0, 594.0)


def lone(key: str, **said: object) -> Lone:
    return Lone(key, **said)  # type: ignore[arg-type]


def test_the_sheet_of_the_same_name_is_proposed_wherever_it_stands() -> None:
    sheet = lone("pdf", number="A-7", name="二层平面图", size_mm=A1)
    others = [
        lone("first", number="建施-02", name="一层平面图", size_mm=A1),
        lone("right", number="建施-07", name="二层 平面图", size_mm=A1),
    ]

    assert by_likeness(sheet, others) == (["right", "first"], "right")


def test_the_file_of_nearly_the_same_name_is_proposed() -> None:
    sheet = lone("pdf", filename="总图-竖向布置(打印).pdf")
    others = [
        lone("first", filename="总图-管线综合.dwg"),
        lone("right", filename="总图-竖向布置.dwg"),
    ]

    assert by_likeness(sheet, others)[1] == "right"


def test_another_storey_is_no_proposal() -> None:
    for name, other in (
        ("一层平面图", "二层平面图"),
        ("地下一层平面图", "一层平面图"),
        ("3#楼立面图", "4#楼立面图"),
    ):
        assert by_likeness(lone("one", name=name), [lone("two", name=other)])[1] == ""


def test_of_two_that_are_as_good_as_each_other_none_is_proposed() -> None:
    sheet = lone("pdf", name="门窗大样")
    others = [lone("one", name="门窗大样"), lone("two", name="门窗 大样")]

    assert by_likeness(sheet, others)[1] == ""


def test_another_paper_is_less_likely() -> None:
    sheet = lone("pdf", name="屋顶平面图", size_mm=A1)
    others = [
        lone("small", name="屋顶平面图", size_mm=(420.0, 297.0)),
        lone("same", name="屋顶平面图", size_mm=A1),
    ]

    assert by_likeness(sheet, others) == (["same", "small"], "same")


def test_nothing_to_go_by_proposes_nothing() -> None:
    assert by_likeness(lone("one"), [lone("two"), lone("three")])[1] == ""
    assert by_likeness(lone("one", name="屋顶平面图"), []) == ([], "")
