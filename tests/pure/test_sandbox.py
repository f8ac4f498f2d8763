"""A child may crash, hang, starve or lie: the parent gets a refusal and goes on."""

import os
from pathlib import Path

import pytest

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.sandbox.limits import Limits
from drawings.sandbox.process import run_job

JOBS = "tests.pure.sandbox_probes"
SMALL = Limits(seconds=20, cpu_seconds=20, memory_mb=512, file_mb=4)


def refusal(job: str, work: Path, limits: Limits = SMALL) -> UnreadableDrawing:
    """What the parent says of a job that fails."""
    with pytest.raises(UnreadableDrawing) as caught:
        run_job(f"{JOBS}:{job}", {}, work=work, limits=limits)
    return caught.value


def test_a_job_answers_what_it_was_asked(tmp_path: Path) -> None:
    answer = run_job(f"{JOBS}:echo", {"say": "人防"}, work=tmp_path, limits=SMALL)
    assert answer["said"] == "人防"
    assert answer["folder"] == tmp_path.name


def test_a_child_inherits_nothing_from_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIANSHEN_SECRET_KEY", "secret")
    answer = run_job(f"{JOBS}:echo", {}, work=tmp_path, limits=SMALL)
    assert "LIANSHEN_SECRET_KEY" not in answer["environment"]


def test_a_refusal_keeps_its_reason_and_particulars(tmp_path: Path) -> None:
    error = refusal("refuse", tmp_path)
    assert error.code is Refusal.NO_PAGES
    assert error.particulars == {"seen": "none"}


def test_a_hanging_child_is_killed_with_everything_it_started(tmp_path: Path) -> None:
    error = refusal("hang", tmp_path, Limits(seconds=3, memory_mb=512))
    assert error.code is Refusal.TIMED_OUT
    assert error.particulars == {"seconds": "3"}
    grandchild = int((tmp_path / "grandchild").read_text())
    state = Path(f"/proc/{grandchild}/stat")
    # Gone, or a dead entry that its new parent has not yet collected.
    assert not state.exists() or state.read_text().split()[2] in "ZX"


def test_processor_time_ends_a_child_that_spins(tmp_path: Path) -> None:
    error = refusal("spin", tmp_path, Limits(seconds=60, cpu_seconds=1, memory_mb=512))
    assert error.code is Refusal.TIMED_OUT


@pytest.mark.parametrize(
    ("job", "code"),
    [
        ("swallow_memory", Refusal.OUT_OF_MEMORY),
        ("fall_over_when_starved", Refusal.OUT_OF_MEMORY),
        ("crash", Refusal.DAMAGED),
        ("write_without_end", Refusal.TOO_LARGE),
        ("answer_garbage", Refusal.DAMAGED),
        ("answer_by_a_link", Refusal.DAMAGED),
        ("no_such_job", Refusal.DAMAGED),
    ],
)
def test_every_other_end_of_a_child_is_a_refusal(
    tmp_path: Path, job: str, code: Refusal
) -> None:
    assert refusal(job, tmp_path).code is code


def test_an_answer_of_an_earlier_job_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    run_job(f"{JOBS}:echo", {"say": "first"}, work=tmp_path, limits=SMALL)
    assert refusal("crash", tmp_path).code is Refusal.DAMAGED


def test_a_child_cannot_reach_the_network_where_the_kernel_helps(
    tmp_path: Path,
) -> None:
    answer = run_job(f"{JOBS}:connect", {}, work=tmp_path, limits=SMALL)
    if answer["reached"] and os.geteuid() != 0:
        pytest.skip("this kernel lets no process leave the network")
    assert answer["reached"] is False
