"""`manage.py index_texts`: make the index of texts, of new faces or of all again."""

from django.core.management.base import BaseCommand, CommandParser

from drawings.actions.wording import index_face
from drawings.content.errors import UnreadableDrawing
from drawings.models import Face

EVERY = 100


class Command(BaseCommand):
    """Read the texts of faces from what is kept of them, and index them."""

    help = (
        "Index the texts of faces that are not indexed yet; --all: of every face again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether what is there is made again."""
        parser.add_argument("--all", action="store_true", help="index every face again")

    def handle(self, *args: object, **options: object) -> None:
        """Index face by face; a damaged one is named and the rest goes on."""
        faces = Face.objects.select_related("content").order_by("pk")
        if not options["all"]:
            faces = faces.filter(wording=None)
        total, done, failed = faces.count(), 0, 0
        for face in faces.iterator(chunk_size=EVERY):
            try:
                index_face(face=face)
            except UnreadableDrawing as error:
                failed += 1
                self.stderr.write(f"face {face.pk}: {error}")
            done += 1
            if done % EVERY == 0:
                self.stdout.write(f"{done} of {total}")
        self.stdout.write(f"{done - failed} faces indexed, {failed} failed")
