"""What the signer remembers: the log and the book that is folded from it, kept as one."""

import threading
from datetime import datetime

from signatures.signer.book import OPENED, Book
from signatures.signer.chain import Log
from signatures.signer.refusals import Refusal, Refused


class Memory:
    """The book, the log behind it, and the lock under which both change."""

    def __init__(self, log: Log) -> None:
        self.book, self.alone, self._log = Book(), threading.RLock(), log
        for line in log.lines():
            self.book.take(line)

    def write(self, verb: str, at: datetime, **told: object) -> None:
        """Put a line into the log and learn from it."""
        with self.alone:
            self.book.take(self._log.append(verb, told, at=at))

    def begin(self, at: datetime, *, is_test: bool) -> None:
        """Bind the log to tests or to licensed keys, for good.

        In a world of tests the platform names keepers and shows codes: none of that may
        count once the keys are real.

        Raises:
            Refused: the log was written in the other world.
        """
        with self.alone:
            if not self._log.number:
                self.write(OPENED, at, is_test=is_test)
            was_test = self.book.is_test is not False  # old logs do not say, and were
            if was_test is not is_test:
                raise Refused(Refusal.OTHER_WORLD, "take a new folder for these keys")

    def head(self) -> tuple[int, str]:
        """Number and hash of the last line."""
        with self.alone:
            return self._log.number, self._log.head
