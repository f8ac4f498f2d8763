"""The certificate of passed review: its sheets, its people, its seal and its code."""

import pymupdf
import pytest

from reviews.letters.writing import CERTIFICATE_SEAL_BOX, Signatory, seal_places
from storage.actions.blobs import read_bytes
from tests.domain.letter_certificates import certificate, sheets_of
from tests.domain.letter_town import Town, text_of
from tests.world import passed_world
from workflow.deliverables import signatories_of

pytestmark = pytest.mark.django_db


def test_a_certificate_lists_every_sheet_with_its_digest(town: Town) -> None:
    """Each sheet is vouched for by number, version and digest, over several pages."""
    sheets = sheets_of(120)
    letter = certificate(town, sheets)
    text = text_of(letter.blob)
    assert all(sheet.sha256 in text for sheet in sheets)
    assert all(sheet.number in text for sheet in sheets)
    assert "签发人：林建国" in text
    assert "赵敏" in text
    assert "V7KD-9QXM" in text


@pytest.mark.parametrize("count", [15, 16, 17, 40, 41])
def test_the_list_of_a_certificate_has_no_page_for_one_sheet(
    town: Town, count: int
) -> None:
    """Rows stand closer where that saves a page; on each page there are two at least."""
    sheets = sheets_of(count)
    with pymupdf.open(stream=read_bytes(certificate(town, sheets).blob)) as pdf:
        pages = ["".join(page.get_text().split()) for page in pdf][1:]
    listed = [sum(sheet.sha256 in page for sheet in sheets) for page in pages]
    assert sum(listed) == count
    assert min(listed) > 1
    assert (len(pages) == 1) == (count <= MOST_ON_ONE)


MOST_ON_ONE = 16
"""Sheets below the names of six people on one page."""


@pytest.mark.parametrize("name", ["短名", "超长工程名称" * 20])
def test_the_seal_of_a_certificate_has_its_place_free(town: Town, name: str) -> None:
    """Wherever the text ends, the box of the seal holds issuer and day and nothing else."""
    town.case.project.name = name
    town.case.project.save()
    letter = certificate(town, sheets_of(3))
    (place,) = seal_places(read_bytes(letter.blob))
    assert (place.page, place.box) == (0, CERTIFICATE_SEAL_BOX)
    with pymupdf.open(stream=read_bytes(letter.blob)) as pdf:
        points = 72 / 25.4
        box = pymupdf.Rect(
            place.box.left, place.box.top, place.box.right, place.box.bottom
        )
        inside = pdf[0].get_text(clip=box * pymupdf.Matrix(points, points))
        assert not any(
            table.bbox[3] > place.box.top * points for table in pdf[0].find_tables()
        )
    assert "校验值" not in inside


def test_heads_are_named_once_whoever_names_them(town: Town) -> None:
    """The heads that approved stand on the certificate; named by the caller, not twice."""
    fire = town.reviews["fire"].department
    people = [Signatory(fire.name, "fire", "赵敏")]
    assert text_of(certificate(town, sheets_of(1), people).blob).count("审定人") == 3
    people += [Signatory(fire.short_name, "审定", "孙科长", "审定人")]
    assert text_of(certificate(town, sheets_of(1), people).blob).count("审定人") == 1


def test_the_code_of_a_certificate_is_drawn_and_can_be_read(town: Town) -> None:
    """The squares are those that the payload gives, not a picture."""
    letter = certificate(town, sheets_of(1))
    with pymupdf.open(stream=read_bytes(letter.blob)) as pdf:
        assert pdf[0].get_images() == []
        dark = [path for path in pdf[0].get_drawings() if len(path["items"]) > 100]
    assert len(dark) == 1


def test_departments_stand_on_a_certificate_by_their_full_names() -> None:
    """A certificate names units as their seals do, not as colleagues call them."""
    world = passed_world()
    told = {one.department for one in signatories_of(world.case)}
    assert told == {review.department.name for review in world.case.reviews_now()}
