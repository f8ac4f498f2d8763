"""Whatever a PDF carries besides the drawing, none of it is on the page that goes on.

The clean page is read again by a scanner of our own: it inflates every stream of the file
and looks through the bytes, so it depends on neither of the libraries that made the page.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from drawings.pdf.found import Removal
from tests.pure.pdf_makers import annotation, examined, form, layer, taken, write_pdf

EVIL = "EVIL-PAYLOAD"
LINE = b"10 10 m 90 10 l S /F Do"
# Names that start, attach or point outside, as they stand in the bytes of a file.
WORDS = re.compile(
    rb"/(JavaScript|JS|AA|OpenAction|Launch|URI|GoToR|GoToE|SubmitForm|ImportData|Named"
    rb"|EmbeddedFiles?|EF|Filespec|FileAttachment|RichMedia\w*|3D|Movie|Sound|Screen"
    rb"|Rendition|AcroForm|XFA|Annots|Widget|Metadata|PieceInfo|OPI|AF|Names|Ref)"
    rb"(?=[\s/<\[(>\]])"
)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
Attack = Callable[[pikepdf.Pdf, pikepdf.Object], None]


def everything(data: bytes) -> Iterator[bytes]:
    """The bytes of a file and of every stream in it, inflated where they are deflated."""
    yield STREAM.sub(b"", data)
    for match in STREAM.finditer(data):
        yield match[1]
        try:
            yield zlib.decompress(match[1])
        except zlib.error:
            continue


def script(document: pikepdf.Pdf) -> Dictionary:
    """An action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{EVIL}')"))


def attached(document: pikepdf.Pdf) -> pikepdf.Object:
    """A file that names an attachment."""
    held = document.make_stream(EVIL.encode(), Type=Name.EmbeddedFile)
    return document.make_indirect(
        Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=held))
    )


