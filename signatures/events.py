"""The verbs of a seal, each with its sentence."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from storage.sentences import Counted

SEAL_ENROLLED: Final = "signatures.seal_enrolled"
ORDER_GIVEN: Final = "signatures.order_given"
ORDER_CONFIRMED: Final = "signatures.order_confirmed"
ORDER_PASSED_ON: Final = "signatures.order_passed_on"
SEAL_SUSPENDED: Final = "signatures.seal_suspended"
SEAL_RESUMED: Final = "signatures.seal_resumed"
SEAL_REVOKED: Final = "signatures.seal_revoked"
SEAL_DELEGATED: Final = "signatures.seal_delegated"
REVOCATION_ASKED: Final = "signatures.revocation_asked"
REVOCATION_DECLINED: Final = "signatures.revocation_declined"
DELEGATION_ENDED: Final = "signatures.delegation_ended"
SEAL_RENEWED: Final = "signatures.seal_renewed"
DEVICE_SET_UP: Final = "signatures.device_set_up"
SEALS_PLACED: Final = "signatures.seals_placed"
FILE_SEALED: Final = "signatures.file_sealed"
FILES_ISSUED: Final = "signatures.files_issued"
ISSUE_REVOKED: Final = "signatures.issue_revoked"
ISSUE_SUPERSEDED: Final = "signatures.issue_superseded"
REGISTRATION_ENTERED: Final = "signatures.registration_entered"
REGISTRATION_ENDED: Final = "signatures.registration_ended"
ARRIVAL_JUDGED: Final = "signatures.arrival_judged"

SENTENCES: Final[Mapping[str, object]] = {
    SEAL_ENROLLED: _("Seal of %(holder)s enrolled"),
    ORDER_GIVEN: Counted(
        "Order to seal %(count)s file given",
        "Order to seal %(count)s files given",
        "count",
    ),
    ORDER_CONFIRMED: Counted(
        "%(person)s confirmed the sealing of %(count)s file",
        "%(person)s confirmed the sealing of %(count)s files",
        "count",
    ),
    ORDER_PASSED_ON: Counted(
        "Sealing goes on with seals that took the place of others: %(count)s file left",
        "Sealing goes on with seals that took the place of others: %(count)s files left",
        "count",
    ),
    SEAL_SUSPENDED: _("Seal of %(holder)s suspended: %(reason)s"),
    SEAL_RESUMED: _("Seal of %(holder)s in use again"),
    SEAL_REVOKED: _("Seal of %(holder)s revoked: %(reason)s"),
    SEAL_DELEGATED: _("Seal of %(holder)s delegated to %(person)s"),
    REVOCATION_ASKED: _("Revocation of the seal of %(holder)s asked for: %(reason)s"),
    REVOCATION_DECLINED: _("Revocation of the seal of %(holder)s declined"),
    DELEGATION_ENDED: _("Delegation of the seal of %(holder)s to %(person)s ended"),
    SEAL_RENEWED: _("Seal of %(holder)s renewed"),
    DEVICE_SET_UP: _("%(person)s set up a device for codes"),
    SEALS_PLACED: Counted(
        "Places of the seals chosen on %(count)s sheet",
        "Places of the seals chosen on %(count)s sheets",
        "count",
    ),
    FILE_SEALED: _("%(label)s sealed"),
    FILES_ISSUED: Counted(
        "%(count)s file issued",
        "%(count)s files issued",
        "count",
    ),
    ISSUE_REVOKED: _("%(label)s revoked: %(reason)s"),
    ISSUE_SUPERSEDED: _("%(label)s superseded by a newer version"),
    REGISTRATION_ENTERED: _("%(name)s entered into the register: %(title)s %(number)s"),
    REGISTRATION_ENDED: _("Registration of %(name)s (%(number)s) ended: %(reason)s"),
    ARRIVAL_JUDGED: _("Seals of a file judged: %(count)s of %(seals)s count"),
}
