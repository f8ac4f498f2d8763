"""A few child processes that draw: each asked one thing at a time, replaced when it dies.

PyMuPDF is not safe in threads and pages come from strangers, so the web draws nothing
itself. An answer comes as bare bytes: a child that was taken over has nothing to unpickle
into its parent. Who asked last is served first, for he still looks at the screen; who
would have to wait behind too many is turned away, and asks again if he still cares. Who
asks with patience keeps his place while others can be turned away.
"""

import logging
import multiprocessing
import os
import resource
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from typing import Final

from drawings.content.raster import NoSuchTile

log = logging.getLogger(__name__)

MEMORY: Final = 2 * 1024**3
GOOD, ABSENT, FAILED = b"+", b"0", b"!"


class HandsBusy(RuntimeError):
    """All hands are full and others wait."""


class HandFailed(RuntimeError):
    """The work died, hung, or ended in an error; the log says which."""


class Hand:
    """One child process."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, far = context.Pipe()
        self.process = context.Process(target=_work, args=(far,), daemon=True)
        self.process.start()
        far.close()
        # What was drawn last: its parsed page is warm here.
        self.about = ""

    def ask(
        self, seconds: float, function: Callable[..., bytes], values: tuple[object, ...]
    ) -> bytes | None:
        """What the function says; None where it says that there is no such thing.

        Raises:
            HandFailed: the function failed; the hand is as good as before.
            EOFError, OSError: the child died.
            TimeoutError: it hangs.

        """
        self.line.send((function, values))
        answer = self._answer(seconds)
        sign, said = answer[:1], answer[1:]
        if sign == FAILED:
            raise HandFailed(said.decode("utf-8", "replace"))
        return said if sign == GOOD else None

    def _answer(self, seconds: float) -> bytes:
        """What the child says, all of it in time.

        It may stop in the middle of an answer; to read on would then wait for ever. So
        whoever is late is killed, and its end of the line with it.
        """
        if not self.line.poll(seconds):
            raise TimeoutError(seconds)
        late = threading.Event()

        def end() -> None:
            late.set()
            self.process.kill()

        guard = threading.Timer(seconds, end)
        guard.daemon = True
        guard.start()
        try:
            return self.line.recv_bytes()
        except (EOFError, OSError) as error:
            if late.is_set():
                raise TimeoutError(seconds) from error
            raise
        finally:
            guard.cancel()

    def end(self) -> None:
        """Kill the child, whatever it does."""
        self.process.kill()
        self.line.close()
        self.process.join(timeout=1)


@dataclass(slots=True, eq=False)
class _Waiter:
    about: str
    is_patient: bool
    turn: threading.Event = field(default_factory=threading.Event)
    hand: Hand | None = None
    is_served: bool = False


class Hands:
    """A pool of hands."""

    def __init__(self, count: int, *, seconds: float, waiting: int) -> None:
        self.count, self.seconds, self.waiting = count, seconds, waiting
        self._lock = threading.Lock()
        self._free: list[Hand] = []
        self._out = 0
        self._waiters: list[_Waiter] = []

    @property
    def busy(self) -> int:
        """How many hands are full."""
        return self._out

    @property
    def waits(self) -> int:
        """How many wait for one."""
        return len(self._waiters)

    def ask(
        self, about: str, function: Callable[..., bytes], *values: object
    ) -> bytes | None:
        """Let a hand do the work; None where there is no such thing.

        Args:
            about: name of the page: a hand that has it open is preferred.
            function: of a module that imports no Django; NoSuchTile means None.
            values: plain values and paths.

        Raises:
            HandsBusy: too many wait already.
            HandFailed: the work failed, or two hands in turn died of it, or it hung.

        """
        return self._ask(_Waiter(about, is_patient=False), function, values)

    def ask_patiently(
        self, about: str, function: Callable[..., bytes], *values: object
    ) -> bytes | None:
        """The same for what is asked once and then missed, such as a picture of a page.

        At most half of the places to wait are for the patient: a tile is asked again by
        the viewer, but it must not find the door shut for ever.

        Raises:
            HandsBusy: too many wait already.
            HandFailed: the work failed, or two hands in turn died of it, or it hung.

        """
        return self._ask(_Waiter(about, is_patient=True), function, values)

    def _ask(
        self,
        waiter: _Waiter,
        function: Callable[..., bytes],
        values: tuple[object, ...],
    ) -> bytes | None:
        for is_last in (False, True):
            hand = self._take(waiter)
            try:
                said = hand.ask(self.seconds, function, values)
            except HandFailed:
                self._give_back(hand)
                raise
            except TimeoutError as error:
                self._bury(hand)
                raise HandFailed(f"longer than {self.seconds} s") from error
            except (EOFError, OSError) as error:
                self._bury(hand)
                log.warning("a hand died; starting another")
                if is_last:
                    raise HandFailed("the hands died of it") from error
            except BaseException:
                # Half asked or half answered: what it says next would be another's.
                self._bury(hand)
                raise
            else:
                hand.about = waiter.about
                self._give_back(hand)
                return said
        raise HandFailed("unreachable")

    def wake(self) -> None:
        """Start a hand ahead of need, if none was ever started."""
        with self._lock:
            if not self._free and not self._out:
                self._free.append(Hand())

    def end(self) -> None:
        """End all hands that rest; the next question starts new ones."""
        with self._lock:
            free, self._free = self._free, []
        for hand in free:
            hand.end()

    def _take(self, asking: _Waiter) -> Hand:
        with self._lock:
            hand = self._free_for(asking.about)
            if hand is not None:
                return hand
            waiter = replace(asking, turn=threading.Event())
            self._waiters.append(waiter)
            if len(self._waiters) > self.waiting:
                self._turn_away()
        waiter.turn.wait(self.seconds)
        with self._lock:
            if not waiter.is_served:
                if waiter in self._waiters:
                    self._waiters.remove(waiter)
                raise HandsBusy(asking.about)
            if waiter.hand is not None:
                return waiter.hand
        return self._new()

    def _turn_away(self) -> None:
        """Who waits longest goes, patient ones only where they hold too many places."""
        patient = [waiter for waiter in self._waiters if waiter.is_patient]
        hasty = [waiter for waiter in self._waiters if not waiter.is_patient]
        crowd = patient if len(patient) > self.waiting / 2 or not hasty else hasty
        self._waiters.remove(crowd[0])
        crowd[0].turn.set()

    def _free_for(self, about: str) -> Hand | None:
        """A hand that rests, best one that knows the page, or a new one; lock is held."""
        known = [hand for hand in self._free if hand.about == about]
        if known or (self._free and self._out + len(self._free) >= self.count):
            hand = (known or self._free)[0]
            self._free.remove(hand)
        elif self._out + len(self._free) < self.count:
            hand = Hand()
        else:
            return None
        self._out += 1
        return hand

    def _give_back(self, hand: Hand) -> None:
        with self._lock:
            if self._waiters:
                self._serve(hand)
            else:
                self._out -= 1
                self._free.append(hand)

    def _bury(self, hand: Hand) -> None:
        hand.end()
        with self._lock:
            if self._waiters:
                self._serve(None)
            else:
                self._out -= 1

    def _serve(self, hand: Hand | None) -> None:
        """The newest of those who wait gets the hand, or leave to start one."""
        waiter = self._waiters.pop()
        waiter.hand, waiter.is_served = hand, True
        waiter.turn.set()

    def _new(self) -> Hand:
        try:
            return Hand()
        except OSError:
            with self._lock:
                self._out -= 1
            raise


def _work(line: Connection) -> None:
    """What a child does all its life; it ends with its parent."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        try:
            function, values = line.recv()
        except (EOFError, OSError):
            return
        line.send_bytes(_answer(function, values))


def _answer(function: Callable[..., bytes], values: tuple[object, ...]) -> bytes:
    try:
        return GOOD + function(*values)
    except NoSuchTile:
        return ABSENT
    except MemoryError:
        os._exit(1)
    except Exception as error:  # noqa: BLE001  (the edge of the process)
        if "malloc" in str(error):
            os._exit(1)
        return FAILED + f"{type(error).__name__}: {error}"[:500].encode()
