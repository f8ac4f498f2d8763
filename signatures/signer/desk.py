"""What the signer does when it is asked to seal: every rule meets here.

Each call looks into the book, refuses or writes a line, and only then acts. Moments are
handed in; a signer that is not for tests hands in its own clock
(`signatures.signer.questions`).
"""

import hashlib
import os
import stat
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Final

from signatures.guomi.ses import is_for
from signatures.pades.credentials import Credential
from signatures.pades.digests import sha256_of
from signatures.pades.trust import Trust
from signatures.signer import book as verbs
from signatures.signer.attributes import require_attributes
from signatures.signer.book import Authorisation
from signatures.signer.codes import Codes
from signatures.signer.esealing import SealCredential
from signatures.signer.hands import Hands
from signatures.signer.lists import Lists
from signatures.signer.memory import Memory
from signatures.signer.permissions import Permissions, require_bytes
from signatures.signer.plans import Plan
from signatures.signer.provider import Occasion, Provider
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.seals import Seals
from signatures.signer.stamping import Stamping
from signatures.signer.tasks import SealFace, Task

WAITS: Final = (Refusal.TIME_STAMP_AWAY, Refusal.SERVICE_AWAY)
ONE_DAY: Final = timedelta(days=1)


class Desk:
    """The signer's rules over its provider, its log and its hands."""

    def __init__(
        self,
        provider: Provider,
        codes: Codes,
        memory: Memory,
        hands: Hands,
        stamping: Stamping | None = None,
    ) -> None:
        self._provider, self._memory, self._hands = provider, memory, hands
        self.codes = codes
        self.seals = Seals(provider, codes, memory)
        self.permissions = Permissions(self.seals, codes, memory)
        self.lists = Lists(provider)
        self._stamping = stamping or Stamping(provider)

    @property
    def is_test(self) -> bool:
        """Whether what is sealed here has no legal effect."""
        return not self._provider.licence

    @property
    def licence(self) -> str:
        """The number under which the institution is recognised; empty for tests."""
        return self._provider.licence

    def trust(self, *, at: datetime) -> Trust:
        """What verifies seals and time stamps of a moment."""
        seals, stamps = self.seals.trust(at=at), self._stamping.trust
        return Trust(
            roots=(*seals.roots, *stamps.roots),
            between=(*seals.between, *stamps.between),
            lists=(*seals.lists, *stamps.lists),
        )

    def stamp(self, digest: bytes, *, at: datetime) -> bytes:
        """A time stamp over a SHA-256 digest; proves a moment and nothing else.

        Raises:
            Refused: no authority answers.
        """
        return self._stamping.token(digest, at=at)

    def require_open(self, nonce: str, plan: Plan, *, at: datetime) -> None:
        """Whether sealing may begin, before anybody copies a file.

        Raises:
            Refused: the permission is over, or does not name file or seals.
        """
        with self._memory.alone:
            self._require_planned(
                self.permissions.open(nonce, plan.label, at), plan, at
            )

    def seal(
        self,
        nonce: str,
        plan: Plan,
        before: Path,
        after: Path,
        *,
        at: datetime,
        digest: str = "",
    ) -> dict[str, str]:
        """Seal one file of an authorised list.

        Args:
            nonce: the authorisation.
            plan: which of its seals, and where they stand.
            before: the file; its bytes must be those that were authorised, and nobody
                else may change them meanwhile.
            after: where the sealed form is written.
            at: now.
            digest: SHA-256 of `before`, from whoever has just written it.

        Returns:
            Field name -> fingerprint of the certificate.

        Raises:
            Refused: the authorisation is over, does not name these bytes, or is used up.
        """
        digest = digest or sha256_of(before)
        self.require_open(nonce, plan, at=at)
        like = self._stamping.sample(
            at=at
        )  # nobody waits for the network under the lock
        with self._memory.alone:
            one = self.permissions.open(nonce, plan.label, at)
            self._require_planned(one, plan, at)
            require_bytes(one, plan.label, plan.listed_as(digest))
            task = self._task(plan, (before, after), like, at)
            self._memory.write(verbs.SEALING_BEGUN, at, nonce=nonce, label=plan.label)
            occasion = Occasion(nonce, plan.label, one.tries[plan.label])
        signing = _Signing(self, occasion, task, at)
        try:
            self._hands.seal(task, signing)
            made = own_file_digest(after)
        except Refused as refusal:
            self._note_end(signing, refusal, at)
            raise
        fields = {
            one.field: hashlib.sha256(task.seals[one.seal].certificate).hexdigest()
            for one in plan.seals
        }
        self._memory.write(
            verbs.SEALED,
            at,
            nonce=nonce,
            label=plan.label,
            before=digest,
            after=made,
            fields=fields,
            signed=signing.signed,
        )
        return fields

    def sign(self, seal: str, data: bytes, occasion: Occasion, at: datetime) -> bytes:
        """One signature for a file on its way, unless something ended meanwhile."""
        with self._memory.alone:
            one = self.permissions.open_still(occasion.nonce, at)
            if seal not in one.seals:
                raise Refused(Refusal.NO_AUTHORISATION, seal)
            self.seals.usable(seal, at)
        return self._provider.sign(seal, data, occasion)

    def _note_end(self, signing: "_Signing", refusal: Refused, at: datetime) -> None:
        verb = verbs.SEALING_WAITS if refusal.reason in WAITS else verbs.SEALING_FAILED
        occasion = signing.occasion
        with suppress(Refused):  # of a log that takes no line, the first refusal tells
            self._memory.write(
                verb,
                at,
                nonce=occasion.nonce,
                label=occasion.label,
                reason=str(refusal),
                signed=signing.signed,
            )

    def _require_planned(self, one: Authorisation, plan: Plan, at: datetime) -> None:
        for seal in plan.seals:
            if seal.seal not in one.seals:
                raise Refused(Refusal.NO_AUTHORISATION, seal.seal)
            self.seals.usable(seal.seal, at)
        if abs(plan.day - at.date()) > ONE_DAY:
            raise Refused(Refusal.NOT_UNDERSTOOD, f"not the day of sealing: {plan.day}")

    def _task(
        self, plan: Plan, paths: tuple[Path, Path], stamp_like: bytes, at: datetime
    ) -> Task:
        before, after = map(str, paths)
        trust = self.trust(at=at)
        return Task(
            before=before,
            after=after,
            plan=plan,
            seals={one.seal: self._face(one.seal) for one in plan.seals},
            stamp_like=stamp_like,
            roots=tuple(one.dump() for one in trust.roots),
            between=tuple(one.dump() for one in trust.between),
            lists=trust.lists,
            at=at,
            licence=self._provider.licence,
        )

    def _face(self, seal: str) -> SealFace:
        entry = self.seals.entry(seal)
        return _face(self._provider.credential(seal), entry.kind, entry.owner)


