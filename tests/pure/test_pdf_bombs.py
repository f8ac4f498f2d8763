"""A file that is too big to read is not called damaged, and no page is overlooked."""

import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from drawings.content.errors import LimitReached, Refusal, UnreadableDrawing
from drawings.content.parts import Loss
from drawings.pdf.intake import Intake, take_in
from drawings.pdf.unpacking import MOST_MEGABYTES
from drawings.sandbox.reading import read_file
from tests.pure.pdf_makers import examined, form, taken, write_pdf

LINE = b"10 10 m 90 10 l S"
MEGABYTE = 1 << 20


def deflated(megabytes: int) -> bytes:
    """So many megabytes of blanks, packed."""
    packer = zlib.compressobj(1)
    return (
        b"".join(packer.compress(b" " * MEGABYTE) for _ in range(megabytes))
        + packer.flush()
    )


def packed(folder: Path, data: bytes, filters: list[Name]) -> Path:
    """A page whose operators are packed so."""
    path = write_pdf(folder, b"")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        contents = document.pages[0].obj.Contents
        contents.write(data, filter=Array(filters))
        document.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


def why(path: Path, work: Path) -> UnreadableDrawing:
    """Why a file is refused."""
    with pytest.raises(UnreadableDrawing) as caught:
        take_in(path, work / "pages", page_limit=20)
    return caught.value


@pytest.mark.parametrize("times", [1, 2])
def test_operators_that_unpack_to_too_much_are_refused_as_too_much(
    tmp_path: Path, times: int
) -> None:
    data = deflated(MOST_MEGABYTES + 1)
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    error = why(packed(tmp_path, data, [Name.FlateDecode] * times), tmp_path)
    assert error.code is Refusal.TOO_MUCH
    assert isinstance(error, LimitReached)
    assert error.particulars == {"megabytes": str(MOST_MEGABYTES)}


def test_operators_that_break_off_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    data = zlib.compress(LINE + b" " * 5000 + LINE)
    path = packed(tmp_path, data[:-12], [Name.FlateDecode])
    assert len(examined(path, tmp_path).content) >= 1


def test_operators_packed_as_a_picture_are_a_loss(tmp_path: Path) -> None:
    path = packed(tmp_path, b"\x97JB2", [Name.JBIG2Decode])
    (page,) = taken(path, tmp_path).pages
    assert dict(page.lost) == {"content stream": 1}
    (sheet,) = read_file(path, path.name, tmp_path / "work").sheets
    assert Loss("content stream", 1) in sheet.losses


def tree(folder: Path, pages: int, count: int) -> Path:
    """A tree of so many pages that says it has `count`."""
    path = folder / "tree.pdf"
    with pikepdf.new() as document:
        for number in range(pages):
            document.add_blank_page(page_size=(400, 300))
            page = document.pages[number].obj
            page.Contents = document.make_stream(LINE)
        document.save(path)
    data = path.read_bytes()
    real = b"/Count %d" % pages
    assert real in data
    path.write_bytes(data.replace(real, (b"/Count %d" % count).ljust(len(real))))
    return path


def test_no_page_is_overlooked_where_a_tree_says_it_has_fewer(tmp_path: Path) -> None:
    intake: Intake = taken(tree(tmp_path, pages=12, count=1), tmp_path)
    assert len(intake.pages) == 12
    assert intake.was_mended
    assert all(examined_page(page.path) == 1 for page in intake.pages)


def examined_page(path: Path) -> int:
    """How many primitives a clean page has."""
    from drawings.pdf.reading import read_page

    return len(read_page(path))


def test_a_tree_that_hides_too_many_pages_is_refused(tmp_path: Path) -> None:
    error = why(tree(tmp_path, pages=30, count=2), tmp_path)
    assert error.code is Refusal.TOO_MANY_PAGES
    assert error.particulars == {"pages": "30", "limit": "20"}


def test_a_form_that_draws_itself_is_read_once(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        made = form(document, LINE + b" /F Do")
        made.Resources = Dictionary(XObject=Dictionary(F=made))
        page.Resources.XObject = Dictionary(F=made)

    path = write_pdf(tmp_path, b"/F Do", build)
    assert len(examined(path, tmp_path).content) == 1


def test_a_broken_file_without_pages_is_damaged_and_a_whole_one_has_none(
    tmp_path: Path,
) -> None:
    whole = tmp_path / "none.pdf"
    with pikepdf.new() as document:
        document.save(whole)
    assert why(whole, tmp_path).code is Refusal.NO_PAGES
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF")
    assert why(broken, tmp_path).code is Refusal.DAMAGED
