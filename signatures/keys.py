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
from typing import Any, Final

from asn1crypto import x509
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from signatures.errors import (
    CodeNotTaken,
    DeviceMissing,
    KeyNotThere,
    OrderNotUsable,
    SealingWaits,
    SignatureError,
)
from signatures.pades.trust import Trust
from signatures.signer.client import Client, SignerAway
from signatures.signer.plans import Plan
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.starting import start_signer
from storage import clock

REFUSALS: Final[Mapping[Refusal, tuple[type[SignatureError], str]]] = {
    Refusal.NOT_UNDERSTOOD: (SignatureError, noop("The signer does not understand.")),
    Refusal.NO_SUCH_SEAL: (KeyNotThere, noop("The signer does not know this seal.")),
    Refusal.SEAL_SUSPENDED: (KeyNotThere, noop("A seal is suspended.")),
    Refusal.SEAL_REVOKED: (KeyNotThere, noop("A seal is revoked.")),
    Refusal.SEAL_EXPIRED: (KeyNotThere, noop("The certificate of a seal has run out.")),
    Refusal.NOT_THE_KEEPER: (
        OrderNotUsable,
        noop("You do not keep one of these seals, and nobody delegated it to you."),
    ),
    Refusal.NO_DEVICE: (
        DeviceMissing,
        noop("Set up the device for your codes first; nothing was sealed."),
    ),
    Refusal.DEVICE_KNOWN: (
        CodeNotTaken,
        noop("A device is set up already. Who lost it asks the operator."),
    ),
    Refusal.CODE_WRONG: (CodeNotTaken, noop("This code is wrong. Nothing was sealed.")),
    Refusal.CODE_USED: (
        CodeNotTaken,
        noop("This code was used already. Wait for the next one."),
    ),
    Refusal.TOO_MANY_CODES: (
        CodeNotTaken,
        noop("Too many wrong codes. Please wait ten minutes."),
    ),
    Refusal.NO_AUTHORISATION: (
        OrderNotUsable,
        noop("The signer has no permission for this."),
    ),
    Refusal.AUTHORISATION_USED: (
        OrderNotUsable,
        noop("This permission was given already."),
    ),
    Refusal.AUTHORISATION_OVER: (
        OrderNotUsable,
        noop(
            "The ten minutes of the permission are over. What is sealed stays sealed; "
            "confirm again for the rest."
        ),
    ),
    Refusal.SECOND_PERSON_MISSING: (
        OrderNotUsable,
        noop("A second person has to confirm first."),
    ),
    Refusal.SAME_PERSON: (
        OrderNotUsable,
        noop("You have confirmed already; a second person has to."),
    ),
    Refusal.NOT_IN_LIST: (
        OrderNotUsable,
        noop("The files are no longer those that were ordered."),
    ),
    Refusal.OTHER_BYTES: (
        OrderNotUsable,
        noop("The files are no longer those that were ordered."),
    ),
    Refusal.COUNT_OVERRUN: (
        OrderNotUsable,
        noop("Sealing a file was begun too often; the signer stops."),
    ),
    Refusal.SEALING_FAILED: (SignatureError, noop("A file could not be sealed.")),
    Refusal.ONLY_FOR_TESTS: (SignatureError, noop("Only test seals are made here.")),
    Refusal.ONLY_THE_OPERATOR: (
        OrderNotUsable,
        noop(
            "With real keys only the operator of the signer does this, at the signer "
            "itself. Nothing was changed."
        ),
    ),
    Refusal.OTHER_WORLD: (
        SignatureError,
        noop("The signer's log belongs to other keys; it seals nothing."),
    ),
    Refusal.TIME_STAMP_AWAY: (
        SealingWaits,
        noop(
            "No time-stamping authority answers. Sealing waits; what is sealed stays "
            "sealed, and nothing is lost."
        ),
    ),
    Refusal.SERVICE_AWAY: (
        SealingWaits,
        noop(
            "The seal service does not answer. Sealing waits; what is sealed stays "
            "sealed, and nothing is lost."
        ),
    ),
    Refusal.SERVICE_REFUSED: (
        OrderNotUsable,
        noop(
            "The seal service refused, or nobody confirmed in time. What is sealed stays "
            "sealed; confirm again for the rest."
        ),
    ),
    Refusal.UNDER_WAY: (
        SealingWaits,
        noop(
            "The seal service waits for its holder, or a large file takes its time. "
            "Sealing goes on by itself; nothing is sealed twice."
        ),
    ),
    Refusal.TOO_BUSY: (
        SealingWaits,
        noop("The signer is busy. Nothing was changed; please try again in a moment."),
    ),
    Refusal.LOG_BROKEN: (
        SignatureError,
        noop("The log of the signer is broken; it seals nothing."),
    ),
}


