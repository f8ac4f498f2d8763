"""`manage.py verify_roots`: hold the ledger against its stamped roots, name what differs."""

from django.core.management.base import BaseCommand, CommandError

from signatures.actions.rooting import check_roots
from signatures.models import LedgerRoot


class Command(BaseCommand):
    """Check every root, its stamp, and every event below it."""

    help = "Verify the stamped roots of the ledger; exit 1 and name the altered event."

    def handle(self, *args: object, **options: object) -> None:
        """Check and tell."""
        found = check_roots()
        if found is None:
            last = LedgerRoot.objects.order_by("-number").first()
            upto = last.last if last else 0
            self.stdout.write(
                f"OK: {LedgerRoot.objects.count()} roots, events up to {upto}"
            )
            return
        what = f"event {found.sequence}" if found.sequence else "the root itself"
        raise CommandError(
            f"BROKEN under root {found.number} of {found.closed_at.isoformat()}: {what}; "
            f"expected {found.expected[:16]}, found {found.found[:16] or '-'}"
        )
