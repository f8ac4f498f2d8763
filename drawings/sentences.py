"""One clear sentence for every reason why a file was refused or needs attention."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_noop as _

from drawings.content.parts import LEADER_HOOK, MTEXT_GROUND, SECOND_READER
from storage.sentences import listed

PDF_DATE: Final = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)")

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
    "too_much": _(
        "One page unpacks to more than %(megabytes)s MB of lines. The file is kept; "
        "please export it again with less detail, or split the page."
    ),
    "timed_out": _(
        "Reading took longer than %(seconds)s seconds and was stopped. "
        "The file may be damaged; please export it again or split it."
    ),
    "out_of_memory": _(
        "Reading needed more than %(megabytes)s MB of memory and was stopped. "
        "Please split the drawing or purge what it does not need."
    ),
    "other_package": _(
        "A package of the kind %(found)s is not opened here. It is kept; "
        "please pack it as ZIP, or hand in the folder."
    ),
    "nothing_packed": _(
        "Nothing in this package can be taken. It is kept; "
        "please pack it again, or hand in the folder."
    ),
    "too_many_files": _(
        "The package holds %(files)s files; at most %(limit)s are allowed. "
        "It is kept; please hand it in as several packages."
    ),
    "swells": _(
        "The package would unpack to %(megabytes)s MB; at most %(limit)s MB are allowed. "
        "It is kept; please hand in the folder."
    ),
}

LISTS: Final[Mapping[str, str]] = {
    "list_unknown": _(
        "This is no table that can be read here. The list in work stays; "
        "please save it as XLSX or as CSV, and hand it in again."
    ),
    "list_headless": _(
        "No row of this table names the columns 图号 and 图名 (sheet number and name). "
        "The list in work stays; please use the template."
    ),
    "list_empty": _(
        "This table names no sheet below its head. The list in work stays; "
        "please fill it in, and hand it in again."
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {
    "unsafe_name": _("%(path)s was left out: its name leads out of the package."),
    "link": _("%(path)s was left out: it is a link, not a file."),
    "encrypted": _(
        "%(path)s was left out: it is locked. Please pack it without a password."
    ),
    "packed_otherwise": _(
        "%(path)s was left out: it is packed in a way that is not read here. "
        "Please hand it in by itself."
    ),
    "bomb": _(
        "%(path)s was left out: it would unpack to far more than a drawing has. "
        "Please hand it in by itself."
    ),
    "nested": _(
        "%(path)s was left out: a package in a package is not opened. "
        "Please hand it in by itself."
    ),
    "twice": _(
        "%(path)s was left out: another file of the package has the same name. "
        "Please hand it in by itself."
    ),
    "damaged": _(
        "%(path)s was left out: it is damaged in the package. "
        "Please pack it again, or hand it in by itself."
    ),
    "not_wanted": _("%(path)s was left out: it is beyond the limits of a set."),
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
    "mixed": _(
        "Pages with pictures among the lines: %(sheets)s. "
        "What the pictures show is not compared."
    ),
    "blank": _("Pages on which nothing can be seen: %(sheets)s."),
    "signed": _("The original carries %(count)s signatures; it is kept untouched."),
    "signed_then_added": _(
        "The file was added to after its last signature (%(fields)s): "
        "evidence for later checks, or a change."
    ),
    "signature_altered": _(
        "The file was altered after it was signed: %(fields)s do not fit its bytes."
    ),
    "signature_unclear": _(
        "Signatures that do not cover the file as they should: %(fields)s."
    ),
    "signature_unchecked": _(
        "Signatures in a format that is not known here, kept unchecked: %(fields)s."
    ),
    "unlocked": _(
        "The file was locked against changes; it was read without a password."
    ),
    "added_to": _("The PDF was added to %(count)s times; its last state was read."),
    "annotated": _(
        "%(count)s annotations and form fields (%(kinds)s; by %(authors)s) are shown "
        "as a layer of their own and are not compared."
    ),
    "annotations_unseen": _(
        "%(count)s annotations are hidden or have no picture and are not shown."
    ),
    "hidden_texts": _(
        "%(count)s texts cannot be seen (invisible, white or cut off) "
        "and are not compared."
    ),
    "layers_hidden": _(
        "%(count)s layers are hidden by the file and are not compared: %(names)s."
    ),
    "active_content": _("Active content was taken out of the copy: %(kinds)s."),
    "xrefs_missing": _("Referenced drawings are missing: %(names)s."),
    "reduced": _("Read with the second reader; it may be incomplete."),
    "fonts_replaced": _("Set with our typeface instead of: %(names)s."),
    "plot_styles_missing": _(
        "The plot style tables are not part of the file: %(names)s. "
        "Line weights and colours are those of the drawing."
    ),
    "outside_frames": _(
        "%(layout)s: %(count)s objects lie on no sheet (%(words)s). If they should, "
        "please draw a frame around them and upload the file again."
    ),
    "several_in_one": _(
        "%(layout)s: no frame was recognised, but there seem to be %(count)s sheets; "
        "they are shown as one. Please draw each frame as a closed rectangle, bind the "
        "drawing that holds it, and upload the file again."
    ),
    "sheets_skipped": _("%(count)s further frames were not read."),
}

REMOVED: Final[Mapping[str, str]] = {
    "javascript": _("scripts"),
    "action": _("actions"),
    "link": _("links"),
    "embedded_file": _("attached files"),
    "form_field": _("form fields"),
    "xfa": _("XFA forms"),
    "multimedia": _("sound, film or 3D"),
}

LOST: Final[Mapping[str, object]] = {
    "fill-shade": pgettext_lazy("loss", "smooth shadings"),
    "text without Unicode": pgettext_lazy("loss", "texts without letters"),
    "content stream": pgettext_lazy("loss", "streams that hold no drawing"),
    "not finite": pgettext_lazy("loss", "objects without a place"),
    "XLINE": pgettext_lazy("loss", "endless lines"),
    SECOND_READER: pgettext_lazy("loss", "what the second reader does not tell"),
    MTEXT_GROUND: pgettext_lazy("loss", "grounds behind texts"),
    LEADER_HOOK: pgettext_lazy("loss", "lines under the texts of leaders"),
    "missing block": pgettext_lazy("loss", "blocks that are named and not there"),
}

SIGNATURES: Final[Mapping[str, str]] = {
    "intact-whole": _(
        "Signature %(field)s of %(signer)s, said to be of %(date)s: the whole file is as "
        "it was signed. Trust in the signer is not checked."
    ),
    "intact-earlier": _(
        "Signature %(field)s of %(signer)s, said to be of %(date)s: what it covers is as "
        "it was signed; the file was added to later. Trust in the signer is not checked."
    ),
    "altered": _(
        "Signature %(field)s of %(signer)s, said to be of %(date)s: the file is not as it "
        "was signed."
    ),
    "unclear": _(
        "Signature %(field)s of %(signer)s, said to be of %(date)s: it could not be "
        "checked; the original is kept."
    ),
}


def refusal_sentence(code: str, particulars: Mapping[str, str]) -> str:
    """Why a file was refused and what to do, in the reader's language."""
    sentence = LISTS.get(code) or REFUSALS.get(code, REFUSALS["damaged"])
    return _filled(sentence, particulars)


