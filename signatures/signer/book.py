"""What the signer knows: its log, folded into seals, keepers and authorisations."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from signatures.signer.chain import Line

OPENED: Final = "opened"
ENROLLED: Final = "seal_enrolled"
KEEPER_NAMED: Final = "keeper_named"
KEEPER_ENDED: Final = "keeper_ended"
SUSPENDED: Final = "seal_suspended"
RESUMED: Final = "seal_resumed"
REVOKED: Final = "seal_revoked"
DEVICE_CONFIRMED: Final = "device_confirmed"
DEVICE_FORGOTTEN: Final = "device_forgotten"
CODE_TAKEN: Final = "code_taken"
GIVEN: Final = "code_given"
SPOKEN: Final = "spoken"
CODE_REFUSED: Final = "code_refused"
AUTHORISED: Final = "authorised"
CONFIRMED: Final = "authorisation_confirmed"
WITHDRAWN: Final = "authorisation_withdrawn"
SEALING_BEGUN: Final = "sealing_begun"
SEALING_WAITS: Final = "sealing_waits"
SIGNED: Final = "signed"
SEALING_FAILED: Final = "sealing_failed"
SEALED: Final = "sealed"

KEPT_FOR: Final = timedelta(days=1)
"""So long after its end the files of an authorisation are remembered; its name for ever."""

WRONG_REMEMBERED: Final = 50


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who may authorise the use of a seal, and in which time; None has no end.

    Attributes:
        by: the keeper who delegated it; empty: the person keeps the seal themselves.
    """

    person: str
    since: datetime
    until: datetime | None = None
    by: str = ""

    def counts_at(self, at: datetime) -> bool:
        """Whether the person may authorise at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(slots=True)
class SealEntry:
    """One seal: whose, what it looks like, which certificate, who keeps it.

    Attributes:
        persons: how many keepers must confirm each use; 2 is dual control.
        stopped_by: who had it suspended since it was last in use.
    """

    name: str
    owner: str
    kind: str
    certificate: str
    chain: tuple[str, ...]
    valid_until: datetime
    persons: int = 1
    keepers: list[Keeper] = field(default_factory=list)
    suspended: bool = False
    stopped_by: set[str] = field(default_factory=set)
    revoked_at: datetime | None = None

    def kept_by(self, person: str, at: datetime) -> bool:
        """Whether the person may authorise the use of the seal at a moment."""
        return bool(self.stands_for(person, at))

    def keeps_itself(self, person: str, at: datetime) -> bool:
        """Whether the person keeps the seal without having it from another keeper."""
        return person in self.stands_for(person, at)

    def may_be_resumed_by(self, person: str, at: datetime) -> bool:
        """Whether the person may let it be used again.

        A keeper ends what keepers ordered. What somebody else ordered — a regulator —
        no keeper ends; who may instead, the platform knows.
        """
        outsiders = {one for one in self.stopped_by if not self.kept_by(one, at)}
        return self.kept_by(person, at) != bool(outsiders)

    def stands_for(self, person: str, at: datetime) -> set[str]:
        """In whose stead the person may authorise: their own, or that of who delegated.

        A delegation counts as long as whoever gave it keeps the seal.
        """
        own = {one.person for one in self.keepers if not one.by and one.counts_at(at)}
        return {
            one.by or one.person
            for one in self.keepers
            if one.person == person and one.counts_at(at) and (one.by or person) in own
        }


@dataclass(frozen=True, slots=True)
class Given:
    """A code that was taken before its list was drawn up: whose, and when."""

    person: str
    at: datetime


@dataclass(slots=True)
class Authorisation:
    """One permission to seal these files with these seals, until a moment.

    Attributes:
        files: label -> SHA-256 of the file as the keeper saw it.
        persons: who confirmed it, in order.
        needs: how many different persons must confirm.
        begun: label -> how often sealing it was begun and not just put off.
        tries: label -> how often it was begun at all.
        done: labels that were sealed.
    """

    nonce: str
    seals: tuple[str, ...]
    files: Mapping[str, str]
    expires_at: datetime
    needs: int
    persons: list[str]
    begun: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)
    done: set[str] = field(default_factory=set)
    withdrawn: bool = False

    @property
    def is_confirmed(self) -> bool:
        """Whether as many persons confirmed it as must."""
        return len(self.persons) >= self.needs


class Book:
    """The state of the signer; only lines of the log change it."""

    def __init__(self) -> None:
        self.is_test: bool | None = None
        self.seals: dict[str, SealEntry] = {}
        self.nonces: set[str] = set()
        self.given: dict[str, Given] = {}
        self.authorisations: dict[str, Authorisation] = {}
        self.devices: set[str] = set()
        self.last_step: dict[str, int] = {}
        self.wrong: dict[str, list[datetime]] = {}
        self._rules: dict[str, Callable[[datetime, dict[str, Any]], None]] = {
            OPENED: self._opened,
            ENROLLED: self._enrolled,
            KEEPER_NAMED: self._keeper_named,
            KEEPER_ENDED: self._keeper_ended,
            SUSPENDED: self._suspended,
            RESUMED: self._resumed,
            REVOKED: self._revoked,
            DEVICE_CONFIRMED: self._device_confirmed,
            DEVICE_FORGOTTEN: self._device_forgotten,
            CODE_TAKEN: self._code_taken,
            CODE_REFUSED: self._code_refused,
            GIVEN: self._given,
            AUTHORISED: self._authorised,
            CONFIRMED: self._confirmed,
            WITHDRAWN: self._withdrawn,
            SEALING_BEGUN: self._begun,
            SEALING_WAITS: self._waits,
            SEALED: self._sealed,
        }

    def take(self, line: Line) -> None:
        """Learn from one line."""
        rule = self._rules.get(line.verb)
        if rule is not None:
            rule(datetime.fromisoformat(line.at), dict(line.told))

    def _opened(self, _at: datetime, told: dict[str, Any]) -> None:
        self.is_test = told["is_test"] is True

    def _enrolled(self, at: datetime, told: dict[str, Any]) -> None:
        self.seals[told["seal"]] = SealEntry(
            name=told["seal"],
            owner=told["owner"],
            kind=told["kind"],
            certificate=told["certificate"],
            chain=tuple(told["chain"]),
            valid_until=datetime.fromisoformat(told["valid_until"]),
            persons=int(told["persons"]),
            keepers=[Keeper(person, at) for person in told["keepers"]],
        )

    def _keeper_named(self, _at: datetime, told: dict[str, Any]) -> None:
        until = told["until"]
        self.seals[told["seal"]].keepers.append(
            Keeper(
                told["person"],
                datetime.fromisoformat(told["since"]),
                datetime.fromisoformat(until) if until else None,
                told["by"],
            )
        )

    def _keeper_ended(self, at: datetime, told: dict[str, Any]) -> None:
        entry = self.seals[told["seal"]]
        entry.keepers = [
            replace(one, until=min(at, one.until or at))
            if one.person == told["person"]
            else one
            for one in entry.keepers
        ]

    def _suspended(self, _at: datetime, told: dict[str, Any]) -> None:
        entry = self.seals[told["seal"]]
        entry.suspended = True
        entry.stopped_by.add(told["by"])

    def _resumed(self, _at: datetime, told: dict[str, Any]) -> None:
        entry = self.seals[told["seal"]]
        entry.suspended = False
        entry.stopped_by.clear()

    def _revoked(self, at: datetime, told: dict[str, Any]) -> None:
        self.seals[told["seal"]].revoked_at = at

    def _device_confirmed(self, _at: datetime, told: dict[str, Any]) -> None:
        self.devices.add(told["person"])
        if "step" in told:
            self._code_taken(_at, told)

    def _device_forgotten(self, _at: datetime, told: dict[str, Any]) -> None:
        self.devices.discard(told["person"])
        self.last_step.pop(told["person"], None)

    def _code_taken(self, _at: datetime, told: dict[str, Any]) -> None:
        self.last_step[told["person"]] = int(told["step"])
        self.wrong.pop(told["person"], None)

    def _code_refused(self, at: datetime, told: dict[str, Any]) -> None:
        wrong = self.wrong.setdefault(told["person"], [])
        wrong.append(at)
        del wrong[:-WRONG_REMEMBERED]

    def _given(self, at: datetime, told: dict[str, Any]) -> None:
        self.given[told["nonce"]] = Given(told["person"], at)

    def _authorised(self, at: datetime, told: dict[str, Any]) -> None:
        self.authorisations = {
            nonce: one
            for nonce, one in self.authorisations.items()
            if one.expires_at + KEPT_FOR > at
        }
        self.nonces.add(told["nonce"])
        self.authorisations[told["nonce"]] = Authorisation(
            nonce=told["nonce"],
            seals=tuple(told["seals"]),
            files=dict(told["files"]),
            expires_at=datetime.fromisoformat(told["expires_at"]),
            needs=int(told["needs"]),
            persons=[told["person"]],
        )

    def _confirmed(self, _at: datetime, told: dict[str, Any]) -> None:
        one = self.authorisations[told["nonce"]]
        one.persons.append(told["person"])
        one.expires_at = datetime.fromisoformat(told["expires_at"])

    def _withdrawn(self, _at: datetime, told: dict[str, Any]) -> None:
        self.authorisations[told["nonce"]].withdrawn = True

    def _begun(self, _at: datetime, told: dict[str, Any]) -> None:
        if one := self.authorisations.get(told["nonce"]):
            one.begun[told["label"]] += 1
            one.tries[told["label"]] += 1

    def _waits(self, _at: datetime, told: dict[str, Any]) -> None:
        if one := self.authorisations.get(told["nonce"]):
            one.begun[told["label"]] -= 1

    def _sealed(self, _at: datetime, told: dict[str, Any]) -> None:
        if one := self.authorisations.get(told["nonce"]):
            one.done.add(told["label"])
