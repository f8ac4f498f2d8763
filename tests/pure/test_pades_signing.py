"""Seals are set one after the other, in place, and a refusal leaves the file alone."""

import io
import zlib
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms

from signatures.pades.authority import Holder, KeyKind, self_signed
from signatures.pades.checking import check
from signatures.pades.credentials import (
    credential_of,
    load_pkcs12,
    software_key,
    store_pkcs12,
)
from signatures.pades.digests import manifest_digest, sha256_of
from signatures.pades.errors import (
    AlreadySigned,
    EvidenceMissing,
    FieldAlreadySigned,
    KeyNotUsable,
    NoSuchField,
    NotAPdf,
    SigningFailed,
    TimeStamperMissing,
)
from signatures.pades.fields import field_names, prepare
from signatures.pades.signing import Level, Manner, SealedRevision, sign
from signatures.pades.verdicts import Verdict
from tests import pki
from tests.planting import one_moment


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pki.plain_sheet())
    prepare(path, pki.field_plan())
    return path


def seal(path: Path, field: str = pki.FIRE, **manner: object) -> SealedRevision:
    how = Manner(at=pki.NOW, **manner)  # type: ignore[arg-type]
    return sign(path, field, pki.fire_bureau(), picture=pki.seal_picture(), manner=how)


def test_the_plan_is_there_before_the_first_seal(prepared: Path) -> None:
    assert field_names(prepared) == (*pki.SEAL_FIELDS, pki.SPARE)


def test_a_seal_only_appends_to_the_file(prepared: Path) -> None:
    before = prepared.read_bytes()
    revision = seal(prepared)
    after = prepared.read_bytes()
    assert after.startswith(before)
    assert revision.size == len(after)
    assert revision.fingerprint == pki.fire_bureau().fingerprint


def test_the_seal_picture_is_packed_into_the_file_once_per_seal(prepared: Path) -> None:
    before = prepared.stat().st_size
    seal(prepared)
    grown = prepared.stat().st_size - before
    assert grown < len(zlib.compress(pki.seal_picture().content, 9)) + 14_000


def test_reason_place_and_time_stand_in_the_signature(prepared: Path) -> None:
    seal(prepared, reason="施工图审查", location="临水")
    with pikepdf.open(prepared) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        value = fields[pki.FIRE].V
        assert str(value.Reason) == "施工图审查"
        assert str(value.Location) == "临水"
        assert str(value.M).startswith("D:20260302090000")
        assert value.SubFilter == "/ETSI.CAdES.detached"


def test_a_filled_field_takes_no_second_seal(prepared: Path) -> None:
    seal(prepared)
    _refused(prepared, FieldAlreadySigned)


def test_a_field_outside_the_plan_is_never_made_up(prepared: Path) -> None:
    _refused(prepared, NoSuchField, field="Stranger")


def test_a_time_stamped_level_needs_a_stamper(prepared: Path) -> None:
    _refused(prepared, TimeStamperMissing, level=Level.B_T)


def test_a_long_term_level_needs_revocation_lists(prepared: Path) -> None:
    bare = pki.trust().with_lists(())
    _refused(
        prepared,
        EvidenceMissing,
        level=Level.B_LT,
        time_stamper=pki.stamper(),
        trust=bare,
    )


def test_a_holder_whom_nobody_vouches_for_gets_no_long_term_seal(
    prepared: Path,
) -> None:
    before = prepared.read_bytes()
    stranger = self_signed(Holder("陌生人"), at=pki.NOW - pki.DAY)
    with pytest.raises(SigningFailed):
        sign(
            prepared,
            pki.FIRE,
            stranger,
            picture=None,
            manner=pki.manner(Level.B_LT),
        )
    assert prepared.read_bytes() == before


def _refused(path: Path, error: type[Exception], **asked: object) -> None:
    before = path.read_bytes()
    with pytest.raises(error):
        seal(path, **asked)  # type: ignore[arg-type]
    assert path.read_bytes() == before


def test_no_field_is_added_to_a_signed_file(prepared: Path) -> None:
    seal(prepared)
    before = prepared.read_bytes()
    with pytest.raises(AlreadySigned):
        prepare(prepared, pki.field_plan())
    assert prepared.read_bytes() == before


