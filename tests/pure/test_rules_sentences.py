"""A core speaks in sentences that a page can translate."""

from reviews.sentences import Sentence


def test_a_sentence_is_told_in_english_without_a_catalogue() -> None:
    assert str(Sentence("%(n)s days left", {"n": 3})) == "3 days left"


def test_a_sentence_is_told_through_the_catalogue_with_what_it_holds() -> None:
    chinese = {"If so: %(fact)s": "如果是：%(fact)s", "New building": "新建"}
    said = Sentence("If so: %(fact)s", {"fact": Sentence("New building")})
    assert said.told(lambda msgid: chinese[msgid]) == "如果是：新建"


def test_a_per_cent_sign_without_values_stays() -> None:
    assert str(Sentence("100 % done")) == "100 % done"


def test_an_empty_sentence_never_shows_the_header_of_the_catalogue() -> None:
    assert Sentence("").told(lambda msgid: "Content-Type: text/plain") == ""
