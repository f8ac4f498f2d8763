"""The signer's log is its memory: chained, and on the disk before anything is done."""

import pytest

from signatures.signer.__main__ import main
from signatures.signer.chain import Log
from signatures.signer.memory import Memory
from signatures.signer.refusals import Refusal, Refused
from tests.signing import FIRE, Bench, refusal


def test_after_a_restart_the_signer_knows_what_it_did(bench: Bench) -> None:
    nonce = bench.authorised()
    for _time in range(4):
        bench.seal(nonce)
    bench.desk = bench.reopened()

    bench.seal(nonce)
    assert refusal(bench.seal, nonce) is Refusal.COUNT_OVERRUN


def test_an_altered_log_stops_the_signer_and_names_the_line(bench: Bench) -> None:
    bench.authorised()
    log = bench.folder / "log"
    whole = log.read_text()
    assert '"sun"' in whole
    log.write_text(whole.replace('"persons": 2', '"persons": 1'))

    with pytest.raises(Refused) as caught:
        bench.reopened()
    assert caught.value.reason is Refusal.LOG_BROKEN
    assert caught.value.particulars == "line 2"


def test_a_log_that_was_cut_back_lacks_a_line_that_was_kept_elsewhere(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.authorised()
    last = list(Log(bench.folder / "log").lines())[-1]
    kept = ["--line", str(last.number), "--head", last.digest]
    folder = str(bench.folder)
    assert main([folder, "verify", *kept]) == 0

    log = bench.folder / "log"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))

    assert main([folder, "verify"]) == 0, "in itself it is whole"
    assert main([folder, "verify", *kept]) == 1
    assert "missing" in capsys.readouterr().out


def test_half_a_last_line_is_no_line(bench: Bench) -> None:
    nonce = bench.authorised()
    log = bench.folder / "log"
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"number": 99, "verb"')
    bench.desk = bench.reopened()

    bench.seal(nonce)
    assert bench.reopened()
    assert log.read_bytes().startswith(whole)


def test_a_line_that_the_disk_does_not_take_stops_the_signer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    nonce = bench.authorised()
    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        assert refusal(bench.desk.seals.suspend, FIRE, **told(bench)) is (
            Refusal.LOG_BROKEN
        )

    said = refusal(bench.seal, nonce)
    assert said is Refusal.LOG_BROKEN, "what reached the disk is not known"
    assert bench.reopened().seals.entry(FIRE)


def full(_number: int) -> None:
    raise OSError(28, "No space left on device")


def told(bench: Bench) -> dict[str, object]:
    return {"by": "sun", "reason": "lost", "at": bench.at}


def test_what_tests_wrote_never_counts_for_real_keys(bench: Bench) -> None:
    memory = Memory(Log(bench.folder / "log"))
    memory.begin(bench.at, is_test=True)
    assert refusal(memory.begin, bench.at, is_test=False) is Refusal.OTHER_WORLD

    real = Memory(Log(bench.folder / "real"))
    real.begin(bench.at, is_test=False)
    again = Memory(Log(bench.folder / "real"))
    again.begin(bench.at, is_test=False)
    assert refusal(again.begin, bench.at, is_test=True) is Refusal.OTHER_WORLD


def test_a_permission_long_over_leaves_its_name_and_no_list(bench: Bench) -> None:
    nonce = bench.authorised()
    bench.later(days=3)
    bench.authorised()

    assert nonce not in Memory(Log(bench.folder / "log")).book.authorisations
    bench.later(minutes=1)
    assert refusal(bench.authorised, nonce=nonce) is Refusal.AUTHORISATION_USED


def test_the_log_tells_what_was_signed_also_when_sealing_failed(bench: Bench) -> None:
    refusal(bench.seal, bench.authorised(), FIRE, FIRE)

    last = list(Log(bench.folder / "log").lines())[-1]
    assert last.verb == "sealing_failed"
    assert list(last.told["signed"]) == [FIRE]  # type: ignore[call-overload]
