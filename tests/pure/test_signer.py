"""The signer seals what was permitted, by whom it was permitted, and nothing else."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509

from signatures.pades.checking import check
from signatures.pades.digests import sha256_of
from signatures.pades.trust import Trust
from signatures.pades.verdicts import IssuedRecord, Verdict
from signatures.signer.client import Client, SignerAway
from signatures.signer.devices import Devices
from signatures.signer.hands import Hands
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.starting import start_signer
from signatures.signer.vault import Vault
from tests.signing import FIRE, INSTITUTION, PASSPHRASE, SHEET, Bench

NOBODY = 65534


@pytest.fixture(scope="module")
def hands() -> Iterator[Hands]:
    hands = Hands(1)
    yield hands
    hands.end()


@pytest.fixture
def bench(tmp_path: Path, hands: Hands) -> Bench:
    return Bench(tmp_path, hands)


def refusal(act: object, *values: object, **named: object) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(*values, **named)  # type: ignore[operator]
    return caught.value.reason


def test_what_was_permitted_is_sealed_and_holds(bench: Bench) -> None:
    fields = bench.seal(bench.authorised())

    report = check(
        bench.sealed,
        trust=bench.desk.trust(at=bench.at),
        register=IssuedRecord(sha256=sha256_of(bench.sealed), seals=fields),
        at=bench.at,
    )
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED


def test_other_bytes_under_the_same_name_are_refused(bench: Bench) -> None:
    nonce = bench.authorised()
    bench.sheet.write_bytes(bench.sheet.read_bytes() + b"\n")

    assert refusal(bench.seal, nonce) is Refusal.OTHER_BYTES
    assert not bench.sealed.exists()


def test_a_file_that_was_not_in_the_list_is_refused(bench: Bench) -> None:
    assert (
        refusal(bench.seal, bench.authorised(), label="建施-06") is Refusal.NOT_IN_LIST
    )


def test_a_seal_that_was_not_permitted_is_refused(bench: Bench) -> None:
    nonce = bench.authorised(FIRE)

    assert refusal(bench.seal, nonce, INSTITUTION) is Refusal.NO_AUTHORISATION


def test_a_permission_lasts_ten_minutes(bench: Bench) -> None:
    nonce = bench.authorised()
    bench.later(minutes=10)

    assert refusal(bench.seal, nonce) is Refusal.AUTHORISATION_OVER


def test_a_permission_is_given_once(bench: Bench) -> None:
    nonce = bench.authorised()
    bench.later(minutes=1)

    assert refusal(bench.authorised, nonce=nonce) is Refusal.AUTHORISATION_USED


def test_a_withdrawn_permission_is_none(bench: Bench) -> None:
    nonce = bench.authorised()
    bench.desk.withdraw(nonce, by="sun", at=bench.at)

    assert refusal(bench.seal, nonce) is Refusal.NO_AUTHORISATION


def test_sealing_one_file_begins_five_times_at_most(bench: Bench) -> None:
    nonce = bench.authorised()
    for _time in range(5):
        bench.seal(nonce)

    assert refusal(bench.seal, nonce) is Refusal.COUNT_OVERRUN


def test_a_child_that_asks_for_a_second_signature_gets_none(bench: Bench) -> None:
    nonce = bench.authorised()

    assert refusal(bench.seal, nonce, FIRE, FIRE) is Refusal.COUNT_OVERRUN


def test_a_code_counts_once(bench: Bench) -> None:
    code = bench.code()
    values = {"seals": (FIRE,), "files": {SHEET: "0" * 64}, "person": "sun"}
    bench.desk.authorise("a", **values, code=code, at=bench.at)  # type: ignore[arg-type]

    again = refusal(bench.desk.authorise, "b", **values, code=code, at=bench.at)
    assert again is Refusal.CODE_USED


def test_guessing_codes_has_to_wait(bench: Bench) -> None:
    code = bench.code()
    wrong = f"{(int(code) + 1) % 1000000:06d}"
    values = {"seals": (FIRE,), "files": {SHEET: "0" * 64}, "person": "sun"}
    for _time in range(5):
        said = refusal(bench.desk.authorise, "a", **values, code=wrong, at=bench.at)
        assert said is Refusal.CODE_WRONG

    said = refusal(bench.desk.authorise, "a", **values, code=code, at=bench.at)
    assert said is Refusal.TOO_MANY_CODES


def test_who_does_not_keep_a_seal_cannot_permit_its_use(bench: Bench) -> None:
    code = bench.code("wang")
    said = refusal(
        bench.desk.authorise,
        "a",
        seals=(FIRE,),
        files={SHEET: "0" * 64},
        person="wang",
        code=code,
        at=bench.at,
    )
    assert said is Refusal.NOT_THE_KEEPER


def test_a_delegation_begins_and_ends_on_its_days(bench: Bench) -> None:
    begin = bench.at
    bench.later(days=1)
    span = (bench.at, bench.at.replace(day=bench.at.day + 2))
    bench.at = begin
    bench.desk.name_keeper(
        FIRE, "zhao", by="sun", code=bench.code(), span=span, at=bench.at
    )

    def permit(nonce: str) -> None:
        bench.desk.authorise(
            nonce,
            seals=(FIRE,),
            files={SHEET: "0" * 64},
            person="zhao",
            code=bench.code("zhao"),
            at=bench.at,
        )

    assert refusal(permit, "before") is Refusal.NOT_THE_KEEPER
    bench.later(days=1, minutes=1)
    permit("within")
    bench.later(days=2)
    assert refusal(permit, "after") is Refusal.NOT_THE_KEEPER


def test_two_different_persons_release_the_institutions_seal(bench: Bench) -> None:
    nonce = bench.authorised(INSTITUTION)
    assert refusal(bench.seal, nonce, INSTITUTION) is Refusal.SECOND_PERSON_MISSING
    bench.later(minutes=1)
    same = refusal(
        bench.desk.confirm, nonce, person="sun", code=bench.code(), at=bench.at
    )
    assert same is Refusal.SAME_PERSON

    bench.desk.confirm(nonce, person="qian", code=bench.code("qian"), at=bench.at)
    assert bench.seal(nonce, INSTITUTION)


def test_a_suspended_seal_stands_still_until_its_keeper_lets_it_go_on(
    bench: Bench,
) -> None:
    nonce = bench.authorised()
    bench.desk.suspend(FIRE, by="wu", reason="lost", at=bench.at)
    assert refusal(bench.seal, nonce) is Refusal.SEAL_SUSPENDED

    bench.later(minutes=1)
    bench.desk.resume(FIRE, by="sun", code=bench.code(), at=bench.at)
    assert bench.seal(nonce)


def test_a_revoked_seal_is_gone_and_the_lists_name_it_from_then_on(
    bench: Bench,
) -> None:
    nonce = bench.authorised()
    before = bench.at
    bench.later(minutes=1)
    bench.desk.revoke(FIRE, by="sun", reason="stolen", at=bench.at)

    assert refusal(bench.seal, nonce) is Refusal.SEAL_REVOKED
    assert revoked_in(bench.desk.trust(at=bench.at)) == 1
    assert revoked_in(bench.desk.trust(at=before)) == 0


def revoked_in(trust: Trust) -> int:
    lists = [x509.load_der_x509_crl(one) for one in trust.lists]
    return sum(len(one) for one in lists)


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


def test_keys_and_devices_are_written_anew_under_another_secret(bench: Bench) -> None:
    Vault(bench.folder / "keys", PASSPHRASE).rekey("another")
    Devices(bench.folder / "devices", PASSPHRASE).rekey("another")

    with pytest.raises(Refused):
        Vault(bench.folder / "keys", PASSPHRASE).credential(FIRE)
    assert Vault(bench.folder / "keys", "another").credential(FIRE)


def test_half_a_last_line_is_no_line(bench: Bench) -> None:
    nonce = bench.authorised()
    log = bench.folder / "log"
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"number": 99, "verb"')
    bench.desk = bench.reopened()

    bench.seal(nonce)
    assert bench.reopened()
    assert log.read_bytes().startswith(whole)


def test_a_device_is_told_once(bench: Bench) -> None:
    address = bench.desk.codes.begin("zhao")
    assert address.startswith("otpauth://totp/")
    assert refusal(bench.desk.codes.confirm, "zhao", "000000", at=bench.at) is (
        Refusal.CODE_WRONG
    )
    bench.code("zhao")

    assert refusal(bench.desk.codes.begin, "zhao") is Refusal.DEVICE_KNOWN


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter."""
    with tempfile.TemporaryDirectory(prefix="lianshen-open-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_another_user_reads_no_key_and_is_not_answered(open_folder: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can look through the eyes of another user")
    folder, path = open_folder / "signer", open_folder / "socket"
    start_signer(folder, path)
    enrol_one(path)
    key = folder / "keys" / "department-a.p12"
    assert key.is_file()

    assert reads("/etc/hostname")
    assert not reads(key)
    assert not reads(folder / "secret")
    assert answers(path)
    assert not as_nobody(lambda: answers(path))


def enrol_one(path: Path) -> None:
    told = {"owner": "甲", "kind": "department", "subject": "甲", "unit": ""}
    Client(path).ask("enrol", (), seal="department-a", keepers=[], persons=1, **told)


def answers(path: Path) -> bool:
    try:
        Client(path).ask("about")
    except SignerAway:
        return False
    return True


def reads(path: object) -> bool:
    command = ["/bin/cat", str(path)]
    done = subprocess.run(command, user=NOBODY, capture_output=True, check=False)
    return done.returncode == 0


def as_nobody(act: Callable[[], bool]) -> bool:
    child = os.fork()
    if not child:
        os.setuid(NOBODY)
        os._exit(0 if act() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_nobody_answers_where_no_signer_is(tmp_path: Path) -> None:
    with pytest.raises(SignerAway):
        Client(tmp_path / "socket").ask("about")
