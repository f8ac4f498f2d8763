"""Builder and design firm answer opinions."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import is_applicant_side
from reviews.actions.cases import locked, require_state
from reviews.errors import CaseNotOpen, NotReady, NotYours, ReplyRefused
from reviews.evidence import found_for
from reviews.models import Opinion, Reply
from reviews.rules import is_reply_refused
from reviews.states import CaseState, OpinionState
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def answer_opinion(
    *, opinion: Opinion, author: User, kind: str, text: str, reason_unchanged: str = ""
) -> Reply:
    """Answer an opinion; a later answer in the same round takes the place of the first.

    Raises:
        NotYours: the author belongs to neither builder nor design firm.
        CaseNotOpen: the case is not being revised, or the opinion is settled.
        ReplyRefused: it says revised, the region did not change, and no reason is given.

    """
    case = locked(opinion.case)
    require_state(case, CaseState.REVISING)
    if not is_applicant_side(author, case):
        raise NotYours(_("Only the builder or the design firm answers."))
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if opinion.state not in {OpinionState.STANDING, OpinionState.ANSWERED}:
        raise CaseNotOpen(_("This opinion is settled."))
    if not text.strip():
        raise NotReady(_("An answer needs its words."))
    following = case.rounds.get(number=case.round_number + 1)
    verdict = found_for(opinion, following.submission).verdict
    if is_reply_refused(kind=kind, verdict=verdict, reason=reason_unchanged):
        raise ReplyRefused(
            _(
                "%(number)s is answered as revised, but its region did not change. "
                "Upload the revised sheet or say why."
            )
            % {"number": opinion.number}
        )
    reply, _made = Reply.objects.update_or_create(
        opinion=opinion,
        round_number=case.round_number,
        defaults={
            "kind": kind,
            "text": text,
            "reason_unchanged": reason_unchanged[:300],
            "author": author,
            "given_at": clock.now(),
        },
    )
    opinion.state = OpinionState.ANSWERED
    opinion.save(update_fields=["state"])
    record(
        events.OPINION_ANSWERED,
        opinion,
        actor=author,
        stream=case.serial,
        number=opinion.number,
        kind=kind,
        text=text,
        verdict=str(verdict),
    )
    return reply
