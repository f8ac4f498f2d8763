"""`manage.py archive_case SERIAL`: make a new version of a case's archive, here and now."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reviews.actions.archiving import order_archive
from reviews.actions.packing import make_archive, write_with_stamps
from reviews.errors import ReviewError
from reviews.models import Case, CaseArchive


class Command(BaseCommand):
    """Make the archive without waiting for a worker."""

    help = "Make a new version of the archive of an issued case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which case, and where a copy goes."""
        parser.add_argument("serial")
        parser.add_argument("--to", type=Path, help="folder for a copy")

    def handle(self, *args: object, **options: object) -> None:
        """Make it and tell."""
        case = Case.objects.filter(serial=str(options["serial"])).first()
        if case is None:
            raise CommandError(f"no case {options['serial']}")
        try:
            row = order_archive(case=case, cause=CaseArchive.Cause.ASKED, actor=None)
        except ReviewError as refusal:
            raise CommandError(str(refusal)) from refusal
        archive = make_archive(archive=row, tell=lambda _note: None)
        self.stdout.write(f"{archive.file_name}: {archive.files} files")
        self.stdout.write(f"manifest {archive.manifest}")
        if isinstance(folder := options["to"], Path):
            write_with_stamps(archive, target := folder / archive.file_name)
            self.stdout.write(str(target))
