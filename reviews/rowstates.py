"""The states of a row of a set: their order, tones and words."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import pgettext

from drawings.content.setcheck import Code
from reviews.noting import Note, code_name

STATUS_OF: Final[Mapping[str, str]] = {
    "number_twice": "double",
    "number_unsure": "unsure",
    "pdf_missing": "dwg_only",
    "dwg_missing": "pdf_only",
}
"""Remarks whose row has a word of its own."""

PROBLEMS: Final = (
    "refused",
    "stuck",
    "left_out",
    "double",
    "unsure",
    "pair_unsure",
    "faces_differ",
    "numbers_part",
    "missing",
    "dwg_only",
    "pdf_only",
    "version_not_increased",
    "same_as_before",
    "same_as_other",
    "extra",
    "name_differs",
    "discipline_differs",
    "scales_part",
    "scale_missing",
)
"""What a person has to look at, the worst first."""

ORDER: Final = (
    *PROBLEMS,
    "receiving",
    "received",
    "comparing",
    "duplicate",
    "unpacked",
    "promised",
    "paired",
)
TONES: Final[Mapping[str, str]] = {
    "refused": "late",
    "stuck": "late",
    "left_out": "warn",
    "double": "late",
    "missing": "warn",
    "pair_unsure": "late",
    "faces_differ": "late",
    "numbers_part": "warn",
    "scales_part": "warn",
    "version_not_increased": "warn",
    "same_as_before": "warn",
    "same_as_other": "warn",
    "extra": "warn",
    "name_differs": "warn",
    "discipline_differs": "warn",
    "scale_missing": "warn",
    "dwg_only": "late",
    "pdf_only": "warn",
    "unsure": "late",
    "receiving": "run",
    "received": "run",
    "comparing": "run",
    "duplicate": "none",
    "unpacked": "none",
    "promised": "none",
    "paired": "ok",
}


def status_of(note: Note) -> str:
    """The state of a row that this is the matter with."""
    return STATUS_OF.get(note.code, note.code)


def words_of_rows() -> dict[str, str]:
    """What each state is called in the chip of a row."""
    told = {
        "refused": pgettext("row of a set", "refused"),
        "stuck": pgettext("row of a set", "reading failed"),
        "left_out": pgettext("row of a set", "unpacked in part"),
        "unpacked": pgettext("row of a set", "unpacked"),
        "double": pgettext("row of a set", "number twice"),
        "dwg_only": pgettext("row of a set", "PDF missing"),
        "pdf_only": pgettext("row of a set", "DWG missing"),
        "unsure": pgettext("row of a set", "number unsure"),
        "receiving": pgettext("row of a set", "coming in"),
        "received": pgettext("row of a set", "being read"),
        "comparing": pgettext("row of a set", "being compared"),
        "duplicate": pgettext("row of a set", "same file twice"),
        "paired": pgettext("row of a set", "both faces"),
    }
    return {code: code_name(code) for code in PROBLEMS if code in set(Code)} | told
