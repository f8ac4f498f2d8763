"""The way to the keys: what the web and the worker may ask of the signer.

Neither holds a key, a passphrase or the secret of a device (docs/seals.md). On a machine
of development the first who asks starts a signer, which ends with whoever started it;
elsewhere it runs as a service of its own.
"""

import datetime as dt
import json
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import x509
from django.conf import settings

from signatures.asking import ask
from signatures.errors import KeyNotThere
from signatures.pades.trust import Trust
from signatures.signer.plans import Plan


def enrol(**told: object) -> Mapping[str, Any]:
    """Have a seal made; see `signatures.signer.desk.NewSeal` for what is told."""
    return ask("enrol", (), **told)


def give(*, nonce: str, who: str, code: str) -> None:
    """Have the signer take a code now, for one permission that is drawn up meanwhile."""
    ask("give", nonce=nonce, person=who, code=code)


def authorise(
    *, nonce: str, seals: Sequence[str], files: Mapping[str, str], who: str, code: str
) -> Mapping[str, Any]:
    """Give the signer a permission that its keeper confirms with a code.

    Without a code it is the one that was given for this nonce beforehand.
    """
    return ask(
        "authorise",
        nonce=nonce,
        seals=list(seals),
        files=dict(files),
        person=who,
        code=code,
    )


def confirm(*, nonce: str, who: str, code: str) -> Mapping[str, Any]:
    """A second person confirms a permission."""
    return ask("confirm", nonce=nonce, person=who, code=code)


def withdraw(*, nonce: str, who: str) -> None:
    """End a permission before its time."""
    ask("withdraw", nonce=nonce, by=who)


def seal_file(*, nonce: str, plan: Plan, before: Path, after: Path) -> dict[str, str]:
    """Have one file sealed; field name -> fingerprint of the certificate.

    Args:
        nonce: the permission.
        plan: where which seal stands.
        before: the file, as it was permitted.
        after: where the sealed form is written.

    """
    with before.open("rb") as reading, after.open("w+b") as writing:
        answer = ask(
            "seal",
            descriptors=(reading.fileno(), writing.fileno()),
            nonce=nonce,
            plan=plan.as_json(),
        )
    return dict(answer["fields"])


def suspend(*, seal: str, who: str, reason: str) -> None:
    """Stop the use of a seal."""
    ask("suspend", seal=seal, by=who, reason=reason)


def resume(*, seal: str, who: str, code: str) -> None:
    """Let a suspended seal be used again."""
    ask("resume", seal=seal, by=who, code=code)


def revoke(*, seal: str, who: str, reason: str) -> None:
    """Revoke the certificate of a seal for good."""
    ask("revoke", seal=seal, by=who, reason=reason)
    _asked_trust.cache_clear()


def delegate(
    *,
    seal: str,
    to: str,
    who: str,
    code: str,
    since: dt.datetime,
    until: dt.datetime | None,
) -> None:
    """A keeper lets another person authorise the use of a seal, for a time."""
    ask(
        "name_keeper",
        seal=seal,
        person=to,
        by=who,
        code=code,
        since=since.isoformat(),
        until=until.isoformat() if until else None,
    )


def end_delegation(*, seal: str, person: str, who: str) -> None:
    """Somebody no longer authorises the use of a seal, from now on."""
    ask("end_keeper", seal=seal, person=person, by=who)


def has_device(who: str) -> bool:
    """Whether the person has set up the device that shows the codes."""
    return bool(ask("has_device", person=who)["has"])


def begin_device(who: str) -> str:
    """The address for the QR code by which a device learns its secret."""
    return str(ask("begin_device", person=who)["address"])


def confirm_device(*, who: str, code: str) -> None:
    """The device shows that it has the secret."""
    ask("confirm_device", person=who, code=code)


def test_code(who: str) -> str:
    """The code on the person's device, in a world of tests.

    Raises:
        SignatureError: the signer's keys are real.

    """
    return str(ask("test_code", person=who)["code"])


def speak(*, who: str, code: str, about: str) -> Mapping[str, Any]:
    """A person says something with a code of the device; the signer's log keeps it.

    Returns:
        `line` and `head`: number and hash of the log's last line then.

    Raises:
        CodeNotTaken, DeviceMissing: the code is wrong or was used; there is no device.

    """
    return ask("speak", person=who, code=code, about=about)


def stamp(digest: str) -> bytes:
    """A time stamp over a SHA-256 digest (hex): an RFC 3161 token, DER."""
    return bytes.fromhex(ask("stamp", digest=digest)["token"])


def sign_list(digest: str) -> bytes:
    """The signer's dated signature under a list of revocations (SHA-256, hex); DER.

    Raises:
        KeyNotThere: the signer is away, or the operator laid down no key for lists.

    """
    return bytes.fromhex(ask("sign_list", digest=digest)["signed"])


def list_signers() -> tuple[str, ...]:
    """Fingerprints of the certificates that lists of revocations may bear; or none."""
    try:
        return (str(ask("list_signer")["fingerprint"]),)
    except KeyNotThere:
        return ()


def about() -> Mapping[str, Any]:
    """Whether the keys are those of tests, and the head of the signer's log."""
    return ask("about")


def licence() -> str:
    """The number on the seals of a licensed provider; empty: they say 测试.

    While the signer is away nobody can say that its keys are licensed.
    """
    try:
        return str(about()["licence"])
    except KeyNotThere:
        return ""


def trust(*, at: dt.datetime) -> Trust:
    """The pinned roots and the revocation lists of a moment; at most a minute old.

    While the signer is away, the lists that were kept last serve: a verdict must not
    depend on whether somebody can seal.
    """
    return _asked_trust(at.replace(second=0, microsecond=0))


@lru_cache(maxsize=32)
def _asked_trust(at: dt.datetime) -> Trust:
    kept = Path(settings.LIANSHEN_TRUST)
    try:
        told = dict(ask("trust"))
    except KeyNotThere:
        if not kept.is_file():
            raise
        return _trust_of(json.loads(kept.read_text()))
    partial = kept.with_suffix(f".{os.getpid()}.part")
    partial.write_text(json.dumps(told))
    partial.replace(kept)
    return _trust_of(told)


def _trust_of(told: Mapping[str, list[str]]) -> Trust:
    return Trust(
        roots=tuple(x509.Certificate.load(bytes.fromhex(one)) for one in told["roots"]),
        between=tuple(
            x509.Certificate.load(bytes.fromhex(one)) for one in told["between"]
        ),
        lists=tuple(bytes.fromhex(one) for one in told["lists"]),
    )
