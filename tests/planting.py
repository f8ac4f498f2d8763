"""Sheets with something planted in them before they were sealed, for `tests.shadows`."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Final, Self
from unittest.mock import patch

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests import pki
from tests.forgeries import prepared, sealed, written
from tests.rewriting import numbers

Plant = Callable[[pikepdf.Pdf], object]
COVER: Final = b"1 1 1 rg 0 0 400 300 re f"
PLANTED: Final = "Planted"
"""The key in the catalogue under which what was planted is found again."""

HIDDEN, SHOWN = 2, 4
"""/F of an annotation: hidden; printed (ISO 32000-2, table 167)."""


@lru_cache(maxsize=256)
def with_annotation(kind: str, flags: int, *, pressed: bool = False) -> bytes:
    def plant(pdf: pikepdf.Pdf) -> None:
        looks = pikepdf.Dictionary(N=form_object(pdf))
        if pressed:
            looks.D = pdf.make_stream(COVER, looks.N.stream_dict)
        _hang(
            pdf,
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name(f"/{kind}"),
                Rect=[100, 100, 500, 400],
                F=flags,
                AP=looks,
            ),
        )

    return planted(plant)


@lru_cache
def with_states(*, form: bool = False) -> bytes:
    def plant(pdf: pikepdf.Pdf) -> None:
        looks = pikepdf.Dictionary(On=form_object(pdf), Off=form_object(pdf))
        box = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget if form else pikepdf.Name.Stamp,
            Rect=[100, 100, 500, 400],
            F=SHOWN,
            AS=pikepdf.Name.On,
            AP=pikepdf.Dictionary(N=looks),
        )
        if form:
            box.FT, box.T, box.V = pikepdf.Name.Btn, "Box", pikepdf.Name.On
        _hang(pdf, box)
        if form:
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.Root[f"/{PLANTED}"]])

    return planted(plant)


@lru_cache
def with_field(kind: str, value: str) -> bytes:
    def plant(pdf: pikepdf.Pdf) -> None:
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name(f"/{kind}"),
            T="Level",
            V=pikepdf.Name(f"/{value}") if kind == "Btn" else value,
            Opt=["12 F", "18 F"],
            Rect=[300, 300, 400, 340],
            AP=pikepdf.Dictionary(N=form_object(pdf)),
            F=SHOWN,
        )
        _hang(pdf, field)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.Root[f"/{PLANTED}"]])

    return planted(plant)


@lru_cache
def with_layer() -> bytes:
    def plant(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="walls")
        )
        pdf.Root.OCProperties = pdf.make_indirect(
            pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(Order=[layer]))
        )
        put(pdf, "Properties", "OX", layer)
        page = pdf.pages[0]
        page.contents_add(b"/OC /OX BDC 0 0 500 500 re f EMC")

    return planted(plant)


def with_resource(
    kind: str, name: str, make: Callable[[pikepdf.Pdf], pikepdf.Object]
) -> bytes:
    return planted(lambda pdf: put(pdf, kind, name, make(pdf)))


@contextmanager
def one_moment(later: float = 0) -> Iterator[None]:
    """Within it, whatever the signing library dates is of one moment, in seconds later."""

    class Standing(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(pki.NOW.timestamp() + later, tz)

    with patch("pyhanko.pdf_utils.metadata.info.datetime", Standing):
        yield


def planted(plant: Plant) -> bytes:
    """The usual sheet with something in it, and the usual seals over that."""
    with pikepdf.open(io.BytesIO(pki.plain_sheet())) as pdf:
        plant(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return sealed(prepared(out.getvalue()), pki.sealers(), pki.manner())


def _hang(pdf: pikepdf.Pdf, annotation: pikepdf.Dictionary) -> None:
    kept = pdf.make_indirect(annotation)
    pdf.pages[0].obj.Annots = pikepdf.Array([kept])
    pdf.Root[f"/{PLANTED}"] = kept


def put(pdf: pikepdf.Pdf, kind: str, name: str, what: pikepdf.Object) -> None:
    kept = what if what.is_indirect else pdf.make_indirect(what)
    resources = pdf.pages[0].resources
    group = resources.get(f"/{kind}", pikepdf.Dictionary())
    group[f"/{name}"] = kept
    resources[f"/{kind}"] = group
    pdf.Root[f"/{PLANTED}"] = kept


def form_object(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return pdf.make_stream(
        b"0 0 9 9 re f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 400, 300],
    )


def picture(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return pdf.make_stream(
        b"\xff",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=1,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray,
    )


def font(_: pikepdf.Pdf) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
    )


def drawn_font(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, 0, 1000, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        FirstChar=49,
        LastChar=49,
        Widths=[1000],
        Encoding=pikepdf.Dictionary(Differences=[49, pikepdf.Name.one]),
        CharProcs=pikepdf.Dictionary(one=pdf.make_stream(b"1000 0 d0 0 0 9 9 re f")),
    )


def colour(pdf: pikepdf.Pdf) -> pikepdf.Array:
    table = b"\x00"
    return pikepdf.Array(
        [pikepdf.Name.Indexed, pikepdf.Name.DeviceGray, 0, pikepdf.String(table)]
        if pdf
        else []
    )


def resources_above(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    pdf.Root.Pages.Resources = pdf.make_indirect(page.Resources)
    del page.Resources


def box_above(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    pdf.Root.Pages.MediaBox = page.MediaBox
    del page.MediaBox


def form_with(key: str, value: generic.PdfObject) -> bytes:
    writer = opened(with_field("Tx", "12 F"))
    form = writer.root["/AcroForm"]
    form[key] = writer.add_object(value)
    writer.update_container(form)
    writer.update_root()
    return written(writer)


def turned(sheet: bytes, key: str, value: generic.PdfObject) -> bytes:
    writer = opened(sheet)
    what = what_was_planted(writer)
    what[key] = value
    writer.update_container(what)
    return written(writer)


def opened(sheet: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter(io.BytesIO(sheet))


def what_was_planted(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    what = writer.root[f"/{PLANTED}"]
    assert isinstance(what, generic.DictionaryObject)
    return what


def replace(
    writer: IncrementalPdfFileWriter, reference: generic.IndirectObject, ink: bytes
) -> None:
    old = reference.get_object()
    kept = {
        key: old.raw_get(key) for key in old if key not in ("/Filter", "/DecodeParms")
    }
    fresh = generic.StreamObject(kept, stream_data=ink)
    writer.objects[(reference.generation, reference.idnum)] = fresh


def form(operators: bytes) -> generic.StreamObject:
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): numbers(0, 0, 400, 300),
        },
        stream_data=operators,
    )
