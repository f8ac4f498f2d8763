"""Seal a set while its signer, its worker and its database connection are killed.

The worker is a fork of this process that takes the job up again and again, as a queue
does; the signer is the real one; connections are cut by the server, so on PostgreSQL
alone. Where to kill is drawn from a seed: a number of sealed sheets, then a pause.
"""

import contextlib
import datetime as dt
import os
import random
import signal
import socket
import struct
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import Error, close_old_connections, connection, connections
from django.utils import timezone

from signatures import keys
from signatures.errors import CodeNotTaken
from signatures.events import FILE_SEALED
from signatures.models import IssuedFile, Seal, SealingOrder
from signatures.signer.chain import Log
from storage.doorbell import do_here, know_tasks
from storage.models import Event, Job
from tests.world import SHEETS, World, build_world, certify_case
from workflow.actions.delivery import (
    SEAL_TASK,
    order_case_sealing,
    resume_case_sealing,
)
from workflow.sealings import is_over

LONGEST_SECONDS: Final = 3600.0
LOOK_SECONDS: Final = 0.03
MOST_CODES: Final = 5
LONGEST_PAUSE: Final = 0.4
"""About as long as one sheet takes: so a kill falls anywhere within its course."""


@dataclass
class Killing:
    """A set under way to being sealed, and whom to kill when."""

    world: World
    order: SealingOrder
    seed: int
    killed: Counter[str] = field(default_factory=Counter)
    resumed: int = 0
    worker: int = 0

    def victims(self) -> list[str]:
        """Who can be killed here."""
        cut = ["connection"] if connection.vendor == "postgresql" else []
        return ["signer", "worker", "hand", *cut]

    def run(self, kills: int) -> None:
        """Kill so often, let the rest be sealed, and see that nothing left meanwhile.

        Raises:
            TimeoutError: it never came to an end.
        """
        chance = random.Random(self.seed)  # noqa: S311  not a secret
        sheets = self.order.count
        points = sorted(chance.randrange(sheets) for _ in range(kills))
        victims = [self.victims()[n % len(self.victims())] for n in range(kills)]
        chance.shuffle(victims)
        plan = [
            (point, victim, chance.uniform(0, LONGEST_PAUSE))
            for point, victim in zip(points, victims, strict=True)
        ]
        try:
            while self._goes_on():
                if plan and self._sealed() >= plan[0][0]:
                    _, victim, pause = plan.pop(0)
                    time.sleep(pause)
                    self._kill(victim)
                time.sleep(LOOK_SECONDS)
        finally:
            _end(self.worker)
        if plan:
            raise AssertionError(f"{len(plan)} kills came too late")

    def _goes_on(self) -> bool:
        job = Job.objects.get(key=f"seal:{self.order.pk}")
        if job.state == Job.State.DONE:
            return False
        self.order.refresh_from_db()
        assert not IssuedFile.objects.in_force().exists()
        if job.state == Job.State.FAILED or is_over(self.order):
            self._resume()
        if not _lives(self.worker):
            self._wake(job)
        return True

    def _sealed(self) -> int:
        return self.order.seals.exclude(after=None).count()

    def _resume(self) -> None:
        """What the head does on the page when it says that it stopped."""
        self.resumed += 1
        _end(self.worker)
        for _code in range(MOST_CODES):
            # A code may run out while a signer that was killed starts again.
            with contextlib.suppress(CodeNotTaken):
                resume_case_sealing(
                    case=self.world.case,
                    actor=self.world["qian"],
                    code=keys.test_code("qian"),
                )
                return
        raise AssertionError("no code was taken")

    def _wake(self, job: Job) -> None:
        """A new worker; the lease of the one that died counts as run out."""
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
            lease_until=timezone.now() - dt.timedelta(seconds=1)
        )
        connections.close_all()
        self.worker = os.fork()
        if not self.worker:
            _work(job.pk)

    def _kill(self, victim: str) -> None:
        match victim:
            case "signer":
                hit = _kill_signer()
            case "hand":
                hit = _kill_a_hand()
            case "connection":
                hit = _cut_connections()
            case _:
                hit = _lives(self.worker)
                _end(self.worker)
        self.killed[victim if hit else f"no {victim} there"] += 1


def begun(sheets: int, seed: int) -> Killing:
    """A case that passed, with so many sheets, whose head has just clicked."""
    more = tuple(
        (f"结施-{n:03d}", "配筋图", "structure") for n in range(sheets - len(SHEETS))
    )
    world = build_world(more).hand_in().accept().finish_round().release()
    know_tasks()
    order = order_case_sealing(
        case=world.case, actor=world["qian"], code=keys.test_code("qian")
    )
    assert order.count == sheets
    return Killing(world, order, seed)


def require_whole(killing: Killing) -> None:
    """Every sheet sealed and written down once; the certificate; all of it issued after."""
    certify_case(killing.world)
    seals = list(Seal.objects.filter(order=killing.order).select_related("after"))
    assert len(seals) == killing.order.count
    assert all(seal.after is not None and seal.fields for seal in seals)
    told = Counter(
        Event.objects.filter(verb=FILE_SEALED).values_list("subject_id", flat=True)
    )
    assert all(told[seal.pk] == 1 for seal in seals), told
    issues = IssuedFile.objects.filter(stream=killing.order.stream).exclude(
        kind=IssuedFile.Kind.NOTICE
    )
    assert {one.status for one in issues} == {IssuedFile.Status.CURRENT}
    assert issues.count() == len(seals) + 1
    _require_logged(killing.order, seals)


def _require_logged(order: SealingOrder, seals: list[Seal]) -> None:
    """The signer's log is whole and knows the bytes that are kept of every sheet."""
    made: dict[str, set[str]] = {}
    for line in Log(Path(settings.LIANSHEN_SIGNER) / "log").lines():
        if line.verb == "sealed":
            made.setdefault(str(line.told["label"]), set()).add(str(line.told["after"]))
    for seal in seals:
        assert seal.after is not None
        assert seal.after.sha256 in made[seal.label]


def _work(job_id: int) -> None:
    """The life of a worker: the job, again and again until it is over."""
    code = 1
    try:
        while Job.objects.open().filter(pk=job_id).exists():
            with contextlib.suppress(Error):
                do_here(SEAL_TASK, job_id)
            close_old_connections()
        code = 0
    finally:
        os._exit(code)


def _lives(process: int) -> bool:
    if not process:
        return False
    try:
        return os.waitpid(process, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def _end(process: int) -> None:
    if _lives(process):
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _kill_signer() -> bool:
    found = _signer()
    if found:
        os.kill(found, signal.SIGKILL)
    return bool(found)


def _signer() -> int:
    """Which process listens on the socket; 0: none."""
    with socket.socket(socket.AF_UNIX) as link:
        try:
            link.connect(str(settings.LIANSHEN_SIGNER_SOCKET))
        except OSError:
            return 0
        kept = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int(struct.unpack("3i", kept)[0])


def _kill_a_hand() -> bool:
    hands = [one for one in _children(_signer()) if "spawn_main" in _said(one)]
    for one in hands[:1]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return bool(hands)


def _children(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").glob("*"):
        with contextlib.suppress(OSError):
            yield from map(int, (task / "children").read_text().split())


def _said(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def _cut_connections() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])
