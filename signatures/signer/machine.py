"""Keys inside a crypto machine: PKCS#11 for each signature, certificates from files.

The machine makes no keys and no certificates here: a licensed authority did, and the
operator laid their files beside `provider.json` (docs/seals.md). The key of a seal has
the seal's name as its label and never leaves the machine.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import pkcs11
from cryptography import x509 as pyca_x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pkcs11.exceptions import PKCS11Error
from pkcs11.types import SignMixin
from pkcs11.util.ec import encode_ecdsa_signature

from signatures.pades.authority import Holder
from signatures.pades.credentials import Credential, prove_pair
from signatures.pades.errors import KeyNotUsable
from signatures.pades.trust import Trust
from signatures.signer.laid import TIME_STAMPING, Laid, as_asn1
from signatures.signer.provider import Occasion
from signatures.signer.refusals import Refusal, Refused

P256_SIGNATURE: Final = 72


@dataclass(frozen=True, slots=True)
class Place:
    """Where a machine is and what may be used in it.

    Attributes:
        module: the maker's PKCS#11 library.
        token: label of the token.
        certificates: the folder of `signatures.signer.laid`.
        licence: the number under which the institution is recognised; empty: tests.
    """

    module: Path
    token: str
    certificates: Path
    licence: str = ""


class Machine:
    """A logged-in session; one question at a time, opened anew after a fault."""

    def __init__(self, place: Place, pin: str) -> None:
        self._place, self._pin = place, pin
        self._alone = threading.Lock()
        self._session: pkcs11.Session | None = None

    def sign(self, name: str, data: bytes, mechanism: pkcs11.Mechanism) -> bytes:
        """The signature of the key of this name.

        Raises:
            Refused: the machine does not answer, refuses the PIN or has no such key.
        """
        with self._alone:
            try:
                try:
                    return self._sign(name, data, mechanism)
                except PKCS11Error:
                    self._session = None  # a machine that was started again
                    return self._sign(name, data, mechanism)
            except (PKCS11Error, RuntimeError) as error:
                self._session = None
                said = f"{name}: {type(error).__name__}"
                raise Refused(Refusal.NO_SUCH_SEAL, said) from error

    def _sign(self, name: str, data: bytes, mechanism: pkcs11.Mechanism) -> bytes:
        if self._session is None:
            token = pkcs11.lib(str(self._place.module)).get_token(
                token_label=self._place.token
            )
            self._session = token.open(user_pin=self._pin)
        key = self._session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, label=name)
        if not isinstance(key, SignMixin):
            raise Refused(Refusal.NO_SUCH_SEAL, f"{name}: may not sign")
        return bytes(key.sign(data, mechanism=mechanism))


@dataclass(frozen=True)
class MachineRsaKey:
    """An RSA key in a machine."""

    name: str
    signature_size: int
    machine: Machine = field(repr=False)
    mechanism: str = "sha256_rsa"

    def sign(self, signed: bytes) -> bytes:
        """PKCS#1 v1.5 over SHA-256."""
        return self.machine.sign(self.name, signed, pkcs11.Mechanism.SHA256_RSA_PKCS)


@dataclass(frozen=True)
class MachineP256Key:
    """A P-256 key in a machine."""

    name: str
    machine: Machine = field(repr=False)
    mechanism: str = "sha256_ecdsa"
    signature_size: int = P256_SIGNATURE

    def sign(self, signed: bytes) -> bytes:
        """ECDSA over SHA-256, DER form; the machine knows ECDSA over a digest only."""
        digest = sha256(signed).digest()
        made = self.machine.sign(self.name, digest, pkcs11.Mechanism.ECDSA)
        return bytes(encode_ecdsa_signature(made))


class MachineVault:
    """The provider of seals whose keys are in a crypto machine."""

    def __init__(self, place: Place, pin: str) -> None:
        self._place, self._machine = place, Machine(place, pin)
        self._laid = Laid(place.certificates)
        self._open: dict[str, Credential] = {}

    @property
    def licence(self) -> str:
        """What the operator declared; empty: what is sealed has no legal effect."""
        return self._place.licence

    def make(self, name: str, _holder: Holder, *, at: datetime) -> Credential:
        """Take up the seal that the operator laid down; none is made here.

        Raises:
            Refused: there is no certificate or key of this name, or it has run out.
        """
        found = self.credential(name)
        if found.certificate.not_valid_after <= at:
            raise Refused(Refusal.SEAL_EXPIRED, name)
        return found

    def credential(self, name: str) -> Credential:
        """The certificate of a seal with the way to its key; proved to fit, once.

        Raises:
            Refused: the file or the key is missing, or they do not belong together.
        """
        if name not in self._open:
            certificate, *chain = self._laid.certificates(name)
            key = self._key(name, certificate)
            try:
                prove_pair(certificate, key)
            except KeyNotUsable as error:
                raise Refused(Refusal.NO_SUCH_SEAL, f"{name}: {error}") from error
            self._open[name] = Credential(
                as_asn1(certificate), tuple(map(as_asn1, chain)), key
            )
        return self._open[name]

    def sign(self, name: str, data: bytes, _occasion: Occasion) -> bytes:
        """The signature of a seal, by the machine."""
        return self.credential(name).key.sign(data)

    def time_stamping(self, *, at: datetime) -> Credential:
        """The time-stamping key, which is in the machine too."""
        return self.credential(TIME_STAMPING)

    def trust(self, *, at: datetime, revoked: Mapping[int, datetime]) -> Trust:
        """The roots and lists that the operator laid down; the authority writes them."""
        return self._laid.trust()

    def _key(
        self, name: str, certificate: pyca_x509.Certificate
    ) -> MachineRsaKey | MachineP256Key:
        public = certificate.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            return MachineRsaKey(name, public.key_size // 8, self._machine)
        if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(
            public.curve, ec.SECP256R1
        ):
            return MachineP256Key(name, self._machine)
        raise Refused(Refusal.NO_SUCH_SEAL, f"{name}: {type(public).__name__}")
