"""Files that are being sealed: who asks again for the same one waits for the same result.

An answer may be lost, and a holder may take minutes to confirm at a seal service. So the
work goes on when whoever asked is gone, and what was made is kept for a while: asking
anew does not seal anew.
"""

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from signatures.signer.refusals import Refusal, Refused

WAIT_SECONDS: Final = 100.0
KEPT: Final = 8
"""So many results are kept for who asks again."""

Key = tuple[str, str]
Work = Callable[[Path], dict[str, str]]


@dataclass
class _One:
    question: str
    folder: Path
    over: threading.Event = field(default_factory=threading.Event)
    fields: dict[str, str] = field(default_factory=dict)
    fault: BaseException | None = None


class UnderWay:
    """What is being sealed, and what was sealed last."""

    def __init__(self, seconds: float = WAIT_SECONDS) -> None:
        self._seconds = seconds
        self._alone = threading.Lock()
        self._known: dict[Key, _One] = {}

    def result(
        self, key: Key, question: str, folder: Path, work: Work
    ) -> tuple[Path, dict[str, str]]:
        """The folder and fields that the work made, now or for who asked before.

        Args:
            key: the permission and the file.
            question: everything else that was asked; another one is no repetition.
            folder: of this question; thrown away when an earlier one does the work.
            work: fills the folder.

        Raises:
            Refused: the work was refused, goes on still, or another question is at work.
        """
        with self._alone:
            one = self._known.get(key)
            if one is None:
                one = self._known[key] = _One(question, folder)
                threading.Thread(target=_do, args=(one, work), daemon=True).start()
            elif folder != one.folder:
                shutil.rmtree(folder, ignore_errors=True)
        if one.question != question:
            raise Refused(Refusal.OTHER_BYTES, key[1])
        if not one.over.wait(self._seconds):
            raise Refused(Refusal.UNDER_WAY, key[1])
        if one.fault is not None:
            self._forget(key, one)
            raise one.fault
        self._forget_oldest()
        return one.folder, one.fields

    def _forget(self, key: Key, one: _One) -> None:
        with self._alone:
            if self._known.get(key) is one:
                del self._known[key]
        shutil.rmtree(one.folder, ignore_errors=True)

    def _forget_oldest(self) -> None:
        done = [
            (key, one) for key, one in list(self._known.items()) if one.over.is_set()
        ]
        for key, one in done[:-KEPT]:
            self._forget(key, one)


def _do(one: _One, work: Work) -> None:
    try:
        one.fields = work(one.folder)
    except BaseException as fault:  # noqa: BLE001  # whoever waits is told
        one.fault = fault
    finally:
        one.over.set()
