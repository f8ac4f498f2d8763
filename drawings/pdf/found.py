"""What intake found in a PDF besides the drawing: seals that were there, things removed."""

from dataclasses import dataclass
from enum import StrEnum


class Removal(StrEnum):
    """A kind of thing that a sanitised page no longer carries."""

    JAVASCRIPT = "javascript"
    ACTION = "action"  # launch, submit, go to a file, open and additional actions
    LINK = "link"  # addresses outside of the document
    EMBEDDED_FILE = "embedded_file"
    FORM_FIELD = "form_field"
    XFA = "xfa"
    MULTIMEDIA = "multimedia"
    ANNOTATION = "annotation"  # its picture stays, as a layer
    EARLIER_REVISION = "earlier_revision"


# What of it is not active: said in sentences of its own, or by nobody.
QUIET = (Removal.ANNOTATION, Removal.EARLIER_REVISION)


class Coverage(StrEnum):
    """How much of the file a signature speaks for."""

    WHOLE = "whole"  # every byte but its own value
    EARLIER = "earlier"  # the file as it was; bytes were added after it
    BROKEN = "broken"  # it does not say, or what it says does not fit the file


class Integrity(StrEnum):
    """Whether the bytes a signature speaks for are those that were signed.

    Nothing is said of who signed: that asks for a list of trusted issuers.
    """

    INTACT = "intact"
    ALTERED = "altered"
    UNCHECKED = "unchecked"  # a format or an algorithm that is not known here


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """A signature that a PDF carried when it came in.

    Attributes:
        field: name of the form field.
        signer: the name in the signer's certificate, else in the signature, may be empty.
        subfilter: the format, such as `ETSI.CAdES.detached`.
        date: what the signature says of its time, as written; a claim.
        reason: what it says of its reason.
        coverage: how much of the file it speaks for.
        integrity: whether those bytes are as they were signed.

    """

    field: str
    signer: str = ""
    subfilter: str = ""
    date: str = ""
    reason: str = ""
    coverage: Coverage = Coverage.BROKEN
    integrity: Integrity = Integrity.UNCHECKED


@dataclass(frozen=True, slots=True)
class AnnotationFound:
    """An annotation or form field that a page carried; kept apart from the drawing.

    Attributes:
        page: index of the page from 0.
        kind: the PDF subtype, such as `Square`; `Widget` for a form field.
        author: who wrote it.
        text: what it says; name and value of a form field.
        box_mm: x0, y0, x1, y1 on the sanitised page; paper mm, y upwards.
        is_drawn: its picture is on the page, in the layer of annotations.

    """

    page: int
    kind: str
    author: str = ""
    text: str = ""
    box_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    is_drawn: bool = False
