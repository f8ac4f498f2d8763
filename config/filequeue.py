"""The queue in files, for one machine: a message appears whole or not at all.

Kombu's own file transport makes the file of a message first and writes it then. A
worker that looks in between takes an empty message and ends, and with it everything
that is served beside it.
"""

import fcntl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from time import monotonic_ns
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

LOCK = "lock"
ADDRESS = "filesystem"


class WholeFiles(filesystem.Channel):
    """Messages are renamed into the folder once they are written; bindings are locked."""

    def _put(  # type: ignore[override]  # kombu names it in two ways itself
        self, queue: str, payload: object, **_options: object
    ) -> None:
        folder = Path(self.data_folder_out)
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}"
        unfinished = folder / f"{name}.unfinished"
        unfinished.write_text(dumps(payload), encoding="utf-8")
        unfinished.replace(folder / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            return super()._get(queue)
        except ValueError as error:
            # Cut off, as by a full disk. A message only rings: the row is the work.
            raise Empty from error

    def _queue_bind(
        self,
        exchange: str,
        routing_key: str | None,
        pattern: str | None,
        queue: str | None,
    ) -> None:
        with self._alone():
            super()._queue_bind(exchange, routing_key or "", pattern or "", queue or "")

    def get_table(self, exchange: str) -> Any:
        """Which queues hear an exchange."""
        with self._alone():
            return super().get_table(exchange)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (Path(self.control_folder) / LOCK).open("a") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """The file transport with such channels."""

    Channel = WholeFiles


def use_whole_files() -> None:
    """Let addresses that begin with `filesystem` mean this transport."""
    TRANSPORT_ALIASES[ADDRESS] = f"{Transport.__module__}:{Transport.__qualname__}"
