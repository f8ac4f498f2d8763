"""Sealing by raw pyHanko: what the library alone does, to measure ours against."""

from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from signatures.pades.credentials import store_pkcs12
from tests import pki

SEALS = 2
FIELDS = ("A", "B")


def seal_raw(folder: Path, sheet: bytes, sheets: int) -> None:
    """The library alone: keys opened once, in place, no marks, no rules, no log."""
    picture = folder / "picture.pdf"
    picture.write_bytes(pki.seal_picture().as_pdf())
    style = StaticStampStyle.from_pdf_file(
        str(picture), border_width=0, background_opacity=1
    )
    signers = [_simple(folder, n) for n in range(SEALS)]
    path = folder / "raw.pdf"
    for _ in range(sheets):
        path.write_bytes(sheet)
        for number, signer in enumerate(signers):
            _sign_raw(path, signer, style, number)


def _sign_raw(
    path: Path, signer: SimpleSigner, style: StaticStampStyle, number: int
) -> None:
    is_last = number == SEALS - 1
    context = pki.trust().context(pki.NOW) if is_last else None
    metadata = PdfSignatureMetadata(
        field_name=FIELDS[number],
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=is_last,
        validation_context=context,
    )
    left = 100 + 200 * number
    with path.open("r+b") as stream:
        PdfSigner(
            metadata,
            signer=signer,
            timestamper=pki.stamper(),
            stamp_style=style,
            new_field_spec=SigFieldSpec(
                FIELDS[number], on_page=0, box=(left, 100, left + 119, 219)
            ),
        ).sign_pdf(IncrementalPdfFileWriter(stream), in_place=True)


def _simple(folder: Path, number: int) -> SimpleSigner:
    path = folder / f"{number}.p12"
    path.write_bytes(store_pkcs12(pki.holder(f"甲{number}"), "x"))
    signer = SimpleSigner.load_pkcs12(str(path), passphrase=b"x")
    if not isinstance(signer, SimpleSigner):
        raise TypeError("the container that was just written does not open")
    return signer
