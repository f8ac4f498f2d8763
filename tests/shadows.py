"""Shadow attacks: something is planted before the seals and shown, hidden or swapped after.

Each function takes nothing it needs from the sheet at hand: it plants, has it sealed, and
turns the sealed file by an increment. Like `tests.forgeries`, from bytes to bytes.
"""

from collections.abc import Callable
from typing import Final

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from tests import pki
from tests.forgeries import Forge, prepared, sealed, written
from tests.planting import (
    COVER,
    HIDDEN,
    PLANTED,
    SHOWN,
    box_above,
    colour,
    drawn_font,
    font,
    form,
    form_object,
    one_moment,
    opened,
    picture,
    planted,
    put,
    replace,
    resources_above,
    turned,
    what_was_planted,
    with_annotation,
    with_layer,
    with_resource,
    with_states,
)
from tests.rewriting import first_page, numbers

ANNOTATIONS: Final = (
    *("Text", "Link", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine"),
    *("Highlight", "Underline", "Squiggly", "StrikeOut", "Caret", "Stamp", "Ink"),
    *("Popup", "FileAttachment", "Sound", "Movie", "Screen", "PrinterMark", "TrapNet"),
    *("Watermark", "3D", "Redact", "Projection", "RichMedia", "Widget"),
)
"""Every kind of annotation (ISO 32000-2, table 171)."""


# ---- annotations of every kind


def show_a_hidden(kind: str) -> bytes:
    """Hide, then show."""
    return turned(with_annotation(kind, HIDDEN), "/F", generic.NumberObject(SHOWN))


def hide_a_shown(kind: str) -> bytes:
    """Show, then hide."""
    return turned(with_annotation(kind, SHOWN), "/F", generic.NumberObject(HIDDEN))


def redraw(kind: str) -> bytes:
    """Replace: the annotation stays where it was and looks otherwise."""
    writer = opened(with_annotation(kind, SHOWN))
    what_was_planted(writer)["/AP"]["/N"] = writer.add_object(form(COVER))
    writer.update_container(what_was_planted(writer))
    return written(writer)


def add(kind: str) -> bytes:
    """Nothing was planted; the annotation comes with the increment."""
    writer = opened(pki.sealed_sheet())
    page = first_page(writer)
    fresh = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name(f"/{kind}"),
            pdf_name("/Rect"): numbers(100, 100, 500, 400),
            pdf_name("/F"): generic.NumberObject(SHOWN),
            pdf_name("/AP"): generic.DictionaryObject(
                {pdf_name("/N"): writer.add_object(form(COVER))}
            ),
        }
    )
    page["/Annots"].append(writer.add_object(fresh))
    writer.update_container(page["/Annots"])
    return written(writer)


def take_away(kind: str) -> bytes:
    """Hide and replace: what covered the drawing leaves the page."""
    writer = opened(with_annotation(kind, SHOWN))
    page = first_page(writer)
    page["/Annots"] = generic.ArrayObject(
        one for one in page["/Annots"] if one.get_object().get("/Subtype") != f"/{kind}"
    )
    writer.update_container(page)
    return written(writer)


Turn = Callable[[str], bytes]

WITH_ANNOTATIONS: tuple[Turn, ...] = (
    *(show_a_hidden, hide_a_shown, redraw, add, take_away),
)

# ---- states of an appearance, layers


def switch_the_state(_: bytes) -> bytes:
    """/N has two looks; /AS chooses the other."""
    return turned(with_states(), "/AS", pdf_name("/Off"))


def exchange_the_looks(_: bytes) -> bytes:
    """What was shown when pressed (/D) becomes the normal look."""
    writer = opened(with_annotation("Stamp", SHOWN, pressed=True))
    looks = what_was_planted(writer)["/AP"]
    looks["/N"], looks["/D"] = looks.raw_get("/D"), looks.raw_get("/N")
    writer.update_container(what_was_planted(writer))
    return written(writer)


def turn_a_layer_off(_: bytes) -> bytes:
    """Optional content: the default configuration leaves a layer out."""
    writer = opened(with_layer())
    layers = writer.root["/OCProperties"]
    default = layers["/D"]
    default["/OFF"] = generic.ArrayObject([layers["/OCGs"].raw_get(0)])
    writer.update_container(layers)
    return written(writer)


def begin_with_all_layers_off(_: bytes) -> bytes:
    writer = opened(with_layer())
    writer.root["/OCProperties"]["/D"]["/BaseState"] = pdf_name("/OFF")
    writer.update_container(writer.root["/OCProperties"])
    return written(writer)


def let_a_layer_be_for_the_screen_alone(_: bytes) -> bytes:
    """/Usage of the layer: not printed."""
    writer = opened(with_layer())
    layer = writer.root["/OCProperties"]["/OCGs"][0]
    state = generic.DictionaryObject({pdf_name("/ViewState"): pdf_name("/OFF")})
    layer["/Usage"] = generic.DictionaryObject({pdf_name("/View"): state})
    writer.update_container(layer)
    return written(writer)


