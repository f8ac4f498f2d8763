"""Letters: numbered, kept, complete, and readable whatever the rows hold."""

import datetime as dt

import pymupdf
import pytest

from reviews.actions.letters import (
    write_acceptance,
    write_make_good,
    write_minutes,
    write_opinions_notice,
    write_receipt,
)
from reviews.actions.oversight import urge_review
from reviews.letters import writing
from reviews.letters.conformity import faults_of
from reviews.letters.words import NO_EFFECT
from reviews.letters.writing import Reference
from storage import clock
from storage.actions.blobs import read_bytes
from tests.domain.letter_certificates import certificate, sheets_of
from tests.domain.letter_town import (
    NOW,
    Town,
    pages_of,
    regulator,
    resolved,
    still_open,
)

pytestmark = pytest.mark.django_db


def test_every_letter_keeps_the_clauses_of_the_archive_that_are_checked(
    town: Town,
) -> None:
    """PDF/A-2b as far as it is checked here; numbered, titled, embedded, coloured."""
    late = urge_review(
        review=still_open(town),
        actor=regulator(town),
        form="phone",
        text="请尽快办结。",
        until=clock.today() + dt.timedelta(days=3),
    )
    assert late.letter is not None
    letters = [
        write_acceptance(case=town.case).blob,
        write_make_good(case=town.case, wanting=[]).blob,
        write_opinions_notice(case=town.case).blob,
        write_minutes(consultation=resolved(town)).blob,
        certificate(town, sheets_of(3)).blob,
        late.letter.blob,
    ]
    told = [faults_of(read_bytes(blob)) for blob in letters]
    assert told == [()] * len(letters)
    assert faults_of(read_bytes(write_receipt(case=town.case).blob)) == ()


def test_numbers_run_on_within_a_year_and_begin_again_in_the_next(town: Town) -> None:
    """Each kind of letter is counted by itself, year by year."""
    with clock.told_at(NOW):
        first = write_acceptance(case=town.case)
        second = write_acceptance(case=town.case)
        other = write_make_good(case=town.case, wanting=[])
    with clock.told_at(NOW + dt.timedelta(days=365)):
        later = write_acceptance(case=town.case)
    assert [one.number for one in (first, second, other, later)] == [
        "受理〔2026〕0001号",
        "受理〔2026〕0002号",
        "补正〔2026〕0001号",
        "受理〔2027〕0001号",
    ]


def test_letters_of_a_test_installation_say_so_on_every_page(
    town: Town, settings: object
) -> None:
    """Nobody takes a test letter for one that counts, whatever the city's switch says."""
    letter = certificate(town, sheets_of(60))
    assert all(NO_EFFECT in page for page in pages_of(letter.blob))
    settings.LIANSHEN_LEGAL_EFFECT = True  # type: ignore[attr-defined]
    letter = certificate(town, sheets_of(60))
    assert all(NO_EFFECT in page for page in pages_of(letter.blob))


@pytest.mark.parametrize("has_effect", [False, True])
def test_a_letter_that_counts_says_nothing_of_tests(
    town: Town, *, has_effect: bool
) -> None:
    reference = Reference(
        "受理〔2026〕0001号", dt.date(2026, 3, 2), has_effect=has_effect
    )
    written = writing.acceptance(town.case, reference)
    with pymupdf.open(stream=written.pdf) as pdf:
        assert [NO_EFFECT in page.get_text() for page in pdf] == [not has_effect] * len(
            pdf
        )


def test_letters_carry_their_faces_and_stay_small(town: Town) -> None:
    """Every font is embedded as a subset, so the letter looks alike everywhere."""
    data = read_bytes(write_acceptance(case=town.case).blob)
    with pymupdf.open(stream=data) as pdf:
        fonts = [font for page in pdf for font in page.get_fonts()]
        assert fonts
        assert all(font[1] != "n/a" and "+" in font[3] for font in fonts)
    assert len(data) < 200_000
