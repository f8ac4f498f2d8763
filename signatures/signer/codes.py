"""Codes of the keepers' devices: made known once, taken once, and not guessed."""

from datetime import datetime, timedelta
from operator import itemgetter
from time import monotonic
from typing import Final

from signatures.signer import book as verbs
from signatures.signer.devices import (
    Devices,
    address_of,
    code_at,
    new_secret,
    step_at,
    step_of,
)
from signatures.signer.memory import Memory
from signatures.signer.refusals import Refusal, Refused

MOST_WRONG: Final = 5
FIRST_WAIT: Final = timedelta(minutes=10)
LONGEST: Final = 200
"""Of what a person says with a code."""

LONGEST_WAIT: Final = timedelta(days=1)
"""After each five wrong codes in a row the wait doubles: guessing does not pay."""

MOST_BEGUN: Final = 200
BEGUN_COUNTS_FOR: Final = timedelta(minutes=30)


class Codes:
    """The second factors of everybody who keeps a seal."""

    def __init__(self, memory: Memory, devices: Devices, *, is_test: bool) -> None:
        self._memory, self._devices, self._is_test = memory, devices, is_test
        self._begun: dict[str, bytes] = {}
        self._begun_at: dict[str, float] = {}

    def has(self, person: str) -> bool:
        """Whether the person has confirmed a device."""
        return person in self._memory.book.devices

    def begin(self, person: str) -> str:
        """A new secret for a person's device, as the address that its QR code says.

        Raises:
            Refused: there is a device, or the keys are real: then the secret must not
                pass through the platform, and the operator sets the device up.
        """
        if not self._is_test:
            raise Refused(Refusal.ONLY_THE_OPERATOR, person)
        return self.begin_here(person)

    def begin_here(self, person: str) -> str:
        """The same, asked by whoever runs the signer.

        Raises:
            Refused: there is a device already.
        """
        with self._memory.alone:
            if self.has(person):
                raise Refused(Refusal.DEVICE_KNOWN, person)
            self._forget_begun()
            secret = self._begun.setdefault(person, new_secret())
            self._begun_at.setdefault(person, monotonic())
            return address_of(secret, person)

    def confirm(self, person: str, code: str, *, at: datetime) -> None:
        """Keep the secret once the device has shown that it has it."""
        with self._memory.alone:
            secret = self._begun.get(person)
            if secret is None or self.has(person):
                raise Refused(Refusal.NO_DEVICE, person)
            self._require_patience(person, at)
            step = step_of(secret, code, at)
            if step is None:
                self._memory.write(verbs.CODE_REFUSED, at, person=person)
                raise Refused(Refusal.CODE_WRONG, person)
            self._devices.keep(person, secret)
            del self._begun[person]
            self._memory.write(verbs.DEVICE_CONFIRMED, at, person=person, step=step)

    def _forget_begun(self) -> None:
        """Secrets that no device took up in time; and not more of them than fit."""
        now, longest = monotonic(), BEGUN_COUNTS_FOR.total_seconds()
        for person, began in sorted(self._begun_at.items(), key=itemgetter(1)):
            if now - began > longest or len(self._begun_at) >= MOST_BEGUN:
                self._begun.pop(person, None)
                del self._begun_at[person]

    def forget(self, person: str, *, at: datetime) -> None:
        """A device is lost; only whoever runs the signer may ask for this."""
        with self._memory.alone:
            self._devices.forget(person)
            self._memory.write(verbs.DEVICE_FORGOTTEN, at, person=person)

    def test_code(self, person: str, *, at: datetime) -> str:
        """The code that the device of a person shows now; in a world of tests alone.

        Raises:
            Refused: the keys are not those of the test authority.
        """
        if not self._is_test:
            raise Refused(Refusal.ONLY_FOR_TESTS)
        with self._memory.alone:
            secret = self._devices.secret(person) if self.has(person) else None
            step = step_at(at)
            if secret is None or self._memory.book.last_step.get(person, -1) > step:
                # Told time may go back; a device of its own for each time, then.
                secret = new_secret()
                self._devices.keep(person, secret)
                self._memory.write(verbs.DEVICE_FORGOTTEN, at, person=person)
                self._memory.write(verbs.DEVICE_CONFIRMED, at, person=person)
            last = self._memory.book.last_step.get(person, -1)
            return code_at(secret, max(step, last + 1))

    def take(self, person: str, code: str, at: datetime) -> None:
        """A code counts once: who looks over a shoulder has nothing."""
        secret = self._devices.secret(person) if self.has(person) else None
        if secret is None:
            raise Refused(Refusal.NO_DEVICE, person)
        self._require_patience(person, at)
        step = step_of(secret, code, at)
        if step is None:
            self._memory.write(verbs.CODE_REFUSED, at, person=person)
            raise Refused(Refusal.CODE_WRONG, person)
        if step <= self._memory.book.last_step.get(person, -1):
            raise Refused(Refusal.CODE_USED, person)
        self._memory.write(verbs.CODE_TAKEN, at, person=person, step=step)

    def speak(self, person: str, code: str, about: str, *, at: datetime) -> None:
        """A person says something with a code; the log keeps who, when and what.

        Raises:
            Refused: the code is wrong or was used, or the person has no device.
        """
        with self._memory.alone:
            self.take(person, code, at)
            self._memory.write(verbs.SPOKEN, at, person=person, about=about[:LONGEST])

    def _require_patience(self, person: str, at: datetime) -> None:
        wrong = self._memory.book.wrong.get(person, [])
        rounds, rest = divmod(len(wrong), MOST_WRONG)
        if not rounds or rest:
            return
        wait = min(FIRST_WAIT * 2 ** (rounds - 1), LONGEST_WAIT)
        if at < wrong[-1] + wait:
            raise Refused(Refusal.TOO_MANY_CODES, person)
