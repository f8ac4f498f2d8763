"""`manage.py verify_archive PATH`: check a package by itself, name all that is wrong."""

from argparse import ArgumentParser
from pathlib import Path

from asn1crypto import pem, x509
from django.core.management.base import BaseCommand, CommandError

from signatures import keys
from signatures.archive.checking import check_archive
from signatures.archive.sentences import sentence_of
from storage import clock


class Command(BaseCommand):
    """Check files, time stamps, seals and events of a package; nothing is asked outside."""

    help = "Verify an archive (ZIP or folder); exit 1 and name every fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The package, and the roots of trust where they are not this installation's."""
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--root",
            type=Path,
            action="append",
            help="pinned root certificate (PEM or DER); default: this installation's",
        )
        parser.add_argument(
            "--list-signer",
            action="append",
            help="SHA-256 of the certificate that may sign the list of revocations; "
            "default: this installation's, with --root whoever the roots vouch for",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Check and tell."""
        path, given = options["path"], options["root"]
        pinned = options["list_signer"]
        now = clock.now()
        roots = (
            tuple(_certificate(one) for one in given)
            if isinstance(given, list)
            else keys.trust(at=now).roots
        )
        try:
            found = check_archive(
                Path(str(path)),
                roots=roots,
                at=now,
                list_signers=tuple(pinned)
                if isinstance(pinned, list)
                else _own_signers(given),
            )
        except (OSError, ValueError) as error:
            raise CommandError(
                f"{path} cannot be read as an archive: {error}"
            ) from error
        for fault in found.faults:
            self.stderr.write(sentence_of(fault))
        if found.faults:
            raise CommandError(f"BROKEN: {len(found.faults)} faults")
        stamped = ", ".join(str(one.at) for one in found.stamps)
        self.stdout.write(
            f"OK: {found.files} files, {found.seals} sealed files, "
            f"{found.events} events, stamped {stamped}"
        )
        if (ended := found.endings) is None:
            self.stdout.write("no list of revocations")
        else:
            self.stdout.write(
                f"revocations as of {ended.made}, signed by {ended.signer} "
                f"({ended.fingerprint})"
            )


def _own_signers(roots: object) -> tuple[str, ...]:
    """Who signs lists here; with others' roots nobody here can say."""
    return () if roots else keys.list_signers()


def _certificate(path: Path) -> x509.Certificate:
    data = path.read_bytes()
    if pem.detect(data):
        _, _, data = pem.unarmor(data)
    return x509.Certificate.load(data)