def enrol(**told: object) -> Mapping[str, Any]:
    """Have a seal made; see `signatures.signer.desk.NewSeal` for what is told."""
    return _ask("enrol", (), **told)


def authorise(
    *, nonce: str, seals: Sequence[str], files: Mapping[str, str], who: str, code: str
) -> Mapping[str, Any]:
    """Give the signer a permission that its keeper confirms with a code."""
    return _ask(
        "authorise",
        nonce=nonce,
        seals=list(seals),
        files=dict(files),
        person=who,
        code=code,
    )


def confirm(*, nonce: str, who: str, code: str) -> Mapping[str, Any]:
    """A second person confirms a permission."""
    return _ask("confirm", nonce=nonce, person=who, code=code)


def withdraw(*, nonce: str, who: str) -> None:
    """End a permission before its time."""
    _ask("withdraw", nonce=nonce, by=who)


def seal_file(*, nonce: str, plan: Plan, before: Path, after: Path) -> dict[str, str]:
    """Have one file sealed; field name -> fingerprint of the certificate.

    Args:
        nonce: the permission.
        plan: where which seal stands.
        before: the file, as it was permitted.
        after: where the sealed form is written.

    """
    with before.open("rb") as reading, after.open("w+b") as writing:
        answer = _ask(
            "seal",
            descriptors=(reading.fileno(), writing.fileno()),
            nonce=nonce,
            plan=plan.as_json(),
        )
    return dict(answer["fields"])


def suspend(*, seal: str, who: str, reason: str) -> None:
    """Stop the use of a seal."""
    _ask("suspend", seal=seal, by=who, reason=reason)


def resume(*, seal: str, who: str, code: str) -> None:
    """Let a suspended seal be used again."""
    _ask("resume", seal=seal, by=who, code=code)


def revoke(*, seal: str, who: str, reason: str) -> None:
    """Revoke the certificate of a seal for good."""
    _ask("revoke", seal=seal, by=who, reason=reason)
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
    _ask(
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
    _ask("end_keeper", seal=seal, person=person, by=who)


def has_device(who: str) -> bool:
    """Whether the person has set up the device that shows the codes."""
    return bool(_ask("has_device", person=who)["has"])


def begin_device(who: str) -> str:
    """The address for the QR code by which a device learns its secret."""
    return str(_ask("begin_device", person=who)["address"])


def confirm_device(*, who: str, code: str) -> None:
    """The device shows that it has the secret."""
    _ask("confirm_device", person=who, code=code)


def test_code(who: str) -> str:
    """The code on the person's device, in a world of tests.

    Raises:
        SignatureError: the signer's keys are real.

    """
    return str(_ask("test_code", person=who)["code"])


def stamp(digest: str) -> bytes:
    """A time stamp over a SHA-256 digest (hex): an RFC 3161 token, DER."""
    return bytes.fromhex(_ask("stamp", digest=digest)["token"])


def about() -> Mapping[str, Any]:
    """Whether the keys are those of tests, and the head of the signer's log."""
    return _ask("about")


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
        told = dict(_ask("trust"))
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


def _ask(
    question: str, descriptors: Sequence[int] = (), **told: object
) -> Mapping[str, Any]:
    client = Client(Path(settings.LIANSHEN_SIGNER_SOCKET), at=clock.now())
    try:
        try:
            return client.ask(question, descriptors, **told)
        except SignerAway:
            if not settings.LIANSHEN_SIGNER_OURS:
                raise
            start_signer(
                Path(settings.LIANSHEN_SIGNER), Path(settings.LIANSHEN_SIGNER_SOCKET)
            )
            return client.ask(question, descriptors, **told)
    except SignerAway as error:
        raise KeyNotThere(
            _("The signer does not answer. Nothing was sealed; please try again later.")
        ) from error
    except Refused as refusal:
        kind, sentence = REFUSALS[refusal.reason]
        raise kind(_(sentence)) from refusal
