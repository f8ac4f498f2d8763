"""What people call the annotations of a PDF."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import pgettext_lazy

KIND: Final = re.compile(r"[A-Za-z]+(?= × \d)")
ANNOTATIONS: Final[Mapping[str, object]] = {
    "Square": pgettext_lazy("annotation", "rectangle"),
    "Circle": pgettext_lazy("annotation", "circle"),
    "FreeText": pgettext_lazy("annotation", "text box"),
    "Text": pgettext_lazy("annotation", "note"),
    "Ink": pgettext_lazy("annotation", "pen"),
    "Stamp": pgettext_lazy("annotation", "stamp"),
    "Highlight": pgettext_lazy("annotation", "highlight"),
    "Line": pgettext_lazy("annotation", "line"),
    "Polygon": pgettext_lazy("annotation", "cloud or polygon"),
    "PolyLine": pgettext_lazy("annotation", "polyline"),
    "Widget": pgettext_lazy("annotation", "form field"),
    "Link": pgettext_lazy("annotation", "link"),
}


def annotation_words(kinds: str) -> str:
    """Kinds with their counts, `Widget × 2, Stamp × 1`, in the reader's language."""
    return KIND.sub(
        lambda found: str(ANNOTATIONS.get(found.group(), found.group())), kinds
    )
