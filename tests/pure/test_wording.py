"""Binding words of clauses are found, and only they."""

from reviews.wording import parts_of


def binding(text: str) -> list[str]:
    return [part.text for part in parts_of(text) if part.is_binding]


def test_words_that_bind_are_found() -> None:
    assert binding("门应向外，不应占用，不得锁闭，必须常开，严禁堆放。") == [
        "应",
        "不应",
        "不得",
        "必须",
        "严禁",
    ]


def test_words_that_only_hold_the_character_are_not() -> None:
    assert binding("反应、相应、适应、对应、供应、响应、感应、应急、应力") == []


def test_nothing_of_the_text_is_lost() -> None:
    text = "应急照明应持续供电，不得中断。"

    assert "".join(part.text for part in parts_of(text)) == text
