"""Keys of the test authority: one encrypted PKCS#12 file a seal, readable by one user.

The provider of demonstrations and tests. Every certificate says 测试 in its name, every
picture of such a seal says so too, and none has legal effect (docs/adr/0015).
"""

import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from signatures.pades.authority import Holder, TestAuthority, found_authority
from signatures.pades.credentials import Credential, load_pkcs12, store_pkcs12
from signatures.pades.errors import KeyNotUsable
from signatures.pades.trust import Trust
from signatures.signer.devices import write_whole
from signatures.signer.provider import Occasion, require_name
from signatures.signer.refusals import Refusal, Refused

ROOT: Final = "authority-root"
ISSUING: Final = "authority-issuing"
TIME_STAMPING: Final = "authority-time-stamping"


class Vault:
    """A folder of PKCS#12 files, and the test authority that certified them."""

    licence = ""

    def __init__(self, folder: Path, passphrase: str) -> None:
        self._folder, self._passphrase = folder, passphrase
        self._open: dict[str, Credential] = {}

    def make(self, name: str, holder: Holder, *, at: datetime) -> Credential:
        """Make a key with a certificate of the test authority, once a name."""
        if not self._path(name).is_file():
            self._keep(name, self._authority(at).issue(holder, at=at))
        return self.credential(name)

    def credential(self, name: str) -> Credential:
        """The key and certificate of a seal; opened once.

        Raises:
            Refused: the file is missing or does not open.
        """
        if name not in self._open:
            try:
                stored = self._path(name).read_bytes()
                self._open[name] = load_pkcs12(stored, self._passphrase)
            except (OSError, KeyNotUsable) as error:
                raise Refused(Refusal.NO_SUCH_SEAL, name) from error
        return self._open[name]

    def sign(self, name: str, data: bytes, _occasion: Occasion) -> bytes:
        """The signature of a seal; the key is at hand."""
        return self.credential(name).key.sign(data)

    def time_stamping(self, *, at: datetime) -> Credential:
        """The test authority's own time-stamping key."""
        return self._authority(at).time_stamping

    def trust(self, *, at: datetime, revoked: Mapping[int, datetime]) -> Trust:
        """The pinned root and the revocation lists of a moment."""
        return self._authority(at).trust(at=at, revoked=revoked)

    def rekey(self, passphrase: str) -> None:
        """Write every key anew under another passphrase; may be cut off and repeated."""
        fresh = Vault(self._folder, passphrase)
        names = [path.stem for path in sorted(self._folder.glob("*.p12"))]
        for name in names:
            with contextlib.suppress(Refused):
                fresh.credential(name)  # a try that was cut off wrote this one already
                continue
            self.credential(name)
        self._passphrase = passphrase
        for name, credential in self._open.items():
            self._keep(name, credential)

    def _authority(self, at: datetime) -> TestAuthority:
        # The root is written last: where it lies, the others lie too.
        if not self._path(ROOT).is_file():
            made = found_authority(at=at - timedelta(days=365))
            self._keep(TIME_STAMPING, made.time_stamping)
            self._keep(ISSUING, made.issuing)
            self._keep(ROOT, made.root)
        return TestAuthority(
            *(self.credential(name) for name in (ROOT, ISSUING, TIME_STAMPING))
        )

    def _keep(self, name: str, credential: Credential) -> None:
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, store_pkcs12(credential, self._passphrase))

    def _path(self, name: str) -> Path:
        return self._folder / f"{require_name(name)}.p12"
