"""Where private keys are: one PKCS#12 file a seal, in a folder that only we can read.

This is the provider of the demonstration. Every certificate of the test authority says
测试 in its name, every picture of such a seal says so too, and none has legal effect
(docs/adr/0015).
"""

import datetime as dt
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
    path.touch(mode=0o600)
    path.write_bytes(store_pkcs12(credential, settings.LIANSHEN_KEY_SECRET))


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
    if not _path(_AUTHORITY[0]).is_file():
        made = found_authority(at=at - dt.timedelta(days=365))
        for name, part in zip(
            _AUTHORITY, (made.root, made.issuing, made.time_stamping), strict=True
        ):
            keep(name, part)
    return TestAuthority(*(credential(name) for name in _AUTHORITY))


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
