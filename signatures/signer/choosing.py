"""Which provider keeps the keys of a folder: `provider.json` in it says so, never the web.

Without the file the keys are PKCS#12 files of the test authority. With it:

    {"provider": "pkcs11", "module": "/path/of/the/library.so", "token": "label",
     "licence": ""}

`licence` is the number under which the institution is recognised, and the operator's word
that keys and certificates are those of a licensed authority; only with it do seals go
without 测试.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from signatures.pades.appearance import TEST_WORD
from signatures.signer.machine import MachineVault, Place
from signatures.signer.provider import Provider
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.vault import Vault

LONGEST_LICENCE: Final = 30
CHOICE: Final = "provider.json"
CERTIFICATES: Final = "certificates"
PIN: Final = "LIANSHEN_TOKEN_PIN"


def chosen_provider(folder: Path, passphrase: str) -> Provider:
    """The provider of a folder of keys.

    Raises:
        Refused: the choice cannot be read, or names what is not known here.
    """
    choice = folder / CHOICE
    if not choice.is_file():
        return Vault(folder / "keys", passphrase)
    try:
        told = json.loads(choice.read_text())
        kind = told["provider"]
        place = Place(
            module=Path(told["module"]),
            token=str(told["token"]),
            certificates=folder / CERTIFICATES,
            licence=_licence(told),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{CHOICE}: {error!r}") from error
    if kind != "pkcs11":
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{CHOICE}: {kind}")
    return MachineVault(place, _pin(folder))


def _licence(told: Mapping[str, Any]) -> str:
    """What stands on the seals as 认定编号.

    Raises:
        ValueError: it names no licence, or 测试.
    """
    licence = str(told.get("licence", "")).strip()
    if told.get("licensed") and not licence:
        raise ValueError("`licensed` without the number of the `licence`")
    if TEST_WORD in licence or len(licence) > LONGEST_LICENCE:
        raise ValueError(f"no licence: {licence}")
    return licence


def _pin(folder: Path) -> str:
    told = os.environ.pop(PIN, "")
    kept = folder / "pin"
    if not told and kept.is_file():
        told = kept.read_text().strip()
    if not told:
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{PIN} is not set")
    return told
