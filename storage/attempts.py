"""How often somebody may try before they have to wait: kept in the cache, by a key."""

import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from storage import clock


@dataclass(frozen=True, slots=True)
class Attempts:
    """`most` attempts in `seconds`, counted from the first; later ones prolong nothing.

    Two requests at the same moment may count as one: it is a brake, not a wall.
    """

    name: str
    most: int
    seconds: int

    def are_used_up(self, whose: str) -> bool:
        """Whether this somebody has to wait."""
        count, until = self._kept(whose)
        return count >= self.most and clock.now().timestamp() < until

    def count(self, whose: str) -> None:
        """Write one attempt down."""
        now = clock.now().timestamp()
        count, until = self._kept(whose)
        if now >= until:
            count, until = 0, now + self.seconds
        cache.set(self._key(whose), (count + 1, until), timeout=self.seconds)

    def _kept(self, whose: str) -> tuple[int, float]:
        kept = cache.get(self._key(whose))
        return kept if kept else (0, 0.0)

    def _key(self, whose: str) -> str:
        return f"attempts:{self.name}:{hashlib.sha256(whose.encode()).hexdigest()[:32]}"


def address_of(request: HttpRequest) -> str:
    """Where a request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))
