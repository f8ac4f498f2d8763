"""Whoever is killed in the middle loses nothing: the taking server, the reading worker."""

import base64
import datetime as dt
import http.client
import random
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.serving import web_command
from drawings.actions.arriving import INGEST_TASK
from drawings.actions.uploads import take_file
from drawings.models import SubmittedFile
from samples.heavy import heavy_sheet
from samples.heavyfiles import write_pdf
from storage.models import Job
from storage.tasks import sweep_jobs
from tests.outside import ROOT
from tests.queue.worker import a_worker, answers, brings, free_port, send, surroundings
from tests.world import World, build_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FILES: Final = "filesystem://localhost"
DATA: Final = random.Random(4).randbytes(3_000_000)  # noqa: S311
FIRST: Final = 1_000_000
TOKEN: Final = "t" * 32
State = SubmittedFile.State


@dataclass(frozen=True)
class Web:
    """A served world, and somebody who is signed in."""

    port: int
    process: "subprocess.Popen[bytes]"
    cookie: str

    def headers(self, **more: object) -> Mapping[str, str]:
        """What every request says."""
        said = {name.replace("_", "-"): str(value) for name, value in more.items()}
        return {
            "Cookie": f"{self.cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Tus-Resumable": "1.0.0",
            **said,
        }

    def ask(
        self, method: str, url: str, body: bytes = b"", **more: object
    ) -> http.client.HTTPResponse:
        """One request."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(line):
            line.request(method, url, body, self.headers(**more))
            answer = line.getresponse()
            answer.read()
            return answer

    def begin_piece(self, url: str, piece: bytes, sent: int, offset: int) -> None:
        """Send a piece as far as `sent` and no further; the line stays open."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        said = self.headers(
            Host="127.0.0.1",
            Upload_Offset=offset,
            Content_Type="application/offset+octet-stream",
            Content_Length=len(piece),
        )
        head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        line.sendall(f"PATCH {url} HTTP/1.1\r\n{head}\r\n".encode() + piece[:sent])
        line.detach()


@contextmanager
def a_server(world: World, folder: Path) -> Iterator[Web]:
    """Serve as `manage.py serve` does, and be ended by SIGKILL."""
    client = Client()
    client.force_login(world["lv"])
    port = free_port()
    command = web_command("127.0.0.1", port)
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings(FILES, folder))
    try:
        assert brings(process, lambda: answers(port)), "the server never answered"
        yield Web(port, process, f"sessionid={client.cookies['sessionid'].value}")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_a_server_killed_in_mid_upload_goes_on_at_the_offset(tmp_path: Path) -> None:
    world = build_world()
    path = base64.b64encode("大.pdf".encode()).decode()
    with a_server(world, tmp_path) as web:
        made = web.ask(
            "POST",
            reverse("reviews:begin_file", args=[world.case.serial]),
            Upload_Length=len(DATA),
            Upload_Metadata=f"path {path}",
        )
        url = made.headers["Location"]
        kind = "application/offset+octet-stream"
        web.ask("PATCH", url, DATA[:FIRST], Upload_Offset=0, Content_Type=kind)
        web.begin_piece(url, DATA[FIRST:], 700_000, FIRST)

    with a_server(world, tmp_path) as web:
        here = int(web.ask("HEAD", url).headers["Upload-Offset"])
        assert FIRST <= here < len(DATA)
        last = web.ask("PATCH", url, DATA[here:], Upload_Offset=here, Content_Type=kind)
        assert last.status == 204

    file = SubmittedFile.objects.get(path="大.pdf")
    assert file.state == State.RECEIVED
    assert file.blob is not None
    digest = file.blob.sha256
    stored = tmp_path / "blobs" / digest[:2] / digest[2:4] / digest
    assert stored.read_bytes() == DATA
    assert not list((tmp_path / "uploads").iterdir())


def test_a_worker_killed_in_the_middle_of_a_file_loses_nothing(tmp_path: Path) -> None:
    world = build_world()
    heavy = tmp_path / "重.pdf"
    write_pdf(heavy_sheet(2_000), heavy)
    submission = world.case.current_round.submission
    assert submission is not None
    file = take_file(submission=submission, path="重.pdf", source=heavy)
    job = Job.objects.get(key=f"ingest:{file.pk}")
    folder = Path(settings.VAR_DIR)
    running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    with a_worker(FILES, folder) as worker:
        send(FILES, folder, INGEST_TASK, job.pk)
        assert brings(worker, running.exists)
        worker.kill()

    file.refresh_from_db()
    assert file.state == State.RECEIVED
    running.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    read = SubmittedFile.objects.filter(pk=file.pk, state=State.READ)
    with a_worker(FILES, folder) as worker:
        send(FILES, folder, sweep_jobs.name)
        assert brings(worker, read.exists)
        assert brings(
            worker, Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists
        )

    job.refresh_from_db()
    assert job.attempts == 2
    assert file.faces.count() == 1
