"""What designers sign here goes on: the issued sheet carries their seals and all others."""

import datetime as dt

import pytest

from accounts.actions.organisations import seat_person
from accounts.actions.people import enrol_person
from accounts.models import Membership, User
from config.demo.cast import PASSWORD
from reviews.arrived import lines_of_seals
from reviews.errors import NotReady
from reviews.views.sets import set_of
from signatures import keys
from signatures.actions.practising import enrol_practice_seal
from signatures.actions.registrations import NewRegistration, enter_registration
from signatures.actions.verifying import verify_bytes
from signatures.models import IssuedFile, Registration, Seal, SealHolder
from signatures.pades.verdicts import Verdict
from storage import clock
from storage.actions.blobs import read_bytes
from tests.world import World, build_world, do_jobs, seal_case
from workflow.actions.designing import order_design_sealing
from workflow.deliverables import files_of
from workflow.designing import files_for, lines_of, seals_of

pytestmark = pytest.mark.django_db
NUMBER = "建施-05"


def registered(world: World, person: User, title: str, number: str) -> SealHolder:
    """A practice seal for a person of the design firm."""
    new = NewRegistration(
        kind=Registration.Kind.PERSON,
        name=str(person),
        title=title,
        number=number,
        discipline="architecture",
        unit=world.case.project.designer,
        valid_from=clock.today() - dt.timedelta(days=30),
        valid_until=clock.today() + dt.timedelta(days=300),
    )
    entry = enter_registration(new=new, actor=world["wu"])
    return enrol_practice_seal(registration=entry, person=person, actor=world["wu"])


def colleague(world: World) -> User:
    person = enrol_person(
        username="fang", display_name="方工", password=PASSWORD, phone="13800000099"
    )
    seat_person(
        user=person,
        organisation=world.case.project.designer,
        role=Membership.Role.STAFF,
    )
    return person


def order(world: World, person: User) -> None:
    [seal] = seals_of(person, world.case)
    order_design_sealing(
        case=world.case,
        holder=seal.holder,
        files=files_for(
            world.case,
            seal,
            [one.revision.pk for one in lines_of(world.case, seal) if one.is_own],
        ),
        actor=person,
        code=keys.test_code(person.username),
    )


def signed_by_two() -> World:
    """A draft case whose architecture two persons signed, one after the other."""
    world = build_world()
    registered(world, world["lv"], "一级注册建筑师", "20263700001")
    other = colleague(world)
    registered(world, other, "二级注册建筑师", "20263700002")
    for person in (world["lv"], other):
        order(world, person)
        do_jobs()
    return world


def test_the_issued_sheet_carries_designers_departments_and_review_seal() -> None:
    world = signed_by_two()
    row = set_of(world.case).revisions.get(sheet__number=NUMBER)
    assert len(lines_of_seals(row)) == 2
    world.hand_in().accept().finish_round().release()
    seal_case(world)

    issue = IssuedFile.objects.in_force().get(stream=world.case.serial, label=NUMBER)
    assert issue.blob is not None
    answer = verify_bytes(read_bytes(issue.blob))
    assert answer.verdict == Verdict.IDENTICAL_TO_ISSUED
    kinds = [one.field.partition("-")[0] for one in answer.report.signatures]
    assert kinds == ["person", "person", *["department"] * 3, "review"]
    assert issue.code in {seal.mark for seal in Seal.objects.filter(label=NUMBER)}
    # A sheet that nobody signed before is sealed as ever.
    plain = IssuedFile.objects.in_force().get(stream=world.case.serial, label="防施-01")
    assert sorted(name.partition("-")[0] for name in plain.seals) == [
        *["department"] * 3,
        "review",
    ]


def test_every_signed_form_only_adds_to_the_one_before() -> None:
    world = signed_by_two()
    first, second = Seal.objects.filter(label=NUMBER).order_by("pk")
    assert first.after is not None
    assert second.after is not None
    assert second.before == first.after
    assert read_bytes(second.after).startswith(read_bytes(first.after))
    [file] = [one for one in files_of(world.case) if one.label == NUMBER]
    assert file.blob == second.after
    assert file.code == first.mark == second.mark


def test_two_who_sign_at_once_are_kept_apart() -> None:
    world = build_world()
    registered(world, world["lv"], "一级注册建筑师", "20263700001")
    other = colleague(world)
    registered(world, other, "二级注册建筑师", "20263700002")
    order(world, world["lv"])

    with pytest.raises(NotReady, match=NUMBER):
        order(world, other)
    do_jobs()
    order(world, other)


def test_a_sheet_that_was_renumbered_goes_on_without_a_mark_that_lies() -> None:
    world = signed_by_two()
    row = set_of(world.case).revisions.get(sheet__number=NUMBER)
    row.sheet.number = "建施-05a"
    row.sheet.save(update_fields=["number"])

    [file] = [one for one in files_of(world.case) if one.label == "建施-05a"]
    assert file.blob == row.face.page
    assert file.code == ""
