"""What `serve` keeps working: each part, again and again, within bounds."""

import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.test import override_settings

from config.parts import HEALTHY_SECONDS, PAUSES_SECONDS, Part, PartLost
from config.serving import (
    BEAT,
    SIGNER,
    SignerOfOthers,
    behind,
    end_all,
    listens,
    takes_work,
)
from signatures.signer.starting import start_signer


@dataclass
class Begun:
    """A process that ends when the test says so."""

    code: int | None = None
    asked: list[str] = field(default_factory=list)

    def poll(self) -> int | None:
        return self.code

    def terminate(self) -> None:
        self.asked.append("terminate")

    def kill(self) -> None:
        self.asked.append("kill")
        self.code = -9

    def wait(self, timeout: float | None = None) -> int:
        if self.code is None:
            raise subprocess.TimeoutExpired("a part", timeout or 0.0)
        return self.code


@dataclass
class Stage:
    """A part whose processes and words are kept."""

    begun: list[Begun] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def part(self, name: str = "web") -> Part:
        return Part(name=name, begin=self._begin, say=self.said.append)

    def _begin(self) -> Begun:
        self.begun.append(Begun())
        return self.begun[-1]


def ended(stage: Stage, part: Part, now: float, code: int = 1) -> float:
    """Let the newest process end and the part be begun again; the time afterwards."""
    stage.begun[-1].code = code
    part.look(now)
    pause = PAUSES_SECONDS[part.ends - 1]
    part.look(now + pause - 0.1)
    counted = len(stage.begun)
    part.look(now + pause)
    assert len(stage.begun) == counted + 1
    return now + pause


def after_every_pause(stage: Stage) -> tuple[Part, float]:
    """A part that ended as often as it may, and the time by then."""
    part = stage.part()
    part.look(0.0)
    now = 0.0
    for _time in PAUSES_SECONDS:
        now = ended(stage, part, now)
    return part, now


def test_a_part_that_ends_is_begun_again_after_a_growing_pause() -> None:
    stage = Stage()

    after_every_pause(stage)

    assert len(stage.begun) == 1 + len(PAUSES_SECONDS)
    assert sorted(PAUSES_SECONDS) == list(PAUSES_SECONDS)


def test_a_part_that_ends_is_told_by_name_with_its_code_and_pause() -> None:
    stage = Stage()
    part = stage.part("beat")
    part.look(0.0)

    ended(stage, part, 0.0, code=-9)

    assert stage.said == [
        "The beat ended by itself with signal 9; it is begun again in 1 s (1 of 6)."
    ]


def test_a_part_that_ends_again_and_again_is_given_up() -> None:
    stage = Stage()
    part, now = after_every_pause(stage)
    stage.begun[-1].code = 3

    with pytest.raises(PartLost, match=r"web ended 7 times in a row.*code 3"):
        part.look(now)


def test_what_a_part_did_before_it_was_well_does_not_count() -> None:
    stage = Stage()
    part = stage.part()
    part.look(0.0)
    now = ended(stage, part, ended(stage, part, 0.0))
    assert part.ends == 2

    ended(stage, part, now + HEALTHY_SECONDS)

    assert part.ends == 1


def test_a_real_process_that_was_killed_is_begun_again() -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def begin() -> "subprocess.Popen[bytes]":
        program = "import sys; sys.stdin.read()"
        command = [sys.executable, "-c", program]
        begun.append(subprocess.Popen(command, stdin=subprocess.PIPE))
        return begun[-1]

    part = Part(name="web", begin=begin, say=lambda _sentence: None)
    part.look(0.0)
    begun[0].kill()
    begun[0].wait()
    part.look(1.0)
    part.look(3.0)

    end_all([part])

    assert len(begun) == 2
    assert begun[1].returncode is not None


def test_the_signer_is_asked_to_end_after_all_others() -> None:
    order: list[str] = []

    def noting(name: str) -> Callable[[], Begun]:
        @dataclass
        class Noted(Begun):
            def terminate(self) -> None:
                order.append(name)
                self.code = 0

        return Noted

    parts = [
        Part(name=name, begin=noting(name), say=order.append)
        for name in ("web", SIGNER, BEAT)
    ]
    for part in parts:
        part.look(0.0)

    end_all(parts)

    assert order == ["web", BEAT, SIGNER]


def test_a_part_that_does_not_listen_is_ended() -> None:
    stage = Stage()
    part = stage.part()
    part.look(0.0)

    part.ask_to_end()
    stage_process = stage.begun[0]
    with pytest.raises(subprocess.TimeoutExpired):
        stage_process.wait(1.0)
    part.see_end()

    assert stage_process.asked == ["terminate", "kill"]


def test_the_work_behind_the_pages_is_done_once(tmp_path: Path) -> None:
    mark = tmp_path / "serving.lock"
    with mark.open("a") as first, mark.open("a") as second:
        assert takes_work(first)
        assert not takes_work(second)
        first.close()
        assert takes_work(second)


def test_the_beat_is_a_part_of_its_own() -> None:
    commands = behind()

    assert "beat" in commands[BEAT]
    assert not any(
        "--beat" in command for command in commands.values()
    )  # whose end nobody would see


def test_a_signer_that_is_a_service_of_its_own_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("LIANSHEN_SIGNER_SOCKET", raising=False)
    assert SIGNER in behind()

    monkeypatch.setenv("LIANSHEN_SIGNER_SOCKET", "/somewhere")

    assert SIGNER not in behind()


def test_a_signer_of_others_is_used_while_it_listens(tmp_path: Path) -> None:
    folder, path = tmp_path / "signer", tmp_path / "socket"
    with override_settings(LIANSHEN_SIGNER=folder, LIANSHEN_SIGNER_SOCKET=path):
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(path))  # left behind, nobody listens
        assert not listens(path)
        assert SignerOfOthers(path).poll() == 0

        start_signer(folder, path)

        assert listens(path)
        assert SignerOfOthers(path).poll() is None
