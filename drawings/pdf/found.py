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
    ANNOTATION = "annotation"
    EARLIER_REVISION = "earlier_revision"


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """A signature that a PDF carried when it came in; recognised, not checked.

    Attributes:
        field: name of the form field.
        signer: name in the signature dictionary, may be empty.
        subfilter: the format, such as `ETSI.CAdES.detached`.
        date: what the signature says of its time, as written.
        reason: what it says of its reason.

    """

    field: str
    signer: str = ""
    subfilter: str = ""
    date: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnnotationFound:
    """An annotation that a page carried; kept apart from the drawing.

    Attributes:
        page: index of the page from 0.
        kind: the PDF subtype, such as `Square`.
        author: who wrote it.
        text: what it says.
        box_mm: x0, y0, x1, y1 on the sanitised page; paper mm, y upwards.

    """

    page: int
    kind: str
    author: str = ""
    text: str = ""
    box_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