def test_a_page_that_doubles_as_the_description_is_not_dated_by_later_seals(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sheet.pdf"
    with pikepdf.open(io.BytesIO(pki.plain_sheet())) as pdf:
        pdf.pages[0].obj.Title = "1-1 剖面图"
        pdf.trailer.Info = pdf.pages[0].obj
        pdf.save(path)
    prepare(path, pki.field_plan())
    for later, (field, credential) in enumerate(pki.sealers().items()):
        with one_moment(later):
            sign(
                path, field, credential, picture=pki.seal_picture(), manner=pki.manner()
            )
    sheet = path.read_bytes()
    report = check(sheet, trust=pki.trust(), register=pki.record_of(sheet), at=pki.NOW)
    assert report.verdict is Verdict.IDENTICAL_TO_ISSUED, report.reasons
    with pikepdf.open(path) as pdf:
        assert str(pdf.trailer.Info.Title) == "1-1 剖面图"


def test_two_fields_of_one_name_are_refused_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pki.plain_sheet())
    place = pki.field_plan()[0]
    with pytest.raises(SigningFailed):
        prepare(path, (place, place))
    assert path.read_bytes() == pki.plain_sheet()


def test_what_is_no_pdf_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"words")
    with pytest.raises(NotAPdf):
        prepare(path, pki.field_plan())
    assert path.read_bytes() == b"words"


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_credential_survives_pkcs12(kind: KeyKind, prepared: Path) -> None:
    made = pki.authority().issue(Holder("张三", "设计院"), at=pki.NOW, kind=kind)
    opened = load_pkcs12(store_pkcs12(made, "opensesame"), "opensesame")
    assert opened.fingerprint == made.fingerprint
    assert [c.dump() for c in opened.chain] == [c.dump() for c in made.chain]
    revision = sign(prepared, pki.FIRE, opened, picture=None, manner=Manner(at=pki.NOW))
    assert revision.fingerprint == made.fingerprint


def test_a_wrong_passphrase_opens_nothing() -> None:
    stored = store_pkcs12(pki.design_firm(), "right")
    with pytest.raises(KeyNotUsable):
        load_pkcs12(stored, "wrong")
    with pytest.raises(KeyNotUsable):
        load_pkcs12(b"rubbish", "wrong")


def test_a_key_is_bound_to_its_own_certificate_only() -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    der = pki.design_firm().certificate.dump()
    stranger = software_key(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(KeyNotUsable):
        credential_of(x509.load_der_x509_certificate(der), (), stranger)


def test_every_test_certificate_says_that_it_is_a_test() -> None:
    authority = pki.authority()
    for credential in (authority.root, authority.issuing, authority.time_stamping):
        assert "测试" in credential.holder
    assert "测试" in pki.fire_bureau().holder
    usage = pki.fire_bureau().certificate.key_usage_value.native
    assert usage == {"digital_signature", "non_repudiation"}
    stamps = authority.time_stamping.certificate.extended_key_usage_value.native
    assert stamps == ["time_stamping"]


def test_the_time_stamper_answers_the_very_request() -> None:
    import asyncio

    digest = bytes.fromhex(sha256_of(b"a drawing"))
    token = asyncio.run(pki.stamper().async_timestamp(digest, "sha256"))
    assert isinstance(token, cms.ContentInfo)
    said = token["content"]["encap_content_info"]["content"].parsed
    assert said["message_imprint"]["hashed_message"].native == digest
    assert said["gen_time"].native == pki.NOW


def test_the_digest_of_a_manifest_knows_labels_order_and_borders() -> None:
    one = manifest_digest([("建施-01", "aa"), ("建施-02", "bb")])
    assert one == manifest_digest([("建施-01", "AA"), ("建施-02", "BB")])
    assert one != manifest_digest([("建施-02", "bb"), ("建施-01", "aa")])
    assert one != manifest_digest([("建施-01a", "a"), ("建施-02", "bb")])


def test_what_lies_under_a_seal_stays_legible(prepared: Path) -> None:
    """The colours are multiplied, as with ink; an opaque seal would hide unit and day."""
    seal(prepared)
    with pikepdf.open(prepared) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        look = fields[pki.FIRE].AP.N
        assert look.Resources.ExtGState.SealInk.BM == "/Multiply"
        assert look.read_bytes().startswith(b"/SealInk gs")
