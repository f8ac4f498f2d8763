"""The verbs of a review, each with its sentence."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from storage.sentences import Counted

CASE_OPENED: Final = "reviews.case_opened"
FACTS_DECLARED: Final = "reviews.facts_declared"
MATERIAL_HANDED_IN: Final = "reviews.material_handed_in"
CASE_CONFIRMED: Final = "reviews.case_confirmed"
CASE_SUBMITTED: Final = "reviews.case_submitted"
CASE_ACCEPTED: Final = "reviews.case_accepted"
CASE_ACCEPTED_DEFERRED: Final = "reviews.case_accepted_deferred"
CASE_RETURNED: Final = "reviews.case_returned"
CASE_REJECTED: Final = "reviews.case_rejected"
CASE_WITHDRAWN: Final = "reviews.case_withdrawn"
ROUND_STARTED: Final = "reviews.round_started"
OPINION_GIVEN: Final = "reviews.opinion_given"
OPINION_EDITED: Final = "reviews.opinion_edited"
OPINION_WITHDRAWN: Final = "reviews.opinion_withdrawn"
CONFLICT_FOUND: Final = "reviews.conflict_found"
CONSULTATION_OPENED: Final = "reviews.consultation_opened"
CONSULTATION_DECLINED: Final = "reviews.consultation_declined"
POSITION_TAKEN: Final = "reviews.position_taken"
RESOLUTION_DRAFTED: Final = "reviews.resolution_drafted"
CONSULTATION_RESOLVED: Final = "reviews.consultation_resolved"
OPINION_REPLACED: Final = "reviews.opinion_replaced"
REVIEW_CONCLUDED: Final = "reviews.review_concluded"
REVIEW_SENT_BACK: Final = "reviews.review_sent_back"
REVIEW_APPROVED: Final = "reviews.review_approved"
ROUND_JOINED: Final = "reviews.round_joined"
NOTICE_RELEASED: Final = "reviews.notice_released"
OPINION_ANSWERED: Final = "reviews.opinion_answered"
REVISION_SUBMITTED: Final = "reviews.revision_submitted"
OPINION_CLOSED: Final = "reviews.opinion_closed"
OPINION_INSISTED: Final = "reviews.opinion_insisted"
OPINION_REOPENED: Final = "reviews.opinion_reopened"
CHANGE_TICKED: Final = "reviews.change_ticked"
CHANGES_ACCEPTED: Final = "reviews.changes_accepted"
CASE_PASSED: Final = "reviews.case_passed"
SEALING_ORDERED: Final = "reviews.sealing_ordered"
CASE_ISSUED: Final = "reviews.case_issued"
CLOCK_STOPPED: Final = "reviews.clock_stopped"
CLOCK_RESUMED: Final = "reviews.clock_resumed"
REVIEW_URGED: Final = "reviews.review_urged"
URGING_ANSWERED: Final = "reviews.urging_answered"
LETTER_SEALED: Final = "reviews.letter_sealed"
INNER_LETTER_SEALED: Final = "reviews.inner_letter_sealed"
CALENDAR_CORRECTED: Final = "reviews.calendar_corrected"
DEADLINE_NEAR: Final = "reviews.deadline_near"
DEADLINE_PASSED: Final = "reviews.deadline_passed"
PROMISE_BROKEN: Final = "reviews.promise_broken"
SHEET_PROMISE_NEAR: Final = "reviews.sheet_promise_near"
SHEET_PROMISE_BROKEN: Final = "reviews.sheet_promise_broken"
SHEET_PROMISE_KEPT: Final = "reviews.sheet_promise_kept"
REVOCATION_ASKED: Final = "reviews.revocation_asked"
REVOCATION_DECLINED: Final = "reviews.revocation_declined"
ISSUE_REVOKED: Final = "reviews.issue_revoked"
ARCHIVE_ORDERED: Final = "reviews.archive_ordered"
PACK_ORDERED: Final = "reviews.pack_ordered"
ARCHIVE_MADE: Final = "reviews.archive_made"
ARCHIVE_STAMPED: Final = "reviews.archive_stamped"

SENTENCES: Final[Mapping[str, object]] = {
    CASE_OPENED: _("Case %(serial)s opened"),
    FACTS_DECLARED: Counted(
        "Facts of the project declared; %(departments)s department",
        "Facts of the project declared; %(departments)s departments",
        "departments",
    ),
    MATERIAL_HANDED_IN: _("Document handed in: %(file)s"),
    CASE_CONFIRMED: _("The builder confirmed the set"),
    CASE_SUBMITTED: Counted(
        "Handed in for review: %(sheets)s sheet",
        "Handed in for review: %(sheets)s sheets",
        "sheets",
    ),
    CASE_ACCEPTED: _("Accepted at the window"),
    CASE_ACCEPTED_DEFERRED: Counted(
        "Accepted with %(count)s document to follow",
        "Accepted with %(count)s documents to follow",
        "count",
    ),
    CASE_RETURNED: Counted(
        "Returned once with everything that is missing: %(count)s item",
        "Returned once with everything that is missing: %(count)s items",
        "count",
    ),
    CASE_REJECTED: _("Not accepted: %(reason)s"),
    CASE_WITHDRAWN: _("Withdrawn: %(reason)s"),
    ROUND_STARTED: Counted(
        "Round %(round)s began for %(departments)s department",
        "Round %(round)s began for %(departments)s departments",
        "departments",
    ),
    OPINION_GIVEN: _("Opinion %(number)s written on %(sheet)s"),
    OPINION_EDITED: _("Opinion %(number)s changed"),
    OPINION_WITHDRAWN: _("Opinion %(number)s withdrawn"),
    CONFLICT_FOUND: _("%(a)s and %(b)s contradict each other; consultation proposed"),
    CONSULTATION_OPENED: _("Consultation %(number)s began"),
    CONSULTATION_DECLINED: _("Consultation %(number)s not needed: %(reason)s"),
    POSITION_TAKEN: _("%(department)s stated its position"),
    RESOLUTION_DRAFTED: _("Consultation %(number)s: a draft resolution on the table"),
    CONSULTATION_RESOLVED: _("Consultation %(number)s resolved: %(outcome)s"),
    OPINION_REPLACED: _("%(old)s replaced by %(new)s"),
    REVIEW_CONCLUDED: _("%(department)s concluded round %(round)s"),
    REVIEW_SENT_BACK: _("%(department)s: sent back to the reviewers: %(reason)s"),
    REVIEW_APPROVED: _("%(department)s approved round %(round)s"),
    ROUND_JOINED: _("All departments are done with round %(round)s"),
    NOTICE_RELEASED: Counted(
        "Notice of review opinions sent: %(count)s opinion",
        "Notice of review opinions sent: %(count)s opinions",
        "count",
    ),
    OPINION_ANSWERED: _("%(number)s answered"),
    REVISION_SUBMITTED: _("Revised sheets handed in: %(sheets)s"),
    OPINION_CLOSED: _("%(number)s closed"),
    OPINION_INSISTED: _("%(number)s still not met: %(reason)s"),
    OPINION_REOPENED: _("%(number)s reopened"),
    CHANGE_TICKED: _("Change on %(sheet)s looked at by %(department)s"),
    CHANGES_ACCEPTED: Counted(
        "%(count)s change on %(sheet)s accepted by %(department)s",
        "%(count)s changes on %(sheet)s accepted by %(department)s",
        "count",
    ),
    CASE_PASSED: _("All departments passed the case"),
    SEALING_ORDERED: Counted(
        "Sealing ordered: %(count)s file",
        "Sealing ordered: %(count)s files",
        "count",
    ),
    CASE_ISSUED: Counted(
        "Sealed set and certificate issued: %(count)s file",
        "Sealed set and certificate issued: %(count)s files",
        "count",
    ),
    CLOCK_STOPPED: _("%(department)s: clock stopped (%(reason)s)"),
    CLOCK_RESUMED: _("%(department)s: clock runs again (%(reason)s)"),
    REVIEW_URGED: _("%(department)s urged: %(text)s"),
    URGING_ANSWERED: _("%(department)s answered the urging: %(answer)s"),
    LETTER_SEALED: _("%(unit)s sealed %(letter)s"),
    INNER_LETTER_SEALED: _("%(unit)s sealed %(letter)s"),
    CALENDAR_CORRECTED: _("Calendar corrected: %(day)s (%(note)s)"),
    DEADLINE_NEAR: _("%(department)s: the deadline is near"),
    DEADLINE_PASSED: _("%(department)s: the deadline has passed"),
    PROMISE_BROKEN: _("A promised document has not come by %(until)s"),
    SHEET_PROMISE_NEAR: _("The promised %(what)s is due on %(until)s"),
    SHEET_PROMISE_BROKEN: _("The promised %(what)s has not come by %(until)s"),
    SHEET_PROMISE_KEPT: _("The promised %(what)s has come"),
    REVOCATION_ASKED: Counted(
        "Revocation of %(count)s issued file asked for: %(reason)s",
        "Revocation of %(count)s issued files asked for: %(reason)s",
        "count",
    ),
    REVOCATION_DECLINED: _("Revocation declined; everything stays in force"),
    ISSUE_REVOKED: Counted(
        "%(count)s issued file revoked: %(reason)s",
        "%(count)s issued files revoked: %(reason)s",
        "count",
    ),
    ARCHIVE_ORDERED: _("Archive %(version)s ordered"),
    PACK_ORDERED: _("Pack of evidence %(version)s ordered: %(reason)s"),
    ARCHIVE_MADE: Counted(
        "Archive %(version)s made: %(files)s file",
        "Archive %(version)s made: %(files)s files",
        "files",
    ),
    ARCHIVE_STAMPED: _("Archive %(version)s stamped for another year"),
}

# What the builder must not learn before the departments' notice is released.
INTERNAL: Final = frozenset(
    {
        OPINION_GIVEN,
        OPINION_EDITED,
        OPINION_WITHDRAWN,
        CONFLICT_FOUND,
        CONSULTATION_OPENED,
        CONSULTATION_DECLINED,
        POSITION_TAKEN,
        RESOLUTION_DRAFTED,
        CONSULTATION_RESOLVED,
        OPINION_REPLACED,
        REVIEW_CONCLUDED,
        REVIEW_SENT_BACK,
        CHANGE_TICKED,
        CHANGES_ACCEPTED,
        OPINION_CLOSED,
        OPINION_INSISTED,
        OPINION_REOPENED,
        REVIEW_URGED,
        URGING_ANSWERED,
        INNER_LETTER_SEALED,
        PACK_ORDERED,
        REVOCATION_ASKED,
        REVOCATION_DECLINED,
    }
)
