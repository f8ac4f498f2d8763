"""`manage.py take_up_seal SEAL --unit NAME --kind KIND`: a licensed seal joins the platform."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation
from signatures.actions.holders import take_up_seal
from signatures.errors import SignatureError
from signatures.models import SealHolder


class Command(BaseCommand):
    """Write down whose seal it is that the operator enrolled at the signer."""

    help = (
        "Take up a seal that was enrolled at the signer (python -m signatures.signer)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which seal, whose."""
        parser.add_argument("seal", help="its name at the signer")
        parser.add_argument(
            "--unit", required=True, help="the name of the organisation"
        )
        parser.add_argument("--kind", required=True, choices=SealHolder.Kind.values)

    def handle(self, *args: object, **options: str) -> None:
        """Take it up and tell its fingerprint."""
        unit = Organisation.objects.filter(name=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no organisation called {options['unit']}.")
        try:
            holder = take_up_seal(
                organisation=unit,
                kind=options["kind"],
                key_name=options["seal"],
                actor=None,
            )
        except SignatureError as error:
            raise CommandError(str(error)) from error
        word = "a test seal" if holder.is_test else "a licensed seal"
        self.stdout.write(f"{holder}: {word}, SHA-256 {holder.fingerprint}")
