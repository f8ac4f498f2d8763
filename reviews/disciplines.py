"""How each discipline of drawings is called on screens."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import pgettext_lazy

DISCIPLINE_NAMES: Final[Mapping[str, object]] = {
    "site": pgettext_lazy("discipline", "Site plan"),
    "architecture": pgettext_lazy("discipline", "Architecture"),
    "structure": pgettext_lazy("discipline", "Structure"),
    "water": pgettext_lazy("discipline", "Water and drainage"),
    "hvac": pgettext_lazy("discipline", "Heating and ventilation"),
    "electrical": pgettext_lazy("discipline", "Electrical"),
    "fire": pgettext_lazy("discipline", "Fire protection"),
    "airdefence": pgettext_lazy("discipline", "Air defence"),
    "landscape": pgettext_lazy("discipline", "Landscape"),
    "survey": pgettext_lazy("discipline", "Survey"),
    "other": pgettext_lazy("discipline", "Other"),
}


def discipline_name(discipline: str) -> str:
    """The name of a discipline; one that is not known names itself."""
    return str(DISCIPLINE_NAMES.get(discipline, discipline))
