"""Which provider keeps the keys of a folder: `provider.json` in it says so, never the web.

Without the file the keys are PKCS#12 files of the test authority. With it:

    {"provider": "pkcs11", "module": "/path/of/the/library.so", "token": "label",
     "licence": ""}

    {"provider": "remote", "service": "https://host/path/", "account": "name",
     "licence": ""}

    {"provider": "ses-experimental", "kinds": ["department"]}

`licence` is the number under which the institution is recognised, and the operator's word
that keys and certificates are those of a licensed authority; only with it do seals go
without 测试.
"""

import json
import os
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from signatures.pades.appearance import TEST_WORD
from signatures.signer import esealing
from signatures.signer.esealing import SesVault
from signatures.signer.fetching import Asker
from signatures.signer.laid import Laid
from signatures.signer.machine import MachineVault, Place
from signatures.signer.provider import Provider
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.remote import RemoteVault
from signatures.signer.requests import Account
from signatures.signer.vault import Vault

LONGEST_LICENCE: Final = 30
CHOICE: Final = "provider.json"
CERTIFICATES: Final = "certificates"
PIN: Final = "LIANSHEN_TOKEN_PIN"
SERVICE_SECRET: Final = "LIANSHEN_SEAL_SERVICE_SECRET"  # noqa: S105  the name of it
KEY_PASSPHRASE: Final = "LIANSHEN_SEAL_SERVICE_KEY_PASSPHRASE"  # noqa: S105  its name


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
        make = KINDS[told["provider"]]
        return make(folder, passphrase, told)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{CHOICE}: {error!r}") from error


def _machine(folder: Path, _passphrase: str, told: Mapping[str, Any]) -> Provider:
    place = Place(
        module=Path(told["module"]),
        token=str(told["token"]),
        certificates=folder / CERTIFICATES,
        licence=_licence(told),
    )
    return MachineVault(place, _pin(folder))


def _service(folder: Path, _passphrase: str, told: Mapping[str, Any]) -> Provider:
    """A service known by pinned roots, which knows us by a secret or a certificate."""
    address = str(told["service"])
    secret = os.environ.pop(SERVICE_SECRET, "").encode()
    ours = folder / "service-client.pem"
    if not address.startswith("https://"):
        raise ValueError("a seal service is asked over https")
    if not secret and not ours.is_file():
        raise ValueError(f"neither {SERVICE_SECRET} nor {ours.name}")
    tls = ssl.create_default_context(cafile=str(folder / "service-roots.pem"))
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    if ours.is_file():
        # Never none: OpenSSL would ask whoever sits at the terminal.
        told_passphrase = os.environ.pop(KEY_PASSPHRASE, "")
        tls.load_cert_chain(str(ours), password=told_passphrase)
    return RemoteVault(
        asker=Asker(address, tls=tls),
        account=Account(str(told["account"]), secret),
        laid=Laid(folder / CERTIFICATES),
        licence=_licence(told),
    )


def _experiment(folder: Path, passphrase: str, told: Mapping[str, Any]) -> Provider:
    if told.get("licence") or told.get("licensed"):
        raise ValueError("an experiment has no licence")
    kinds = [str(one) for one in told.get("kinds", esealing.KINDS)]
    if not kinds or not set(kinds) <= set(esealing.KINDS):
        raise ValueError(f"kinds are of {esealing.KINDS}: {kinds}")
    return SesVault(folder / "keys", passphrase, kinds)


KINDS: Final[dict[str, Callable[[Path, str, Mapping[str, Any]], Provider]]] = {
    "ses-experimental": _experiment,
    "pkcs11": _machine,
    "remote": _service,
}


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
