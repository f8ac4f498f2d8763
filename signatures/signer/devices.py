"""The second factor of a seal's keeper: six figures from a device of their own.

RFC 6238 with the parameters that every authenticator knows: HMAC-SHA-1, thirty seconds,
six figures. The secret is made here, shown once, and never leaves again; the web cannot
make a code.
"""

import hmac
import os
import secrets
from base64 import b32decode, b32encode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from signatures.signer.chain import sync_folder

STEP_SECONDS: Final = 30
FIGURES: Final = 6
SECRET_BYTES: Final = 20
SLACK: Final = 1
"""Steps before and after the present one that still count: clocks differ (RFC 6238, 5.2)."""


def new_secret() -> bytes:
    """A fresh secret."""
    return secrets.token_bytes(SECRET_BYTES)


def address_of(secret: bytes, person: str) -> str:
    """What the QR code for an authenticator says."""
    name = quote(f"联审:{person}")
    key = b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{name}?secret={key}&issuer={quote('联审')}"


def secret_of(address: str) -> bytes:
    """The secret in such an address."""
    key = address.partition("secret=")[2].partition("&")[0]
    return b32decode(key + "=" * (-len(key) % 8))


def step_at(at: datetime) -> int:
    """Which step of thirty seconds a moment lies in."""
    return int(at.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, step: int) -> str:
    """The six figures of a step."""
    totp = TOTP(secret, FIGURES, SHA1(), STEP_SECONDS, enforce_key_length=False)  # noqa: S303
    return totp.generate(step * STEP_SECONDS).decode()


def step_of(secret: bytes, code: str, at: datetime) -> int | None:
    """The step whose code this is, near a moment; None: it is wrong."""
    figures = "".join(code.split())
    now = step_at(at)
    for step in range(now - SLACK, now + SLACK + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), figures.encode()):
            return step
    return None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only we read: all of it is on the disk, or what was there before."""
    partial = path.with_suffix(f".{secrets.token_hex(8)}.part")
    partial.touch(mode=0o600)
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
    sync_folder(path.parent)


class Devices:
    """The secrets of the keepers, each in an encrypted file of its own."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        self._folder = folder
        self._box = box_of(passphrase)

    def keep(self, person: str, secret: bytes) -> None:
        """Write a secret down."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(person)
        write_whole(path, self._box.encrypt(secret))

    def secret(self, person: str) -> bytes | None:
        """The secret of a person, if there is one that opens."""
        try:
            return self._box.decrypt(self._path(person).read_bytes())
        except (OSError, InvalidToken):
            return None

    def forget(self, person: str) -> None:
        """Take a secret away."""
        self._path(person).unlink(missing_ok=True)

    def rekey(self, passphrase: str) -> None:
        """Write every secret anew under another passphrase; may be cut off and repeated."""
        fresh = box_of(passphrase)
        either = MultiFernet([self._box, fresh])
        for path in sorted(self._folder.glob("*.device")):
            write_whole(path, fresh.encrypt(either.decrypt(path.read_bytes())))
        self._box = fresh

    def _path(self, person: str) -> Path:
        # A name of a person is no name of a file.
        return self._folder / f"{sha256(person.encode()).hexdigest()[:32]}.device"


def box_of(passphrase: str) -> Fernet:
    """What encrypts and opens the secrets of a folder."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"lianshen devices")
    return Fernet(urlsafe_b64encode(derived.derive(passphrase.encode())))
