"""Have ready what a first look at a sheet needs: its overview, drawn before anybody asks."""

from typing import Final

from drawings.models import Face, SubmittedFile
from drawings.tiling import Sight, draw_overviews
from storage.actions.blobs import file_of
from storage.actions.jobs import request_job
from storage.models import Job

OVERVIEWS_TASK: Final = "drawings.draw_overviews"


def request_overviews(*, file: SubmittedFile) -> None:
    """Want the overviews of a file's faces; the reading itself does not wait for them."""
    request_job(
        task=OVERVIEWS_TASK, key=f"overviews:{file.pk}", arguments={"file": file.pk}
    )


def overviews_job(job: Job) -> None:
    """Draw what is not there yet; a file taken out meanwhile is no fault."""
    faces = Face.objects.filter(file=int(job.arguments["file"])).select_related("page")
    for face in faces:
        draw_overviews(Sight(file_of(face.page), face.page.sha256))
