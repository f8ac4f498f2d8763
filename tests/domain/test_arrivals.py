"""Seals that a set brings along are judged, told before it is handed in, and kept."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from drawings.actions.settling import settle_remark
from drawings.models import SheetRevision
from reviews.arrived import lines_of_seals
from reviews.errors import NotReady
from reviews.noting import notes_of_set
from reviews.views.sets import set_of
from signatures.actions.arrivals import judge_arrival
from signatures.actions.registrations import NewRegistration, enter_registration
from signatures.errors import RegistrationNotUsable
from signatures.models import ArrivedSeal, Registration
from signatures.trusting import trust_of_folder
from storage import clock
from storage.actions.blobs import store_bytes
from tests import forgeries, pki
from tests.world import World, build_world

pytestmark = pytest.mark.django_db
ARRIVED = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)
Outcome = ArrivedSeal.Outcome


@pytest.fixture(autouse=True)
def _roots(tmp_path: Path, settings: "type[object]") -> None:
    """The operator laid the authority of the tests into the folder."""
    (tmp_path / "roots.pem").write_bytes(_pem(pki.authority().root.certificate))
    (tmp_path / "between.pem").write_bytes(
        _pem(pki.authority().issuing.certificate)
        + _pem(pki.authority().time_stamping.certificate)
    )
    for number, der in enumerate(pki.trust().lists):
        (tmp_path / f"{number}.crl").write_bytes(der)
    settings.LIANSHEN_ARRIVAL_TRUST = tmp_path  # type: ignore[attr-defined]


def _pem(certificate: object) -> bytes:
    from cryptography import x509

    der = certificate.dump()  # type: ignore[attr-defined]
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def registered(world: World, **told: object) -> Registration:
    """The design firm of the signed sheet, in the register by its certificate."""
    new = NewRegistration(
        kind=Registration.Kind.FIRM,
        name="某某建筑设计研究院",
        title="建筑行业（建筑工程）甲级",
        number="A137000001",
        unit=world.case.project.designer,
        valid_from=dt.date(2025, 1, 1),
        valid_until=dt.date(2027, 12, 31),
        fingerprint=pki.design_firm().fingerprint,
    )
    return enter_registration(new=replace(new, **told), actor=world["wu"])  # type: ignore[arg-type]


def bring(world: World, data: bytes, number: str = "建施-05") -> SheetRevision:
    """A sheet of the set came as this file, which was judged on arrival."""
    row = set_of(world.case).revisions.get(sheet__number=number)
    blob = store_bytes(data, media_type="application/pdf")
    assert row.pdf is not None
    row.pdf.file.blob = blob
    row.pdf.file.save()
    with clock.told_at(ARRIVED):
        judge_arrival(blob=blob)
    return row


def asked(world: World) -> dict[str, tuple[str, ...]]:
    """The rows of the rules that the set does not meet, with their sheets."""
    notes = notes_of_set(set_of(world.case)).seals
    return {note.subject: note.lack.sheets for note in notes}


def test_a_registered_firm_is_recognised_and_others_on_the_sheet_are_not() -> None:
    world = build_world()
    registered(world)
    row = bring(world, pki.sealed_sheet())

    design, fire, review = lines_of_seals(row)
    assert design.seal.outcome == Outcome.COUNTS
    assert design.entry == Registration.objects.get()
    assert design.seal.is_stamped
    assert [fire.seal.outcome, review.seal.outcome] == [Outcome.DOUBTFUL] * 2
    assert "名册中没有该姓名与单位的注册信息。" in fire.sentences
    assert "建施-05" not in asked(world)["S-02"]
    assert "建施-04" in asked(world)["S-02"]


def test_the_same_bytes_are_judged_once() -> None:
    world = build_world()
    registered(world)
    row = bring(world, pki.sealed_sheet())
    bring(world, pki.sealed_sheet(), "建施-04")

    assert ArrivedSeal.objects.count() == 3
    assert len(lines_of_seals(row)) == 3
    assert set(asked(world)["S-02"]) == {"防施-01"}


def test_a_firm_of_another_project_does_not_close_the_row() -> None:
    world = build_world()
    registered(world, unit=world.cast.units["清和置业"])
    bring(world, pki.sealed_sheet())

    assert "建施-05" in asked(world)["S-02"]


def test_without_the_operators_roots_nothing_counts(
    settings: "type[object]", tmp_path: Path
) -> None:
    settings.LIANSHEN_ARRIVAL_TRUST = tmp_path / "none"  # type: ignore[attr-defined]
    world = build_world()
    registered(world)
    row = bring(world, pki.sealed_sheet())

    assert {one.seal.outcome for one in lines_of_seals(row)} == {Outcome.DOUBTFUL}
    assert "not_trusted" in lines_of_seals(row)[0].seal.objections


def test_a_broken_seal_keeps_the_set_back_until_another_file_comes() -> None:
    world = build_world()
    registered(world)
    bring(world, forgeries.flip_a_byte_of_the_drawing(pki.sealed_sheet()))

    assert asked(world)["S-01"] == ("建施-05",)
    with pytest.raises(NotReady, match="随图签章完好"):
        world.hand_in()
    bring(world, pki.sealed_sheet())
    assert "S-01" not in asked(world)


@pytest.mark.parametrize("answer", ["accepted", "follows"])
def test_no_word_settles_a_broken_seal(answer: str) -> None:
    world = build_world()
    registered(world)
    bring(world, forgeries.flip_a_byte_of_the_drawing(pki.sealed_sheet()))

    settle_remark(
        submission=set_of(world.case),
        code="seal_broken",
        subject="S-01",
        answer=answer,
        until=clock.today() + dt.timedelta(days=5) if answer == "follows" else None,
        actor=world["lv"],
    )

    with pytest.raises(NotReady, match="随图签章完好"):
        world.hand_in()


def test_a_missing_seal_is_told_and_may_be_promised() -> None:
    world = build_world()
    note = next(
        one for one in notes_of_set(set_of(world.case)).seals if one.subject == "S-03"
    )
    assert note.is_open
    assert not note.is_blocking
    assert "建施-04、建施-05" in note.text

    settle_remark(
        submission=set_of(world.case),
        code=note.code,
        subject=note.subject,
        answer="follows",
        until=clock.today() + dt.timedelta(days=5),
        actor=world["lv"],
    )
    settled = next(
        one for one in notes_of_set(set_of(world.case)).seals if one.subject == "S-03"
    )
    assert not settled.is_open
    world.hand_in()


def test_what_lies_wrongly_in_the_folder_is_not_trusted(tmp_path: Path) -> None:
    folder = tmp_path / "laid"
    folder.mkdir()
    (folder / "bad.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n")
    (folder / "bad.crl").write_bytes(b"no list")
    (folder / "good.pem").write_bytes(_pem(pki.authority().root.certificate))

    found = trust_of_folder(folder)
    assert [one.sha256 for one in found.roots] == [
        pki.authority().root.certificate.sha256
    ]
    assert not found.lists


def test_a_number_and_a_certificate_are_registered_once() -> None:
    world = build_world()
    registered(world)
    with pytest.raises(RegistrationNotUsable, match="A137000001"):
        registered(world)
    with pytest.raises(RegistrationNotUsable):
        registered(world, number="A2")
    assert Registration.objects.count() == 1
