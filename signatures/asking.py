"""Asking the signer, and what its refusals mean to people."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

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
from signatures.signer.client import Client, SignerAway
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
    Refusal.NOT_YOURS_TO_END: (
        OrderNotUsable,
        noop(
            "Who had this seal suspended lets it go on, or somebody of the same side: "
            "a keeper does not end what a regulator ordered, nor the reverse."
        ),
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


def ask(
    question: str, descriptors: Sequence[int] = (), **told: object
) -> Mapping[str, Any]:
    """Put one question to the signer; on a machine of development, start it first.

    Raises:
        KeyNotThere: the signer does not answer.
        SignatureError: it refuses; the class and the sentence are those of `REFUSALS`.

    """
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
