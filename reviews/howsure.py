"""How sure a comparison is: how the sheets were laid, why not, what nobody looked at."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

METHODS: Final = {
    "identity": pgettext_lazy("registration", "same frame"),
    "translation": pgettext_lazy("registration", "shifted"),
    "similarity": pgettext_lazy("registration", "shifted, turned, scaled"),
    "pictures": pgettext_lazy(
        "registration", "compared as pictures, for one is a scan"
    ),
}
NOT_COMPARED: Final = {
    "images": pgettext_lazy("not compared", "pictures inside the drawing"),
    "properties": pgettext_lazy("not compared", "layers and line styles"),
    "black": pgettext_lazy("not compared", "single lines within black areas"),
}
SIDES: Final = {
    "old": pgettext_lazy("of a comparison", "older version"),
    "new": pgettext_lazy("of a comparison", "newer version"),
}


def quality_of(found: Mapping[str, object]) -> list[tuple[str, str]]:
    """How well the two sheets were laid on each other: label and value.

    Args:
        found: the registration as a comparison keeps it.

    """
    if not found:
        return []
    method = str(found.get("method", ""))
    told = [(_("Registration"), str(METHODS.get(method, method)))]
    if found.get("inliers") is not None:
        share = f"{100 * float(str(found['inliers'])):.1f} %"
        told.append((_("Counterparts found"), share))
    if found.get("residual_mm") is not None:
        told.append((_("Residual"), f"{float(str(found['residual_mm'])):.2f} mm"))
    return told


def reason_of(reason: str) -> str:
    """Why two revisions could not be compared."""
    reasons = {
        "scanned": _("One of the two is a scan: there are no lines to compare."),
        "empty": _("One of the two holds nothing that can be compared."),
        "no_registration": _("The two could not be laid on each other."),
        "alike": _(
            "One of the two is a scan, so they were compared as pictures: no difference "
            "of more than half a millimetre was seen, which is no proof."
        ),
        "too_large": _("The comparison took longer or more memory than it may."),
        "broken": _("The comparison broke down; the sheets have to be looked at."),
    }
    return reasons.get(reason, _("The two could not be compared."))


def not_looked_at(words: Iterable[str]) -> list[str]:
    """What nobody compared, in words, as `Difference.not_compared` names it."""
    return [_not_looked_at(str(word)) for word in words]


def _not_looked_at(word: str) -> str:
    name, _colon, count = word.partition(":")
    if name == "property" and count:
        words = ngettext(
            "%(count)s change of layer or line style",
            "%(count)s changes of layer or line style",
            _number(count),
        )
        return words % {"count": count}
    side, _slash, rest = word.partition("/")
    if not rest:
        return str(NOT_COMPARED.get(word, word))
    what, *more = rest.split("/")
    values = {
        "side": str(SIDES.get(side, side)),
        "kind": "/".join(more[:-1]),
        "count": more[-1] if more else "",
    }
    if what == "loss":
        return _("%(side)s: %(kind)s that could not be read, %(count)s") % values
    if what == "out_of_range":
        words = ngettext(
            "%(side)s: %(count)s element far outside the paper",
            "%(side)s: %(count)s elements far outside the paper",
            _number(values["count"]),
        )
        return words % values
    return _("%(side)s: a scan") % values if what == "scanned" else word


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else 2
