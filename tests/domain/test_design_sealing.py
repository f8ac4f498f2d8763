"""What designers sign here goes on: the issued sheet carries their seals and all others."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.organisations import seat_person
from accounts.actions.people import enrol_person
from accounts.models import Membership, User
from config.demo.cast import PASSWORD
from reviews.arrived import lines_of_seals
from reviews.errors import NotReady, NotYours
from reviews.views.sets import set_of
from signatures import keys
from signatures.actions.practising import enrol_practice_seal
from signatures.actions.registrations import NewRegistration, enter_registration
from signatures.actions.sealing import seal_set
from signatures.actions.verifying import verify_bytes
from signatures.errors import CodeNotTaken, OrderNotUsable
from signatures.models import (
    IssuedFile,
    Registration,
    Seal,
    SealHolder,
    SealingOrder,
)
from signatures.pades.verdicts import Verdict
from storage import clock
from storage.actions.blobs import read_bytes
from storage.models import Job
from tests.world import World, build_world, do_jobs, seal_case
from workflow.actions.designing import order_design_sealing, resume_design_sealing
from workflow.deliverables import files_of
from workflow.designing import files_for, job_key, lines_of, seals_of
from workflow.signed_forms import signed_forms

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


def cut_off(person: User, world: World) -> SealingOrder:
    """An order of a designer of which one sheet is sealed; then the worker gave up."""
    order(world, person)
    found = SealingOrder.objects.filter(purpose="design").latest("pk")

    def killed(_done: int, _total: int, _label: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        seal_set(order=found, progress=killed)
    Job.objects.filter(key=job_key(found)).update(state=Job.State.FAILED)
    return found


def drafted() -> World:
    world = build_world()
    registered(world, world["lv"], "一级注册建筑师", "20263700001")
    return world


def test_what_stopped_goes_on_and_seals_nothing_twice() -> None:
    world = drafted()
    stopped = cut_off(world["lv"], world)
    done = stopped.seals.exclude(after=None).get()

    with clock.told_at(clock.now() + dt.timedelta(minutes=11)):
        with pytest.raises(CodeNotTaken):
            resume_design_sealing(
                case=world.case, order=stopped, actor=world["lv"], code="000000"
            )
        resume_design_sealing(
            case=world.case,
            order=stopped,
            actor=world["lv"],
            code=keys.test_code("lv"),
        )
        do_jobs()

    stopped.refresh_from_db()
    assert stopped.state == SealingOrder.State.SEALED
    assert not stopped.seals.filter(after=None).exists()
    assert stopped.seals.get(pk=done.pk).after_id == done.after_id
    with pytest.raises(OrderNotUsable):
        resume_design_sealing(case=world.case, order=stopped, actor=world["lv"])


def test_within_the_ten_minutes_it_goes_on_without_a_code() -> None:
    world = drafted()
    stopped = cut_off(world["lv"], world)

    resume_design_sealing(case=world.case, order=stopped, actor=world["lv"])
    do_jobs()

    stopped.refresh_from_db()
    assert stopped.state == SealingOrder.State.SEALED
    assert not stopped.seals.filter(after=None).exists()


def test_nobody_lets_the_seal_of_another_go_on() -> None:
    world = drafted()
    stopped = cut_off(world["lv"], world)
    other = colleague(world)
    registered(world, other, "二级注册建筑师", "20263700002")

    for person in (world["liu"], world["qian"]):
        with pytest.raises(NotYours):
            resume_design_sealing(case=world.case, order=stopped, actor=person)


def test_an_order_does_not_go_on_over_a_sheet_that_a_colleague_signed_since() -> None:
    world = drafted()
    stopped = cut_off(world["lv"], world)
    other = colleague(world)
    registered(world, other, "二级注册建筑师", "20263700002")
    with clock.told_at(clock.now() + dt.timedelta(minutes=11)):
        order(world, other)
        do_jobs()
        before = Seal.objects.exclude(after=None).count()

        with pytest.raises(NotReady, match="建施"):
            resume_design_sealing(
                case=world.case,
                order=stopped,
                actor=world["lv"],
                code=keys.test_code("lv"),
            )
        assert Seal.objects.exclude(after=None).count() == before
        order(world, world["lv"])  # and chosen anew it is sealed over the colleague's
        do_jobs()
    forms = signed_forms(world.case)
    assert len(forms) == 2
    for form in forms.values():
        persons = [name for name in form.fields if name.startswith("person")]
        assert len(persons) == 2


def test_the_page_offers_to_go_on(client: Client) -> None:
    world = drafted()
    stopped = cut_off(world["lv"], world)
    client.force_login(world["lv"])
    page = reverse("workflow:design_seal", args=[world.case.serial])
    address = reverse("workflow:design_resume", args=[world.case.serial, stopped.pk])

    assert address in client.get(page).content.decode()
    with clock.told_at(clock.now() + dt.timedelta(minutes=11)):
        assert client.post(address, {}).status_code == 422
        told = {
            "password": PASSWORD,
            "code": keys.test_code("lv"),
            "agreed": "on",
        }
        assert client.post(address, told).status_code == 302
        do_jobs()
    assert not stopped.seals.filter(after=None).exists()
    assert address not in client.get(page).content.decode()
    client.force_login(world["he"])
    assert client.post(address, {}).status_code == 404
