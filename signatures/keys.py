"""Where private keys are: one PKCS#12 file a seal, in a folder that only we can read.

This is the provider of the demonstration. Every certificate of the test authority says
测试 in its name, every picture of such a seal says so too, and none has legal effect
(docs/adr/0015).
"""

import datetime as dt
import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from signatures.errors import KeyNotThere
from signatures.pades.authority import TestAuthority, found_authority
from signatures.pades.credentials import Credential, load_pkcs12, store_pkcs12
from signatures.pades.errors import KeyNotUsable
from signatures.pades.timestamping import LocalTimeStamper
from signatures.pades.trust import Trust

_AUTHORITY = ("root", "issuing", "time-stamping")


def keep(name: str, credential: Credential) -> None:
    """Put a key into the folder, encrypted, readable by this user only."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_suffix(f".{secrets.token_hex(8)}.part")
    partial.touch(mode=0o600)
    partial.write_bytes(store_pkcs12(credential, settings.LIANSHEN_KEY_SECRET))
    partial.replace(path)  # nobody reads half a key


def credential(name: str) -> Credential:
    """The key and certificate of a seal.

    Raises:
        KeyNotThere: the file is missing or does not open.

    """
    path = _path(name)
    try:
        return _load(path, path.stat().st_mtime_ns)
    except (OSError, KeyNotUsable) as error:
        raise KeyNotThere(
            _("The key “%(name)s” cannot be used.") % {"name": name}
        ) from error


def authority(*, at: dt.datetime) -> TestAuthority:
    """The test authority of this installation; made once, on first use."""
    # The root is written last: where it lies, the others lie too.
    if not _path(_AUTHORITY[0]).is_file():
        with _alone():
            _found(at)
    return TestAuthority(*(credential(name) for name in _AUTHORITY))


def _found(at: dt.datetime) -> None:
    if _path(_AUTHORITY[0]).is_file():
        return
    made = found_authority(at=at - dt.timedelta(days=365))
    keep(_AUTHORITY[2], made.time_stamping)
    keep(_AUTHORITY[1], made.issuing)
    keep(_AUTHORITY[0], made.root)


@contextmanager
def _alone() -> Iterator[None]:
    """One process of this machine at a time: there is one authority, not two halves."""
    folder = Path(settings.LIANSHEN_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "founding.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def trust(*, at: dt.datetime) -> Trust:
    """The pinned roots and the revocation lists of a moment."""
    return authority(at=at).trust(at=at)


def time_stamper(*, at: dt.datetime) -> LocalTimeStamper:
    """Who proves the time: the test authority's own stamper, without a network."""
    return LocalTimeStamper(authority(at=at).time_stamping)


def _path(name: str) -> Path:
    return Path(settings.LIANSHEN_KEYS) / f"{name}.p12"


@lru_cache(maxsize=64)
def _load(path: Path, _changed: int) -> Credential:
    return load_pkcs12(path.read_bytes(), settings.LIANSHEN_KEY_SECRET)
