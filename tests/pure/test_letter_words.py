"""Letters and pages call the same thing by the same name."""

from django.utils import translation
from django.utils.translation import gettext

from reviews.letters.words import DOCUMENTS
from reviews.materials import MATERIAL_NAMES


def test_a_document_is_called_alike_in_letters_and_on_pages() -> None:
    with translation.override("zh-hans"):
        told = {code: name.told(gettext) for code, name in MATERIAL_NAMES.items()}

    assert told == DOCUMENTS
