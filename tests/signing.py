"""A signer of tests in this very process: a folder, a desk, keepers with devices."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from signatures.pades.digests import sha256_of
from signatures.signer.chain import Log
from signatures.signer.codes import Codes
from signatures.signer.desk import Desk
from signatures.signer.devices import Devices
from signatures.signer.hands import Hands
from signatures.signer.memory import Memory
from signatures.signer.permissions import Permissions
from signatures.signer.plans import Plan, PlannedSeal
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.seals import NewSeal
from signatures.signer.stamping import Stamping
from signatures.signer.vault import Vault
from tests import pki

PASSPHRASE = "of tests"
FIRE, INSTITUTION = "department-fire", "institution-city"
SHEET = "建施-05"


@dataclass
class Bench:
    """A desk with its folder; `at` is the time that it is told."""

    folder: Path
    hands: Hands
    at: datetime = pki.NOW
    stamping: Stamping | None = None

    def __post_init__(self) -> None:
        self.desk = self.reopened()
        self.sheet = self.folder / "sheet.pdf"
        self.sheet.write_bytes(pki.plain_sheet())
        self.sealed = self.folder / "sealed.pdf"
        for name, persons in ((FIRE, 1), (INSTITUTION, 2)):
            new = NewSeal(
                name=name,
                owner="云溪市消防救援支队",
                kind=name.partition("-")[0],
                subject="云溪市消防救援支队",
                unit="",
                keepers=("sun", "qian"),
                persons=persons,
            )
            self.desk.seals.enrol(new, at=self.at)

    def reopened(self) -> Desk:
        """A desk that knows what the log tells, as after a restart."""
        memory = Memory(Log(self.folder / "log"))
        devices = Devices(self.folder / "devices", PASSPHRASE)
        codes = Codes(memory, devices, is_test=True)
        vault = Vault(self.folder / "keys", PASSPHRASE)
        return Desk(vault, codes, memory, self.hands, self.stamping)

    @property
    def permissions(self) -> Permissions:
        """The rules over permissions."""
        return self.desk.permissions

    def code(self, person: str = "sun") -> str:
        """What the person's device shows now."""
        return self.desk.codes.test_code(person, at=self.at)

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.at += timedelta(**time)

    def authorised(self, *seals: str, nonce: str = "") -> str:
        """A permission for the sheet, confirmed by one keeper."""
        nonce = nonce or secrets.token_hex(8)
        self.desk.permissions.authorise(
            nonce,
            seals=seals or (FIRE,),
            files={SHEET: sha256_of(self.sheet)},
            person="sun",
            code=self.code(),
            at=self.at,
        )
        return nonce

    def seal(self, nonce: str, *seals: str, label: str = SHEET) -> dict[str, str]:
        """Have the sheet sealed under a permission."""
        return self.desk.seal(
            nonce, plan(*seals, label=label), self.sheet, self.sealed, at=self.at
        )


def refusal(act: Callable[..., object], *values: object, **named: object) -> Refusal:
    """Why the signer refuses to do this."""
    with pytest.raises(Refused) as caught:
        act(*values, **named)
    return caught.value.reason


def plan(*seals: str, label: str = SHEET) -> Plan:
    """A plan that sets the seals on a sheet."""
    return Plan(
        label=label,
        stream="LS-2026-0001",
        day=date(2026, 3, 2),
        seals=tuple(
            PlannedSeal(seal=name, field=f"field-{number}", label=name)
            for number, name in enumerate(seals or (FIRE,))
        ),
    )
