"""PDFs that cannot be taken in are refused, each with its reason."""

from pathlib import Path

import pikepdf
import pymupdf
import pytest
from pikepdf import Array

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.pdf.intake import take_in
from tests.pure.pdf_makers import AES_256, LINE, write_page


def refusal(path: Path, work: Path) -> Refusal:
    """The reason for which a file is refused."""
    with pytest.raises(UnreadableDrawing) as caught:
        take_in(path, work / "pages")
    return caught.value.code


def test_a_locked_file_is_refused_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    with pymupdf.open() as document:
        document.new_page()
        document.save(path, encryption=AES_256, user_pw="x", owner_pw="y")
    assert refusal(path, tmp_path) is Refusal.PASSWORD


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"MediaBox": Array([0, 0, 2_000_000_000, 300])}, Refusal.PAGE_TOO_LARGE),
        ({"UserUnit": 5000}, Refusal.PAGE_TOO_LARGE),
        ({"MediaBox": Array([0, 0, 0.01, 300])}, Refusal.PAGE_TOO_LARGE),
    ],
)
def test_absurd_pages_are_refused(
    tmp_path: Path, keys: dict[str, object], reason: Refusal
) -> None:
    assert refusal(write_page(tmp_path, LINE, **keys), tmp_path) is reason


def test_a_document_without_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"
    with pikepdf.new() as document:
        document.save(path)
    assert refusal(path, tmp_path) is Refusal.NO_PAGES


def test_more_pages_than_allowed_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.pdf"
    with pymupdf.open() as document:
        for _ in range(4):
            document.new_page()
        document.save(path)
    with pytest.raises(UnreadableDrawing) as caught:
        take_in(path, tmp_path / "pages", page_limit=3)
    assert caught.value.code is Refusal.TOO_MANY_PAGES
    assert caught.value.particulars == {"pages": "4", "limit": "3"}


def test_rubbish_is_refused_without_telling_where_the_file_lies(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 400)
    with pytest.raises(UnreadableDrawing) as caught:
        take_in(path, tmp_path / "pages")
    assert caught.value.code in (Refusal.DAMAGED, Refusal.NO_PAGES)
    assert str(tmp_path) not in str(caught.value)
