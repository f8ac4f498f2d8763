"""The review of a project's drawings.

`case` is the case with its rounds, departments and materials; `opinion` what a
department objects to and how it is answered; `consultation` the meeting that settles a
contradiction; `timing` the marks that clocks are replayed from; `letter` what is written
to the builder; `looking` which sheets a department has opened; `archive` what is kept
for later years; `paper` printed reports of comparisons; `oversight` urging by the
regulator; `revocation` what was issued is taken out of force.
"""

from reviews.models.archive import ArchiveStamp, CaseArchive
from reviews.models.case import Case, DepartmentReview, Material, Round, Serial
from reviews.models.clause import Clause
from reviews.models.consultation import Consultation, Position, Resolution
from reviews.models.letter import Letter, LetterSignature
from reviews.models.looking import OpenedSheet
from reviews.models.opinion import ChangeTick, Evidence, Opinion, Reply
from reviews.models.oversight import Urging
from reviews.models.paper import ComparisonPaper
from reviews.models.revocation import Revocation
from reviews.models.timing import ClockMark, WorkdayOverride

__all__ = [
    "ArchiveStamp",
    "Case",
    "CaseArchive",
    "ChangeTick",
    "Clause",
    "ClockMark",
    "ComparisonPaper",
    "Consultation",
    "DepartmentReview",
    "Evidence",
    "Letter",
    "LetterSignature",
    "Material",
    "OpenedSheet",
    "Opinion",
    "Position",
    "Reply",
    "Resolution",
    "Revocation",
    "Round",
    "Serial",
    "Urging",
    "WorkdayOverride",
]
