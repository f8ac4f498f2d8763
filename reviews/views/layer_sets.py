"""Sets of layers as addresses name them: hexadecimal figures, a bit for each layer."""

from typing import Final

from django.http import Http404

# No drawing of the corpus has a thousand layers; more bits than this name none.
MOST_FIGURES: Final = 1024


def off_in(text: str | None) -> frozenset[int] | None:
    """The places of the layers that are not drawn; None where none are named.

    The lowest bit is the first layer: `5` hides the first and the third, `0` shows all,
    also those that the file itself hides.

    Raises:
        Http404: for anything else.

    """
    if text is None:
        return None
    figures = set(text)
    if not text or len(text) > MOST_FIGURES or not figures <= set("0123456789abcdef"):
        raise Http404
    bits = int(text, 16)
    return frozenset(at for at in range(bits.bit_length()) if bits >> at & 1)
