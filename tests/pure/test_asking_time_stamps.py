"""Time stamps come from the first authority whose answer holds, or sealing waits."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from signatures.pades.asking import token_in, wanted
from signatures.pades.checking import check
from signatures.pades.digests import sha256_of
from signatures.pades.stamping import check_stamp
from signatures.pades.verdicts import IssuedRecord, Verdict
from signatures.signer.fetching import Asker
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.stamping import Authorities, Stamping, chosen_authorities
from signatures.signer.vault import Vault
from tests import pki
from tests.authorities import Authority, served
from tests.signing import FIRE, Bench, refusal

DIGEST = bytes(range(32))
SHORT = 0.3
LONG = 30.0
FAULTS = {
    "500": "status 500",
    "a drip": "took too long|TimeoutError",
    "a page": "text/html",
    "a seal's key": "not for time stamps alone",
    "an old answer": "another nonce",
    "endless": "too long",
    "half": "half an answer|IncompleteRead",
    "late": "TimeoutError",
    "led away": "another host",
    "nobody's root": "not trusted",
    "nonsense": "unreadable",
    "other digest": "another digest",
    "refused": "says rejection",
    "yesterday": "another time",
}
"""What an authority may do wrong, and what is said of it."""


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def asked(*authorities: Authority, policy: str = "") -> Stamping:
    askers = [
        Asker(one.address, seconds=SHORT if one.manner in {"late", "a drip"} else LONG)
        for one in authorities
    ]
    vault = Vault(Path("/nowhere"), "")
    return Stamping(
        vault, Authorities(askers, pki.trust(), policy), wait=lambda _s: None
    )


def holds(token: bytes) -> bool:
    at = pki.NOW + timedelta(minutes=1)
    return check_stamp(token, DIGEST, trust=pki.trust(), at=at).holds


def test_an_authority_is_asked_over_http(stack: ExitStack) -> None:
    authority = stack.enter_context(served(Authority()))

    assert holds(asked(authority).token(DIGEST, at=pki.NOW))


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_is_wrong_the_next_authority_is_asked(
    stack: ExitStack, fault: str
) -> None:
    bad = stack.enter_context(served(Authority(fault)))
    good = stack.enter_context(served(Authority()))
    bad.elsewhere = good.address if fault == "led away" else ""
    if fault == "an old answer":
        asked(bad).token(DIGEST, at=pki.NOW)
    with pytest.raises(Refused, match=FAULTS[fault]):
        asked(bad).token(DIGEST, at=pki.NOW)

    assert holds(asked(bad, good).token(DIGEST, at=pki.NOW))
    assert good.asked == 1


def test_a_redirect_within_the_same_host_is_followed(stack: ExitStack) -> None:
    authority = stack.enter_context(served(Authority("led on")))

    assert holds(asked(authority).token(DIGEST, at=pki.NOW))


def test_another_policy_than_the_wanted_one_is_refused(stack: ExitStack) -> None:
    authority = stack.enter_context(served(Authority()))

    assert holds(asked(authority, policy="2.999.3161.1").token(DIGEST, at=pki.NOW))
    said = refusal(asked(authority, policy="1.2.3").token, DIGEST, at=pki.NOW)
    assert said is Refusal.TIME_STAMP_AWAY


def test_when_nobody_answers_it_is_said_at_once_the_next_time(
    stack: ExitStack,
) -> None:
    authority = stack.enter_context(served(Authority("500")))
    stamping = asked(authority)
    for _time in range(2):
        assert refusal(stamping.token, DIGEST, at=pki.NOW) is Refusal.TIME_STAMP_AWAY

    assert authority.asked == 1


def test_a_clock_a_little_ahead_is_waited_for(stack: ExitStack) -> None:
    authority = stack.enter_context(served(Authority("ahead")))
    stamping, waited = asked(authority), list[float]()
    stamping.wait = waited.append

    stamping.token(DIGEST, at=pki.NOW)

    assert len(waited) == 1
    assert 0 < waited[0] <= 3


def test_a_question_names_digest_and_nonce_and_asks_for_the_certificate() -> None:
    first, second = wanted(DIGEST), wanted(DIGEST)
    assert first.nonce != second.nonce
    answer = Authority().answer(first.as_request())
    assert token_in(answer, first, trust=pki.trust(), at=pki.NOW)
    with pytest.raises(ValueError, match="another nonce"):
        token_in(answer, second, trust=pki.trust(), at=pki.NOW)
    with pytest.raises(ValueError, match="32 bytes"):
        wanted(b"short")


@pytest.mark.parametrize(
    "address", ["ftp://a/", "//a", "http://", "https://who:secret@a/"]
)
def test_an_address_is_one_of_http_without_secrets(address: str) -> None:
    with pytest.raises(ValueError, match=r"address"):
        Asker(address)


def test_authorities_come_from_the_environment_with_roots_of_their_own(
    tmp_path: Path,
) -> None:
    assert chosen_authorities(tmp_path, {}) is None
    told = {"LIANSHEN_TIME_STAMPING": "http://127.0.0.1:1/a http://127.0.0.1:1/b"}
    with pytest.raises(Refused, match="no root"):
        chosen_authorities(tmp_path, told)
    folder = tmp_path / "time-stamping"
    folder.mkdir()
    (folder / "all.pem").write_text(
        "".join(
            pki.pem_of(one) for one in (pki.authority().root, pki.authority().issuing)
        )
    )

    chosen = chosen_authorities(tmp_path, told)

    assert chosen is not None
    assert [one.address for one in chosen.askers] == told[
        "LIANSHEN_TIME_STAMPING"
    ].split()
    assert len(chosen.trust.roots) == 1
    assert len(chosen.trust.between) == 1


def test_sealing_waits_for_an_authority_and_loses_nothing(
    bench: Bench, stack: ExitStack
) -> None:
    authority = stack.enter_context(served(Authority("500")))
    bench.stamping = asked(authority)
    bench.desk = bench.reopened()
    nonce = bench.authorised()
    for _time in range(7):  # more often than sealing may begin
        assert refusal(bench.seal, nonce) is Refusal.TIME_STAMP_AWAY
    assert not bench.sealed.exists()

    authority.manner = "well"
    bench.stamping = asked(authority)
    bench.desk = bench.reopened()
    fields = bench.seal(nonce, FIRE)

    report = check(
        bench.sealed,
        trust=bench.desk.trust(at=bench.at),
        register=IssuedRecord(sha256_of(bench.sealed), fields),
        at=bench.at + timedelta(seconds=30),
    )
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons


def test_an_authority_that_goes_away_half_way_costs_no_try(
    bench: Bench, stack: ExitStack
) -> None:
    authority = stack.enter_context(served(Authority()))
    bench.stamping = stamping = asked(authority)
    stamping.sample(at=bench.at)
    bench.desk = bench.reopened()
    nonce = bench.authorised()
    authority.manner = "500"
    for _time in range(7):
        assert refusal(bench.seal, nonce) is Refusal.TIME_STAMP_AWAY

    authority.manner = "well"
    bench.stamping = asked(authority)
    bench.desk = bench.reopened()
    assert bench.seal(nonce)
