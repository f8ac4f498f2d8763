"""Seals are delegated, suspended and revoked; keys and devices change their secret."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from signatures.pades.appearance import ReviewSealText, review_seal
from signatures.pades.trust import Trust
from signatures.signer.chain import Log
from signatures.signer.codes import Codes
from signatures.signer.desk import Desk
from signatures.signer.devices import Devices
from signatures.signer.hands import Hands
from signatures.signer.memory import Memory
from signatures.signer.pictures import seal_picture
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.seals import NewSeal
from signatures.signer.vault import Vault
from tests import pki
from tests.signing import FIRE, PASSPHRASE, SHEET, Bench, refusal


def test_a_delegation_begins_and_ends_on_its_days(bench: Bench) -> None:
    begin = bench.at
    bench.later(days=1)
    span = (bench.at, bench.at.replace(day=bench.at.day + 2))
    bench.at = begin
    bench.desk.seals.name_keeper(
        FIRE, "zhao", by="sun", code=bench.code(), span=span, at=bench.at
    )

    def permit(nonce: str) -> None:
        bench.desk.permissions.authorise(
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


def test_a_suspended_seal_stands_still_until_its_keeper_lets_it_go_on(
    bench: Bench,
) -> None:
    nonce = bench.authorised()
    bench.desk.seals.suspend(FIRE, by="sun", reason="lost", at=bench.at)
    assert refusal(bench.seal, nonce) is Refusal.SEAL_SUSPENDED

    bench.later(minutes=1)
    bench.desk.seals.resume(FIRE, by="sun", code=bench.code(), at=bench.at)
    assert bench.seal(nonce)


def test_what_somebody_else_suspended_no_keeper_ends_and_the_reverse(
    bench: Bench,
) -> None:
    seals = bench.desk.seals

    def resume(person: str) -> None:
        seals.resume(FIRE, by=person, code=bench.code(person), at=bench.at)

    seals.suspend(FIRE, by="sun", reason="on leave", at=bench.at)
    assert refusal(resume, "wu") is Refusal.NOT_YOURS_TO_END
    seals.suspend(FIRE, by="wu", reason="looked into", at=bench.at)
    assert refusal(resume, "sun") is Refusal.NOT_YOURS_TO_END
    bench.later(minutes=1)
    resume("wu")
    bench.later(minutes=1)
    assert bench.seal(bench.authorised())


def test_a_revoked_seal_is_gone_and_the_lists_name_it_from_then_on(
    bench: Bench,
) -> None:
    nonce = bench.authorised()
    before = bench.at
    bench.later(minutes=1)
    bench.desk.seals.revoke(FIRE, by="sun", reason="stolen", at=bench.at)

    assert refusal(bench.seal, nonce) is Refusal.SEAL_REVOKED
    assert revoked_in(bench.desk.seals.trust(at=bench.at)) == 1
    assert revoked_in(bench.desk.seals.trust(at=before)) == 0


def revoked_in(trust: Trust) -> int:
    lists = [x509.load_der_x509_crl(one) for one in trust.lists]
    return sum(len(one) for one in lists)


def test_keys_and_devices_are_written_anew_under_another_secret(bench: Bench) -> None:
    Vault(bench.folder / "keys", PASSPHRASE).rekey("another")
    Devices(bench.folder / "devices", PASSPHRASE).rekey("another")

    with pytest.raises(Refused):
        Vault(bench.folder / "keys", PASSPHRASE).credential(FIRE)
    assert Vault(bench.folder / "keys", "another").credential(FIRE)


@pytest.mark.parametrize(
    "name",
    ["authority-root", "time-stamping", "Roots", "../keys", "", "甲", "x" * 65],
)
def test_no_seal_is_called_like_an_authority_or_a_path(bench: Bench, name: str) -> None:
    new = NewSeal(name, "甲", "department", "甲", "", ("sun",))
    assert refusal(bench.desk.seals.enrol, new, at=bench.at) is Refusal.NO_SUCH_SEAL


def test_with_real_keys_the_platform_names_neither_seals_nor_devices(
    licensed: Desk,
) -> None:
    new = NewSeal("department-x", "甲", "department", "甲", "", ("mallory",))
    said = refusal(licensed.seals.enrol, new, at=pki.NOW)
    assert said is Refusal.ONLY_THE_OPERATOR
    assert refusal(licensed.codes.begin, "sun") is Refusal.ONLY_THE_OPERATOR
    assert refusal(licensed.codes.test_code, "sun", at=pki.NOW) is (
        Refusal.ONLY_FOR_TESTS
    )

    licensed.seals.enrol_here(new, at=pki.NOW)
    taken_up = licensed.seals.enrol(replace(new, keepers=("wang",)), at=pki.NOW)
    assert not taken_up.kept_by("wang", pki.NOW)


@pytest.fixture
def licensed(tmp_path: Path, signer_hands: Hands) -> Desk:
    """A signer whose keys count as real."""
    memory = Memory(Log(tmp_path / "log"))
    codes = Codes(memory, Devices(tmp_path / "devices", PASSPHRASE), is_test=False)
    provider = LicensedVault(tmp_path / "keys", PASSPHRASE)
    return Desk(provider, codes, memory, signer_hands)


class LicensedVault(Vault):
    """Keys that somebody answers for."""

    licence = "鲁审字〔2026〕007号"


def test_writing_keys_anew_goes_on_where_it_was_cut_off(bench: Bench) -> None:
    keys = bench.folder / "keys"
    before = {path: path.read_bytes() for path in keys.glob("*.p12")}
    Vault(keys, PASSPHRASE).rekey("another")
    first = min(before)
    for path in before:
        if path != first:
            path.write_bytes(before[path])

    Vault(keys, PASSPHRASE).rekey("another")

    assert all(Vault(keys, "another").credential(path.stem) for path in before)


def test_the_lists_name_a_revoked_seal_whose_key_is_lost(bench: Bench) -> None:
    bench.desk.seals.revoke(FIRE, by="sun", reason="stolen", at=bench.at)
    (bench.folder / "keys" / f"{FIRE}.p12").unlink()

    assert revoked_in(bench.reopened().seals.trust(at=bench.at)) == 1


def test_a_licensed_seal_shows_its_number_and_a_test_one_always_says_so() -> None:
    day = date(2026, 3, 2)
    text = ReviewSealText("甲", "鲁审字007", "LS-1", day, day + timedelta(days=365))

    real = seal_picture("review", "甲", stream="LS-1", day=day, licence="鲁审字007")
    trial = seal_picture("review", "甲", stream="LS-1", day=day, licence="")

    assert real == review_seal(text, is_test=False)
    assert trial == review_seal(replace(text, licence="测试"), is_test=True)
