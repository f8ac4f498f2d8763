"""Files that are not what they seem, each small, each with what a reader should make of it."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from samples.barepdf import pdf_of
from samples.casting import save_dwg, save_dxf
from samples.drafting.draft import Draft
from samples.drafting.layers import WALL

PASSWORD = "sample"  # noqa: S105  locks a sample that nobody needs to open
HUGE = 2_000_000_000
AES_256 = 5  # the number that MuPDF gives this encryption


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file of bad input.

    Attributes:
        name: of the file.
        what: what is wrong with it, in a word.
        make: makes its bytes; needs a folder for scratch files.
        is_readable: a patient reader can still show it.

    """

    name: str
    what: str
    make: Callable[[Path], bytes]
    is_readable: bool = False


def write_hostile(folder: Path) -> dict[str, Path]:
    """Write every file below `folder`; answers `what` to path."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for one in HOSTILE:
        path = folder / one.name
        path.write_bytes(one.make(folder))
        paths[one.what] = path
    return paths


def good_dwg(folder: Path, version: str = "AC1032") -> bytes:
    """A small DWG that can be read."""
    draft = Draft(scale=100)
    for index in range(40):
        draft.rectangle((0, index * 100.0, 8000, index * 100.0 + 90), WALL)
    draft.text("样本", (4000, 5000), WALL)
    dxf, dwg = folder / ".scratch.dxf", folder / ".scratch.dwg"
    try:
        save_dxf(draft.doc, dxf)
        save_dwg(dxf, dwg, version)
        return dwg.read_bytes()
    finally:
        dxf.unlink(missing_ok=True)
        dwg.unlink(missing_ok=True)


def good_pdf(folder: Path) -> bytes:
    """A small vector PDF that can be read."""
    del folder
    with pymupdf.open() as document:
        page = document.new_page(width=842, height=595)
        for index in range(60):
            page.draw_line((20, 20 + index * 9), (800, 20 + index * 9))
        page.insert_text((40, 40), "sheet")
        return bytes(document.tobytes(no_new_id=True))


def _locked_pdf(folder: Path) -> bytes:
    with pymupdf.open(stream=good_pdf(folder), filetype="pdf") as document:
        return bytes(
            document.tobytes(
                encryption=AES_256,
                owner_pw=PASSWORD,
                user_pw=PASSWORD,
            )
        )


def _cut(make: Callable[[Path], bytes], share: float) -> Callable[[Path], bytes]:
    def made(folder: Path) -> bytes:
        whole = make(folder)
        return whole[: int(len(whole) * share)]

    return made


def _no_pages(folder: Path) -> bytes:
    del folder
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")


def _huge_page(folder: Path) -> bytes:
    del folder
    stream = b"0 0 m %d %d l S" % (HUGE, HUGE)
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R>>"
        % (HUGE, HUGE),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    )


def _looping_pages(folder: Path) -> bytes:
    """A tree of pages that contains itself."""
    del folder
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
    )


def _scripted_pdf(folder: Path) -> bytes:
    """A page that wants to run a script and to start a program."""
    del folder
    stream = b"10 10 m 200 200 l S"
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R/AA<</WC 6 0 R>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</S/JavaScript/JS(app.alert\\('sample'\\))>>",
        b"<</S/Launch/F(sample.exe)>>",
    )


def _old_dwg(folder: Path) -> bytes:
    del folder
    return b"AC1009" + bytes(1024)


def _noise_dwg(folder: Path) -> bytes:
    """The right magic, then a header that points nowhere."""
    del folder
    return b"AC1032" + struct.pack("<64I", *range(0xFFFFFF00, 0xFFFFFF40)) * 8


def _bad_dxf(folder: Path) -> bytes:
    del folder
    return b"0\nSECTION\n2\nENTITIES\n0\nLINE\n8\n0\n10\nnot a number\n20\n"


def _text(folder: Path) -> bytes:
    del folder
    return "这不是图纸。".encode() * 40


def _empty(folder: Path) -> bytes:
    del folder
    return b""


HOSTILE: tuple[Hostile, ...] = (
    Hostile("空文件.dwg", "empty", _empty),
    Hostile("空文件.pdf", "empty_pdf", _empty),
    Hostile("文本改名.dwg", "text", _text),
    Hostile("截断.dwg", "truncated_dwg", _cut(good_dwg, 0.5)),
    Hostile("截断.pdf", "truncated_pdf", _cut(good_pdf, 0.5)),
    Hostile("加密.pdf", "locked", _locked_pdf),
    Hostile("R12旧版.dwg", "too_old", _old_dwg),
    Hostile("乱码.dwg", "noise", _noise_dwg),
    Hostile("零页.pdf", "no_pages", _no_pages),
    Hostile("巨页.pdf", "huge_page", _huge_page),
    Hostile("循环页树.pdf", "looping_pages", _looping_pages),
    Hostile("扩展名不符.dwg", "pdf_named_dwg", good_pdf, is_readable=True),
    Hostile("DWG改名.pdf", "dwg_named_pdf", good_dwg, is_readable=True),
    Hostile("带脚本.pdf", "scripted", _scripted_pdf, is_readable=True),
    Hostile("坏交换文件.dxf", "bad_dxf", _bad_dxf),
)
