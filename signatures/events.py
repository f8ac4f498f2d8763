"""The verbs of a seal, each with its sentence."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

SEAL_ENROLLED: Final = "signatures.seal_enrolled"
ORDER_GIVEN: Final = "signatures.order_given"
FILE_SEALED: Final = "signatures.file_sealed"
FILES_ISSUED: Final = "signatures.files_issued"
ISSUE_REVOKED: Final = "signatures.issue_revoked"

SENTENCES: Final[Mapping[str, object]] = {
    SEAL_ENROLLED: _("Seal of %(holder)s enrolled"),
    ORDER_GIVEN: _("Order to seal %(count)s files given"),
    FILE_SEALED: _("%(label)s sealed"),
    FILES_ISSUED: _("%(count)s files issued"),
    ISSUE_REVOKED: _("%(label)s revoked: %(reason)s"),
}
