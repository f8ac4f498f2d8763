"""Shadow attacks by the form of a sheet: its fields, its scripts, its own XFA.

Like `tests.shadows`, from bytes to bytes; what was planted before the seals is turned.
"""

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from tests.forgeries import Forge, written
from tests.planting import (
    PLANTED,
    form_with,
    opened,
    planted,
    replace,
    turned,
    what_was_planted,
    with_field,
    with_states,
)


def tick_a_box(_: bytes) -> bytes:
    writer = opened(with_states(form=True))
    field = what_was_planted(writer)
    field["/AS"] = field["/V"] = pdf_name("/Off")
    writer.update_container(field)
    return written(writer)


def choose_another_line(_: bytes) -> bytes:
    return turned(with_field("Ch", "12 F"), "/V", generic.pdf_string("18 F"))


def write_another_text(_: bytes) -> bytes:
    return turned(with_field("Tx", "12 F"), "/V", generic.pdf_string("18 F"))


def rename_a_button(_: bytes) -> bytes:
    caption = generic.DictionaryObject({pdf_name("/CA"): generic.pdf_string("18 F")})
    return turned(with_field("Btn", "Off"), "/MK", caption)


def let_the_reader_draw_the_fields_anew(_: bytes) -> bytes:
    """/NeedAppearances: value and look were different when the seals were set."""
    return form_with("/NeedAppearances", generic.BooleanObject(True))


def add_an_xfa_form(_: bytes) -> bytes:
    xml = b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>"
    return form_with("/XFA", generic.StreamObject(stream_data=xml))


def exchange_the_xfa_form(_: bytes) -> bytes:
    def plant(pdf: pikepdf.Pdf) -> None:
        xml = pdf.make_stream(b"<xdp/>")
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=xml)
        pdf.Root[f"/{PLANTED}"] = xml

    writer = opened(planted(plant))
    replace(writer, writer.root.raw_get(f"/{PLANTED}"), b"<xdp>18 F</xdp>")
    return written(writer)


def give_the_form_another_font(_: bytes) -> bytes:
    return form_with("/DR", generic.DictionaryObject())


def script_the_order_of_computing(_: bytes) -> bytes:
    return form_with("/CO", generic.ArrayObject())


ALL: tuple[Forge, ...] = (
    *(tick_a_box, choose_another_line, write_another_text, rename_a_button),
    *(let_the_reader_draw_the_fields_anew, add_an_xfa_form, exchange_the_xfa_form),
    *(give_the_form_another_font, script_the_order_of_computing),
)
