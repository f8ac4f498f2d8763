"""`manage.py verify_files PATH...`: a verdict on every PDF, below folders as well."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from signatures.actions.verifying import verify_bytes


class Command(BaseCommand):
    """Check files against their own evidence and the register."""

    help = (
        "Verify PDFs; exit 1 unless every one is the file that was issued and counts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files and folders."""
        parser.add_argument("paths", nargs="+", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        """Check and tell, a line each."""
        paths = options["paths"]
        bad = count = 0
        for path in _files(paths if isinstance(paths, list) else []):
            count += 1
            answer = verify_bytes(path.read_bytes())
            bad += not answer.report.is_genuine
            why = " ".join(answer.sentences)
            self.stdout.write(f"{answer.verdict}\t{path}\t{why}".rstrip())
        if bad or not count:
            raise CommandError(f"{bad} of {count} files are not what was issued")


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.pdf"))
        else:
            yield path
