"""The drawings of a project.

`project` is the building; `submission` is what was handed in at one time, file by file;
`sheet` is the sheet with its revisions; `comparison` is what changed between two;
`wording` what each face says, for the search; `saying` what people said of sheets;
`fate` what became of a sheet from one set to the next.
"""

from drawings.models.comparison import Change, Comparison
from drawings.models.fate import Renumbering, Withdrawal
from drawings.models.project import Project
from drawings.models.sameness import SamenessProof
from drawings.models.saying import Correction, GivenList, Settlement
from drawings.models.sheet import Face, Sheet, SheetRevision, SheetRevisionQuerySet
from drawings.models.submission import Submission, SubmittedFile
from drawings.models.wording import Wording

__all__ = [
    "Change",
    "Comparison",
    "Correction",
    "Face",
    "GivenList",
    "Project",
    "Renumbering",
    "SamenessProof",
    "Settlement",
    "Sheet",
    "SheetRevision",
    "SheetRevisionQuerySet",
    "Submission",
    "SubmittedFile",
    "Withdrawal",
    "Wording",
]
