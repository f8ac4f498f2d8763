"""The drawings of a project.

`project` is the building; `submission` is what was handed in at one time, file by file;
`sheet` is the sheet with its revisions; `comparison` is what changed between two.
"""

from drawings.models.comparison import Change, Comparison
from drawings.models.project import Project
from drawings.models.sheet import Face, Sheet, SheetRevision
from drawings.models.submission import Submission, SubmittedFile

__all__ = [
    "Change",
    "Comparison",
    "Face",
    "Project",
    "Sheet",
    "SheetRevision",
    "Submission",
    "SubmittedFile",
]
