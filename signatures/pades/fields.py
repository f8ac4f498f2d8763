"""The signature fields of a seal plan: set all at once, before the first seal.

The whole plan must be known before the first signature: a field that is created after
a certifying signature breaks that signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.generic import DictionaryObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    SigFieldSpec,
    append_signature_field,
    enumerate_sig_fields,
)

from signatures.pades.appending import appending, writer_on
from signatures.pades.errors import AlreadySigned, FieldAlreadySigned, NoSuchField
from signatures.pades.placement import UserBox
from signatures.pades.stamps import displayed_rotation


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One place of the seal plan.

    Attributes:
        name: field name, unique in the file; without dots.
        box: place in user space (`placement.user_box`).
        page: page index from 0.
        label: what a reader shows when pointing at the field.
    """

    name: str
    box: UserBox
    page: int = 0
    label: str = ""


def prepare(path: Path, plan: Sequence[FieldPlan]) -> None:
    """Append the empty fields of the whole plan to an unsigned file, in place.

    Raises:
        NotAPdf: the file cannot be read as a PDF.
        AlreadySigned: the file carries signatures; a new field might break them.
        SigningFailed: a name is taken or a page is missing.
    """
    with appending(path) as stream:
        writer = writer_on(stream)
        if _is_signed(writer):
            raise AlreadySigned(path.name)
        _part_description(writer)
        _append_fields(writer, plan)


def prepare_further(path: Path, plan: Sequence[FieldPlan]) -> None:
    """Append the empty fields of a further plan to a file that carries seals, in place.

    Raises:
        NotAPdf: the file cannot be read as a PDF.
        AlreadySigned: one of its seals certifies, so that a new field would break it.
        SigningFailed: a name is taken or a page is missing.
    """
    with appending(path) as stream:
        writer = writer_on(stream)
        if "/DocMDP" in writer.root.get("/Perms", {}):
            raise AlreadySigned(f"{path.name} is certified")
        _append_fields(writer, plan)


def is_signed(path: Path) -> bool:
    """Whether a file carries a signature already.

    Raises:
        NotAPdf: the file cannot be read as a PDF.
    """
    with path.open("rb") as stream:
        return _is_signed(writer_on(stream))


def field_names(path: Path) -> tuple[str, ...]:
    """The empty signature fields of a file, in order.

    Raises:
        NotAPdf: the file cannot be read as a PDF.
    """
    with path.open("rb") as stream:
        fields = enumerate_sig_fields(writer_on(stream), filled_status=False)
        return tuple(name for name, _, _ in fields)


def empty_field(stream: BinaryIO, field: str) -> tuple[IncrementalPdfFileWriter, int]:
    """A writer on an open file, and the rotation of the page of its empty field.

    Raises:
        NotAPdf, NoSuchField, FieldAlreadySigned: there is no such thing.
    """
    writer = writer_on(stream)
    return writer, _demand_field(writer, field)


def _demand_field(writer: IncrementalPdfFileWriter, field: str) -> int:
    """The rotation of the page that the empty field stands on."""
    found = {name: (value, ref) for name, value, ref in enumerate_sig_fields(writer)}
    if field not in found:
        raise NoSuchField(field)
    value, reference = found[field]
    if value is not None:
        raise FieldAlreadySigned(field)
    return displayed_rotation(reference.get_object())


def _is_signed(writer: IncrementalPdfFileWriter) -> bool:
    return any(True for _ in enumerate_sig_fields(writer, filled_status=True))


def _part_description(writer: IncrementalPdfFileWriter) -> None:
    """Give the file a description of its own when what stands for one is more than that.

    Every increment writes its date into the description (ISO 32000-2, 14.3.3: text
    alone). Where a page doubles as one, each seal would change what the last has signed.
    """
    trailer = writer.trailer  # has no get()
    said = trailer["/Info"] if "/Info" in trailer else None  # noqa: SIM401
    if isinstance(said, DictionaryObject) and "/Type" in said:
        texts = {k: v for k, v in said.items() if isinstance(v, TextStringObject)}
        writer.set_info(DictionaryObject(texts))


def _append_fields(writer: IncrementalPdfFileWriter, plan: Sequence[FieldPlan]) -> None:
    for place in plan:
        append_signature_field(writer, _spec(place))
    writer.write_in_place()


def _spec(place: FieldPlan) -> SigFieldSpec:
    return SigFieldSpec(
        place.name,
        on_page=place.page,
        box=place.box,  # type: ignore[arg-type]  # whole numbers are not needed
        readable_field_name=place.label or None,
    )
