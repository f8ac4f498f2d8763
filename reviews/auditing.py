"""Whether the ledger still stands: checked at most every ten minutes, and told when."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

from storage import clock
from storage.actions.ledger import verify_ledger
from storage.models import LedgerHead

FRESH: Final = dt.timedelta(minutes=10)
_KEY: Final = "ledger-check"
_KEPT_SECONDS: Final = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What the last check found; `broken` is the number of the first bad event."""

    at: dt.datetime
    events: int
    broken: int | None
    reason: str

    @property
    def is_fresh(self) -> bool:
        """Whether it is young enough to be shown as it is."""
        return clock.now() - self.at < FRESH


def last_check() -> LedgerCheck | None:
    """What was found last, however long ago; None where nothing was checked yet."""
    found = cache.get(_KEY)
    return found if isinstance(found, LedgerCheck) else None


def check_ledger() -> LedgerCheck:
    """Read the whole ledger now, and remember what was found."""
    head = LedgerHead.objects.filter(pk=1).first()
    broken = verify_ledger()
    found = LedgerCheck(
        at=clock.now(),
        events=head.sequence if head else 0,
        broken=broken.sequence if broken else None,
        reason=str(broken.reason) if broken else "",
    )
    cache.set(_KEY, found, timeout=_KEPT_SECONDS)
    return found
