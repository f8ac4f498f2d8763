"""What the signer remembers: the log and the book that is folded from it, kept as one."""

import threading
from datetime import datetime

from signatures.signer.book import Book
from signatures.signer.chain import Log


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

    def head(self) -> tuple[int, str]:
        """Number and hash of the last line."""
        with self.alone:
            return self._log.number, self._log.head
