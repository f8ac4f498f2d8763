"""EXPERIMENTAL provider: some kinds of seals are electronic seals of GB/T 38540 with SM2.

All others are those of the test authority, and one of them always comes last. It never
has a licence: what it makes says 测试 and 国密试验.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from asn1crypto import x509
from cryptography.fernet import InvalidToken

from signatures.guomi.certificates import make_certificate
from signatures.guomi.ses import Image, make_seal
from signatures.guomi.sm2 import Sm2Key, new_key
from signatures.pades.authority import TEST_MARK, Holder
from signatures.pades.credentials import Credential
from signatures.signer.devices import box_of, write_whole
from signatures.signer.pictures import ROUND_MM, seal_picture
from signatures.signer.provider import Occasion, require_name
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.vault import Vault

MAKER: Final = "authority-sm2"
MAKER_NAME: Final = "联审测试制章者"
KINDS: Final = ("department", "design")
"""Kinds that are never the only seal of a file."""

PICTURE_WIDTH: Final = 300


@dataclass(frozen=True)
class SealCredential(Credential):
    """A credential that comes with an electronic seal (SESeal, DER)."""

    eseal: bytes = b""


class SesVault(Vault):
    """The test authority's vault, with SM2 keys and electronic seals for some kinds."""

    def __init__(
        self, folder: Path, passphrase: str, kinds: Collection[str] = KINDS
    ) -> None:
        super().__init__(folder, passphrase)
        self._box = box_of(passphrase)
        self._kinds = tuple(f"{kind}-" for kind in kinds)
        self._seals: dict[str, SealCredential] = {}

    def make(self, name: str, holder: Holder, *, at: datetime) -> Credential:
        """Make key, certificate and seal, once a name."""
        if not self._is_ours(name):
            return super().make(name, holder, at=at)
        if not self._file(name).is_file():
            self._keep_seal(name, self._made(name, holder, at))
        return self.credential(name)

    def credential(self, name: str) -> Credential:
        """The key and certificate of a seal, with its electronic seal if it has one."""
        if not self._is_ours(name):
            return super().credential(name)
        return self._seal(name)

    def sign(self, name: str, data: bytes, _occasion: Occasion) -> bytes:
        """The signature of a seal; the key is at hand."""
        return self.credential(name).key.sign(data)

    def rekey(self, passphrase: str) -> None:
        """Write every key anew under another passphrase."""
        names = [path.stem for path in sorted(self._folder.glob("*.sm2"))]
        seals = {name: self._seal(name) for name in names}
        super().rekey(passphrase)
        self._box = box_of(passphrase)
        for name, seal in seals.items():
            self._keep_seal(name, seal)

    def _made(self, name: str, holder: Holder, at: datetime) -> SealCredential:
        maker = self._maker(at)
        key = new_key()
        above = (MAKER_NAME, _key_of(maker))
        certificate = make_certificate(
            f"{holder.name}（{TEST_MARK}）", key, above, at=at
        )
        image = _image(name, holder.name, at)
        eseal = make_seal(
            f"{holder.name}（{TEST_MARK}）",
            image,
            [certificate],
            (maker.certificate, _key_of(maker)),
            at=at,
        )
        return SealCredential(certificate, (maker.certificate,), key, eseal)

    def _maker(self, at: datetime) -> SealCredential:
        if not self._file(MAKER).is_file():
            key = new_key()
            made = make_certificate(MAKER_NAME, key, (MAKER_NAME, key), at=at)
            self._keep_seal(MAKER, SealCredential(made, (), key))
        return self._seal(MAKER)

    def _seal(self, name: str) -> SealCredential:
        if name not in self._seals:
            try:
                told = json.loads(self._box.decrypt(self._file(name).read_bytes()))
            except (OSError, InvalidToken, ValueError) as error:
                raise Refused(Refusal.NO_SUCH_SEAL, name) from error
            own, *above = (
                x509.Certificate.load(bytes.fromhex(one))
                for one in told["certificates"]
            )
            self._seals[name] = SealCredential(
                own, tuple(above), Sm2Key(int(told["key"])), bytes.fromhex(told["seal"])
            )
        return self._seals[name]

    def _keep_seal(self, name: str, seal: SealCredential) -> None:
        path = self._file(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = {
            "key": str(_key_of(seal).secret),
            "certificates": [
                one.dump().hex() for one in (seal.certificate, *seal.chain)
            ],
            "seal": seal.eseal.hex(),
        }
        write_whole(path, self._box.encrypt(json.dumps(told).encode()))

    def _file(self, name: str) -> Path:
        return self._folder / f"{require_name(name)}.sm2"

    def _is_ours(self, name: str) -> bool:
        return name.startswith(self._kinds)


def _key_of(seal: SealCredential) -> Sm2Key:
    if not isinstance(seal.key, Sm2Key):
        raise Refused(Refusal.NO_SUCH_SEAL, "no SM2 key")
    return seal.key


def _image(name: str, owner: str, at: datetime) -> Image:
    kind = name.partition("-")[0]
    drawn = seal_picture(
        kind, owner, stream="", day=at.date(), licence="", is_experimental=True
    )
    size = round(ROUND_MM)
    return Image("PNG", drawn.as_png(PICTURE_WIDTH), size, size)
