"""A registered person seals the own sheets here, by the register that the regulator keeps."""

import datetime as dt

import pytest

from reviews.arrived import lines_of_seals
from reviews.noting import notes_of_set
from reviews.views.sets import set_of
from signatures import keys
from signatures.actions.issuing import NEEDED
from signatures.actions.practising import enrol_practice_seal
from signatures.actions.registrations import (
    NewRegistration,
    end_registration,
    enter_registration,
)
from signatures.errors import CodeNotTaken, RegistrationNotUsable
from signatures.models import (
    ArrivedSeal,
    IssuedFile,
    Registration,
    SealHolder,
    SealingOrder,
)
from storage import clock
from tests.world import World, build_world, do_jobs
from workflow.actions.designing import order_design_sealing
from workflow.designing import files_for, lines_of, seals_of

pytestmark = pytest.mark.django_db


def architect(world: World) -> Registration:
    new = NewRegistration(
        kind=Registration.Kind.PERSON,
        name="吕工",
        title="一级注册建筑师",
        number="20263700001",
        discipline="architecture",
        unit=world.case.project.designer,
        valid_from=clock.today() - dt.timedelta(days=30),
        valid_until=clock.today() + dt.timedelta(days=300),
    )
    return enter_registration(new=new, actor=world["wu"])


def sign_here(world: World, code: str = "") -> SealingOrder:
    [seal] = seals_of(world["lv"], world.case)
    own = [one.revision.pk for one in lines_of(world.case, seal) if one.is_own]
    order = order_design_sealing(
        case=world.case,
        holder=seal.holder,
        files=files_for(world.case, seal, own),
        actor=world["lv"],
        code=code or keys.test_code("lv"),
    )
    do_jobs()
    return order


def test_a_registered_person_seals_the_own_sheets_and_they_count() -> None:
    world = build_world()
    enrol_practice_seal(
        registration=architect(world), person=world["lv"], actor=world["wu"]
    )

    order = sign_here(world)
    assert order.count == 2
    assert "S-03" not in {
        note.subject for note in notes_of_set(set_of(world.case)).seals
    }
    row = set_of(world.case).revisions.get(sheet__number="建施-05")
    [line] = lines_of_seals(row)
    assert (line.seal.outcome, line.seal.is_test) == (ArrivedSeal.Outcome.COUNTS, True)
    assert line.entry is not None
    assert line.entry.number == "20263700001"
    assert line.seal.file.page == row.face.page
    assert not files_for(world.case, seals_of(world["lv"], world.case)[0], [row.pk])


def test_a_designers_order_issues_nothing() -> None:
    world = build_world()
    enrol_practice_seal(
        registration=architect(world), person=world["lv"], actor=world["wu"]
    )
    order = sign_here(world)

    order.refresh_from_db()
    assert order.state == SealingOrder.State.SEALED
    assert set(order.seals.values_list("issue__status", flat=True)) == {"pending"}
    assert not IssuedFile.objects.in_force().exists()
    assert SealingOrder.Purpose.DESIGN not in NEEDED


def test_a_wrong_code_orders_nothing() -> None:
    world = build_world()
    enrol_practice_seal(
        registration=architect(world), person=world["lv"], actor=world["wu"]
    )
    with pytest.raises(CodeNotTaken):
        sign_here(world, code="000000")
    assert not SealingOrder.objects.exists()


def test_a_registration_that_ended_takes_the_seal_away() -> None:
    world = build_world()
    entry = architect(world)
    enrol_practice_seal(registration=entry, person=world["lv"], actor=world["wu"])
    assert seals_of(world["lv"], world.case)

    end_registration(registration=entry, actor=world["wu"], reason="调离")
    assert not seals_of(world["lv"], world.case)
    assert not seals_of(world["liu"], world.case)


def test_the_register_is_the_regulators() -> None:
    world = build_world()
    entry = architect(world)
    for who in ("lv", "qian", "liu"):
        with pytest.raises(RegistrationNotUsable):
            end_registration(registration=entry, actor=world[who], reason="调离")
        with pytest.raises(RegistrationNotUsable):
            enrol_practice_seal(
                registration=entry, person=world["lv"], actor=world[who]
            )
    with pytest.raises(RegistrationNotUsable):
        enrol_practice_seal(registration=entry, person=world["liu"], actor=world["wu"])
    assert not SealHolder.objects.exists()
