"""Sentences of events say one thing and many things, and names in a row."""

import pytest
from django.utils import translation

from drawings.remarkwords import remark_sentence
from storage.sentences import Counted, listed, one_by_one, told

FILES = Counted("%(count)s file issued", "%(count)s files issued", "count")


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 file issued"), (2, "2 files issued")]
)
def test_one_is_told_as_one(count: int, said: str) -> None:
    with translation.override("en"):
        assert told(FILES, {"count": count}) == said
    with translation.override("zh-hans"):
        assert told(FILES, {"count": count}) == f"签发 {count} 份文件"


def test_a_number_that_is_not_known_is_told_as_many() -> None:
    with translation.override("en"):
        assert told(FILES, {"count": "–"}) == "– files issued"


@pytest.mark.parametrize(
    ("language", "names", "sentences"),
    [("en", "a, b, 100 %", "a; b; 100 %"), ("zh-hans", "a、b、100 %", "a；b；100 %")],
)
def test_each_language_parts_names_in_its_own_way(
    language: str, names: str, sentences: str
) -> None:
    with translation.override(language):
        assert listed(["a", "b", "100 %"]) == names
        assert one_by_one(iter(["a", "b", "100 %"])) == sentences
    assert listed([]) == ""


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ("1", "The original carries 1 signature; it is kept untouched."),
        ("3", "The original carries 3 signatures; it is kept untouched."),
        ("", "The original carries  signatures; it is kept untouched."),
    ],
)
def test_a_remark_on_a_file_counts_as_people_do(count: str, said: str) -> None:
    with translation.override("en"):
        assert remark_sentence("signed", {"count": count}) == said


def test_annotations_are_told_in_words_and_nobody_is_not_named() -> None:
    found = {"count": "1", "kinds": "Widget × 1", "authors": "–"}
    with translation.override("en"):
        nobody = remark_sentence("annotated", found)
        somebody = remark_sentence("annotated", {**found, "authors": "吕工"})
    with translation.override("zh-hans"):
        chinese = remark_sentence("annotated", found)
    assert "(form field × 1)" in nobody
    assert "by 吕工" in somebody
    assert "Widget" not in nobody + somebody + chinese
    assert "–" not in nobody + chinese