# ---- what the drawing is drawn with


def exchange_the_font(_: bytes) -> bytes:
    """The digits of a font change places: 1400 reads 9400, and no operator was touched."""
    writer = opened(with_resource("Font", "FX", font))
    drawn = what_was_planted(writer)
    swapped = generic.ArrayObject([generic.NumberObject(49), pdf_name("/nine")])
    drawn["/Encoding"] = generic.DictionaryObject({pdf_name("/Differences"): swapped})
    writer.update_container(drawn)
    return written(writer)


def exchange_the_glyphs(_: bytes) -> bytes:
    """A drawn font (Type 3): the picture of one digit is replaced."""
    writer = opened(with_resource("Font", "FX", drawn_font))
    glyph = what_was_planted(writer)["/CharProcs"].raw_get("/one")
    replace(writer, glyph, b"1000 0 d0 0 0 900 900 re f")
    return written(writer)


def exchange_a_picture(_: bytes) -> bytes:
    writer = opened(with_resource("XObject", "Im", picture))
    replace(writer, writer.root.raw_get(f"/{PLANTED}"), b"\x00")
    return written(writer)


def exchange_a_form(_: bytes) -> bytes:
    writer = opened(with_resource("XObject", "Fm", form_object))
    replace(writer, writer.root.raw_get(f"/{PLANTED}"), COVER)
    return written(writer)


def let_it_be_drawn_through(_: bytes) -> bytes:
    """A graphics state makes what is painted with it invisible."""
    return turned(
        with_resource("ExtGState", "GX", lambda _: pikepdf.Dictionary(ca=1, CA=1)),
        "/ca",
        generic.NumberObject(0),
    )


def exchange_a_colour(_: bytes) -> bytes:
    writer = opened(with_resource("ColorSpace", "CX", colour))
    space = writer.root[f"/{PLANTED}"]
    space[1] = generic.pdf_string("white")
    writer.update_container(space)
    return written(writer)


def exchange_inherited_resources(_: bytes) -> bytes:
    """The page has no resources of its own; those of the tree above it change."""
    writer = opened(planted(resources_above))
    tree = writer.root["/Pages"]
    tree["/Resources"] = generic.DictionaryObject()
    writer.update_container(tree)
    return written(writer)


def exchange_the_inherited_box(_: bytes) -> bytes:
    writer = opened(planted(box_above))
    tree = writer.root["/Pages"]
    tree["/MediaBox"] = numbers(0, 0, 400, 300)
    writer.update_container(tree)
    return written(writer)


# ---- one object in two roles: the harmless one may change, the other may not


def change_the_page_as_description(_: bytes) -> bytes:
    """/Info of the trailer is the page itself, put there past our own preparing.

    The signing library dates /Info in every increment; of one moment, they all say the
    same, so that nothing of the page changes before the forger's own.
    """
    writer = opened(prepared(pki.plain_sheet()))
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    writer.set_info(page)
    writer.mark_update(page)
    with one_moment():
        sheet = sealed(written(writer), pki.sealers(), pki.manner())
    writer = opened(sheet)
    assert writer.trailer.raw_get("/Info") == page
    page = first_page(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=COVER))
    writer.update_container(page)
    return written(writer)


def change_the_drawing_as_evidence(_: bytes) -> bytes:
    """The list of evidence is also the list of the page's contents."""

    def plant(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        both = pdf.make_indirect(pikepdf.Array([page.Contents]))
        page.Contents = both
        pdf.Root.DSS = pdf.make_indirect(pikepdf.Dictionary(OCSPs=both))
        pdf.Root[f"/{PLANTED}"] = both

    writer = opened(planted(plant))
    both = writer.root[f"/{PLANTED}"]
    both.append(writer.add_object(generic.StreamObject(stream_data=COVER)))
    writer.update_container(both)
    return written(writer)


def change_a_form_as_metadata(_: bytes) -> bytes:
    """What the page draws is called the metadata of the file: well-formed XML, and ink."""

    def plant(pdf: pikepdf.Pdf) -> None:
        put(pdf, "XObject", "Fm", form_object(pdf))
        pdf.Root.Metadata = pdf.Root[f"/{PLANTED}"]

    writer = opened(planted(plant))
    replace(writer, writer.root.raw_get("/Metadata"), b"<a/>")
    return written(writer)


ALL: tuple[Forge, ...] = (
    *(switch_the_state, exchange_the_looks, turn_a_layer_off),
    *(begin_with_all_layers_off, let_a_layer_be_for_the_screen_alone),
    *(exchange_the_font, exchange_the_glyphs, exchange_a_picture, exchange_a_form),
    *(let_it_be_drawn_through, exchange_a_colour, exchange_inherited_resources),
    *(exchange_the_inherited_box, change_the_page_as_description),
    change_a_form_as_metadata,
)

REFUSED_FROM_THE_START: tuple[Forge, ...] = (change_the_drawing_as_evidence,)
"""Such a file does not even count before its increment, so it is never issued."""
