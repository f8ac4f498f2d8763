"""The seals of the signer: enrolled, delegated, suspended, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509

from signatures.pades.authority import Holder
from signatures.pades.trust import Trust
from signatures.signer import book as verbs
from signatures.signer.book import SealEntry
from signatures.signer.codes import Codes
from signatures.signer.memory import Memory
from signatures.signer.provider import Provider, require_own_name
from signatures.signer.refusals import Refusal, Refused

Span = tuple[datetime, datetime | None]


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


class Seals:
    """The rules over seals and those who keep them."""

    def __init__(self, provider: Provider, codes: Codes, memory: Memory) -> None:
        self._provider, self._codes, self._memory = provider, codes, memory

    def enrol(self, new: NewSeal, *, at: datetime) -> SealEntry:
        """Make a key and a certificate, once a name; asked by the platform.

        Raises:
            Refused: the keys are real and the seal is new: who keeps it is for the
                operator to say (`enrol_here`).
        """
        with self._memory.alone:
            known = self._memory.book.seals.get(new.name)
            if self._provider.licence:
                if known is None:
                    raise Refused(Refusal.ONLY_THE_OPERATOR, new.name)
                return known
            if known is not None:
                self._add_keepers(known, new.keepers, at)
                return known
            return self.enrol_here(new, at=at)

    def enrol_here(self, new: NewSeal, *, at: datetime) -> SealEntry:
        """Enrol a seal with its keepers; asked by whoever runs the signer.

        Raises:
            Refused: it is enrolled, the name is not free, or there is no such key.
        """
        with self._memory.alone:
            if require_own_name(new.name) in self._memory.book.seals:
                raise Refused(Refusal.NOT_UNDERSTOOD, f"{new.name} is enrolled")
            if new.persons < 1:
                raise Refused(Refusal.NOT_UNDERSTOOD, "nobody confirms")
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
        self, seal: str, person: str, *, by: str, code: str, span: Span, at: datetime
    ) -> None:
        """A keeper lets another person authorise in their stead, for a time.

        Raises:
            Refused: who asks has the seal from another keeper and cannot hand it on.
        """
        since, until = span
        with self._memory.alone:
            entry = self.usable(seal, at)
            if not entry.keeps_itself(by, at):
                raise Refused(Refusal.NOT_THE_KEEPER, f"{seal} {by}")
            if until is not None and until <= since:
                raise Refused(Refusal.NOT_UNDERSTOOD, "it ends before it begins")
            self._codes.take(by, code, at)
            self._memory.write(
                verbs.KEEPER_NAMED,
                at,
                seal=seal,
                person=person,
                by=by,
                since=since.isoformat(),
                until=until.isoformat() if until else None,
            )

    def end_keeper(self, seal: str, person: str, *, by: str, at: datetime) -> None:
        """Somebody no longer authorises; anybody may ask for less."""
        with self._memory.alone:
            self.entry(seal)
            self._memory.write(verbs.KEEPER_ENDED, at, seal=seal, person=person, by=by)

    def suspend(self, seal: str, *, by: str, reason: str, at: datetime) -> None:
        """Stop a seal; anybody may ask for less."""
        with self._memory.alone:
            self.entry(seal)
            self._memory.write(verbs.SUSPENDED, at, seal=seal, by=by, reason=reason)

    def resume(self, seal: str, *, by: str, code: str, at: datetime) -> None:
        """Let a suspended seal be used again, with a code.

        Raises:
            Refused: a keeper tries to end what somebody else ordered, or the reverse.
        """
        with self._memory.alone:
            if not self.entry(seal).may_be_resumed_by(by, at):
                raise Refused(Refusal.NOT_YOURS_TO_END, f"{seal} {by}")
            self._codes.take(by, code, at)
            self._memory.write(verbs.RESUMED, at, seal=seal, by=by)

    def revoke(self, seal: str, *, by: str, reason: str, at: datetime) -> None:
        """Revoke the certificate of a seal for good; the next lists say so."""
        with self._memory.alone:
            if self.entry(seal).revoked_at is None:
                self._memory.write(verbs.REVOKED, at, seal=seal, by=by, reason=reason)

    def trust(self, *, at: datetime) -> Trust:
        """The roots, and revocation lists that name what was revoked until then."""
        with self._memory.alone:
            # From the log, not from the keys: a seal whose key is lost is named too.
            revoked = {
                serial_of(entry): entry.revoked_at
                for entry in self._memory.book.seals.values()
                if entry.revoked_at is not None and entry.revoked_at <= at
            }
            return self._provider.trust(at=at, revoked=revoked)

    # -- rules ------------------------------------------------------------------------

    def entry(self, seal: str) -> SealEntry:
        """What the book says of a seal.

        Raises:
            Refused: nothing.
        """
        found = self._memory.book.seals.get(seal)
        if found is None:
            raise Refused(Refusal.NO_SUCH_SEAL, seal)
        return found

    def usable(self, seal: str, at: datetime) -> SealEntry:
        """A seal that may be used at a moment.

        Raises:
            Refused: it is unknown, revoked, suspended or run out.
        """
        entry = self.entry(seal)
        if entry.revoked_at is not None:
            raise Refused(Refusal.SEAL_REVOKED, seal)
        if entry.suspended:
            raise Refused(Refusal.SEAL_SUSPENDED, seal)
        if entry.valid_until <= at:
            raise Refused(Refusal.SEAL_EXPIRED, seal)
        return entry

    def require_keeper(self, entry: SealEntry, person: str, at: datetime) -> None:
        """Refuse who may not authorise.

        Raises:
            Refused: the person neither keeps the seal nor was delegated it.
        """
        if not entry.kept_by(person, at):
            raise Refused(Refusal.NOT_THE_KEEPER, f"{entry.name} {person}")

    def _add_keepers(
        self, entry: SealEntry, persons: Sequence[str], at: datetime
    ) -> None:
        """In a world of tests the platform says who keeps a seal; else its keepers do."""
        for person in persons:
            if not entry.keeps_itself(person, at):
                self._memory.write(
                    verbs.KEEPER_NAMED,
                    at,
                    seal=entry.name,
                    person=person,
                    by="",
                    since=at.isoformat(),
                    until=None,
                )


def serial_of(entry: SealEntry) -> int:
    """The serial number of a seal's certificate."""
    certificate = x509.Certificate.load(bytes.fromhex(entry.certificate))
    return int(certificate.serial_number)
