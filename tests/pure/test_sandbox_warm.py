"""Children forked from a warmed process are as strange to each other as any two."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.sandbox import warm
from drawings.sandbox.limits import Limits
from drawings.sandbox.process import run_job

PROBES = "tests.pure.sandbox_probes"
SMALL = Limits(seconds=30, cpu_seconds=20, memory_mb=512, file_mb=4)


def seen(work: Path, job: str = "kin") -> dict[str, int]:
    """What a child says of itself."""
    answer = run_job(f"{PROBES}:{job}", {}, work=work, limits=SMALL)
    return {key: int(value) for key, value in answer.items()}


def nursery_pid() -> int:
    """The process that children are forked from."""
    assert warm._nursery is not None
    return warm._nursery.process.pid


def test_children_of_one_process_come_from_one_nursery(tmp_path: Path) -> None:
    first, second = seen(tmp_path / "a"), seen(tmp_path / "b")
    assert first["parent"] == second["parent"] == nursery_pid() != os.getpid()
    assert first["self"] != second["self"]


def test_what_one_child_remembers_the_next_does_not_know(tmp_path: Path) -> None:
    assert seen(tmp_path / "a", "remember")["calls"] == 1
    assert seen(tmp_path / "b", "remember")["calls"] == 1


def test_a_child_holds_no_file_of_another_and_no_way_to_the_nursery(
    tmp_path: Path,
) -> None:
    assert seen(tmp_path)["sockets"] == 0


def test_a_job_is_done_although_the_nursery_was_killed(tmp_path: Path) -> None:
    seen(tmp_path / "a")
    killed = nursery_pid()
    os.kill(killed, signal.SIGKILL)
    assert seen(tmp_path / "b")["self"] > 0
    seen(tmp_path / "c")
    assert nursery_pid() != killed


def test_a_nursery_that_dies_in_the_middle_loses_no_work(tmp_path: Path) -> None:
    answer = run_job(f"{PROBES}:kill_the_nursery_once", {}, work=tmp_path, limits=SMALL)
    assert answer["tries"] == 2


def test_a_job_without_a_nursery_is_done_the_slow_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm.dismiss()
    monkeypatch.delattr("socket.send_fds")
    assert seen(tmp_path)["parent"] == os.getpid()


def test_one_child_ends_while_its_sister_goes_on(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDrawing) as caught:
        run_job(
            f"{PROBES}:hang",
            {},
            work=tmp_path / "a",
            limits=Limits(seconds=0.5, memory_mb=512),
        )
    assert caught.value.code is Refusal.TIMED_OUT
    assert seen(tmp_path / "b")["parent"] == nursery_pid()


def test_the_nursery_goes_when_its_process_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from tests.pure.test_sandbox_warm import nursery_pid, seen\n"
        f"seen(Path({str(tmp_path)!r}))\n"
        "os.set_inheritable(1, True)\n"
        "print(nursery_pid(), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    orphan = int(done.stdout)
    handle = os.pidfd_open(orphan) if _lives(orphan) else None
    if handle is not None:
        # A descriptor of a process becomes readable when the process has ended.
        import select

        ready, _, _ = select.select([handle], [], [], 20)
        os.close(handle)
        assert ready


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
