"""The verbs of drawings, each with its sentence."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from storage.sentences import Counted

FILE_TAKEN: Final = "drawings.file_taken"
FILE_REFUSED: Final = "drawings.file_refused"
PACKAGE_UNPACKED: Final = "drawings.package_unpacked"
FILE_WITHDRAWN: Final = "drawings.file_withdrawn"
SHEET_CORRECTED: Final = "drawings.sheet_corrected"
SHEETS_PARTED: Final = "drawings.sheets_parted"
REMARK_SETTLED: Final = "drawings.remark_settled"
LIST_GIVEN: Final = "drawings.list_given"
LIST_TAKEN_BACK: Final = "drawings.list_taken_back"
SET_HANDED_IN: Final = "drawings.set_handed_in"
SET_DROPPED: Final = "drawings.set_dropped"
COMPARED: Final = "drawings.compared"
CHANGE_DECLARED: Final = "drawings.change_declared"
RENUMBERING_CONFIRMED: Final = "drawings.renumbering_confirmed"
RENUMBERING_REFUSED: Final = "drawings.renumbering_refused"
RENUMBERING_UNDONE: Final = "drawings.renumbering_undone"
SHEET_WITHDRAWN: Final = "drawings.sheet_withdrawn"
SHEET_KEPT: Final = "drawings.sheet_kept"
SAMENESS_PROVED: Final = "drawings.sameness_proved"

SENTENCES: Final[Mapping[str, object]] = {
    FILE_TAKEN: Counted(
        "File %(path)s read: %(sheets)s sheet",
        "File %(path)s read: %(sheets)s sheets",
        "sheets",
    ),
    FILE_REFUSED: _("File %(path)s refused"),
    PACKAGE_UNPACKED: Counted(
        "Package %(path)s unpacked: %(files)s file, %(left_out)s left out",
        "Package %(path)s unpacked: %(files)s files, %(left_out)s left out",
        "files",
    ),
    FILE_WITHDRAWN: _("File %(path)s taken out"),
    SHEET_CORRECTED: _("Sheet %(old)s corrected to %(number)s %(name)s"),
    SHEETS_PARTED: _("Faces of %(number)s are two sheets: %(number)s and %(other)s"),
    REMARK_SETTLED: _("Remark on %(about)s settled"),
    LIST_GIVEN: Counted(
        "Drawing list %(path)s handed in: %(count)s sheet",
        "Drawing list %(path)s handed in: %(count)s sheets",
        "count",
    ),
    LIST_TAKEN_BACK: _("Drawing list %(path)s taken back"),
    SET_HANDED_IN: Counted(
        "Drawings handed in: %(sheets)s sheet",
        "Drawings handed in: %(sheets)s sheets",
        "sheets",
    ),
    SET_DROPPED: _("Drawings that were being put together are given up"),
    COMPARED: Counted(
        "%(sheet)s compared with its predecessor: %(changes)s change",
        "%(sheet)s compared with its predecessor: %(changes)s changes",
        "changes",
    ),
    SAMENESS_PROVED: Counted(
        "%(sheet)s: DWG and PDF held against each other, %(differences)s difference",
        "%(sheet)s: DWG and PDF held against each other, %(differences)s differences",
        "differences",
    ),
    RENUMBERING_CONFIRMED: _("%(old)s became %(new)s"),
    RENUMBERING_REFUSED: _("%(old)s and %(new)s are two sheets"),
    RENUMBERING_UNDONE: _("%(old)s is no longer taken for %(new)s"),
    SHEET_WITHDRAWN: _("%(sheet)s taken out of the set: %(reason)s"),
    SHEET_KEPT: _("%(sheet)s stays in the set"),
    CHANGE_DECLARED: _("Change on %(sheet)s declared: %(text)s"),
}
