"""An e-seal service over HTTP on this machine, which misbehaves on demand."""

import base64
import contextlib
import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from signatures.pades.credentials import Credential, P256Key
from signatures.signer.requests import SCHEME, signature
from tests import pki

SECRET = b"of tests, and of tests alone"


@dataclass
class Service:
    """A service with the keys of some seals.

    Attributes:
        seals: name -> credential.
        manner: `well`, or the name of a fault.
        pending: how often it answers that the holder has not confirmed yet.
        signed: question -> how often something was signed for it.
        taken_back: questions that will not be signed any more.
        client: the name in the only certificate that it answers; empty: it knows its
            clients by their signed requests.
    """

    seals: dict[str, Credential]
    manner: str = "well"
    pending: int = 0
    address: str = ""
    faults: int = 1
    signed: dict[str, int] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    nonces: set[str] = field(default_factory=set)
    client: str = ""

    def answer(self, method: str, key: str, body: bytes) -> tuple[int, dict[str, str]]:
        """Status and answer to a request."""
        if method == "DELETE":
            self.taken_back.append(key)
            return (409 if key in self.answers else 204), {}
        if method == "PUT":
            return self._take(key, json.loads(body))
        if key not in self.answers:
            return 404, {}
        return 200, self._told(key)

    def _take(self, key: str, asked: dict[str, Any]) -> tuple[int, dict[str, str]]:
        self.asked.append(asked)
        if key not in self.answers:
            self.signed[key] = self.signed.get(key, 0) + 1
            self.answers[key] = self._made(asked)
        return 202, self._told(key)

    def _told(self, key: str) -> dict[str, str]:
        if self.manner in {"refused", "expired"}:
            return {"state": self.manner}
        if self.manner == "nobody confirms":
            return {"state": "pending"}
        if self.pending > 0:
            self.pending -= 1
            return {"state": "pending"}
        return self.answers[key]

    def _made(self, asked: dict[str, Any]) -> dict[str, str]:
        credential = self.seals[asked["seal"]]
        digest = bytes.fromhex(asked["digest"])
        if self.manner == "wrong hash":
            digest = bytes(32)
        signer = pki.review_centre() if self.manner == "wrong key" else credential
        shown = (
            pki.review_centre() if self.manner == "wrong certificate" else credential
        )
        assert isinstance(signer.key, P256Key)
        made = signer.key.private.sign(
            digest, ec.ECDSA(utils.Prehashed(hashes.SHA256()))
        )
        return {
            "state": "done",
            "signature": base64.b64encode(made).decode(),
            "certificate": base64.b64encode(shown.certificate.dump()).decode(),
        }

    def knows(self, method: str, path: str, told: str, body: bytes) -> bool:
        """Whether a request is signed by somebody who knows the secret, and is new."""
        scheme, _, rest = told.partition(" ")
        parts = dict(one.strip().split("=", 1) for one in rest.split(",") if "=" in one)
        if self.client or scheme != SCHEME or parts["nonce"] in self.nonces:
            return False
        self.nonces.add(parts["nonce"])
        said = (method, path, parts["time"], parts["nonce"])
        return parts["signature"] == signature(SECRET, said, body)


class Handler(BaseHTTPRequestHandler):
    """Answers for the service of its server."""

    service: Service

    def do_PUT(self) -> None:
        """A signature is asked for."""
        service = self.service
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = self.headers.get("Authorization", "")
        by_certificate = service.client and peer_of(self.connection) == service.client
        if not by_certificate and not service.knows(
            self.command, self.path, told, body
        ):
            self._send(401, b"{}")
            return
        key = self.path.rpartition("/")[2]
        status, answer = service.answer(self.command, key, body)
        self._send(status, json.dumps(answer).encode())

    def do_GET(self) -> None:
        """How far it is."""
        self.do_PUT()

    def do_DELETE(self) -> None:
        """It is taken back."""
        self.do_PUT()

    def _send(self, status: int, body: bytes) -> None:
        fault = self.service.manner if self.service.faults > 0 else "well"
        if fault in {"500", "half", "gone"}:
            self.service.faults -= 1
        if fault == "gone":
            self.close_connection = True
            return
        self.send_response(500 if fault == "500" else status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if fault == "half" else body)
        self.close_connection = fault == "half"

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


def peer_of(link: object) -> str:
    """The name in the certificate of whoever speaks; empty without TLS or certificate."""
    told = link.getpeercert() if isinstance(link, ssl.SSLSocket) else None
    subject = dict(pair[0] for pair in (told or {}).get("subject", ()))  # type: ignore[misc]
    return str(subject.get("commonName", ""))


@contextlib.contextmanager
def serving(service: Service, tls: ssl.SSLContext | None = None) -> Iterator[Service]:
    """Serve it on a free port of this machine, over TLS where a context is given."""
    handler = type("Answering", (Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    scheme = "http" if tls is None else "https"
    service.address = f"{scheme}://127.0.0.1:{server.server_port}/seals/"
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
