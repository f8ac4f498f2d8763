"""Whoever tampers with a sealed sheet is refused, and told by which reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatures.pades.checking import check
from signatures.pades.verdicts import Reason, Verdict
from tests import forgeries, pki

ATTACKS: list[tuple[forgeries.Forge, Verdict, set[Reason]]] = [
    (forgeries.flip_a_byte_of_the_drawing, Verdict.INVALID, {Reason.CONTENT_CHANGED}),
    (forgeries.write_the_file_anew, Verdict.INVALID, {Reason.CONTENT_CHANGED}),
    (forgeries.cover_the_content, Verdict.INVALID, {Reason.CHANGED_AFTER_SEAL}),
    (forgeries.add_a_note, Verdict.INVALID, {Reason.CHANGED_AFTER_SEAL}),
    (forgeries.add_a_page, Verdict.INVALID, {Reason.CHANGED_AFTER_SEAL}),
    (forgeries.redraw_a_seal, Verdict.INVALID, {Reason.CHANGED_AFTER_SEAL}),
    (forgeries.move_a_seal, Verdict.INVALID, {Reason.CHANGED_AFTER_SEAL}),
    (forgeries.drop_a_seal, Verdict.INVALID, {Reason.SEAL_MISSING}),
    (forgeries.exchange_the_pages, Verdict.INVALID, {Reason.CHANGED_AFTER_SEAL}),
    (forgeries.roll_back, Verdict.INVALID, {Reason.SEAL_MISSING}),
    (forgeries.zero_a_signature, Verdict.INVALID, {Reason.CONTENTS_UNREADABLE}),
    (forgeries.exchange_signatures, Verdict.INVALID, {Reason.CONTENT_CHANGED}),
    (forgeries.empty_the_byte_range, Verdict.INVALID, {Reason.CONTENT_CHANGED}),
    (forgeries.rename_the_kind, Verdict.INVALID, {Reason.UNKNOWN_KIND}),
    (forgeries.picture_of_the_seals, Verdict.NOT_SIGNED, {Reason.NO_SIGNATURE}),
    (
        forgeries.sign_as_somebody_of_the_same_name,
        Verdict.INVALID,
        {Reason.NOT_TRUSTED, Reason.OTHER_CERTIFICATE},
    ),
    (
        forgeries.sign_with_another_seal_of_the_same_authority,
        Verdict.INVALID,
        {Reason.OTHER_CERTIFICATE},
    ),
    (forgeries.seal_the_spare_field, Verdict.INVALID, {Reason.NOT_IN_REGISTER}),
    (
        forgeries.stamp_with_an_unknown_clock,
        Verdict.INVALID,
        {Reason.TIME_STAMP_WRONG},
    ),
    (forgeries.fill_in_a_form, Verdict.INVALID, {Reason.CHANGED_AFTER_SEAL}),
    (
        forgeries.hang_bytes_on_the_end,
        Verdict.VALID_NOT_ISSUED,
        {Reason.NOT_THE_ISSUED_BYTES},
    ),
    (
        forgeries.save_once_more,
        Verdict.VALID_NOT_ISSUED,
        {Reason.NOT_THE_ISSUED_BYTES},
    ),
]


@pytest.mark.parametrize(
    ("forge", "verdict", "reasons"), ATTACKS, ids=[a[0].__name__ for a in ATTACKS]
)
def test_a_forgery_is_refused_for_its_reason(
    forge: forgeries.Forge, verdict: Verdict, reasons: set[Reason]
) -> None:
    genuine = pki.sealed_sheet()
    report = check(
        forge(genuine), trust=pki.trust(), register=pki.record_of(genuine), at=pki.NOW
    )
    assert report.verdict is verdict, report.reasons
    assert reasons <= {objection.reason for objection in report.reasons}


@pytest.mark.parametrize("forge", [attack[0] for attack in ATTACKS])
def test_no_forgery_counts_as_issued_without_its_hash_either(
    forge: forgeries.Forge,
) -> None:
    """The hash alone would refuse every one; the evidence in the PDF must do so too."""
    genuine = pki.sealed_sheet()
    forged = forge(genuine)
    register = pki.record_of(forged)
    report = check(forged, trust=pki.trust(), register=register, at=pki.NOW)
    harmless = {forgeries.hang_bytes_on_the_end, forgeries.save_once_more}
    assert report.is_genuine == (forge in harmless), report.reasons


def test_the_sheet_with_a_form_is_good_until_somebody_fills_it_in() -> None:
    sheet = forgeries.sealed_sheet_with_a_text_field()
    report = check(sheet, trust=pki.trust(), register=pki.record_of(sheet), at=pki.NOW)
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons


def test_the_seals_of_another_sheet_do_not_make_this_one_issued() -> None:
    other = pki.sealed_sheet(note="CORRIDOR 900")
    report = check(
        other,
        trust=pki.trust(),
        register=pki.record_of(pki.sealed_sheet()),
        at=pki.NOW,
    )
    assert report.verdict is Verdict.VALID_NOT_ISSUED
    assert [o.reason for o in report.reasons] == [Reason.NOT_THE_ISSUED_BYTES]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_single_changed_byte_passes_for_the_issued_file(
    place: float, bit: int
) -> None:
    genuine = pki.sealed_sheet()
    forged = bytearray(genuine)
    forged[int(place * len(genuine))] ^= 1 << bit
    report = check(
        bytes(forged), trust=pki.trust(), register=pki.record_of(genuine), at=pki.NOW
    )
    assert report.verdict is not Verdict.IDENTICAL_TO_ISSUED
    assert report.reasons


@settings(max_examples=40, deadline=None, derandomize=True)
@given(garbage=st.binary(max_size=400))
def test_no_bytes_at_all_make_the_check_raise(garbage: bytes) -> None:
    for bytes_of_somebody in (garbage, b"%PDF-1.7\n" + garbage):
        report = check(bytes_of_somebody, trust=pki.trust(), register=None, at=pki.NOW)
        assert report.verdict in (Verdict.UNREADABLE, Verdict.NOT_SIGNED)