def left_out_sentence(path: str, why: str) -> str:
    """Why a member of a package did not become a file of the set, and what to do."""
    return _filled(LEFT_OUT.get(why, LEFT_OUT["damaged"]), {"path": path})


def remark_sentence(code: str, particulars: Mapping[str, str]) -> str:
    """What a person should know about a file that was read."""
    template = REMARKS.get(code)
    if template is None:
        return code
    if code == "active_content" and "kinds" not in particulars:
        particulars = {"kinds": removed_words(particulars)}
    return _filled(template, particulars)


def signature_sentence(found: Mapping[str, str]) -> str:
    """What is known of one signature of an upload (`drawings.pdf.found`), in one sentence."""
    integrity, coverage = found.get("integrity", ""), found.get("coverage", "")
    code = f"{integrity}-{coverage}" if integrity == "intact" else integrity
    values = {key: found.get(key) or "–" for key in ("field", "signer")}
    values["date"] = _day_and_time(found.get("date", ""))
    return _filled(SIGNATURES.get(code, SIGNATURES["unclear"]), values)


def _day_and_time(written: str) -> str:
    """The date of a PDF, `D:20260302090000Z`, as people write it; else as it stands."""
    match = PDF_DATE.match(written)
    if match is None:
        return written or "–"
    year, month, day, hour, minute = match.groups()
    return f"{year}-{month}-{day} {hour}:{minute}"


def removed_words(counts: Mapping[str, str]) -> str:
    """What was taken out of a copy: kinds of `Removal` with their counts."""
    named = ((gettext(REMOVED.get(kind, kind)), n) for kind, n in counts.items())
    return listed(f"{name} × {count}" for name, count in named)


def loss_words(losses: Sequence[Sequence[object]]) -> list[str]:
    """What was lost: kinds with their counts; types of entities go by their DXF names."""
    return [f"{LOST.get(str(kind), kind)} × {count}" for kind, count in losses]


class _Forgiving(dict[str, str]):
    """Values of a sentence; one that is missing shows as a dash, not as a fault."""

    def __missing__(self, key: str) -> str:
        return "–"


def _filled(template: str, particulars: Mapping[str, str]) -> str:
    return gettext(template) % _Forgiving(particulars)
