"""Setting seals on a PDF: all fields first, then one signature after another.

The whole seal plan must be known before the first signature: a field that is created
after a certifying signature breaks that signature. Each signature only appends, so the
ones before stay as they were; whoever signs last may add the archive time stamp.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from pyhanko.pdf_utils.generic import DictionaryObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import (
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.sign.timestamps import TimeStamper

from signatures.pades.canvas import Picture
from signatures.pades.credentials import Credential
from signatures.pades.errors import (
    AlreadySigned,
    EvidenceMissing,
    FieldAlreadySigned,
    NoSuchField,
    NotAPdf,
    PadesError,
    SigningFailed,
    TimeStamperMissing,
)
from signatures.pades.placement import UserBox
from signatures.pades.signers import CachedKeySigner, TimedPdfSigner
from signatures.pades.stamps import SealStyle, displayed_rotation
from signatures.pades.trust import Trust

# Read so many bytes at once for the digest: with the library's own 4 kB, calling costs
# as much as hashing (27 ms for 20 MB, against 15).
PIECE: Final = 256 * 1024


class Level(StrEnum):
    """PAdES baseline levels (ETSI EN 319 142-1)."""

    B_B = "b-b"
    B_T = "b-t"
    B_LT = "b-lt"
    B_LTA = "b-lta"

    @property
    def is_stamped(self) -> bool:
        """Whether the level asks for a time stamp."""
        return self is not Level.B_B

    @property
    def is_long_term(self) -> bool:
        """Whether the evidence of the chain goes into the file."""
        return self in (Level.B_LT, Level.B_LTA)


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


@dataclass(frozen=True)
class Manner:
    """How a seal is set.

    Attributes:
        level: how long the signature is to stay provable.
        reason: why, as the reader of the PDF sees it.
        location: where, likewise.
        certify: the first seal may certify: afterwards only the planned seals fit.
        time_stamper: who proves the time; needed for every level but B-B.
        trust: anchors and revocation lists; needed for B-LT and B-LTA.
        at: the time that the signer claims; the present when left out.
    """

    level: Level = Level.B_B
    reason: str = ""
    location: str = ""
    certify: bool = False
    time_stamper: TimeStamper | None = None
    trust: Trust | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SealedRevision:
    """The file after a seal. Its digest is for whoever sets the last one to take."""

    field: str
    size: int
    fingerprint: str


def prepare(path: Path, plan: Sequence[FieldPlan]) -> None:
    """Append the empty fields of the whole plan to an unsigned file, in place.

    Raises:
        NotAPdf: the file cannot be read as a PDF.
        AlreadySigned: the file carries signatures; a new field might break them.
        SigningFailed: a name is taken or a page is missing.
    """
    with appending(path) as stream:
        writer = _writer(stream)
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
        writer = _writer(stream)
        if "/DocMDP" in writer.root.get("/Perms", {}):
            raise AlreadySigned(f"{path.name} is certified")
        _append_fields(writer, plan)


def is_signed(path: Path) -> bool:
    """Whether a file carries a signature already.

    Raises:
        NotAPdf: the file cannot be read as a PDF.
    """
    with path.open("rb") as stream:
        return _is_signed(_writer(stream))


def field_names(path: Path) -> tuple[str, ...]:
    """The empty signature fields of a file, in order.

    Raises:
        NotAPdf: the file cannot be read as a PDF.
    """
    with path.open("rb") as stream:
        fields = enumerate_sig_fields(_writer(stream), filled_status=False)
        return tuple(name for name, _, _ in fields)


def sign(
    path: Path,
    field: str,
    credential: Credential,
    *,
    picture: Picture | None,
    manner: Manner,
) -> SealedRevision:
    """Set one seal into its field; the file grows in place, what was there stays.

    Args:
        path: the prepared file; work on a copy, no one else may read it meanwhile.
        field: name of an empty field of the seal plan.
        credential: who signs.
        picture: the seal as shown in the field, always upright; None leaves it blank.
        manner: level, reason, time stamper.

    Raises:
        NotAPdf: the file cannot be read as a PDF.
        NoSuchField: the plan has no such field.
        FieldAlreadySigned: the field is filled.
        TimeStamperMissing: the level needs a time stamp and there is no stamper.
        EvidenceMissing: the level needs anchors and revocation lists.
        SigningFailed: anything else; the file is as it was before.
    """
    _demand_means(manner)
    with appending(path) as stream:
        writer = _writer(stream)
        rotation = _demand_field(writer, field)
        style = SealStyle(picture=picture, rotation=rotation)
        stamper = manner.time_stamper if manner.level.is_stamped else None
        signer = TimedPdfSigner(
            _metadata(field, manner), CachedKeySigner(credential), stamper, style
        )
        signer.at = manner.at
        signer.sign_pdf(
            writer, existing_fields_only=True, in_place=True, chunk_size=PIECE
        )
    return SealedRevision(field, path.stat().st_size, credential.fingerprint)


def empty_field(stream: BinaryIO, field: str) -> tuple[IncrementalPdfFileWriter, int]:
    """A writer on an open file, and the rotation of the page of its empty field.

    Raises:
        NotAPdf, NoSuchField, FieldAlreadySigned: there is no such thing.
    """
    writer = _writer(stream)
    return writer, _demand_field(writer, field)


def _demand_means(manner: Manner) -> None:
    if manner.level.is_stamped and manner.time_stamper is None:
        raise TimeStamperMissing(manner.level.value)
    if manner.level.is_long_term and (manner.trust is None or not manner.trust.lists):
        raise EvidenceMissing(manner.level.value)


def _demand_field(writer: IncrementalPdfFileWriter, field: str) -> int:
    """The rotation of the page that the empty field stands on."""
    found = {name: (value, ref) for name, value, ref in enumerate_sig_fields(writer)}
    if field not in found:
        raise NoSuchField(field)
    value, reference = found[field]
    if value is not None:
        raise FieldAlreadySigned(field)
    return displayed_rotation(reference.get_object())


def _metadata(field: str, manner: Manner) -> PdfSignatureMetadata:
    context = None
    if manner.level.is_long_term and manner.trust is not None:
        context = manner.trust.context(manner.at)
    return PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=manner.reason or None,
        location=manner.location or None,
        certify=manner.certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        embed_validation_info=manner.level.is_long_term,
        validation_context=context,
        use_pades_lta=manner.level is Level.B_LTA,
    )


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


def _writer(stream: BinaryIO) -> IncrementalPdfFileWriter:
    try:
        return IncrementalPdfFileWriter(stream)
    except (PdfError, ValueError, KeyError, TypeError, IndexError) as error:
        raise NotAPdf(f"{type(error).__name__}: {error}") from error


@contextmanager
def appending(path: Path) -> Iterator[BinaryIO]:
    """Open for appending; cut back what was appended when something fails."""
    before = path.stat().st_size
    with path.open("r+b") as stream:
        try:
            yield stream
        except PadesError:
            stream.truncate(before)
            raise
        except Exception as error:
            stream.truncate(before)
            raise SigningFailed(f"{type(error).__name__}: {error}") from error
