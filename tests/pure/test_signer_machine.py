"""Keys in a crypto machine seal like keys in files, and never without their certificate."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from signatures.pades.authority import Holder, KeyKind
from signatures.pades.checking import check
from signatures.pades.credentials import Credential, P256Key, RsaKey
from signatures.pades.digests import sha256_of
from signatures.pades.verdicts import IssuedRecord, Verdict
from signatures.signer.chain import Log
from signatures.signer.choosing import chosen_provider
from signatures.signer.codes import Codes
from signatures.signer.desk import Desk
from signatures.signer.devices import Devices
from signatures.signer.hands import Hands
from signatures.signer.machine import MachineVault, Place
from signatures.signer.memory import Memory
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.seals import NewSeal
from signatures.signer.vault import Vault
from tests import pki
from tests.outside import is_ci
from tests.signing import FIRE, PASSPHRASE, SHEET, plan

pytestmark = pytest.mark.program("softhsm2-util", "softhsm2")
PIN: Final = "135790"
MODULES: Final = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm.so")
REVIEW: Final = "review-city"


@dataclass
class Token:
    """A token of softhsm2 with the keys of two seals and of a time stamper."""

    folder: Path
    module: Path

    @property
    def certificates(self) -> Path:
        """Where the operator lays certificates down."""
        return self.folder / "certificates"

    def place(self, licence: str = "") -> Place:
        """Where the signer finds it."""
        return Place(self.module, "lianshen", self.certificates, licence)

    def keep(self, name: str, credential: Credential) -> None:
        """Import a key and lay its certificate down."""
        key = credential.key
        assert isinstance(key, RsaKey | P256Key)
        stored = self.folder / f"{name}.key"
        stored.write_bytes(
            key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        number = sha256_of(name.encode())[:8]
        util("--import", str(stored), "--label", name, "--id", number, "--pin", PIN)
        self.lay_down(name, credential)

    def lay_down(self, name: str, credential: Credential) -> None:
        """Only the certificates."""
        above = (credential.certificate, *credential.chain)
        path = self.certificates / f"{name}.pem"
        path.write_text("".join(pem_of(one.dump()) for one in above))


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Token]:
    module = next((Path(one) for one in MODULES if Path(one).is_file()), None)
    if module is None:
        assert not is_ci(), "the library of softhsm2 must be there in CI"
        pytest.skip("needs the library of softhsm2 in its usual place")
    folder = tmp_path_factory.mktemp("machine")
    (folder / "tokens").mkdir()
    (folder / "certificates").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    util("--init-token", "--free", "--label", "lianshen", "--so-pin", PIN, "--pin", PIN)
    token = Token(folder, module)
    token.keep(FIRE, pki.authority().issue(Holder("消防"), at=pki.NOW - pki.DAY))
    review = pki.authority().issue(
        Holder("审图"), at=pki.NOW - pki.DAY, kind=KeyKind.RSA
    )
    token.keep(REVIEW, review)
    token.keep("time-stamping", pki.authority().time_stamping)
    token.lay_down("roots", pki.authority().root)
    for number, one in enumerate(pki.trust().lists):
        (token.certificates / f"{number}.crl").write_bytes(one)
    yield token
    del os.environ["SOFTHSM2_CONF"]
    if before is not None:
        os.environ["SOFTHSM2_CONF"] = before


def util(*arguments: str) -> None:
    """softhsm2-util; where a token is asked for, ours."""
    more = ("--token", "lianshen") if "--import" in arguments else ()
    command = ["softhsm2-util", *arguments, *more]
    subprocess.run(command, check=True, capture_output=True)


def pem_of(der: bytes) -> str:
    from cryptography import x509

    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode()


def test_a_set_is_sealed_with_keys_of_a_machine(token: Token, tmp_path: Path) -> None:
    provider = MachineVault(token.place(), PIN)
    memory, hands = Memory(Log(tmp_path / "log")), Hands(1)
    codes = Codes(memory, Devices(tmp_path / "devices", PASSPHRASE), is_test=True)
    desk = Desk(provider, codes, memory, hands)
    for name in (FIRE, REVIEW):
        kind = name.partition("-")[0]
        desk.seals.enrol(NewSeal(name, "甲", kind, "甲", "", ("sun",)), at=pki.NOW)
    sheet, after = tmp_path / "sheet.pdf", tmp_path / "sealed.pdf"
    sheet.write_bytes(pki.plain_sheet())
    desk.permissions.authorise(
        "n",
        seals=(FIRE, REVIEW),
        files={SHEET: sha256_of(sheet)},
        person="sun",
        code=codes.test_code("sun", at=pki.NOW),
        at=pki.NOW,
    )

    fields = desk.seal("n", plan(FIRE, REVIEW), sheet, after, at=pki.NOW)

    hands.end()
    report = check(
        after,
        trust=desk.seals.trust(at=pki.NOW),
        register=IssuedRecord(sha256_of(after), fields),
        at=pki.NOW,
    )
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons


def test_a_certificate_of_another_key_is_refused(token: Token) -> None:
    token.lay_down("other", pki.fire_bureau())
    assert reason(MachineVault(token.place(), PIN), "other") is Refusal.NO_SUCH_SEAL

    (token.certificates / "mixed.pem").write_bytes(
        (token.certificates / f"{FIRE}.pem").read_bytes()
    )
    assert reason(MachineVault(token.place(), PIN), "mixed") is Refusal.NO_SUCH_SEAL


def test_a_wrong_pin_opens_nothing(token: Token) -> None:
    assert reason(MachineVault(token.place(), "000000"), FIRE) is Refusal.NO_SUCH_SEAL


def test_seals_are_tests_until_the_operator_says_that_they_are_licensed(
    token: Token,
) -> None:
    assert not MachineVault(token.place(), PIN).licence
    assert MachineVault(token.place("鲁审字〔2026〕007号"), PIN).licence


def test_the_folder_says_who_keeps_its_keys(token: Token, tmp_path: Path) -> None:
    assert isinstance(chosen_provider(tmp_path, PASSPHRASE), Vault)
    told = {"provider": "pkcs11", "module": str(token.module), "token": "lianshen"}
    choice = tmp_path / "provider.json"
    choice.write_text(json.dumps(told))
    (tmp_path / "pin").write_text(PIN + "\n")

    provider = chosen_provider(tmp_path, PASSPHRASE)
    assert isinstance(provider, MachineVault)
    assert not provider.licence

    choice.write_text(json.dumps({**told, "provider": "cloud"}))
    with pytest.raises(Refused):
        chosen_provider(tmp_path, PASSPHRASE)


def reason(provider: MachineVault, name: str) -> Refusal:
    with pytest.raises(Refused) as caught:
        provider.credential(name)
    return caught.value.reason
