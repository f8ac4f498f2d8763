"""Refusals of the signatures floor; each message is for the person who asked."""


class SignatureError(Exception):
    """A seal cannot be set or checked as asked."""


class KeyNotThere(SignatureError):
    """The key of a seal cannot be found or opened."""


class SealingWaits(SignatureError):
    """Somebody outside does not answer yet; the same work later is the way on."""


class OrderNotUsable(SignatureError):
    """A sealing order is expired, used up, or does not name these files."""


class HolderNotUsable(SignatureError):
    """A seal is suspended or its certificate has expired."""


class CodeNotTaken(SignatureError):
    """A code of a device is wrong, used, or was guessed too often."""


class DeviceMissing(SignatureError):
    """The person has no device for codes yet."""


class RegistrationNotUsable(SignatureError):
    """The register of persons and firms cannot be changed as asked."""
