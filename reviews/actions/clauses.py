"""The clause library is filled from a file."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction

from reviews.models import Clause


@transaction.atomic
def import_clauses(rows: Iterable[Mapping[str, str]], *, is_sample: bool) -> int:
    """Enter clauses; one that is known in the same edition is brought up to date.

    Args:
        rows: code, title, number, text, grade, sector, valid_from (ISO), valid_to.
        is_sample: whether the wording is sample text, to be told on every page.

    """
    count = 0
    for row in rows:
        until = row.get("valid_to")
        Clause.objects.update_or_create(
            code=row["code"],
            number=row["number"],
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            defaults={
                "title": row.get("title", ""),
                "text": row["text"],
                "grade": row["grade"],
                "sector": row.get("sector", ""),
                "valid_to": dt.date.fromisoformat(until) if until else None,
                "is_sample": is_sample,
            },
        )
        count += 1
    return count
