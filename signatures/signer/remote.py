"""Seals of a service outside, in two steps: it gets a digest and signs in its own time.

The government's e-seal services differ; this is one plain protocol that an adapter can
speak (docs/seals.md). The service perhaps asks the holder on their phone, so that an
answer takes minutes. Whatever happens on the way, one occasion is one signature: it has
a name of its own, and asking anew under it asks for the same one.
"""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from cryptography import x509 as pyca_x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from signatures.pades.authority import Holder
from signatures.pades.credentials import Credential, require_signed
from signatures.pades.errors import KeyNotUsable
from signatures.pades.trust import Trust
from signatures.signer.fetching import Asker, NoAnswer, Reply
from signatures.signer.laid import Laid, as_asn1
from signatures.signer.provider import Occasion
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.requests import Account

LONGEST_WAIT: Final = 600.0
PAUSE: Final = 2.0
MOST_FAULTS: Final = 5
"""So many answers in a row may be missing or broken before sealing waits."""

P256_SIGNATURE: Final = 72
TAKEN_BACK: Final = (200, 204, 404, 409, 410)
"""409: it was signed already. That signature is lost; it stands in no file."""

FOUND: Final = (200, 201, 202)


@dataclass(frozen=True)
class RemoteKey:
    """A key of the service: it signs for an occasion only (`RemoteVault.sign`)."""

    mechanism: str
    signature_size: int

    def sign(self, signed: bytes) -> bytes:
        """Never: a signature without an occasion could be made twice."""
        raise Refused(Refusal.NO_AUTHORISATION, f"{len(signed)} bytes for no occasion")


