"""What a sealed sheet says of its signatures and pages, said anew by an increment.

Like `tests.tamperings`; each is a function from bytes to bytes.
"""

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests import pki
from tests.forgeries import Forge, field_of, written
from tests.rewriting import first_page

# ---- ranges and kinds, said anew in an increment


def leave_the_range_out(sheet: bytes) -> bytes:
    return _resaid(sheet, lambda value: value.pop("/ByteRange"))


def say_a_range_of(*numbers: int) -> Forge:
    """Another /ByteRange for the last seal, by an increment."""

    def say(sheet: bytes) -> bytes:
        told = generic.ArrayObject(map(generic.NumberObject, numbers))
        return _resaid(sheet, lambda value: value.update({"/ByteRange": told}))

    say.__name__ = "say_a_range_of_" + "_".join(map(str, numbers))
    return say


def say_the_same_range_for_a_grown_file(sheet: bytes) -> bytes:
    return _resaid(sheet, lambda value: value.update({pdf_name("/M"): _text("now")}))


def leave_the_contents_out(sheet: bytes) -> bytes:
    return _resaid(sheet, lambda value: value.pop("/Contents"))


def say_no_contents(sheet: bytes) -> bytes:
    null = generic.NullObject()
    return _resaid(sheet, lambda value: value.update({"/Contents": null}))


def call_it_the_kind(kind: str) -> Forge:
    """Another /SubFilter."""

    def call(sheet: bytes) -> bytes:
        told = {"/SubFilter": pdf_name(f"/{kind}")}
        return _resaid(sheet, lambda value: value.update(told))

    call.__name__ = "call_it_the_kind_" + kind.replace(".", "_")
    return call


def call_a_seal_a_time_stamp(sheet: bytes) -> bytes:
    told = {"/Type": pdf_name("/DocTimeStamp")}
    return _resaid(sheet, lambda value: value.update(told))


def name_another_handler(sheet: bytes) -> bytes:
    told = {"/Filter": pdf_name("/Entrust.PPKEF")}
    return _resaid(sheet, lambda value: value.update(told))


def lift_the_certification(sheet: bytes) -> bytes:
    """/Perms is taken from the catalogue: nothing forbids changes any more."""
    return _catalogue(sheet, lambda root: root.pop("/Perms"))


def allow_everything(sheet: bytes) -> bytes:
    """A usage-rights signature (UR3) is claimed."""

    def change(root: generic.DictionaryObject) -> object:
        perms = root["/Perms"]
        return perms.update({pdf_name("/UR3"): perms.raw_get("/DocMDP")})

    return _catalogue(sheet, change)


def drop_the_rules_of_the_certifying_seal(sheet: bytes) -> bytes:
    return _resaid(sheet, lambda value: value.pop("/Reference"), pki.DESIGN)


# ---- catalogue and pages


def call_it_another_version(sheet: bytes) -> bytes:
    told = {pdf_name("/Version"): pdf_name("/1.0")}
    return _catalogue(sheet, lambda root: root.update(told))


def open_it_as_a_portfolio(sheet: bytes) -> bytes:
    told = {pdf_name("/Collection"): generic.DictionaryObject()}
    return _catalogue(sheet, lambda root: root.update(told))


def say_what_it_means_otherwise(sheet: bytes) -> bytes:
    """A tree of structure may replace every word for who listens (/ActualText)."""
    told = {pdf_name("/StructTreeRoot"): generic.DictionaryObject()}
    return _catalogue(sheet, lambda root: root.update(told))


def act_when_it_is_printed(sheet: bytes) -> bytes:
    told = {pdf_name("/AA"): generic.DictionaryObject()}
    return _catalogue(sheet, lambda root: root.update(told))


def show_the_page_twice(sheet: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    tree = writer.root["/Pages"]
    tree["/Kids"].append(tree["/Kids"].raw_get(0))
    tree["/Count"] = generic.NumberObject(2)
    writer.update_container(tree)
    return written(writer)


def let_the_page_hang_elsewhere(sheet: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    page = first_page(writer)
    page["/Parent"] = writer.add_object(generic.DictionaryObject())
    writer.update_container(page)
    return written(writer)


def lay_an_empty_field_over_the_drawing(sheet: bytes) -> bytes:
    """An empty place for a seal may be added, and its look covers the page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    spare = field_of(writer, pki.SPARE)
    double = generic.DictionaryObject({key: spare.raw_get(key) for key in spare})
    double["/T"] = generic.pdf_string("More")
    double[pdf_name("/AP")] = _cover(writer)
    fresh = writer.add_object(double)
    for hung_on in (writer.root["/AcroForm"]["/Fields"], first_page(writer)["/Annots"]):
        hung_on.append(fresh)
        writer.update_container(hung_on)
    return written(writer)


def draw_the_spare_field(sheet: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    spare = field_of(writer, pki.SPARE)
    spare[pdf_name("/AP")] = _cover(writer)
    writer.update_container(spare)
    return written(writer)


TOLD_APART = (call_it_another_version,)
"""Neither drawing nor seal is touched: no longer the issued bytes, and nothing worse."""


# ---- helpers


def _cover(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    """The look of a field that hides the page."""
    cover = generic.StreamObject(stream_data=b"1 g 0 0 999 999 re f")
    return generic.DictionaryObject({pdf_name("/N"): writer.add_object(cover)})


def _resaid(sheet: bytes, change: object, field: str = pki.REVIEW) -> bytes:
    """The dictionary of a signature, written once more by an increment."""
    assert callable(change)
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    value = field_of(writer, field)["/V"]
    change(value)
    writer.update_container(value)
    return written(writer)


def _catalogue(sheet: bytes, change: object) -> bytes:
    assert callable(change)
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    change(writer.root)
    writer.update_root()
    return written(writer)


def _text(words: str) -> generic.TextStringObject:
    return generic.TextStringObject(words)


ALL: tuple[Forge, ...] = (
    *(
        act
        for name, act in list(globals().items())
        if not name.startswith("_")
        and getattr(act, "__module__", "") == __name__
        and act not in (say_a_range_of, call_it_the_kind)
    ),
    *(
        say_a_range_of(*told)
        for told in (
            *((0, 10), (0, 100, 200), (-1, 200, 300, 100), (0, -5, 300, 100)),
            *((300, 100, 0, 200), (0, 500, 400, 500), (0, 0, 0, 0), (5, 100, 200, 1)),
            *((0, 100, 2**40, 100), (0, 100, 200, 100, 400, 100)),
        )
    ),
    *(
        call_it_the_kind(kind)
        for kind in (
            *("adbe.x509.rsa_sha1", "adbe.pkcs7.sha1", "adbe.pkcs7.detached"),
            *("ETSI.RFC3161", "GBT.38540", "GM.SM2"),
        )
    ),
)
