"""Look through a PDF for what is no drawing: signatures, programs, forms, attachments."""

from collections import Counter
from collections.abc import Iterator

import pikepdf

from drawings.pdf.found import Removal, SignatureFound

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
    "/Rendition": Removal.MULTIMEDIA,
    "/Movie": Removal.MULTIMEDIA,
    "/Sound": Removal.MULTIMEDIA,
    "/GoTo3DView": Removal.MULTIMEDIA,
    "/RichMediaExecute": Removal.MULTIMEDIA,
}
MULTIMEDIA = ("/Screen", "/Movie", "/Sound", "/3D", "/RichMedia")
DEEPEST = 60


def removals_of(document: pikepdf.Pdf) -> dict[Removal, int]:
    """How many things of each kind a sanitised copy of the document leaves out."""
    counts: Counter[Removal] = Counter()
    for found in document.objects:
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            counts.update(_kinds(found))
    root = document.Root
    if "/OpenAction" in root:
        counts[Removal.ACTION] += 1
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        counts[Removal.XFA] += 1
    counts[Removal.EMBEDDED_FILE] = _attachments(document)
    return {kind: count for kind, count in sorted(counts.items()) if count}


def _attachments(document: pikepdf.Pdf) -> int:
    """Attached files: by what names them and by what holds them, for either may lack."""
    named = held = 0
    for found in document.objects:
        if isinstance(found, pikepdf.Stream):
            held += str(found.get("/Type", "")) == "/EmbeddedFile"
        elif isinstance(found, pikepdf.Dictionary):
            named += "/EF" in found
    names = document.Root.get("/Names")
    is_listed = isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names
    return max(named, held, int(is_listed))


def _kinds(found: pikepdf.Object) -> Iterator[Removal]:
    """What an object, and the small dictionaries inside it, count as."""
    yield from _kind(found)
    for key in ("/A", "/AA", "/OpenAction", "/Next"):
        inner = _direct(found, key)
        if inner is None:
            continue
        yield from _kind(inner)
        if key == "/AA":
            for name in list(inner.keys()):
                if (action := _direct(inner, name)) is not None:
                    yield from _kind(action)


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


def _direct(found: pikepdf.Object, key: str) -> pikepdf.Dictionary | None:
    """A dictionary written inside another; those of their own are met anyway."""
    inner = found.get(key)
    if isinstance(inner, pikepdf.Dictionary) and not inner.is_indirect:
        return inner
    return None


def signatures_of(document: pikepdf.Pdf) -> tuple[SignatureFound, ...]:
    """The signatures of a document: those of its form, and any that no field names."""
    found: list[SignatureFound] = []
    seen: set[tuple[int, int]] = set()
    form = document.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    for name, field in _fields(fields, "", 0):
        value = field.get("/V")
        if str(field.get("/FT", "")) == "/Sig" and isinstance(
            value, pikepdf.Dictionary
        ):
            seen.add(value.objgen)
            found.append(_signature(name, value))
    found.extend(
        _signature("", other)
        for other in document.objects
        if isinstance(other, pikepdf.Dictionary)
        and "/ByteRange" in other
        and "/Contents" in other
        and other.objgen not in seen
    )
    return tuple(found)


def _fields(
    fields: object, prefix: str, depth: int
) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    if not isinstance(fields, pikepdf.Array) or depth > DEEPEST:
        return
    for field in fields:
        if not isinstance(field, pikepdf.Dictionary):
            continue
        own = _text(field.get("/T"))
        name = f"{prefix}.{own}" if prefix and own else prefix or own
        yield name, field
        yield from _fields(field.get("/Kids"), name, depth + 1)


def _signature(name: str, value: pikepdf.Dictionary) -> SignatureFound:
    return SignatureFound(
        field=name,
        signer=_text(value.get("/Name")),
        subfilter=_text(value.get("/SubFilter")).lstrip("/"),
        date=_text(value.get("/M")),
        reason=_text(value.get("/Reason")),
    )


def _text(value: object) -> str:
    if value is None or isinstance(value, pikepdf.Dictionary | pikepdf.Array):
        return ""
    try:
        return str(value)[:200]
    except (ValueError, UnicodeDecodeError):
        return ""
