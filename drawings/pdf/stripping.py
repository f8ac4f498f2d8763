"""Take everything that acts or points outside out of a document that is being made.

What is copied from a stranger's page is a graph of resources, and a resource dictionary
may carry any key. Nothing is believed to be a drawing: keys that act, attach or point
outside go, whatever object they stand in.
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Stream

from drawings.pdf.inspecting import ACTIONS

# Keys that start something, carry something, or describe what is left behind.
FORBIDDEN = frozenset(
    {
        "/A",
        "/AA",
        "/AF",
        "/AcroForm",
        "/Alternates",
        "/Annots",
        "/Dests",
        "/EF",
        "/EmbeddedFiles",
        "/Info",
        "/JS",
        "/JavaScript",
        "/Launch",
        "/Measure",
        "/Metadata",
        "/Names",
        "/OPI",
        "/OpenAction",
        "/PieceInfo",
        "/PresSteps",
        "/RF",
        "/Ref",
        "/RichMedia",
        "/RichMediaContent",
        "/StructParent",
        "/StructParents",
        "/SubmitForm",
        "/Thumb",
        "/URI",
        "/URLS",
        "/XFA",
    }
)
# Dictionaries whose keys are names that the drawing gave: none of them is forbidden.
NAMES_INSIDE = (
    "/XObject",
    "/Font",
    "/Pattern",
    "/ColorSpace",
    "/ExtGState",
    "/Shading",
    "/Properties",
    "/CharProcs",
    "/Colorants",
    "/Solidities",
)
# The data of a stream may be said to lie in another file.
ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")
LAYERS = ("/OCG", "/OCMD")


def strip(document: pikepdf.Pdf) -> None:
    """Strip every object of a document in place; run it before the catalogue is made."""
    named = _named_dictionaries(document)
    for found in document.objects:
        for each, is_named in _nested(found, named):
            if is_named:
                _strip_named(each)
            else:
                _strip_one(each)


def _named_dictionaries(document: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Which objects of their own are dictionaries of names."""
    named = set()
    for found in document.objects:
        for each, _is_named in _nested(found, set()):
            for key in NAMES_INSIDE:
                inner = each.get(key)
                if isinstance(inner, Dictionary) and inner.is_indirect:
                    named.add(inner.objgen)
    return named


def _nested(
    found: pikepdf.Object, named: set[tuple[int, int]]
) -> Iterator[tuple[pikepdf.Object, bool]]:
    """An object and the dictionaries written inside it; whether its keys are names."""
    is_object = isinstance(found, Dictionary | Stream | Array)
    waiting = [(found, is_object and found.objgen in named)]
    while waiting:
        each, is_named = waiting.pop()
        if isinstance(each, Dictionary | Stream):
            yield each, is_named
            inside = [
                (each.get(key), key in NAMES_INSIDE and not is_named)
                for key in list(each.keys())
            ]
        elif isinstance(each, Array):
            inside = [(value, False) for value in each]
        else:
            continue
        waiting += [
            (value, names)
            for value, names in inside
            if isinstance(value, Dictionary | Array) and not value.is_indirect
        ]


def _strip_named(found: pikepdf.Object) -> None:
    for key in list(found.keys()):
        value = found[key]
        if not isinstance(value, Dictionary | Stream | Array | pikepdf.Name):
            del found[key]


def _strip_one(found: pikepdf.Object) -> None:
    for key in FORBIDDEN.intersection(found.keys()):
        del found[key]
    if str(found.get("/S", "")) in ACTIONS:
        for key in list(found.keys()):
            del found[key]
    if isinstance(found, Stream):
        _strip_stream(found)
    properties = found.get("/Properties")
    if isinstance(properties, Dictionary):
        _keep_layers(properties)


def _strip_stream(found: pikepdf.Stream) -> None:
    for key in ELSEWHERE:
        if key in found:
            del found[key]
    if str(found.get("/Subtype", "")) == "/PS" or "/PS" in found:
        found.write(b"")


def _keep_layers(properties: pikepdf.Dictionary) -> None:
    """Of the properties of marked content only layers matter to what is seen."""
    for key in list(properties.keys()):
        value = properties[key]
        if not (
            isinstance(value, Dictionary) and str(value.get("/Type", "")) in LAYERS
        ):
            del properties[key]
