"""The verbs of drawings, each with its sentence."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

FILE_TAKEN: Final = "drawings.file_taken"
FILE_REFUSED: Final = "drawings.file_refused"
FILE_WITHDRAWN: Final = "drawings.file_withdrawn"
SHEET_CORRECTED: Final = "drawings.sheet_corrected"
SET_HANDED_IN: Final = "drawings.set_handed_in"
COMPARED: Final = "drawings.compared"
CHANGE_DECLARED: Final = "drawings.change_declared"

SENTENCES: Final[Mapping[str, object]] = {
    FILE_TAKEN: _("File %(path)s read: %(sheets)s sheets"),
    FILE_REFUSED: _("File %(path)s refused"),
    FILE_WITHDRAWN: _("File %(path)s taken out"),
    SHEET_CORRECTED: _("Sheet %(old)s corrected to %(number)s %(name)s"),
    SET_HANDED_IN: _("Drawings handed in: %(sheets)s sheets"),
    COMPARED: _("%(sheet)s compared with its predecessor: %(changes)s changes"),
    CHANGE_DECLARED: _("Change on %(sheet)s declared: %(text)s"),
}
