"""The list of what no longer counts: signed and dated, for who checks without a network.

It names digests alone, so that it tells nothing to who does not hold the file.
"""

import hashlib
from typing import Final

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet

from signatures import keys
from signatures.models import IssuedFile
from storage import chain
from storage.chain import Json

LIST_NAME: Final = "revocations.json"
FRESH_SECONDS: Final = 600
"""So long one signature serves, as long as nothing was ended since."""

Status = IssuedFile.Status


def revocation_list() -> dict[str, str]:
    """The list and the signature under it: `list` canonical JSON, `signed` DER, hex.

    Raises:
        KeyNotThere: the signer is away, or has no key for lists.

    """
    ended = IssuedFile.objects.filter(
        status__in=[Status.REVOKED, Status.SUPERSEDED], blob__isnull=False
    )
    told = ended.aggregate(count=Count("pk"), last=Max("ended_at"))
    last = told["last"].timestamp() if told["last"] else 0
    key = f"revocation-list:{told['count']}:{last}"
    kept = cache.get(key)
    if kept is None:
        kept = _signed(_statement(ended.select_related("blob").order_by("pk")))
        cache.set(key, kept, FRESH_SECONDS)
    return dict(kept)


def _statement(ended: "QuerySet[IssuedFile]") -> str:
    files: dict[str, Json] = {}
    for one in ended:
        if one.blob is None or one.ended_at is None:
            continue
        files[one.blob.sha256] = [
            one.status,
            one.ended_at.isoformat(),
            one.end_letter,
        ]
    return chain.canonical({"files": files}).decode()


def _signed(statement: str) -> dict[str, str]:
    digest = hashlib.sha256(statement.encode()).hexdigest()
    return {"list": statement, "signed": keys.sign_list(digest).hex()}
