"""What the signer does when it is asked: every rule about keys is here.

Each call looks into the book, refuses or writes a line, and only then acts. Moments are
handed in; a signer that is not for tests hands in its own clock (`signatures.signer.server`).
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from signatures.pades.authority import Holder
from signatures.pades.credentials import Credential
from signatures.pades.digests import sha256_of
from signatures.pades.stamping import stamp_digest
from signatures.pades.trust import Trust
from signatures.signer import book as verbs
from signatures.signer.book import Authorisation, SealEntry
from signatures.signer.codes import Codes
from signatures.signer.hands import Hands, SealFace, Task
from signatures.signer.memory import Memory
from signatures.signer.plans import Plan
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.vault import Provider

LONGEST: Final = timedelta(minutes=10)
MOST_FILES: Final = 2000
MOST_TRIES: Final = 5
"""How often sealing one file may begin: a kill costs one, and five kills are no accident."""

STAMPER: Final = "time-stamping"


@dataclass(frozen=True, slots=True)
class NewSeal:
    """A seal that is to be enrolled.

    Attributes:
        name: how it is called here: letters, digits, dashes.
        owner: what stands on it.
        kind: which look it has.
        subject: common name in the certificate.
        unit: the organisation in the certificate of a person, else empty.
        keepers: who may authorise its use.
        persons: how many of them must confirm each use.
    """

    name: str
    owner: str
    kind: str
    subject: str
    unit: str
    keepers: tuple[str, ...]
    persons: int = 1


class Desk:
    """The signer's rules over its provider, its log and its hands."""

    def __init__(
        self, provider: Provider, codes: Codes, memory: Memory, hands: Hands
    ) -> None:
        self._provider, self.codes = provider, codes
        self._memory, self._hands = memory, hands

    @property
    def is_test(self) -> bool:
        """Whether what is sealed here has no legal effect."""
        return self._provider.is_test

    # -- seals and their keepers ----------------------------------------------------

    def enrol(self, new: NewSeal, *, at: datetime) -> SealEntry:
        """Make a key and a certificate, once a name.

        Raises:
            Refused: the keys are not made here (only those of the test authority are).
        """
        with self._memory.alone:
            known = self._memory.book.seals.get(new.name)
            if known is not None:
                self._add_keepers(known, new.keepers, at)
                return known
            made = self._provider.make(
                new.name, Holder(name=new.subject, unit=new.unit), at=at
            )
            self._memory.write(
                verbs.ENROLLED,
                at,
                seal=new.name,
                owner=new.owner,
                kind=new.kind,
                certificate=made.certificate.dump().hex(),
                chain=[one.dump().hex() for one in made.chain],
                valid_until=made.certificate.not_valid_after.isoformat(),
                persons=new.persons,
                keepers=list(new.keepers),
            )
            return self._memory.book.seals[new.name]

    def name_keeper(
        self,
        seal: str,
        person: str,
        *,
        by: str,
        code: str,
        span: tuple[datetime, datetime | None],
        at: datetime,
    ) -> None:
        """A keeper lets another person authorise the use of a seal, for a time."""
        with self._memory.alone:
            self._require_keeper(self._usable(seal, at), by, at)
            self.codes.take(by, code, at)
            since, until = span
            self._memory.write(
                verbs.KEEPER_NAMED,
                at,
                seal=seal,
                person=person,
                by=by,
                since=since.isoformat(),
                until=until.isoformat() if until else None,
            )

    def suspend(self, seal: str, *, by: str, reason: str, at: datetime) -> None:
        """Stop a seal; anybody may ask for less."""
        with self._memory.alone:
            self._entry(seal)
            self._memory.write(verbs.SUSPENDED, at, seal=seal, by=by, reason=reason)

    def resume(self, seal: str, *, by: str, code: str, at: datetime) -> None:
        """Let a suspended seal be used again; only its keeper may."""
        with self._memory.alone:
            self._require_keeper(self._entry(seal), by, at)
            self.codes.take(by, code, at)
            self._memory.write(verbs.RESUMED, at, seal=seal, by=by)

    def revoke(self, seal: str, *, by: str, reason: str, at: datetime) -> None:
        """Revoke the certificate of a seal for good; the next lists say so."""
        with self._memory.alone:
            if self._entry(seal).revoked_at is None:
                self._memory.write(verbs.REVOKED, at, seal=seal, by=by, reason=reason)

    def trust(self, *, at: datetime) -> Trust:
        """The roots, and revocation lists that name what was revoked until then."""
        with self._memory.alone:
            revoked = {
                self._provider.credential(
                    name
                ).certificate.serial_number: one.revoked_at
                for name, one in self._memory.book.seals.items()
                if one.revoked_at is not None and one.revoked_at <= at
            }
            return self._provider.trust(at=at, revoked=revoked)

    def stamp(self, digest: bytes, *, at: datetime) -> bytes:
        """A time stamp over a SHA-256 digest; proves a moment and nothing else."""
        with self._memory.alone:
            credential = self._provider.time_stamping(at=at)
        return stamp_digest(digest, credential, lambda: at)

    # -- authorisations ---------------------------------------------------------------

    def authorise(
        self,
        nonce: str,
        *,
        seals: Sequence[str],
        files: Mapping[str, str],
        person: str,
        code: str,
        at: datetime,
    ) -> Authorisation:
        """A keeper allows these files to be sealed with these seals, for ten minutes.

        Raises:
            Refused: the nonce was used, the person does not keep a seal, a seal cannot
                be used, the code is wrong or was used.
        """
        with self._memory.alone:
            if nonce in self._memory.book.authorisations:
                raise Refused(Refusal.AUTHORISATION_USED, nonce)
            if not seals or not files or len(files) > MOST_FILES:
                raise Refused(Refusal.NOT_UNDERSTOOD, "an empty or endless list")
            entries = [self._usable(seal, at) for seal in seals]
            for entry in entries:
                self._require_keeper(entry, person, at)
            self.codes.take(person, code, at)
            self._memory.write(
                verbs.AUTHORISED,
                at,
                nonce=nonce,
                seals=list(seals),
                files=dict(files),
                person=person,
                needs=max(entry.persons for entry in entries),
                expires_at=(at + LONGEST).isoformat(),
            )
            return self._memory.book.authorisations[nonce]

    def confirm(
        self, nonce: str, *, person: str, code: str, at: datetime
    ) -> Authorisation:
        """A second keeper confirms; the ten minutes begin with the last of them.

        Raises:
            Refused: no such authorisation, the same person again, no keeper, wrong code.
        """
        with self._memory.alone:
            one = self._authorisation(nonce)
            if person in one.persons:
                raise Refused(Refusal.SAME_PERSON, person)
            for seal in one.seals:
                self._require_keeper(self._usable(seal, at), person, at)
            self.codes.take(person, code, at)
            self._memory.write(
                verbs.CONFIRMED,
                at,
                nonce=nonce,
                person=person,
                expires_at=(at + LONGEST).isoformat(),
            )
            return one

    def withdraw(self, nonce: str, *, by: str, at: datetime) -> None:
        """End an authorisation before its time; anybody may ask for less."""
        with self._memory.alone:
            self._authorisation(nonce)
            self._memory.write(verbs.WITHDRAWN, at, nonce=nonce, by=by)

    def seal(
        self, nonce: str, plan: Plan, before: Path, after: Path, *, at: datetime
    ) -> dict[str, str]:
        """Seal one file of an authorised list.

        Args:
            nonce: the authorisation.
            plan: which of its seals, and where they stand.
            before: the file; its bytes must be those that were authorised.
            after: where the sealed form is written.
            at: now.

        Returns:
            Field name -> fingerprint of the certificate.

        Raises:
            Refused: the authorisation is over, does not name these bytes, or is used up.
        """
        with self._memory.alone:
            one = self._open_authorisation(nonce, at)
            self._require_listed(one, plan, before)
            for seal in plan.seals:
                if seal.seal not in one.seals:
                    raise Refused(Refusal.NO_AUTHORISATION, seal.seal)
                self._usable(seal.seal, at)
            self._memory.write(verbs.SEALING_BEGUN, at, nonce=nonce, label=plan.label)
            task = self._task(plan, before, after, at)
            stamping = self._provider.time_stamping(at=at).key

        def sign(seal: str, data: bytes) -> bytes:
            key = stamping if seal == STAMPER else self._provider.credential(seal).key
            return key.sign(data)

        fields = self._hands.seal(task, sign)
        with self._memory.alone:
            self._memory.write(
                verbs.SEALED,
                at,
                nonce=nonce,
                label=plan.label,
                before=one.files[plan.label],
                after=sha256_of(after),
                fields=fields,
            )
        return fields

    # -- rules ------------------------------------------------------------------------

    def _entry(self, seal: str) -> SealEntry:
        found = self._memory.book.seals.get(seal)
        if found is None:
            raise Refused(Refusal.NO_SUCH_SEAL, seal)
        return found

    def _usable(self, seal: str, at: datetime) -> SealEntry:
        entry = self._entry(seal)
        if entry.revoked_at is not None:
            raise Refused(Refusal.SEAL_REVOKED, seal)
        if entry.suspended:
            raise Refused(Refusal.SEAL_SUSPENDED, seal)
        if entry.valid_until <= at:
            raise Refused(Refusal.SEAL_EXPIRED, seal)
        return entry

    def _add_keepers(
        self, entry: SealEntry, persons: Sequence[str], at: datetime
    ) -> None:
        """In a world of tests the platform says who keeps a seal; else its keepers do."""
        for person in persons if self._provider.is_test else ():
            if not entry.kept_by(person, at):
                self._memory.write(
                    verbs.KEEPER_NAMED,
                    at,
                    seal=entry.name,
                    person=person,
                    by="",
                    since=at.isoformat(),
                    until=None,
                )

    def _require_keeper(self, entry: SealEntry, person: str, at: datetime) -> None:
        if not entry.kept_by(person, at):
            raise Refused(Refusal.NOT_THE_KEEPER, f"{entry.name} {person}")

    def _authorisation(self, nonce: str) -> Authorisation:
        found = self._memory.book.authorisations.get(nonce)
        if found is None or found.withdrawn:
            raise Refused(Refusal.NO_AUTHORISATION, nonce)
        return found

    def _open_authorisation(self, nonce: str, at: datetime) -> Authorisation:
        one = self._authorisation(nonce)
        if not one.is_confirmed:
            raise Refused(Refusal.SECOND_PERSON_MISSING, nonce)
        if one.expires_at <= at:
            raise Refused(Refusal.AUTHORISATION_OVER, nonce)
        return one

    def _require_listed(self, one: Authorisation, plan: Plan, before: Path) -> None:
        digest = one.files.get(plan.label)
        if digest is None:
            raise Refused(Refusal.NOT_IN_LIST, plan.label)
        if not hmac.compare_digest(digest, sha256_of(before)):
            raise Refused(Refusal.OTHER_BYTES, plan.label)
        if one.begun[plan.label] >= MOST_TRIES:
            raise Refused(Refusal.COUNT_OVERRUN, plan.label)

    def _task(self, plan: Plan, before: Path, after: Path, at: datetime) -> Task:
        trust = self.trust(at=at)
        seals = {one.seal: self._face(one.seal) for one in plan.seals}
        seals[STAMPER] = _face(self._provider.time_stamping(at=at))
        return Task(
            before=str(before),
            after=str(after),
            plan=plan,
            seals=seals,
            stamper=STAMPER,
            roots=tuple(one.dump() for one in trust.roots),
            between=tuple(one.dump() for one in trust.between),
            lists=trust.lists,
            at=at,
            is_test=self._provider.is_test,
        )

    def _face(self, seal: str) -> SealFace:
        entry = self._memory.book.seals[seal]
        return _face(self._provider.credential(seal), entry.kind, entry.owner)


def _face(credential: Credential, kind: str = "", owner: str = "") -> SealFace:
    return SealFace(
        certificate=credential.certificate.dump(),
        chain=tuple(one.dump() for one in credential.chain),
        mechanism=credential.key.mechanism,
        signature_size=credential.key.signature_size,
        kind=kind,
        owner=owner,
    )
