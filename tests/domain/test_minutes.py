"""The minutes of a consultation."""

import pytest

from reviews.actions.letters import (
    write_minutes,
)
from tests.domain.letter_town import (
    Town,
    resolved,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_minutes_hold_both_opinions_positions_dissent_and_the_heir(town: Town) -> None:
    """The minutes alone tell what was decided, against whom, and what it replaces."""
    consultation = resolved(town)
    letter = write_minutes(consultation=consultation)
    consultation.refresh_from_db()
    assert consultation.minutes == letter.blob
    text = text_of(letter.blob)
    for words in (
        "会商纪要（第1号）",
        "消-01",
        "人-01",
        "要求相反",
        "标注区域重叠62%",
        "防护密闭门应向外开启",
        "保留意见：平时状态下仍建议设置常开门",
        "折中处理",
        "形成意见消-02",
        "取代意见消-01、人-01",
        "2026年7月6日10:30",
    ):
        assert words in text, words
