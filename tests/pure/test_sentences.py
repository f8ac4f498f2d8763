"""Sentences of events say one thing and many things, and names in a row."""

import pytest
from django.utils import translation

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
