"""Opinions as a person may hear of them: what departments have not released stays inside."""

from typing import Final

from accounts.models import User
from reviews.access import is_official, visible_opinions
from reviews.models import Case, Opinion, Reply
from reviews.states import CaseState, OpinionState

UNRELEASED: Final = frozenset({CaseState.REVIEWING, CaseState.CONSOLIDATING})
"""While a case stands here, judgements of the running round are drafts."""


def opinions_told(user: User, case: Case) -> list[Opinion]:
    """The opinions that a person may read, as rows to look at and never to save.

    Outside the departments an opinion that was answered stays answered until the round
    is released, whatever the department has made of the answer by then.
    """
    rows = list(visible_opinions(user, case))
    if CaseState(case.state) not in UNRELEASED or is_official(user, case):
        return rows
    judged_now = set(
        Reply.objects.filter(
            opinion__case=case, round_number=case.round_number - 1
        ).values_list("opinion_id", flat=True)
    )
    for row in rows:
        if row.pk in judged_now:
            row.state = OpinionState.ANSWERED
            row.replaced_by_id = None
    return rows
