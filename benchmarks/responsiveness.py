"""Measure how long pages take while a set is being ingested on the same machine.

`python -m benchmarks.responsiveness [--sheets 200]`: serves a small city as `manage.py
serve` does, asks typical pages in turn, first with nothing else to do, then while the files
of a set are read, until the last is read or `--seconds` are over.
"""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.hall import hall, load, write_files

if TYPE_CHECKING:
    from drawings.models import Submission

QUIET_SECONDS = 15.0
PAUSE_SECONDS = 0.1


def main(arguments: Sequence[str] | None = None) -> None:
    """Print median and 95th percentile of each page, quiet and busy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=200)
    parser.add_argument("--primitives", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=300.0)
    chosen = parser.parse_args(arguments)
    with hall(), tempfile.TemporaryDirectory() as folder:
        _run(Path(folder), chosen)


def _run(folder: Path, chosen: argparse.Namespace) -> None:
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from drawings.actions.uploads import take_file  # noqa: PLC0415
    from storage.models import Job  # noqa: PLC0415
    from tests.world import build_world  # noqa: PLC0415

    world = build_world()
    submission = world.case.current_round.submission
    client = Client()
    client.force_login(world["lv"])
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    pages = {
        name: reverse(f"reviews:{name}", args=args)
        for name, args in (
            ("cases", []),
            ("case", [world.case.serial]),
            ("materials", [world.case.serial]),
            ("upload", [world.case.serial]),
            ("intake", [world.case.serial]),
            ("upload_sheets", [world.case.serial]),
        )
    }
    pages["thumbnail"] = reverse("reviews:thumbnail", args=[_face(submission)])
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.DEVNULL,
    )
    try:
        _await(port)
        _ask_all(port, cookie, pages)
        print(f"quiet: {load()}")
        _tell(_watch(port, cookie, pages, lambda since: since < QUIET_SECONDS))
        for path in write_files(folder, chosen.sheets, primitives=chosen.primitives):
            take_file(submission=submission, path=path.name, source=path)
        waiting = Job.objects.open().filter(task="drawings.ingest_file")
        found = _watch(
            port,
            cookie,
            pages,
            lambda since: since < chosen.seconds and waiting.exists(),
        )
        print(
            f"busy: {load()}; {waiting.count()} of {chosen.sheets} files not yet read"
        )
        _tell(found)
    finally:
        server.terminate()
        server.wait()


def _face(submission: "Submission") -> int:
    from drawings.models import Face  # noqa: PLC0415

    return Face.objects.filter(file__submission=submission).latest("pk").pk


def _watch(
    port: int, cookie: str, pages: dict[str, str], goes_on: Callable[[float], bool]
) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in pages}
    start = time.monotonic()
    while goes_on(time.monotonic() - start):
        for name, milliseconds in _ask_all(port, cookie, pages).items():
            found[name].append(milliseconds)
    return found


def _ask_all(port: int, cookie: str, pages: dict[str, str]) -> dict[str, float]:
    found = {}
    for name, url in pages.items():
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with closing(line):
            start = time.perf_counter()
            line.request("GET", url, headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            found[name] = (time.perf_counter() - start) * 1000
        if answer.status >= 400:
            raise SystemExit(f"{url}: {answer.status}")
        time.sleep(PAUSE_SECONDS)
    return found


def _tell(found: dict[str, list[float]]) -> None:
    print(f"{'page':<16}{'asked':>7}{'median ms':>11}{'p95 ms':>9}{'worst ms':>10}")
    together = [one for times in found.values() for one in times]
    for name, times in [*found.items(), ("together", together)]:
        times = sorted(times)
        p95 = times[int(len(times) * 0.95)]
        middle = times[len(times) // 2]
        print(f"{name:<16}{len(times):>7}{middle:>11.0f}{p95:>9.0f}{times[-1]:>10.0f}")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server never answered")


if __name__ == "__main__":
    main()
