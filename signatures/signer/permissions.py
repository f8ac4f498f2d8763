"""Permissions to seal: who gave them, for which bytes, for how long."""

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from signatures.signer import book as verbs
from signatures.signer.book import Authorisation
from signatures.signer.codes import Codes
from signatures.signer.memory import Memory
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.seals import Seals

LONGEST: Final = timedelta(minutes=10)
MOST_FILES: Final = 2000
MOST_SEALS: Final = 32
LONGEST_LABEL: Final = 400
MOST_TRIES: Final = 5
"""How often sealing one file may begin: a kill costs one, and five kills are no accident."""

MOST_PUT_OFF: Final = 50
"""With those tries that were put off because somebody did not answer."""

LISTED: Final = r"[0-9a-f]{64}(@[0-9a-f]{64})?"
"""How a file is named: its SHA-256, and that of the seals' places where they were chosen."""


class Permissions:
    """The rules over authorisations."""

    def __init__(self, seals: Seals, codes: Codes, memory: Memory) -> None:
        self._seals, self._codes, self._memory = seals, codes, memory

    def give(self, nonce: str, *, person: str, code: str, at: datetime) -> None:
        """Take a code at the moment it is given, before the list is drawn up.

        A code lasts a minute, to draw up a long list may take longer. The code is used up
        by it, and good for the one permission of this nonce, of this person, and for ten
        minutes.

        Raises:
            Refused: the nonce was used, or the code is wrong or was used.
        """
        with self._memory.alone:
            if nonce in self._memory.book.nonces or nonce in self._memory.book.given:
                raise Refused(Refusal.AUTHORISATION_USED, nonce[:LONGEST_LABEL])
            if not 0 < len(nonce) <= LONGEST_LABEL:
                raise Refused(Refusal.NOT_UNDERSTOOD, "no name")
            self._codes.take(person, code, at)
            self._memory.write(verbs.GIVEN, at, nonce=nonce, person=person)

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

        Without a code it is the one that the person gave for this nonce beforehand.

        Raises:
            Refused: the nonce was used, the person does not keep a seal, a seal cannot
                be used, the code is wrong or was used, or was given too long ago.
        """
        with self._memory.alone:
            if nonce in self._memory.book.nonces:
                raise Refused(Refusal.AUTHORISATION_USED, nonce)
            _require_list(nonce, seals, files)
            entries = [self._seals.usable(seal, at) for seal in seals]
            for entry in entries:
                self._seals.require_keeper(entry, person, at)
            if code:
                self._codes.take(person, code, at)
            else:
                self._require_given(nonce, person, at)
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
            Refused: no such authorisation or it is over, enough persons confirmed, the
                same person again or one who stands for the first, no keeper, wrong code.
        """
        with self._memory.alone:
            one = self._known(nonce)
            if person in one.persons and one.is_confirmed:
                return one  # the answer to what they said before was lost
            if person in one.persons:
                raise Refused(Refusal.SAME_PERSON, person)
            if one.is_confirmed:
                raise Refused(Refusal.AUTHORISATION_USED, nonce)
            if one.expires_at <= at:
                raise Refused(Refusal.AUTHORISATION_OVER, nonce)
            for seal in one.seals:
                entry = self._seals.usable(seal, at)
                self._seals.require_keeper(entry, person, at)
                for other in one.persons:
                    if _is_one_person(entry.stands_for, (other, person), at):
                        raise Refused(Refusal.SAME_PERSON, f"{person} for {other}")
            self._codes.take(person, code, at)
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
            self._known(nonce)
            self._memory.write(verbs.WITHDRAWN, at, nonce=nonce, by=by)

    def open(self, nonce: str, label: str, at: datetime) -> Authorisation:
        """A permission that counts now for a file of this name.

        Raises:
            Refused: it is unknown, withdrawn, over, waits for a second person, does not
                name the file, or was tried too often.
        """
        one = self.open_still(nonce, at)
        if label not in one.files:
            raise Refused(Refusal.NOT_IN_LIST, label)
        if one.begun[label] >= MOST_TRIES or one.tries[label] >= MOST_PUT_OFF:
            raise Refused(Refusal.COUNT_OVERRUN, label)
        return one

    def open_still(self, nonce: str, at: datetime) -> Authorisation:
        """A permission that counts at a moment.

        Raises:
            Refused: it is unknown, withdrawn, over, or waits for a second person.
        """
        one = self._known(nonce)
        if not one.is_confirmed:
            raise Refused(Refusal.SECOND_PERSON_MISSING, nonce)
        if one.expires_at <= at:
            raise Refused(Refusal.AUTHORISATION_OVER, nonce)
        return one

    def _require_given(self, nonce: str, person: str, at: datetime) -> None:
        """The code that was given beforehand; it serves once, for its nonce does."""
        given = self._memory.book.given.get(nonce)
        if given is None or given.person != person:
            raise Refused(Refusal.CODE_WRONG, person)
        if not given.at <= at < given.at + LONGEST:
            raise Refused(Refusal.AUTHORISATION_OVER, nonce)

    def _known(self, nonce: str) -> Authorisation:
        found = self._memory.book.authorisations.get(nonce)
        if found is None or found.withdrawn:
            raise Refused(Refusal.NO_AUTHORISATION, nonce)
        return found


def require_bytes(one: Authorisation, label: str, digest: str) -> None:
    """Hold a file against what was permitted.

    Raises:
        Refused: these are other bytes.
    """
    if not hmac.compare_digest(one.files[label], digest):
        raise Refused(Refusal.OTHER_BYTES, label)


def _is_one_person(
    stands_for: Callable[[str, datetime], set[str]],
    persons: tuple[str, str],
    at: datetime,
) -> bool:
    """Whether two persons together stand for a single keeper: a delegate is no second."""
    first, second = (stands_for(person, at) for person in persons)
    return len(first | second) < len(persons)


def _require_list(nonce: str, seals: Sequence[str], files: Mapping[str, str]) -> None:
    is_list = (
        0 < len(seals) <= MOST_SEALS
        and 0 < len(files) <= MOST_FILES
        and 0 < len(nonce) <= LONGEST_LABEL
        and all(0 < len(label) <= LONGEST_LABEL for label in files)
        and all(re.fullmatch(LISTED, digest) for digest in files.values())
    )
    if not is_list:
        raise Refused(Refusal.NOT_UNDERSTOOD, "an empty or endless list")
