"""A time-stamping authority over HTTP on this machine, which misbehaves on demand."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp

from signatures.pades.credentials import Credential
from signatures.pades.timestamping import LocalTimeStamper
from signatures.signer.stamping import REPLY
from tests import pki


class Authority:
    """One authority; `manner` says how it answers.

    Attributes:
        manner: `well`, or the name of a fault.
        asked: how often it was asked.
    """

    def __init__(self, manner: str = "well", at: datetime = pki.NOW) -> None:
        self.manner, self.asked, self.at = manner, 0, at
        self.elsewhere = ""
        self.first: bytes = b""
        self.over = threading.Event()
        self.address = ""

    def answer(self, question: bytes) -> bytes:
        """The answer to a question, with the fault of the manner."""
        request = tsp.TimeStampReq.load(question)
        if self.manner == "refused":
            status = tsp.PKIStatusInfo({"status": "rejection"}).dump()
            return bytes([0x30, len(status), *status])
        if self.manner == "other digest":
            request["message_imprint"]["hashed_message"] = bytes(32)
        made = self._made(tsp.TimeStampReq.load(request.dump(force=True)))
        if self.manner == "an old answer":
            self.first = self.first or made
            return self.first
        return made

    def _made(self, request: tsp.TimeStampReq) -> bytes:
        at = self.at + MOMENTS.get(self.manner, timedelta())
        stamper = LocalTimeStamper(self._credential(), lambda: at)
        return bytes(asyncio.run(stamper.async_request_tsa_response(request)).dump())

    def _credential(self) -> Credential:
        match self.manner:
            case "a seal's key":
                return pki.design_firm()
            case "nobody's root":
                return pki.stranger().time_stamping
        return pki.authority().time_stamping


MOMENTS = {"yesterday": -timedelta(days=1), "ahead": timedelta(seconds=3)}


@contextlib.contextmanager
def served(authority: Authority) -> Iterator[Authority]:
    """Serve an authority on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            authority.asked += 1
            question = self.rfile.read(int(self.headers["Content-Length"]))
            FAULTS.get(authority.manner, _well)(self, authority, question)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    authority.address = f"http://127.0.0.1:{server.server_port}/stamp"
    try:
        yield authority
    finally:
        authority.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _well(to: BaseHTTPRequestHandler, authority: Authority, question: bytes) -> None:
    _send(to, authority.answer(question))


def _send(
    to: BaseHTTPRequestHandler, body: bytes, status: int = 200, kind: str = REPLY
) -> None:
    to.send_response(status)
    to.send_header("Content-Type", kind)
    to.send_header("Content-Length", str(len(body)))
    to.end_headers()
    to.wfile.write(body)


def _late(to: BaseHTTPRequestHandler, authority: Authority, _question: bytes) -> None:
    authority.over.wait()
    with contextlib.suppress(OSError):
        _send(to, b"")


def _drip(to: BaseHTTPRequestHandler, authority: Authority, _question: bytes) -> None:
    to.send_response(200)
    to.send_header("Content-Length", "60000")
    to.end_headers()
    with contextlib.suppress(OSError):
        while not authority.over.wait(0.02):
            to.wfile.write(b"x")


def _half(to: BaseHTTPRequestHandler, authority: Authority, question: bytes) -> None:
    made = authority.answer(question)
    to.send_response(200)
    to.send_header("Content-Type", REPLY)
    to.send_header("Content-Length", str(len(made)))
    to.end_headers()
    to.wfile.write(made[: len(made) // 2])
    to.close_connection = True


def _led(to: BaseHTTPRequestHandler, authority: Authority, question: bytes) -> None:
    if to.path == "/there":
        _well(to, authority, question)
        return
    to.send_response(307)
    to.send_header("Location", authority.elsewhere or "/there")
    to.send_header("Content-Length", "0")
    to.end_headers()


FAULTS: dict[str, Callable[[BaseHTTPRequestHandler, Authority, bytes], None]] = {
    "late": _late,
    "a drip": _drip,
    "half": _half,
    "led on": _led,
    "led away": _led,
    "500": lambda to, _a, _q: _send(to, b"", 500),
    "a page": lambda to, _a, _q: _send(to, b"<html>", 200, "text/html"),
    "endless": lambda to, _a, _q: _send(to, bytes(70_000)),
    "nonsense": lambda to, _a, _q: _send(to, b"\x30\x03\x02\x01\x00"),
}
