"""The device on which a keeper of seals reads the codes, as the pages tell of it."""

from dataclasses import dataclass

from accounts.models import User
from signatures import keys
from signatures.errors import KeyNotThere, SealingWaits


@dataclass(frozen=True, slots=True)
class Device:
    """What a page says of a person's device.

    Attributes:
        is_known: whether it is set up.
        is_test: whether the keys are those of tests, so that a code may be shown.
        is_away: whether the signer does not answer.
    """

    is_known: bool
    is_test: bool
    is_away: bool = False


def device_of(user: User) -> Device:
    """The device of a person."""
    try:
        is_test = bool(keys.about()["is_test"])
        return Device(keys.has_device(user.username), is_test)
    except (KeyNotThere, SealingWaits):
        return Device(is_known=False, is_test=False, is_away=True)


def code_of(user: User) -> str | None:
    """What the device shows now, in a world of tests; else None. Empty: none just now."""
    try:
        return keys.test_code(user.username) if keys.about()["is_test"] else None
    except (KeyNotThere, SealingWaits):
        return ""
