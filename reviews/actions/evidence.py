"""Keep what the comparisons say about opinions, as proof of the round."""

from django.db import transaction

from drawings.models import Submission
from reviews.evidence import found_for
from reviews.models import Case, Evidence
from reviews.states import OpinionState


@transaction.atomic
def keep_evidence(*, case: Case, submission: Submission) -> list[Evidence]:
    """Store the verdict on every released opinion's region; again changes nothing."""
    kept = []
    for opinion in case.opinions.released().exclude(
        state__in=[OpinionState.REPLACED, OpinionState.WITHDRAWN]
    ):
        found = found_for(opinion, submission)
        if found.comparison is None:
            continue
        row, _made = Evidence.objects.update_or_create(
            opinion=opinion,
            comparison=found.comparison,
            defaults={
                "verdict": found.verdict,
                "changes": found.changes,
                "new_box": found.new_box,
            },
        )
        kept.append(row)
    return kept
