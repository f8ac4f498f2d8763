"""Children that draw: one that dies or hangs costs its own answer, and nobody else's."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from pickle import PicklingError

import pytest

from drawings.hands import HandFailed, Hands, HandsBusy
from tests.pure import hand_probes as probe


@pytest.fixture
def hands() -> Iterator[Hands]:
    """One hand, and room for one who waits."""
    made = Hands(1, seconds=30, waiting=1)
    yield made
    made.end()


def test_a_hand_is_kept_for_the_next_question(hands: Hands) -> None:
    assert hands.ask("a", probe.say_who) == hands.ask("b", probe.say_who)


def test_what_is_not_there_is_none_and_an_error_is_told(hands: Hands) -> None:
    assert hands.ask("a", probe.miss) is None
    with pytest.raises(HandFailed, match="ValueError: no such thing"):
        hands.ask("a", probe.err)
    assert hands.ask("a", probe.say, "still here") == b"still here"


def test_a_hand_that_dies_is_replaced_and_asked_again(
    hands: Hands, tmp_path: Path
) -> None:
    assert hands.ask("a", probe.die_once, tmp_path / "died") == b"lived"
    with pytest.raises(HandFailed):
        hands.ask("a", probe.die)
    assert hands.ask("a", probe.say, "alive") == b"alive"


def test_a_hand_that_hangs_is_ended(tmp_path: Path) -> None:
    hands = Hands(1, seconds=1.5, waiting=1)
    try:
        assert hands.ask("a", probe.say, "warm") == b"warm"
        with pytest.raises(HandFailed, match="longer"):
            hands.ask("a", probe.wait_for, tmp_path / "never")
        assert hands.ask("a", probe.say, "another") == b"another"
    finally:
        hands.end()


def test_a_hand_that_stops_in_mid_answer_is_ended() -> None:
    hands = Hands(1, seconds=1.5, waiting=1)
    try:
        assert hands.ask("a", probe.say, "warm") == b"warm"
        with pytest.raises(HandFailed, match="longer"):
            hands.ask("a", probe.stop_in_mid_answer)
        assert hands.ask("a", probe.say, "another") == b"another"
    finally:
        hands.end()


def test_a_question_that_cannot_be_asked_costs_no_hand(hands: Hands) -> None:
    with pytest.raises((AttributeError, PicklingError)):
        hands.ask("a", lambda: b"nobody can be sent this")
    assert hands.busy == 0
    assert hands.ask("a", probe.say, "still here") == b"still here"


def test_who_waits_longest_is_turned_away_and_the_newest_is_served(
    hands: Hands, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    with ThreadPoolExecutor(3) as crowd:
        first = crowd.submit(hands.ask, "a", probe.wait_for, go)
        _until(lambda: hands.busy == 1)
        older = crowd.submit(hands.ask, "a", probe.say, "older")
        _until(lambda: hands.waits == 1)
        newer: Future[bytes | None] = crowd.submit(hands.ask, "a", probe.say, "newer")
        with pytest.raises(HandsBusy):
            older.result(timeout=20)
        go.touch()
        assert first.result(timeout=20) == b"waited"
        assert newer.result(timeout=20) == b"newer"


def test_who_asks_with_patience_keeps_his_place_before_the_hasty(
    tmp_path: Path,
) -> None:
    hands, go = Hands(1, seconds=30, waiting=2), tmp_path / "go"
    try:
        with ThreadPoolExecutor(5) as crowd:
            first = crowd.submit(hands.ask, "a", probe.wait_for, go)
            _until(lambda: hands.busy == 1)
            picture = crowd.submit(hands.ask_patiently, "a", probe.say, "picture")
            _until(lambda: hands.waits == 1)
            older = crowd.submit(hands.ask, "a", probe.say, "older")
            _until(lambda: hands.waits == 2)
            newer = crowd.submit(hands.ask, "a", probe.say, "newer")
            with pytest.raises(HandsBusy):
                older.result(timeout=20)
            # Half of the places and no more: the first picture makes room for the next.
            other = crowd.submit(hands.ask_patiently, "a", probe.say, "other")
            with pytest.raises(HandsBusy):
                picture.result(timeout=20)
            go.touch()
            assert first.result(timeout=20) == b"waited"
            assert newer.result(timeout=20) == b"newer"
            assert other.result(timeout=20) == b"other"
    finally:
        hands.end()


def _until(is_so: Callable[[], bool]) -> None:
    """Wait for another thread to come so far."""
    pause = threading.Event()
    for _ in range(2000):
        if is_so():
            return
        pause.wait(0.01)
    pytest.fail("it never came to that")
