"""One clear sentence for every reason why a file was refused or needs attention."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

REFUSALS: Final[Mapping[str, str]] = {
    "empty": _("The file is empty. Please export it again."),
    "not_a_drawing": _(
        "This is not a drawing (DWG, DXF or PDF). It is kept but not reviewed."
    ),
    "wrong_extension": _(
        "The name says %(extension)s, but the content is %(found)s. "
        "Please rename or export the file again."
    ),
    "too_old": _(
        "This DWG version (%(version)s) is too old to be read. "
        "Please save it as AutoCAD 2018 and upload it again."
    ),
    "too_new": _(
        "This DWG version (%(version)s) is not known yet. "
        "Please save it as AutoCAD 2018 and upload it again."
    ),
    "truncated": _(
        "The file breaks off before its end. Please export or copy it again."
    ),
    "damaged": _("The file is damaged and could not be read. Please export it again."),
    "password": _("The file is protected by a password. Please upload it without one."),
    "no_pages": _("The PDF has no pages."),
    "nothing_drawn": _("Nothing is drawn in this file."),
    "page_too_large": _(
        "Page %(page)s is larger than any sheet of paper. Please check the plot size."
    ),
    "too_many_pages": _("The PDF has %(pages)s pages; at most %(limit)s are allowed."),
    "too_large": _("The file is larger than allowed (%(limit)s bytes)."),
    "timed_out": _(
        "Reading took longer than %(seconds)s seconds and was stopped. "
        "The file may be damaged; please export it again or split it."
    ),
    "out_of_memory": _(
        "Reading needed more than %(megabytes)s MB of memory and was stopped. "
        "Please split the drawing or purge what it does not need."
    ),
}

REMARKS: Final[Mapping[str, str]] = {
    "extension_differs": _(
        "The name says %(extension)s, the content is %(found)s; read by its content."
    ),
    "repaired": _("The file was damaged and could be mended."),
    "losses": _("Some objects could not be shown: %(kinds)s."),
    "proxies_empty": _(
        "%(count)s TArch objects carry no graphics. Please export to T3 in TArch."
    ),
    "scale_unknown": _("No frame was found on %(sheets)s; the scale is unknown."),
    "scanned": _("Scanned pages: %(sheets)s. They cannot be compared exactly."),
    "signed": _("The original carries %(count)s signatures; it is kept untouched."),
    "active_content": _("Active content was taken out of the copy: %(kinds)s."),
    "xrefs_missing": _("Referenced drawings are missing: %(names)s."),
    "sheets_skipped": _("%(count)s further frames were not read."),
}


def refusal_sentence(code: str, particulars: Mapping[str, str]) -> str:
    """Why a file was refused and what to do, in the reader's language."""
    return _filled(REFUSALS.get(code, REFUSALS["damaged"]), particulars)


def remark_sentence(code: str, particulars: Mapping[str, str]) -> str:
    """What a person should know about a file that was read."""
    template = REMARKS.get(code)
    return _filled(template, particulars) if template else code


class _Forgiving(dict[str, str]):
    """Values of a sentence; one that is missing shows as a dash, not as a fault."""

    def __missing__(self, key: str) -> str:
        return "–"


def _filled(template: str, particulars: Mapping[str, str]) -> str:
    return gettext(template) % _Forgiving(particulars)