class _Signing:
    """Answers a child for the time of one file; keeps what was signed for the log."""

    def __init__(
        self, desk: Desk, occasion: Occasion, task: Task, at: datetime
    ) -> None:
        self._desk, self.occasion, self._task, self._at = desk, occasion, task, at
        self._began = monotonic()
        self.signed: dict[str, str] = {}
        self.may = dict.fromkeys(task.seals, 1)
        self.may_stamp = len(task.plan.seals)

    def sign(self, seal: str, data: bytes) -> bytes:
        """The signature of a seal over signed attributes that name its certificate."""
        if not self.may.get(seal):
            raise Refused(Refusal.COUNT_OVERRUN, seal)
        face = self._task.seals[seal]
        if not face.eseal:
            require_attributes(data, face.certificate)
        elif not is_for(data, face.eseal):
            raise Refused(Refusal.SEALING_FAILED, "not to be signed")
        self.may[seal] -= 1
        self.signed[seal] = hashlib.sha256(data).hexdigest()
        return self._desk.sign(seal, data, self.occasion, self._now())

    def stamp(self, digest: bytes) -> bytes:
        """A time stamp: the time is ours, not the child's."""
        if not self.may_stamp:
            raise Refused(Refusal.COUNT_OVERRUN, "time stamps")
        self.may_stamp -= 1
        return self._desk.stamp(digest, at=self._now(is_told=True))

    def _now(self, *, is_told: bool = False) -> datetime:
        """A told moment goes on while a file waits; a stamp must not pass a told clock."""
        if is_told and self._desk.is_test:
            return self._at
        return self._at + timedelta(seconds=monotonic() - self._began)


def own_file_digest(path: Path) -> str:
    """SHA-256 of what a child wrote; it may not make us hand out another file.

    Raises:
        Refused: it is no file of its own.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise Refused(Refusal.SEALING_FAILED, "no file") from error
    with os.fdopen(opened, "rb") as stream:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            raise Refused(Refusal.SEALING_FAILED, "no file of its own")
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _face(credential: Credential, kind: str = "", owner: str = "") -> SealFace:
    return SealFace(
        certificate=credential.certificate.dump(),
        chain=tuple(one.dump() for one in credential.chain),
        mechanism=credential.key.mechanism,
        signature_size=credential.key.signature_size,
        kind=kind,
        owner=owner,
        eseal=credential.eseal if isinstance(credential, SealCredential) else b"",
    )
