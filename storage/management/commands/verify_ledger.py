"""`manage.py verify_ledger`: prove that no event was altered, or name the first one."""

from django.core.management.base import BaseCommand, CommandError

from storage.actions.ledger import verify_ledger
from storage.models import Event, LedgerHead


class Command(BaseCommand):
    """Read the chain of events from its beginning to its head."""

    help = "Verify the chained ledger of events; exit 1 and name the altered event."

    def handle(self, *args: object, **options: object) -> None:
        """Check and tell."""
        found = verify_ledger()
        if found is None:
            head = LedgerHead.objects.filter(pk=1).first()
            digest = head.digest if head else "-"
            self.stdout.write(f"OK: {Event.objects.count()} events, head {digest}")
            return
        event = Event.objects.filter(sequence=found.sequence).first()
        what = f"{event.verb} of {event.at.isoformat()}" if event else "no longer there"
        raise CommandError(
            f"BROKEN at event {found.sequence} ({what}): {found.reason.value}; "
            f"expected {found.expected[:16]}, found {found.found[:16]}"
        )
