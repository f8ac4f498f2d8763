"""One clear sentence for everything that a person should know about a file that was read."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from drawings.annotationwords import annotation_words
from storage.sentences import Counted, listed

REMARKS: Final[Mapping[str, str | Counted]] = {
    "extension_differs": _(
        "The name says %(extension)s, the content is %(found)s; read by its content."
    ),
    "repaired": _("The file was damaged and could be mended."),
    "losses": _("Some objects could not be shown: %(kinds)s."),
    "proxies_empty": Counted(
        "%(count)s TArch object carries no graphics. Please export to T3 in TArch.",
        "%(count)s TArch objects carry no graphics. Please export to T3 in TArch.",
        "count",
    ),
    "scale_unknown": _("No frame was found on %(sheets)s; the scale is unknown."),
    "scanned": _("Scanned pages: %(sheets)s. They cannot be compared exactly."),
    "mixed": _(
        "Pages with pictures among the lines: %(sheets)s. "
        "What the pictures show is not compared."
    ),
    "blank": _("Pages on which nothing can be seen: %(sheets)s."),
    "signed": Counted(
        "The original carries %(count)s signature; it is kept untouched.",
        "The original carries %(count)s signatures; it is kept untouched.",
        "count",
    ),
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
    "added_to": Counted(
        "The PDF was added to %(count)s time; its last state was read.",
        "The PDF was added to %(count)s times; its last state was read.",
        "count",
    ),
    "annotated": Counted(
        "%(count)s annotation or form field (%(kinds)s; by %(authors)s) is shown "
        "as a layer of its own and is not compared.",
        "%(count)s annotations and form fields (%(kinds)s; by %(authors)s) are shown "
        "as a layer of their own and are not compared.",
        "count",
    ),
    "annotated_by_nobody": Counted(
        "%(count)s annotation or form field (%(kinds)s) is shown as a layer of its own "
        "and is not compared.",
        "%(count)s annotations and form fields (%(kinds)s) are shown as a layer of their "
        "own and are not compared.",
        "count",
    ),
    "annotations_unseen": Counted(
        "%(count)s annotation is hidden or has no picture and is not shown.",
        "%(count)s annotations are hidden or have no picture and are not shown.",
        "count",
    ),
    "hidden_texts": Counted(
        "%(count)s text cannot be seen (invisible, white or cut off) "
        "and is not compared.",
        "%(count)s texts cannot be seen (invisible, white or cut off) "
        "and are not compared.",
        "count",
    ),
    "layers_hidden": Counted(
        "%(count)s layer is hidden by the file and is not compared: %(names)s.",
        "%(count)s layers are hidden by the file and are not compared: %(names)s.",
        "count",
    ),
    "active_content": _("Active content was taken out of the copy: %(kinds)s."),
    "xrefs_missing": _("Referenced drawings are missing: %(names)s."),
    "reduced": _("Read with the second reader; it may be incomplete."),
    "fonts_replaced": _("Set with our typeface instead of: %(names)s."),
    "plot_styles_missing": _(
        "The plot style tables are not part of the file: %(names)s. "
        "Line weights and colours are those of the drawing."
    ),
    "outside_frames": Counted(
        "%(layout)s: %(count)s object lies on no sheet (%(words)s). If it should, "
        "please draw a frame around it and upload the file again.",
        "%(layout)s: %(count)s objects lie on no sheet (%(words)s). If they should, "
        "please draw a frame around them and upload the file again.",
        "count",
    ),
    "several_in_one": _(
        "%(layout)s: no frame was recognised, but there seem to be %(count)s sheets; "
        "they are shown as one. Please draw each frame as a closed rectangle, bind the "
        "drawing that holds it, and upload the file again."
    ),
    "sheets_skipped": Counted(
        "%(count)s further frame was not read.",
        "%(count)s further frames were not read.",
        "count",
    ),
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


def remark_sentence(code: str, particulars: Mapping[str, str]) -> str:
    """What a person should know about a file that was read."""
    template = REMARKS.get(code)
    if template is None:
        return code
    if code == "active_content" and "kinds" not in particulars:
        particulars = {"kinds": removed_words(particulars)}
    if code == "annotated":
        if particulars.get("authors", "–") == "–":
            template = REMARKS["annotated_by_nobody"]
        kinds = annotation_words(particulars.get("kinds", ""))
        particulars = {**particulars, "kinds": kinds}
    return filled(template, particulars)


def removed_words(counts: Mapping[str, str]) -> str:
    """What was taken out of a copy: kinds of `Removal` with their counts."""
    named = ((gettext(REMOVED.get(kind, kind)), n) for kind, n in counts.items())
    return listed(f"{name} × {count}" for name, count in named)


class _Forgiving(dict[str, str]):
    """Values of a sentence; one that is missing shows as a dash, not as a fault."""

    def __missing__(self, key: str) -> str:
        return "–"


def filled(template: str | Counted, particulars: Mapping[str, str]) -> str:
    """A sentence with its particulars, in the reader's language."""
    if isinstance(template, Counted):
        said = particulars.get(template.key, "")
        count = int(said) if said.isdecimal() else 2
        pattern = ngettext(template.singular, template.plural, count)
    else:
        pattern = gettext(template)
    return pattern % _Forgiving(particulars)
