"""Look through a PDF for what is no drawing: programs, forms, links, attachments."""

from collections import Counter
from collections.abc import Iterator

import pikepdf

from drawings.pdf.found import Removal

ACTIONS: dict[str, Removal] = {
    "/JavaScript": Removal.JAVASCRIPT,
    "/URI": Removal.LINK,
    "/Launch": Removal.ACTION,
    "/SubmitForm": Removal.ACTION,
    "/ImportData": Removal.ACTION,
    "/ResetForm": Removal.ACTION,
    "/GoToR": Removal.ACTION,
    "/GoToE": Removal.ACTION,
    "/Named": Removal.ACTION,
    "/Hide": Removal.ACTION,
    "/SetOCGState": Removal.ACTION,
    "/Thread": Removal.ACTION,
    "/Trans": Removal.ACTION,
    "/Rendition": Removal.MULTIMEDIA,
    "/Movie": Removal.MULTIMEDIA,
    "/Sound": Removal.MULTIMEDIA,
    "/GoTo3DView": Removal.MULTIMEDIA,
    "/RichMediaExecute": Removal.MULTIMEDIA,
}
MULTIMEDIA = ("/Screen", "/Movie", "/Sound", "/3D", "/RichMedia")


def removals_of(document: pikepdf.Pdf) -> dict[Removal, int]:
    """How many things of each kind a sanitised copy of the document leaves out."""
    counts: Counter[Removal] = Counter()
    named = held = 0
    for found in document.objects:
        for each in nested_dictionaries(found):
            counts.update(_kind(each))
            if isinstance(each, pikepdf.Stream):
                held += str(each.get("/Type", "")) == "/EmbeddedFile"
            else:
                named += "/EF" in each
    root = document.Root
    names = root.get("/Names")
    is_listed = isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names
    # By what names them and by what holds them, for either may lack.
    counts[Removal.EMBEDDED_FILE] = max(named, held, int(is_listed))
    # An array there is a place in the document to show first, and starts nothing.
    if isinstance(root.get("/OpenAction"), pikepdf.Dictionary):
        counts[Removal.ACTION] += 1
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        counts[Removal.XFA] += 1
    return {kind: count for kind, count in sorted(counts.items()) if count}


def nested_dictionaries(found: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """An object's dictionary and those written inside it, at every depth."""
    waiting: list[object] = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            inside = [each.get(key) for key in list(each.keys())]
        elif isinstance(each, pikepdf.Array):
            inside = list(each)
        else:
            continue
        waiting += [
            value
            for value in inside
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array)
            and not value.is_indirect
        ]


def _kind(found: pikepdf.Object) -> Iterator[Removal]:
    action = ACTIONS.get(str(found.get("/S", "")))
    if (action is not None and "/Type" not in found) or (
        action is not None and str(found.get("/Type", "")) == "/Action"
    ):
        yield action
    subtype = str(found.get("/Subtype", ""))
    if subtype in MULTIMEDIA and "/Rect" in found:
        yield Removal.MULTIMEDIA
    elif subtype == "/Widget" or ("/FT" in found and "/Kids" not in found):
        yield Removal.FORM_FIELD
    elif subtype and "/Rect" in found and subtype not in ("/Link", "/Popup"):
        yield Removal.ANNOTATION
