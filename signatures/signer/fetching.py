"""Asking a service over HTTP: bounded in time and size, and never led to another host.

Only the standard library: the signer's process has little code near the keys, takes no
proxy from its surroundings and follows no cookie.
"""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Final
from urllib.parse import urljoin, urlsplit

MOST_REDIRECTS: Final = 2
PIECE: Final = 16 * 1024
REDIRECTS: Final = (301, 302, 303, 307, 308)


class NoAnswer(OSError):
    """Nobody answered in time, or what came is no whole answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered."""

    status: int
    kind: str
    body: bytes


@dataclass(frozen=True)
class Asker:
    """Asks one service.

    Attributes:
        address: where it is, `https://host[:port]/path`; `http` where answers are signed.
        seconds: how long one question may take in all.
        longest: the most bytes that an answer may have.
        tls: certificates for `https`; None: those of the system.
    """

    address: str
    seconds: float = 10.0
    longest: int = 64 * 1024
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        where = urlsplit(self.address)
        if where.scheme not in {"http", "https"} or not where.hostname:
            raise ValueError(f"no address of a service: {self.address}")
        if where.username or where.password:
            raise ValueError("a secret does not belong into an address")

    def ask(
        self,
        method: str,
        path: str = "",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Ask once; a redirect within the same host is followed.

        Raises:
            NoAnswer: nobody answers, too late, too long, half an answer, or a redirect
                to somebody else.
        """
        last = monotonic() + self.seconds
        address = urljoin(self.address, path) if path else self.address
        for _ in range(MOST_REDIRECTS + 1):
            reply, elsewhere = self._ask_once(
                address, (method, body, dict(headers or {})), last
            )
            if not elsewhere:
                return reply
            address = self._within(urljoin(address, elsewhere))
        raise NoAnswer("too many redirects")

    def _within(self, address: str) -> str:
        """A redirect may not lead to another host, port or scheme."""
        asked, led = urlsplit(self.address), urlsplit(address)
        if (asked.scheme, asked.netloc) != (led.scheme, led.netloc):
            raise NoAnswer(f"redirected to another host: {led.hostname}")
        return address

    def _ask_once(
        self, address: str, what: tuple[str, bytes, dict[str, str]], last: float
    ) -> tuple[Reply, str]:
        method, body, headers = what
        where = urlsplit(address)
        link = self._link(where.scheme, where.hostname or "", where.port, last)
        path = where.path or "/"
        if where.query:
            path = f"{path}?{where.query}"
        try:
            link.request(method, path, body or None, headers)
            _hurry(link, last)
            answer = link.getresponse()
            led = answer.getheader("Location", "") if answer.status in REDIRECTS else ""
            kind = (answer.getheader("Content-Type") or "").partition(";")[0]
            reply = Reply(answer.status, kind.strip(), self._body(link, answer, last))
        except NoAnswer:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswer(f"{where.hostname}: {type(error).__name__}") from error
        finally:
            link.close()
        return reply, led

    def _link(
        self, scheme: str, host: str, port: int | None, last: float
    ) -> http.client.HTTPConnection:
        rest = max(last - monotonic(), 0.001)
        if scheme == "https":
            tls = self.tls or ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=rest, context=tls)
        return http.client.HTTPConnection(host, port, timeout=rest)

    def _body(
        self,
        link: http.client.HTTPConnection,
        answer: http.client.HTTPResponse,
        last: float,
    ) -> bytes:
        told = answer.length
        if told is not None and told > self.longest:
            raise NoAnswer("the answer is too long")
        whole = b""
        while piece := answer.read1(PIECE):
            whole += piece
            if len(whole) > self.longest:
                raise NoAnswer("the answer is too long")
            _hurry(link, last)
        if told is not None and len(whole) != told:
            raise NoAnswer("half an answer")
        return whole


def _hurry(link: http.client.HTTPConnection, last: float) -> None:
    """What is left of the time counts for the next wait: a slow drip ends too."""
    rest = last - monotonic()
    if rest <= 0:
        raise NoAnswer("it took too long")
    if link.sock is not None:
        link.sock.settimeout(rest)
