"""One clear sentence for every reason why a file was refused, and what its seals say."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_noop as _
from django.utils.translation import pgettext_lazy

from drawings.content.parts import LEADER_HOOK, MTEXT_GROUND, SECOND_READER
from drawings.remarkwords import filled

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
    return filled(sentence, particulars)


def left_out_sentence(path: str, why: str) -> str:
    """Why a member of a package did not become a file of the set, and what to do."""
    return filled(LEFT_OUT.get(why, LEFT_OUT["damaged"]), {"path": path})


def signature_sentence(found: Mapping[str, str]) -> str:
    """What is known of one signature of an upload (`drawings.pdf.found`), in one sentence."""
    integrity, coverage = found.get("integrity", ""), found.get("coverage", "")
    code = f"{integrity}-{coverage}" if integrity == "intact" else integrity
    values = {key: found.get(key) or "–" for key in ("field", "signer")}
    values["date"] = _day_and_time(found.get("date", ""))
    return filled(SIGNATURES.get(code, SIGNATURES["unclear"]), values)


def _day_and_time(written: str) -> str:
    """The date of a PDF, `D:20260302090000Z`, as people write it; else as it stands."""
    match = PDF_DATE.match(written)
    if match is None:
        return written or "–"
    year, month, day, hour, minute = match.groups()
    return f"{year}-{month}-{day} {hour}:{minute}"


def loss_words(losses: Sequence[Sequence[object]]) -> list[str]:
    """What was lost: kinds with their counts; types of entities go by their DXF names."""
    return [f"{LOST.get(str(kind), kind)} × {count}" for kind, count in losses]
