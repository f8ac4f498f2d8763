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
        code: the code of now, where it was asked for in a world of tests.
        is_away: whether the signer does not answer.
    """

    is_known: bool
    is_test: bool
    code: str = ""
    is_away: bool = False


def device_of(user: User, *, show: bool) -> Device:
    """The device of a person; `show` asks for the code, which only tests can tell."""
    try:
        is_test = bool(keys.about()["is_test"])
        code = keys.test_code(user.username) if show and is_test else ""
        return Device(keys.has_device(user.username), is_test, code)
    except (KeyNotThere, SealingWaits):
        return Device(is_known=False, is_test=False, is_away=True)
