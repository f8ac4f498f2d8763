"""Which provider keeps the keys of a folder: `provider.json` in it says so, never the web.

Without the file the keys are PKCS#12 files of the test authority. With it:

    {"provider": "pkcs11", "module": "/path/of/the/library.so", "token": "label",
     "licensed": false}

`licensed` is the operator's word that keys and certificates are those of a licensed
authority; only then do seals go without 测试.
"""

import json
import os
from pathlib import Path
from typing import Final

from signatures.signer.machine import MachineVault, Place
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.vault import Provider, Vault

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
            is_licensed=told.get("licensed") is True,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{CHOICE}: {error!r}") from error
    if kind != "pkcs11":
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{CHOICE}: {kind}")
    return MachineVault(place, _pin(folder))


def _pin(folder: Path) -> str:
    told = os.environ.pop(PIN, "")
    kept = folder / "pin"
    if not told and kept.is_file():
        told = kept.read_text().strip()
    if not told:
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{PIN} is not set")
    return told
