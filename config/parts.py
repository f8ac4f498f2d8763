"""A part of the system in a process of its own: begun again when it ends by itself."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

PAUSES_SECONDS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""What is waited before each beginning anew; who ends once more after the last is left."""

HEALTHY_SECONDS: Final = 60.0
"""Who worked that long is well: what was before does not count any more."""

PATIENCE_SECONDS: Final = 20.0
"""What a part that is asked to end has for the work in its hands."""


class PartLost(RuntimeError):
    """A part ended again and again; beginning it once more would not help."""


class Process(Protocol):
    """What a part asks of the process that it is."""

    def poll(self) -> int | None:
        """Its exit code; None while it works."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, when it has ended."""


@dataclass
class Part:
    """One part: how it begins, and how often it ended by itself.

    Attributes:
        name: what people call it.
        begin: starts its process.
        say: takes a sentence for whoever looks at the console.
        ends: how often in a row it ended before it was well.
    """

    name: str
    begin: Callable[[], Process]
    say: Callable[[str], None]
    ends: int = 0
    _process: Process | None = field(default=None, init=False)
    _began: float = field(default=0.0, init=False)
    _due: float = field(default=0.0, init=False)

    def look(self, now: float) -> None:
        """Begin it where its time has come; note when it has ended. `now` in seconds.

        Raises:
            PartLost: it ended once more after the longest pause.

        """
        if self._process is None:
            if now >= self._due:
                self._process, self._began = self.begin(), now
            return
        code = self._process.poll()
        if code is not None:
            self._process = None
            self._wait_longer(code, now)

    def ask_to_end(self) -> None:
        """Ask it to end after what it does."""
        if self._process is not None:
            self._process.terminate()

    def see_end(self) -> None:
        """Wait until it has ended; end it when it does not listen."""
        if self._process is None:
            return
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _wait_longer(self, code: int, now: float) -> None:
        self.ends = 1 if now - self._began >= HEALTHY_SECONDS else self.ends + 1
        if self.ends > len(PAUSES_SECONDS):
            raise PartLost(
                f"The {self.name} ended {self.ends} times in a row, at last with "
                f"{_told(code)}. Everything is ended; see its lines above."
            )
        pause = PAUSES_SECONDS[self.ends - 1]
        self._due = now + pause
        self.say(
            f"The {self.name} ended by itself with {_told(code)}; it is begun again "
            f"in {pause:g} s ({self.ends} of {len(PAUSES_SECONDS)})."
        )


def _told(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"
