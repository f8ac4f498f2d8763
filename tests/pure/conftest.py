"""A signer in this very process, for the tests of the signer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from signatures.signer.hands import Hands
from tests.signing import Bench


@pytest.fixture(scope="session")
def signer_hands() -> Iterator[Hands]:
    """One child of the signer for the whole run."""
    hands = Hands(1)
    yield hands
    hands.end()


@pytest.fixture
def bench(tmp_path: Path, signer_hands: Hands) -> Bench:
    """A signer of tests in a folder of its own."""
    return Bench(tmp_path, signer_hands)
