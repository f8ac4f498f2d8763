"""What can go wrong while a file is sealed; each error carries the value at fault."""


class PadesError(ValueError):
    """A file, a key or a seal that cannot be used as asked."""


class NotAPdf(PadesError):
    """The bytes are no PDF that can be read."""


class AlreadySigned(PadesError):
    """The file carries signatures: it can no longer be drawn upon."""


class NoSuchField(PadesError):
    """The seal plan of the file has no signature field of this name."""


class FieldAlreadySigned(PadesError):
    """The signature field is filled: a seal is set once."""


class KeyNotUsable(PadesError):
    """The key cannot be opened, has an unknown kind or is not the certificate's."""


class TimeStamperMissing(PadesError):
    """The level asks for a time stamp and nobody gives one."""


class EvidenceMissing(PadesError):
    """A long-term level asks for a trusted chain and its revocation lists."""


class NoRoom(PadesError):
    """No free place of this size is left near the title block."""


class SealTextTooLong(PadesError):
    """The words do not fit on the seal."""


class SigningFailed(PadesError):
    """The signature could not be made; the file is as it was before."""
