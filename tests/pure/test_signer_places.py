"""The signer sets seals where the permission says, and nowhere else."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from signatures.pades.digests import sha256_of
from signatures.pades.placement import Box
from signatures.signer.hands import Hands
from signatures.signer.plans import Plan, listed
from signatures.signer.refusals import Refusal, Refused
from tests.signing import FIRE, SHEET, Bench, plan

PLACE = Box(20.0, 30.0, 58.0, 68.0)


@pytest.fixture(scope="module")
def hands() -> Iterator[Hands]:
    """The children that hold no keys, started once."""
    hands = Hands(1)
    yield hands
    hands.end()


@pytest.fixture
def bench(tmp_path: Path, hands: Hands) -> Bench:
    return Bench(tmp_path, hands)


def permitted(bench: Bench, *places: Box) -> str:
    nonce = secrets.token_hex(8)
    bench.desk.permissions.authorise(
        nonce,
        seals=(FIRE,),
        files={SHEET: listed(sha256_of(bench.sheet), places)},
        person="sun",
        code=bench.code(),
        at=bench.at,
    )
    return nonce


def sealed(bench: Bench, nonce: str, wanted: Plan) -> dict[str, str]:
    return bench.desk.seal(nonce, wanted, bench.sheet, bench.sealed, at=bench.at)


def test_a_seal_goes_where_it_was_permitted(bench: Bench) -> None:
    nonce = permitted(bench, PLACE)

    assert sealed(bench, nonce, replace(plan(), places=(PLACE,)))


@pytest.mark.parametrize(
    "places", [(), (Box(20.01, 30.0, 58.01, 68.0),), (PLACE, PLACE)]
)
def test_other_places_than_the_permitted_are_refused(
    bench: Bench, places: tuple[Box, ...]
) -> None:
    nonce = permitted(bench, PLACE)

    with pytest.raises(Refused) as caught:
        sealed(bench, nonce, replace(plan(), places=places))
    assert caught.value.reason is Refusal.OTHER_BYTES
    assert not bench.sealed.exists()


def test_places_that_nobody_permitted_are_refused(bench: Bench) -> None:
    nonce = permitted(bench)

    with pytest.raises(Refused):
        sealed(bench, nonce, replace(plan(), places=(PLACE,)))
