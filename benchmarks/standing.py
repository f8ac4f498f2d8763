"""A served world for benchmarks: one case, one heavy sheet, one reviewer who is signed in."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PORT = 8931
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Standing:
    """What a benchmark needs of the world.

    Attributes:
        address: where it is served.
        cookie: name and value of the reviewer's session.
        sheet_path: the workbench with the heavy sheet.
        tile_template: address of its tiles with places for level, column and row.
        pdf: the same sheet as a file.

    """

    address: str
    cookie: tuple[str, str]
    sheet_path: str
    tile_template: str
    pdf: Path


@contextmanager
def standing_world(folder: Path, segments: int) -> Iterator[Standing]:
    """Build the world in an empty folder and serve it as `manage.py serve` does.

    Django is set up here, with everything that it keeps in the folder: call it once in a
    process, before anything of Django is imported.
    """
    os.environ.update(
        LIANSHEN_VAR=str(folder / "var"),
        LIANSHEN_RING="no",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    import django  # noqa: PLC0415

    django.setup()
    told = _built(folder, segments)
    from config.serving import web_command  # noqa: PLC0415

    with (folder / "web.log").open("w") as log:
        web = subprocess.Popen(web_command("127.0.0.1", PORT), stdout=log, stderr=log)
        try:
            _wait_for(told.address)
            yield told
        finally:
            web.terminate()
            web.wait(20)


def _built(folder: Path, segments: int) -> Standing:
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from reviews.views.sheet_faces import tiles_of  # noqa: PLC0415
    from samples.heavy import SIZE_MM, heavy_sheet  # noqa: PLC0415
    from samples.heavyfiles import write_pdf  # noqa: PLC0415
    from storage.actions.blobs import store_file  # noqa: PLC0415
    from tests.world import do_jobs, reviewing_world  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    world = reviewing_world()
    revision = world.revision("建施-05")
    pdf = folder / "heavy.pdf"
    write_pdf(heavy_sheet(segments), pdf)
    face = revision.face
    face.page = store_file(pdf, media_type="application/pdf")
    face.width_mm, face.height_mm = SIZE_MM
    face.save()

    from drawings.actions.overviews import request_overviews  # noqa: PLC0415

    request_overviews(file=face.file)
    do_jobs()
    client = Client()
    client.force_login(world["wang"])
    name = settings.SESSION_COOKIE_NAME
    address = f"http://127.0.0.1:{PORT}"
    place = reverse("reviews:workbench_sheet", args=[world.case.serial, revision.pk])
    return Standing(
        address, (name, client.cookies[name].value), place, tiles_of(face), pdf
    )


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address + "/sign-in/").close()  # noqa: S310
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)
