"""Signatures of an upload are recognised, and whether their bytes are intact is told."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from django.utils.translation import override

from drawings.pdf.found import Coverage, Integrity, SignatureFound
from drawings.sandbox.reading import Notice, read_file
from drawings.sentences import signature_sentence
from signatures.pades.signing import Level
from tests import forgeries, pki
from tests.pure.pdf_makers import taken

PLAIN = (Level.B_B,) * 3
LASTING = (Level.B_T, Level.B_LT, Level.B_LTA)
WHOLE, EARLIER, BROKEN = Coverage.WHOLE, Coverage.EARLIER, Coverage.BROKEN
INTACT, ALTERED = Integrity.INTACT, Integrity.ALTERED


def found(data: bytes, folder: Path) -> tuple[SignatureFound, ...]:
    """The signatures in a file of these bytes."""
    path = folder / "signed.pdf"
    path.write_bytes(data)
    return taken(path, folder).signatures


def test_each_signature_is_told_with_signer_format_time_and_reach(
    tmp_path: Path,
) -> None:
    design, fire, review = found(pki.sealed_sheet(PLAIN), tmp_path)
    assert [s.field for s in (design, fire, review)] == list(pki.SEAL_FIELDS)
    assert design.signer.startswith("某某建筑设计研究院")
    assert fire.signer.startswith("临水市消防救援支队")
    assert {s.subfilter for s in (design, fire, review)} == {"ETSI.CAdES.detached"}
    assert design.date.startswith("D:2026")
    assert [s.coverage for s in (design, fire, review)] == [EARLIER, EARLIER, WHOLE]
    assert {s.integrity for s in (design, fire, review)} == {INTACT}


def test_a_time_stamp_over_the_document_is_checked_too(tmp_path: Path) -> None:
    signatures = found(pki.sealed_sheet(LASTING), tmp_path)
    stamps = [s for s in signatures if s.subfilter == "ETSI.RFC3161"]
    assert stamps
    assert {s.integrity for s in signatures} == {INTACT}


@pytest.mark.parametrize(
    ("forge", "integrity", "coverage"),
    [
        (forgeries.flip_a_byte_of_the_drawing, {ALTERED}, {EARLIER, WHOLE}),
        (forgeries.hang_bytes_on_the_end, {INTACT}, {EARLIER}),
        (forgeries.save_once_more, {INTACT}, {EARLIER}),
        (forgeries.exchange_signatures, {INTACT, ALTERED}, {EARLIER, WHOLE}),
    ],
)
def test_what_was_done_to_a_signed_file_is_told(
    tmp_path: Path,
    forge: Callable[[bytes], bytes],
    integrity: set[Integrity],
    coverage: set[Coverage],
) -> None:
    signatures = found(forge(pki.sealed_sheet(PLAIN)), tmp_path)
    assert {s.integrity for s in signatures} == integrity
    assert {s.coverage for s in signatures} == coverage


def test_a_range_that_covers_nothing_is_broken(tmp_path: Path) -> None:
    forged = forgeries.empty_the_byte_range(pki.sealed_sheet(PLAIN))
    first, *others = found(forged, tmp_path)
    assert (first.coverage, first.integrity) == (BROKEN, Integrity.UNCHECKED)
    assert {s.integrity for s in others} == {ALTERED}


def test_a_file_whose_signed_end_is_gone_is_altered(tmp_path: Path) -> None:
    signatures = found(pki.sealed_sheet(PLAIN)[:-40], tmp_path)
    assert ALTERED in {s.integrity for s in signatures}


def test_a_person_reads_that_bytes_were_added_after_the_last_signature(
    tmp_path: Path,
) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(pki.sealed_sheet(PLAIN))
    sealed = read_file(path, path.name, tmp_path / "a")
    path.write_bytes(forgeries.save_once_more(pki.sealed_sheet(PLAIN)))
    more = read_file(path, path.name, tmp_path / "b")
    assert Notice.SIGNED_THEN_ADDED not in {r.notice for r in sealed.remarks}
    assert Notice.SIGNED_THEN_ADDED in {r.notice for r in more.remarks}
    assert sealed.signatures[-1].integrity is INTACT


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_end_of_a_check_has_its_own_sentence(
    tmp_path: Path, language: str
) -> None:
    sealed = pki.sealed_sheet(PLAIN)
    told = [
        *found(sealed, tmp_path)[-2:],
        found(forgeries.flip_a_byte_of_the_drawing(sealed), tmp_path)[0],
        found(forgeries.empty_the_byte_range(sealed), tmp_path)[0],
    ]
    with override(language):
        sentences = [signature_sentence(asdict(each)) for each in told]
    assert len(set(sentences)) == len(told)
    for each, sentence in zip(told, sentences, strict=True):
        assert each.signer in sentence
        assert "2026-03-02 09:00" in sentence
        assert "%(" not in sentence
