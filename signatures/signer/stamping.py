"""Who proves the time: authorities outside, in order, or the provider's own key.

Authorities are set in the signer's environment (docs/operations.md); their certificates
and revocation lists lie in the folder `time-stamping` of the signer.
"""

import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from asn1crypto import cms, pem, x509

from signatures.pades.asking import StampRefused, token_in, wanted
from signatures.pades.stamping import stamp_digest
from signatures.pades.trust import Trust
from signatures.signer.fetching import Asker, NoAnswer
from signatures.signer.provider import Provider
from signatures.signer.refusals import Refusal, Refused

ADDRESSES: Final = "LIANSHEN_TIME_STAMPING"
POLICY: Final = "LIANSHEN_TIME_STAMPING_POLICY"
SECONDS: Final = "LIANSHEN_TIME_STAMPING_SECONDS"
FOLDER: Final = "time-stamping"
QUERY: Final = {"Content-Type": "application/timestamp-query"}
REPLY: Final = "application/timestamp-reply"
PAUSE_SECONDS: Final = 20.0
"""So long an authority that did not answer is not asked again: 200 sheets do not wait 200
times."""


@dataclass(frozen=True)
class Authorities:
    """Time-stamping authorities in the order in which they are asked.

    Attributes:
        askers: one an authority.
        policy: the policy under which they must stamp; empty: any.
        trust: their roots, certificates between, and revocation lists.
    """

    askers: Sequence[Asker]
    trust: Trust
    policy: str = ""


@dataclass
class Stamping:
    """Gives time stamps over SHA-256 digests.

    Attributes:
        provider: whose own key stamps where no authority is set.
        authorities: who is asked instead.
        wait: how to let time pass, when an authority's clock is a little ahead.
    """

    provider: Provider
    authorities: Authorities | None = None
    wait: Callable[[float], None] = time.sleep
    _alone: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _sample: bytes = field(default=b"", repr=False)
    _paused: dict[str, float] = field(default_factory=dict, repr=False)

    def token(self, digest: bytes, *, at: datetime) -> bytes:
        """A token (DER) over a digest of 32 bytes.

        Raises:
            Refused: no authority gives a stamp that holds.
        """
        if self.authorities is None:
            with self._alone:
                credential = self.provider.time_stamping(at=at)
            return stamp_digest(digest, credential, lambda: at)
        said = []
        for asker in self.authorities.askers:
            if self._paused.get(asker.address, 0.0) > time.monotonic():
                continue
            try:
                return self._asked(asker, self.authorities, digest, at)
            except (NoAnswer, StampRefused) as error:
                self._paused[asker.address] = time.monotonic() + PAUSE_SECONDS
                said.append(str(error))
        raise Refused(Refusal.TIME_STAMP_AWAY, "; ".join(said) or "asked just before")

    def sample(self, *, at: datetime) -> bytes:
        """Some token, by whose size room is kept for others; asked for once.

        Raises:
            Refused: no authority gives a stamp that holds.
        """
        if not self._sample:
            self._sample = self.token(secrets.token_bytes(32), at=at)
        return self._sample

    @property
    def trust(self) -> Trust:
        """What verifies the stamps of outer authorities; empty without any."""
        return self.authorities.trust if self.authorities else Trust(roots=())

    def _asked(
        self, asker: Asker, authorities: Authorities, digest: bytes, at: datetime
    ) -> bytes:
        question = wanted(digest, policy=authorities.policy)
        began = time.monotonic()
        reply = asker.ask("POST", body=question.as_request(), headers=QUERY)
        if reply.status != 200 or reply.kind != REPLY:
            raise NoAnswer(f"status {reply.status}, {reply.kind or 'no kind'}")
        took = time.monotonic() - began
        now = datetime.fromtimestamp(at.timestamp() + took, UTC)
        token = token_in(reply.body, question, trust=authorities.trust, at=now)
        ahead = (_moment(token) - now).total_seconds()
        if ahead > 0:
            # A stamp later than our own clock would be refused when it is read back.
            self.wait(ahead)
        return token


def chosen_authorities(
    folder: Path, environment: Mapping[str, str]
) -> Authorities | None:
    """The authorities that the signer's environment names; None: none.

    Raises:
        Refused: an address is none, or no root of an authority lies in the folder.
    """
    addresses = environment.get(ADDRESSES, "").split()
    if not addresses:
        return None
    try:
        seconds = float(environment.get(SECONDS, "10"))
        askers = [Asker(address, seconds=seconds) for address in addresses]
        trust = _trust(folder / FOLDER)
    except (OSError, ValueError) as error:
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{ADDRESSES}: {error}") from error
    return Authorities(askers, trust, environment.get(POLICY, ""))


def _trust(folder: Path) -> Trust:
    found = [
        one for path in sorted(folder.glob("*.pem")) for one in _certificates(path)
    ]
    roots = tuple(one for one in found if one.self_issued)
    if not roots:
        raise ValueError(f"no root of an authority in {folder.name}/*.pem")
    return Trust(
        roots=roots,
        between=tuple(one for one in found if not one.self_issued),
        lists=tuple(path.read_bytes() for path in sorted(folder.glob("*.crl"))),
    )


def _certificates(path: Path) -> list[x509.Certificate]:
    read = pem.unarmor(path.read_bytes(), multiple=True)
    return [x509.Certificate.load(der) for _kind, _headers, der in read]


def _moment(token: bytes) -> datetime:
    said = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"]
    moment: datetime = said.parsed["gen_time"].native
    return moment.astimezone(UTC)
