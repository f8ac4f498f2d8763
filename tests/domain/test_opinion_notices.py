"""The one notice with the opinions of every department."""

import datetime as dt

import pytest

from reviews.actions.letters import (
    write_opinions_notice,
)
from reviews.models import Clause
from reviews.states import OpinionState
from tests.domain.letter_town import (
    Town,
    pages_of,
    resolved,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_the_notice_tells_each_opinion_with_grade_clause_sheet_and_place(
    town: Town,
) -> None:
    """Sections by department; nothing that a designer needs is left out."""
    clause = Clause.objects.create(
        code="GB 55037-2022",
        title="建筑防火通用规范",
        number="7.1.3",
        text="疏散楼梯间在首层应直通室外。",
        grade="mandatory",
        valid_from=dt.date(2023, 6, 1),
    )
    town.opine("fire", "消-01", clause=clause)
    town.opine("housing", "建-01", grade="advice", text="女儿墙压顶建议加宽。")
    text = text_of(write_opinions_notice(case=town.case).blob)
    for words in (
        "消-01",
        "强制性条文",
        "《建筑防火通用规范》GB55037-2022第7.1.3条",
        "建施-05",
        "二层平面图",
        "图面左下部，距左边130mm、距上边300mm处",
        "建-01",
        "未引用条文",
        "共提出尚需处理的意见2条，涉及图纸1张",
        "本部门没有需要处理的意见",
    ):
        assert words.replace(" ", "") in text.replace(" ", ""), words


def test_the_notice_leaves_out_what_is_closed_or_withdrawn(town: Town) -> None:
    """Only what still stands against the case is told."""
    town.opine("fire", "消-01", state=OpinionState.CLOSED)
    town.opine("fire", "消-02", state=OpinionState.WITHDRAWN)
    town.opine("fire", "消-03")
    text = text_of(write_opinions_notice(case=town.case).blob)
    assert "消-03" in text
    assert "消-01" not in text
    assert "消-02" not in text


def test_a_notice_of_three_hundred_opinions_repeats_its_heads(town: Town) -> None:
    """Every opinion is there, and every page of a table says what its columns are."""
    for index in range(300):
        town.opine("fire", f"消-{index + 1:03d}")
    pages = pages_of(write_opinions_notice(case=town.case).blob)
    whole = "".join(pages)
    assert all(f"消-{index + 1:03d}" in whole for index in range(300))
    assert f"第1页共{len(pages)}页" in "".join(pages[0].split())
    middle = pages[len(pages) // 2].replace("\n", "")
    assert "编号等级图号、图名和位置" in middle


def test_words_of_any_length_and_kind_are_set(town: Town) -> None:
    """Bad rows make an ugly letter, never none: nothing is cut off silently."""
    project = town.case.project
    project.name = "超长工程名称" * 20
    project.address = "Nº7/" + "W" * 190
    project.save()
    long_text = "甲" * 9000 + "终"
    town.opine("fire", "消-01", text=long_text, box=[], requirement="\x01\x1b🏗️𠮷")
    town.opine("housing", "建-01", text="", box=["x", None, 1, 2])
    pages = pages_of(write_opinions_notice(case=town.case).blob)
    whole = "".join(pages)
    assert whole.count("甲") == 9000
    assert "终" in whole
    assert "位置见电子图纸" in whole.replace("\n", "")
    assert "（无文字）" in whole


def test_the_notice_shows_which_opinions_a_resolution_replaced(town: Town) -> None:
    """A replaced opinion is not to be answered, but its descent stays readable."""
    resolved(town)
    text = text_of(write_opinions_notice(case=town.case).blob)
    assert "会商情况（1件）" in text
    assert "由意见消-02取代消-01、人-01" in text
    assert "经会商形成，取代意见消-01、人-01" in text