def on_opening(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    document.Root.OpenAction = script(document)


def by_name(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    tree = Dictionary(Names=Array([String("x"), script(document)]))
    document.Root.Names = Dictionary(JavaScript=tree)


def on_the_page(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String(f"{EVIL}.exe")))


def by_a_link(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    action = Dictionary(S=Name.URI, URI=String(f"https://{EVIL}.test/"))
    page.Annots = Array([annotation(document, "Link", None, A=action)])


def by_a_button(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    action = Dictionary(S=Name.SubmitForm, F=attached(document))
    look = form(document, b"0 0 9 9 re f", A=action, AA=Dictionary(E=script(document)))
    button = annotation(document, "Widget", look, FT=Name.Btn, A=action)
    page.Annots = Array([button])
    document.Root.AcroForm = Dictionary(
        Fields=Array([button]), XFA=document.make_stream(EVIL.encode())
    )


def by_an_attachment(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    listed = Dictionary(Names=Array([String("a"), attached(document)]))
    document.Root.Names = Dictionary(EmbeddedFiles=listed)
    page.AF = Array([attached(document)])


def by_a_film(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    film = annotation(
        document,
        "RichMedia",
        form(document, b"0 0 9 9 re f", RichMediaContent=attached(document)),
        RichMediaContent=Dictionary(Assets=attached(document)),
    )
    page.Annots = Array([film])


def inside_the_resources(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Resources.JS = script(document)
    page.Resources.ExtGState = Dictionary(
        G=Dictionary(AA=Dictionary(O=script(document)))
    )
    page.Resources.Properties = Dictionary(M=Dictionary(A=script(document)))


def inside_a_form(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    deep = form(
        document,
        b"10 20 m 90 20 l S",
        Metadata=document.make_stream(EVIL.encode()),
        PieceInfo=Dictionary(X=Dictionary(Private=attached(document))),
        OPI=Dictionary({"/2.0": Dictionary(F=attached(document))}),
        Ref=Dictionary(F=attached(document), Page=0),
    )
    for _ in range(20):
        deep = form(
            document, b"/D Do", Resources=Dictionary(XObject=Dictionary(D=deep))
        )
    page.Resources.XObject = Dictionary(F=deep)


def inside_a_font(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Resources.Font.H.Extra = Array([Array([Dictionary(Next=script(document))])])
    page.Resources.Font.H.AF = attached(document)


def inside_a_layer(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    wall = layer(document, "墙", AA=script(document), Usage=attached(document))
    page.Resources.Properties = Dictionary(L=wall)
    document.Root.OCProperties = Dictionary(
        OCGs=Array([wall]),
        D=Dictionary(AS=Array([script(document)]), X=attached(document)),
    )


def in_another_file(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Resources.XObject = Dictionary(
        F=form(document, b"", F=String(f"/etc/{EVIL}"), FFilter=Name.FlateDecode)
    )


def as_postscript(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    made = document.make_stream(EVIL.encode(), Type=Name.XObject, Subtype=Name.PS)
    page.Resources.XObject = Dictionary(F=made)


ATTACKS: tuple[Attack, ...] = (
    on_opening,
    by_name,
    on_the_page,
    by_a_link,
    by_a_button,
    by_an_attachment,
    by_a_film,
    inside_the_resources,
    inside_a_form,
    inside_a_font,
    inside_a_layer,
    in_another_file,
    as_postscript,
)
TOLD: dict[Attack, set[Removal]] = {
    on_opening: {Removal.JAVASCRIPT, Removal.ACTION},
    by_name: {Removal.JAVASCRIPT},
    on_the_page: {Removal.ACTION},
    by_a_link: {Removal.LINK},
    by_a_button: {Removal.FORM_FIELD, Removal.XFA, Removal.ACTION},
    by_an_attachment: {Removal.EMBEDDED_FILE},
    by_a_film: {Removal.MULTIMEDIA},
}


def assert_clean(page: Path) -> None:
    """Nothing of an attack is in any byte of the file."""
    for part in everything(page.read_bytes()):
        assert EVIL.encode() not in part
        assert WORDS.findall(part) == []


def test_the_scanner_finds_every_attack_in_the_original(tmp_path: Path) -> None:
    for attack in ATTACKS:
        data = write_pdf(tmp_path, LINE, attack).read_bytes()
        assert any(EVIL.encode() in part for part in everything(data)), attack


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_no_attack_reaches_the_clean_page(tmp_path: Path, attack: Attack) -> None:
    path = write_pdf(tmp_path, LINE, attack)
    before = path.read_bytes()
    intake = taken(path, tmp_path)
    assert_clean(intake.pages[0].path)
    assert path.read_bytes() == before
    assert TOLD.get(attack, set()) <= {kind for kind, n in intake.removed.items() if n}
    assert len(examined(path, tmp_path).content) >= 1


def test_attacks_together_reach_it_no_more_than_one_by_one(tmp_path: Path) -> None:
    pairs = list(combinations(ATTACKS, 2))

    for chosen in [*pairs[::7], ATTACKS]:
        path = write_pdf(tmp_path, LINE, all_of(chosen))
        assert_clean(taken(path, tmp_path).pages[0].path)


def all_of(chosen: tuple[Attack, ...]) -> Attack:
    """Several attacks on one page."""

    def attack(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        for each in chosen:
            each(document, page)

    return attack


def test_an_attack_packed_into_object_streams_is_found_and_left(tmp_path: Path) -> None:
    path = write_pdf(tmp_path, LINE, inside_a_form)
    packed = tmp_path / "packed.pdf"
    with pikepdf.open(path) as document:
        by_name(document, document.pages[0].obj)
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    intake = taken(packed, tmp_path)
    assert intake.removed[Removal.JAVASCRIPT] >= 1
    assert_clean(intake.pages[0].path)


def test_names_that_a_drawing_gives_its_parts_are_kept(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        page.Resources.XObject = Dictionary(
            {"/A": form(document, b"10 20 m 90 20 l S"), "/Names": form(document, b"")}
        )

    path = write_pdf(tmp_path, b"/A Do", build)
    assert len(examined(path, tmp_path).content) == 1
