"""Fill the index of texts: of a file that was read, or of everything again."""

from django.db import transaction

from drawings.content.storing import load_texts
from drawings.content.textlines import lines_of, pack_lines
from drawings.content.wording import plain, tokens_of
from drawings.models import Face, SubmittedFile, Wording
from storage.actions.blobs import file_of
from storage.actions.jobs import request_job
from storage.models import Job

INDEX_TASK = "drawings.index_file"


def request_indexing(*, file: SubmittedFile) -> None:
    """Ask a worker to index the faces of a file (inside the caller's transaction).

    A file that is read again has new faces, so the key names the last of them.
    """
    faces = Face.objects.filter(file=file).order_by("pk")
    last = faces.values_list("pk", flat=True).last()
    if last is not None:
        request_job(
            task=INDEX_TASK,
            queue="cad",
            key=f"index:{file.pk}:{last}",
            arguments={"file": file.pk},
        )


def index_job(job: Job) -> None:
    """Do the indexing that a job row asks for; a file taken out meanwhile is no fault."""
    faces = Face.objects.filter(file=int(job.arguments["file"]), wording=None)
    for face in faces.select_related("content").order_by("index"):
        index_face(face=face)


def index_face(*, face: Face) -> None:
    """Write down what a face says; a second call writes the same.

    The content is read outside any transaction.
    """
    texts, quads = load_texts(file_of(face.content))
    lines = lines_of(texts, quads)
    spelled = [plain(line.text) for line in lines]
    with transaction.atomic():
        if not Face.objects.select_for_update().filter(pk=face.pk).exists():
            return
        Wording.objects.update_or_create(
            face_id=face.pk,
            defaults={
                "count": len(lines),
                "words": " ".join(tokens_of(spelled)),
                "plain": "\n".join(spelled),
                "lines": pack_lines(lines),
            },
        )
