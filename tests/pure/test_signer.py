"""The signer seals what was permitted, and nothing else."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto import cms

from signatures.pades.checking import check
from signatures.pades.digests import sha256_of
from signatures.pades.verdicts import IssuedRecord, Verdict
from signatures.signer.attributes import require_attributes
from signatures.signer.desk import own_file_digest
from signatures.signer.provider import Occasion
from signatures.signer.refusals import Refusal
from tests import pki
from tests.signing import FIRE, INSTITUTION, SHEET, Bench, plan, refusal


def test_what_was_permitted_is_sealed_and_holds(bench: Bench) -> None:
    fields = bench.seal(bench.authorised())

    report = check(
        bench.sealed,
        trust=bench.desk.seals.trust(at=bench.at),
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


def test_sealing_one_file_begins_five_times_at_most(bench: Bench) -> None:
    nonce = bench.authorised()
    for _time in range(5):
        bench.seal(nonce)

    assert refusal(bench.seal, nonce) is Refusal.COUNT_OVERRUN


def test_a_child_that_asks_for_a_second_signature_gets_none(bench: Bench) -> None:
    nonce = bench.authorised()

    assert refusal(bench.seal, nonce, FIRE, FIRE) is Refusal.COUNT_OVERRUN


def test_nothing_is_signed_once_the_seal_is_suspended(bench: Bench) -> None:
    occasion = Occasion(bench.authorised(), SHEET, 1)
    bench.desk.seals.suspend(FIRE, by="wu", reason="lost", at=bench.at)

    said = refusal(bench.desk.sign, FIRE, b"", occasion, bench.at)
    assert said is Refusal.SEAL_SUSPENDED


def test_nothing_is_signed_once_the_permission_is_withdrawn(bench: Bench) -> None:
    occasion = Occasion(bench.authorised(), SHEET, 1)
    bench.permissions.withdraw(occasion.nonce, by="sun", at=bench.at)

    said = refusal(bench.desk.sign, FIRE, b"", occasion, bench.at)
    assert said is Refusal.NO_AUTHORISATION


def test_a_seal_bears_the_day_of_sealing(bench: Bench) -> None:
    wrong = replace(plan(), day=plan().day - timedelta(days=30))
    values = (bench.authorised(), wrong, bench.sheet, bench.sealed)

    assert refusal(bench.desk.seal, *values, at=bench.at) is Refusal.NOT_UNDERSTOOD


def test_a_key_signs_attributes_that_name_its_certificate_and_nothing_else() -> None:
    own, other = (
        one.certificate.dump() for one in (pki.design_firm(), pki.fire_bureau())
    )
    require_attributes(attributes(own), own)

    for data in (
        attributes(other),
        attributes(own, kind="tst_info"),
        attributes(own) + b"\0",
        pki.design_firm().certificate["tbs_certificate"].dump(),
        b"",
    ):
        assert refusal(require_attributes, data, own) is Refusal.SEALING_FAILED


def attributes(certificate: bytes, kind: str = "data") -> bytes:
    reference = {"certs": [{"cert_hash": sha256(certificate).digest()}]}
    values = (
        ("content_type", kind),
        ("message_digest", bytes(32)),
        ("signing_certificate_v2", reference),
    )
    listed = [{"type": name, "values": [value]} for name, value in values]
    return bytes(cms.CMSAttributes(listed).dump())


@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
def test_a_child_cannot_have_another_file_handed_out(tmp_path: Path, link: str) -> None:
    secret, after = tmp_path / "secret", tmp_path / "after.pdf"
    secret.write_text("of the signer")
    getattr(after, link)(secret)

    assert refusal(own_file_digest, after) is Refusal.SEALING_FAILED


def test_a_child_reads_no_keys_and_writes_in_one_folder_only(tmp_path: Path) -> None:
    secret, work = tmp_path / "secret", tmp_path / "work"
    secret.write_text("of the signer")
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, str(work), str(secret)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    if done.stdout == "not confined\n":
        pytest.skip("needs Landlock in the kernel (Linux 5.13)")
    assert done.stdout == "PermissionError\nPermissionError\nwritten\n"


CONFINED = """
import sys
from pathlib import Path
from signatures.signer.confining import confine
work, secret = map(Path, sys.argv[1:])
if not confine(work):
    print("not confined")
    sys.exit()
for act in (secret.read_bytes, lambda: (work.parent / "x").write_text("x")):
    try:
        act()
    except OSError as error:
        print(type(error).__name__)
(work / "x").write_text("x")
print("written")
"""
