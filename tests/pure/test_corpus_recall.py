"""Of every real DWG with a DXF twin nearly all arrives, and what does not is named."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from drawings.sandbox.reading import read_file
from tests.outside import corpus
from tests.pure.cad_recall import Recall, pairs, recall_of

pytestmark = pytest.mark.corpus

ENTITIES, TEXTS = 0.99, 0.995


@pytest.fixture(scope="module")
def recalls(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Recall]:
    """Every pair of the corpus, by the name of its DWG."""
    found = {}
    for dwg, twin in pairs(corpus()):
        reading = read_file(dwg, dwg.name, tmp_path_factory.mktemp("recall"))
        losses = {loss.kind: loss.count for loss in reading.losses}
        assert reading.dxf is not None
        found[dwg.name] = recall_of(twin, reading.dxf, losses)
    return found


def test_the_corpus_holds_pairs(recalls: Mapping[str, Recall]) -> None:
    assert len(recalls) >= 3


def test_nothing_is_lost_without_a_word(recalls: Mapping[str, Recall]) -> None:
    assert {name: each.silent for name, each in recalls.items() if each.silent} == {}


def test_nearly_all_entities_arrive_or_are_named(
    recalls: Mapping[str, Recall],
) -> None:
    for name, each in recalls.items():
        assert each.arrived + each.named == each.entities, name
    entities = sum(each.entities for each in recalls.values())
    assert sum(each.arrived for each in recalls.values()) >= ENTITIES * entities


def test_nearly_all_texts_arrive_word_for_word(recalls: Mapping[str, Recall]) -> None:
    texts = sum(each.texts for each in recalls.values())
    assert texts > 100
    assert sum(each.texts_arrived for each in recalls.values()) >= TEXTS * texts


def test_a_loss_that_is_not_named_is_seen(tmp_path: Path) -> None:
    dwg, twin = next(pairs(corpus()))
    reading = read_file(dwg, dwg.name, tmp_path)
    assert reading.dxf is not None
    assert recall_of(twin, reading.dxf, {}).silent
