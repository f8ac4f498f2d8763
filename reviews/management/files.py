"""The files that a command reads and writes: what is wrong with one is said early."""

from pathlib import Path
from typing import Final

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

CANNOT: Final = 2
"""What a command of this kind ends with when it could not do what was asked."""


def require_readable(path: Path) -> None:
    """Whether a file may be read is said before a child begins."""
    if path.is_dir():
        words = _("%(path)s is a folder; name one file. Nothing was compared.")
        raise CommandError(words % {"path": path}, returncode=CANNOT)
    if not path.is_file():
        words = _("%(path)s is no file. Nothing was compared.")
        raise CommandError(words % {"path": path}, returncode=CANNOT)
    try:
        path.open("rb").close()
    except OSError as error:
        raise cannot_read(path, error) from error


def cannot_read(path: Path, error: OSError) -> CommandError:
    """The refusal of a file that could not be read."""
    words = _("%(path)s cannot be read: %(why)s. Nothing was compared.")
    told = words % {"path": path, "why": error.strerror or error}
    return CommandError(told, returncode=CANNOT)


def require_writable(named: object) -> None:
    """Whether a file can be written is said before anything is read."""
    if not named:
        return
    path = Path(str(named))
    if path.is_dir():
        words = _("%(path)s is a folder; name a file to write. Nothing was compared.")
        raise CommandError(words % {"path": path}, returncode=CANNOT)
    if not path.absolute().parent.is_dir():
        words = _("There is no folder for %(path)s. Nothing was compared.")
        raise CommandError(words % {"path": path}, returncode=CANNOT)


def write_file(path: Path, data: bytes) -> None:
    """Write a file, or say why not."""
    try:
        path.write_bytes(data)
    except OSError as error:
        words = _("%(path)s could not be written: %(why)s.")
        told = words % {"path": path, "why": error.strerror or error}
        raise CommandError(told, returncode=CANNOT) from error
