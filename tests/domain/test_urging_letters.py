"""The regulator's letters to departments that are late."""

import datetime as dt

import pytest

from reviews.actions.oversight import urge_review
from reviews.letters.words import NO_EFFECT
from reviews.letters.writing import (
    seal_places,
)
from storage import clock
from storage.actions.blobs import read_bytes
from tests.domain.letter_town import (
    Town,
    regulator,
    still_open,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_a_department_is_urged_by_a_numbered_letter(town: Town) -> None:
    urging = urge_review(
        review=still_open(town),
        actor=regulator(town),
        form="on_site",
        text="审查已逾期，请说明原因。",
        until=clock.today() + dt.timedelta(days=3),
    )
    assert urging.letter is not None
    assert urging.letter.number.startswith("督促〔")
    text = text_of(urging.letter.blob)
    for words in (
        "督促整改通知",
        "云溪市消防审验中心",
        "云溪市工程审批管理办公室",
        "审查已逾期，请说明原因。",
        "现场督促",
        NO_EFFECT,
    ):
        assert words in text
    [place] = seal_places(read_bytes(urging.letter.blob))
    assert place.whose == "regulator"
