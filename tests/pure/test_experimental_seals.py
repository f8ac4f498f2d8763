"""Experimental seals (SM2, GB/T 38540) hold under a PAdES seal, say so, and never alone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from signatures.guomi.certificates import has_sm2
from signatures.pades.checking import check
from signatures.pades.digests import sha256_of
from signatures.pades.eseals import seal_into
from signatures.pades.evidence import ESEAL_KIND, declared_signatures
from signatures.pades.fields import FieldPlan, prepare
from signatures.pades.verdicts import (
    IssuedRecord,
    Reason,
    Report,
    SignatureKind,
    Verdict,
)
from signatures.signer.chain import Log
from signatures.signer.choosing import chosen_provider
from signatures.signer.codes import Codes
from signatures.signer.desk import Desk
from signatures.signer.devices import Devices
from signatures.signer.esealing import SealCredential, SesVault
from signatures.signer.hands import Hands
from signatures.signer.memory import Memory
from signatures.signer.pictures import seal_picture
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.seals import NewSeal
from tests import pki
from tests.signing import FIRE, PASSPHRASE, SHEET, plan, refusal

REVIEW = "review-city"


class Trial:
    """A desk with an experimental department seal and the usual review seal."""

    def __init__(self, folder: Path, hands: Hands) -> None:
        self.folder = folder
        self.vault = SesVault(folder / "keys", PASSPHRASE)
        memory = Memory(Log(folder / "log"))
        codes = Codes(memory, Devices(folder / "devices", PASSPHRASE), is_test=True)
        self.desk = Desk(self.vault, codes, memory, hands)
        self.sheet, self.sealed = folder / "sheet.pdf", folder / "sealed.pdf"
        self.sheet.write_bytes(pki.plain_sheet())
        for name in (FIRE, REVIEW):
            kind = name.partition("-")[0]
            seal = NewSeal(name, "云溪市消防", kind, "云溪市消防", "", ("sun",))
            self.desk.seals.enrol(seal, at=pki.NOW)
        self.desk.permissions.authorise(
            "n",
            seals=(FIRE, REVIEW),
            files={SHEET: sha256_of(self.sheet)},
            person="sun",
            code=codes.test_code("sun", at=pki.NOW),
            at=pki.NOW,
        )

    def seal(self, *seals: str) -> dict[str, str]:
        """Have the sheet sealed."""
        return self.desk.seal("n", plan(*seals), self.sheet, self.sealed, at=pki.NOW)

    def report(self, fields: dict[str, str], content: bytes = b"") -> Report:
        """The verdict on the sealed sheet, or on other bytes in its place."""
        register = IssuedRecord(sha256_of(content or self.sealed), fields)
        return check(
            content or self.sealed,
            trust=self.desk.trust(at=pki.NOW),
            register=register,
            at=pki.NOW,
        )


@pytest.fixture
def trial(tmp_path: Path, signer_hands: Hands) -> Trial:
    return Trial(tmp_path, signer_hands)


def test_under_a_review_seal_it_holds_and_the_verdict_says_what_it_is(
    trial: Trial,
) -> None:
    fields = trial.seal(FIRE, REVIEW)

    report = trial.report(fields)
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons
    assert [one.reason for one in report.reasons] == [Reason.EXPERIMENTAL_SEAL]
    found = {one.field: one for one in report.signatures}["field-0"]
    assert found.kind is SignatureKind.EXPERIMENTAL
    assert found.signer == "云溪市消防（测试）"
    assert found.holds


def test_alone_it_is_neither_made_nor_accepted(trial: Trial) -> None:
    assert refusal(trial.seal, FIRE) is Refusal.SEALING_FAILED

    alone = trial.folder / "alone.pdf"
    alone.write_bytes(pki.plain_sheet())
    prepare(alone, [FieldPlan("Seal", (100, 100, 219, 219))])
    credential = trial.vault.credential(FIRE)
    assert isinstance(credential, SealCredential)
    seal_into(
        alone,
        "Seal",
        credential,
        credential.eseal,
        picture=pki.seal_picture(),
        at=pki.NOW,
    )
    report = trial.report({"Seal": credential.fingerprint}, alone.read_bytes())
    assert report.verdict is Verdict.INVALID
    assert [one.reason for one in report.reasons] == [Reason.EXPERIMENTAL_SEAL]


def test_a_flipped_byte_breaks_it(trial: Trial) -> None:
    fields = trial.seal(FIRE, REVIEW)
    altered = bytearray(trial.sealed.read_bytes())
    altered[altered.index(b"\n%") + 3] ^= 1  # of a comment: the file can still be read

    report = trial.report(fields, bytes(altered))
    assert report.verdict is Verdict.INVALID
    changed = [
        one.field for one in report.reasons if one.reason is Reason.CONTENT_CHANGED
    ]
    assert set(changed) == {"field-0", "field-1"}


def test_another_certificate_than_the_registered_one_is_refused(trial: Trial) -> None:
    fields = trial.seal(FIRE, REVIEW)

    report = trial.report({**fields, "field-0": "0" * 64})
    assert report.verdict is Verdict.INVALID
    assert Reason.OTHER_CERTIFICATE in [one.reason for one in report.reasons]


@pytest.mark.parametrize(
    "span", [(), (0, 10), (1, 2, 3, 4), (0, 100, 50, 10), (0, 10, 20, 10**9)]
)
def test_a_span_that_leaves_something_out_is_refused(
    trial: Trial, span: tuple[int, ...]
) -> None:
    from signatures.pades.eseals import judge_eseal

    trial.seal(FIRE, REVIEW)
    declared = next(
        one
        for one in declared_signatures(trial.sealed).fields
        if one.kind == ESEAL_KIND
    )
    assert judge_eseal(trial.sealed, declared).holds
    try:
        finding = judge_eseal(trial.sealed, replace(declared, span=span))
    except ValueError:
        return
    assert not finding.holds


def test_its_picture_says_what_it_is(trial: Trial) -> None:
    usual, experimental = (
        seal_picture(
            "department",
            "甲",
            stream="",
            day=pki.NOW.date(),
            licence="",
            is_experimental=it,
        )
        for it in (False, True)
    )
    assert usual != experimental
    assert has_sm2(trial.vault.credential(FIRE).certificate.dump())
    assert not has_sm2(trial.vault.credential(REVIEW).certificate.dump())


def test_its_keys_are_written_anew_under_another_secret(trial: Trial) -> None:
    before = trial.vault.credential(FIRE).fingerprint
    keys = trial.folder / "keys"
    SesVault(keys, PASSPHRASE).rekey("another")

    assert SesVault(keys, "another").credential(FIRE).fingerprint == before
    assert SesVault(keys, "another").credential(REVIEW)
    with pytest.raises(Refused):
        SesVault(keys, PASSPHRASE).credential(FIRE)


@pytest.mark.parametrize(
    "more",
    [
        {"licence": "鲁审字007"},
        {"licensed": True},
        {"kinds": ["review"]},
        {"kinds": []},
    ],
    ids=["a licence", "licensed", "the last seal", "nothing"],
)
def test_an_experiment_has_no_licence_and_never_the_last_seal(
    tmp_path: Path, more: dict[str, object]
) -> None:
    told = {"provider": "ses-experimental"}
    choice = tmp_path / "provider.json"
    choice.write_text(json.dumps(told))
    assert isinstance(chosen_provider(tmp_path, PASSPHRASE), SesVault)
    choice.write_text(json.dumps({**told, **more}))
    with pytest.raises(Refused):
        chosen_provider(tmp_path, PASSPHRASE)
