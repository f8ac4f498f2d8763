"""`manage.py serve` itself, with every part a real process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pymupdf
import pytest
from django.conf import settings

from config.serving import listens
from drawings.actions.uploads import take_file
from drawings.models import SubmittedFile
from tests.outside import ROOT
from tests.queue.conftest import FILES
from tests.queue.worker import answers, brings, free_port, surroundings
from tests.world import build_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE_SECONDS: Final = 60
PARTS: Final = {"waitress", "signatures.signer", "worker", "beat"}


def children_of(process: int) -> dict[int, str]:
    """The processes that it began: what each was called with, by number."""
    listed = [
        int(one)
        for task in Path(f"/proc/{process}/task").iterdir()
        for one in (task / "children").read_text().split()
    ]
    return {one: Path(f"/proc/{one}/cmdline").read_text() for one in listed}


def web_of(process: int) -> int | None:
    """Which of them is the web."""
    found = children_of(process).items()
    return next((number for number, called in found if "waitress" in called), None)


def test_all_parts_work_one_that_dies_comes_back_and_all_end_together(
    tmp_path: Path,
) -> None:
    submission = build_world().case.current_round.submission
    sheet = tmp_path / "建施-31.pdf"
    with pymupdf.open() as document:
        document.new_page(width=1191, height=842).draw_line((72, 72), (900, 700))
        document.save(sheet)
    file = take_file(submission=submission, path=sheet.name, source=sheet)
    read = SubmittedFile.objects.filter(pk=file.pk, state=SubmittedFile.State.READ)
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "blobs").symlink_to(settings.LIANSHEN_BLOBS)
    port = free_port()
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]
    around = {**surroundings(FILES, folder), "LIANSHEN_RING": "true"}
    with subprocess.Popen(command, cwd=ROOT, env=around) as serving:
        try:
            assert brings(serving, lambda: answers(port))
            assert brings(serving, lambda: listens(folder / "signer" / "socket"))
            # Nobody rang for it: the beat finds the job, and a worker carries it out.
            assert brings(serving, read.exists)
            begun = children_of(serving.pid)
            called = " ".join(begun.values())
            assert all(part in called for part in PARTS)

            killed = web_of(serving.pid)
            assert killed is not None
            os.kill(killed, signal.SIGKILL)
            assert brings(serving, lambda: web_of(serving.pid) not in {None, killed})
            assert brings(serving, lambda: answers(port))
            begun |= children_of(serving.pid)

        finally:
            serving.terminate()  # killed, it would leave its parts behind
            ended = serving.wait(PATIENCE_SECONDS)
    assert ended == 0
    assert not answers(port)
    assert not [one for one in begun if Path(f"/proc/{one}").exists()]