@dataclass
class RemoteVault:
    """The provider of seals whose keys are with a service.

    Attributes:
        asker: the way to the service.
        account: who we are there, and the secret that signs our requests.
        laid: the certificates of its seals.
        licence: the number under which the institution is recognised; empty: tests.
        wait: how to let seconds pass between two questions.
    """

    asker: Asker
    account: Account
    laid: Laid
    licence: str = ""
    wait: Callable[[float], None] = time.sleep
    _open: dict[str, Credential] = field(default_factory=dict, repr=False)

    def make(self, name: str, _holder: Holder, *, at: datetime) -> Credential:
        """Take up the seal whose certificate the operator laid down.

        Raises:
            Refused: there is no certificate of this name, or it has run out.
        """
        found = self.credential(name)
        if found.certificate.not_valid_after <= at:
            raise Refused(Refusal.SEAL_EXPIRED, name)
        return found

    def credential(self, name: str) -> Credential:
        """The certificate of a seal; every signature is held against it."""
        if name not in self._open:
            certificate, *chain = self.laid.certificates(name)
            self._open[name] = Credential(
                as_asn1(certificate),
                tuple(map(as_asn1, chain)),
                _key(name, certificate),
            )
        return self._open[name]

    def sign(self, name: str, data: bytes, occasion: Occasion) -> bytes:
        """The signature of a seal; once an occasion, however often it is asked for.

        Raises:
            Refused: the service is away, refuses, or nobody confirmed in time; what it
                answers is not by this seal or not over these bytes.
        """
        certificate = self.laid.certificates(name)[0]
        if occasion.attempt > 1:
            # The file was prepared anew: what was asked for before fits it no more.
            self._cancel(_key_of(name, occasion, occasion.attempt - 1))
        answer = self._signed(name, data, occasion, certificate)
        if answer.certificate != certificate.public_bytes(Encoding.DER):
            raise Refused(Refusal.SEALING_FAILED, f"{name}: another certificate")
        key = _key(name, certificate)
        try:
            require_signed(certificate, key.mechanism, answer.signature, data)
        except KeyNotUsable as error:
            raise Refused(Refusal.SEALING_FAILED, f"{name}: {error}") from error
        return answer.signature

    def time_stamping(self, *, at: datetime) -> Credential:
        """Such a service stamps no times: authorities have to be set."""
        raise Refused(Refusal.TIME_STAMP_AWAY, f"no authority is set at {at}")

    def trust(self, *, at: datetime, revoked: Mapping[int, datetime]) -> Trust:
        """The roots and lists that the operator laid down."""
        return self.laid.trust()

    def _signed(
        self,
        name: str,
        data: bytes,
        occasion: Occasion,
        certificate: pyca_x509.Certificate,
    ) -> "_Answer":
        key = _key_of(name, occasion, occasion.attempt)
        question = json.dumps(
            {
                "seal": name,
                "certificate": sha256(
                    certificate.public_bytes(Encoding.DER)
                ).hexdigest(),
                "digest": sha256(data).hexdigest(),
                "digest_algorithm": "sha256",
                "permission": occasion.nonce,
                "file": occasion.label,
            }
        ).encode()
        faults, is_asked, waited = 0, False, 0.0
        while True:
            try:
                # A question that may have come through is asked for, under its name.
                reply = (
                    self._ask("GET", key)
                    if is_asked
                    else self._ask("PUT", key, question)
                )
                is_asked = reply.status in FOUND
                answer = _understood(reply)
                faults = 0
            except NoAnswer as error:
                answer, faults = None, faults + 1
                if faults >= MOST_FAULTS:
                    raise Refused(Refusal.SERVICE_AWAY, str(error)) from error
            if answer is not None:
                return answer
            if waited >= LONGEST_WAIT:
                self._cancel(key)
                raise Refused(Refusal.SERVICE_REFUSED, "nobody confirmed in time")
            self.wait(PAUSE)
            waited += PAUSE

    def _cancel(self, key: str) -> None:
        """Ask for no signature under this name any more.

        Raises:
            Refused: the service does not say that it will not sign.
        """
        for _ in range(MOST_FAULTS):
            try:
                reply = self._ask("DELETE", key)
            except NoAnswer:
                continue
            if reply.status in TAKEN_BACK:
                return
        raise Refused(Refusal.SERVICE_AWAY, "an earlier question cannot be taken back")

    def _ask(self, method: str, key: str, body: bytes = b"") -> Reply:
        path = f"signatures/{key}"
        return self.asker.ask(
            method, path, body, self.account.headers(method, self.asker, path, body)
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    signature: bytes
    certificate: bytes


def _understood(reply: Reply) -> _Answer | None:
    """What the service says; None: it is not done yet.

    Raises:
        Refused: it refuses, or the time for confirming is over.
        NoAnswer: it has a fault, or this is no whole answer.
    """
    if reply.status >= 500 or reply.status in {404, 429}:
        raise NoAnswer(f"status {reply.status}")
    if reply.status not in FOUND:
        raise Refused(Refusal.SERVICE_REFUSED, f"status {reply.status}")
    try:
        told: Any = json.loads(reply.body)
        match told:
            case {"state": "pending"}:
                return None
            case {"state": "refused" | "expired" as state}:
                raise Refused(Refusal.SERVICE_REFUSED, state)
            case {"state": "done", "signature": str(made), "certificate": str(by)}:
                return _Answer(
                    base64.b64decode(made, validate=True),
                    base64.b64decode(by, validate=True),
                )
    except ValueError as error:
        raise NoAnswer("half an answer") from error
    raise NoAnswer("an answer that nobody understands")


def _key_of(name: str, occasion: Occasion, attempt: int) -> str:
    """The name of one signature at the service."""
    parts = (occasion.nonce, occasion.label, name, str(attempt))
    return sha256(json.dumps(parts).encode()).hexdigest()


def _key(name: str, certificate: pyca_x509.Certificate) -> RemoteKey:
    public = certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        return RemoteKey("sha256_rsa", public.key_size // 8)
    if isinstance(public, ec.EllipticCurvePublicKey):
        return RemoteKey("sha256_ecdsa", P256_SIGNATURE)
    raise Refused(Refusal.NO_SUCH_SEAL, f"{name}: {type(public).__name__}")
