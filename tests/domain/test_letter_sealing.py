"""Letters are sealed by the right holders, in turn, under one permission a batch."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from reviews.actions.consultations import open_consultation, take_position
from reviews.actions.oversight import urge_review
from reviews.actions.resolutions import resolve_consultation
from reviews.letters.conformity import faults_of
from reviews.letters.signers import SEALED_BY
from reviews.models import Letter, Resolution
from reviews.timeline import moments_of
from signatures.actions.verifying import verify_bytes
from signatures.models import IssuedFile, SealingOrder
from signatures.pades.verdicts import Verdict
from storage import clock
from storage.actions.blobs import read_bytes
from tests.domain.letter_seals import seal_all, unit
from tests.domain.letter_town import text_of
from tests.world import World, reviewing_world, revising_world
from workflow.lettering import lines_of, waiting

pytestmark = pytest.mark.django_db
REVIEWING = pytest.mark.parametrize(
    "built", [reviewing_world], indirect=True, ids=["reviewing"]
)
REVISING = pytest.mark.parametrize(
    "built", [revising_world], indirect=True, ids=["revising"]
)
MET = pytest.mark.parametrize(
    "built", [lambda: met(reviewing_world())], indirect=True, ids=["met"]
)


def met(world: World) -> World:
    """Two departments have met; the minutes wait for the seals of both."""
    world.contradict()
    consultation = world.case.consultations.get()
    open_consultation(consultation=consultation, host=world["sun"])
    for login in ("sun", "zheng"):
        take_position(
            consultation=consultation,
            representative=world[login],
            text="按规范执行。",
            agrees=True,
        )
    resolve_consultation(
        consultation=consultation,
        host=world["sun"],
        outcome=Resolution.Outcome.FIRST,
        text="疏散门向疏散方向开启。",
    )
    return world.refresh()


def letter_of(world: World, kind: Letter.Kind) -> Letter:
    return world.case.letters.get(kind=kind)


def test_every_letter_but_the_certificate_has_somebody_who_seals_it() -> None:
    assert set(Letter.Kind) - {Letter.Kind.CERTIFICATE} == set(SEALED_BY)


@REVIEWING
def test_the_window_seals_receipt_and_acceptance_with_one_word(world: World) -> None:
    order = seal_all(world, "市政务中心")

    assert order.count == 2
    assert order.state == SealingOrder.State.ISSUED
    for kind in (Letter.Kind.RECEIPT, Letter.Kind.ACCEPTANCE):
        letter = letter_of(world, kind)
        assert not letter.waits_for_seal
        data = read_bytes(letter.newest)
        answer = verify_bytes(data)
        assert answer.verdict == Verdict.IDENTICAL_TO_ISSUED
        assert answer.issue is not None
        assert answer.issue.code == letter.code
        assert faults_of(data) == ()
    assert not lines_of(unit(world, "市政务中心"))


@REVISING
def test_the_lead_department_seals_the_notice_of_opinions(world: World) -> None:
    letter = letter_of(world, Letter.Kind.OPINIONS)

    assert [row.unit.short_name for row in letter.signatures.all()] == ["市住建局"]
    seal_all(world, "市住建局")
    letter.refresh_from_db()
    answer = verify_bytes(read_bytes(letter.newest))
    assert answer.verdict == Verdict.IDENTICAL_TO_ISSUED
    assert [one.signer for one in answer.report.signatures] == [
        "云溪市住房和城乡建设局（测试）"
    ]


@REVIEWING
def test_the_regulator_seals_the_notice_of_supervision(world: World) -> None:
    urging = urge_review(
        review=world.review_of("fire"),
        actor=world["wu"],
        form="phone",
        text="请尽快办结。",
        until=clock.today() + dt.timedelta(days=3),
    )
    seal_all(world, "市审管办")
    assert urging.letter is not None
    urging.letter.refresh_from_db()
    answer = verify_bytes(read_bytes(urging.letter.newest))
    assert answer.verdict == Verdict.IDENTICAL_TO_ISSUED


@MET
def test_minutes_are_sealed_by_each_party_one_after_the_other(world: World) -> None:
    letter = letter_of(world, Letter.Kind.MINUTES)
    first, second = letter.signatures.all()
    assert not waiting([second.unit]).filter(letter=letter).exists()

    seal_all(world, first.unit.short_name)
    letter.refresh_from_db()
    assert letter.waits_for_seal
    assert not IssuedFile.objects.in_force().filter(code=letter.code).exists()
    [line] = [one for one in lines_of(second.unit) if one.row.pk == second.pk]
    assert line.before != letter.blob
    seal_all(world, second.unit.short_name)

    letter.refresh_from_db()
    answer = verify_bytes(read_bytes(letter.newest))
    assert answer.verdict == Verdict.IDENTICAL_TO_ISSUED
    assert len(answer.report.signatures) == 2
    assert faults_of(read_bytes(letter.newest)) == ()


@MET
@pytest.mark.program("pdfsig", "poppler-utils")
def test_another_program_confirms_every_seal_of_the_minutes(
    world: World, tmp_path: Path
) -> None:
    letter = letter_of(world, Letter.Kind.MINUTES)
    for row in letter.signatures.all():
        seal_all(world, row.unit.short_name)
    letter.refresh_from_db()
    path = tmp_path / "minutes.pdf"
    path.write_bytes(read_bytes(letter.newest))
    said = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, text=True, check=False
    ).stdout
    assert said.count("Signature is Valid.") == 2


@MET
def test_the_minutes_tell_when_the_clocks_ran_on(world: World) -> None:
    text = text_of(letter_of(world, Letter.Kind.MINUTES).blob)

    assert "恢复计时" in text
    assert "——" not in text


@REVIEWING
def test_what_waits_is_listed_with_its_files_in_a_fixed_number_of_questions(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    window = unit(world, "市政务中心")
    with django_assert_num_queries(2):
        assert len(lines_of(window)) == 2


@REVIEWING
def test_builders_learn_of_their_letters_and_not_of_those_within(world: World) -> None:
    urge_review(
        review=world.review_of("fire"),
        actor=world["wu"],
        form="phone",
        text="请尽快办结。",
        until=clock.today() + dt.timedelta(days=3),
    )
    seal_all(world, "市审管办")
    seal_all(world, "市政务中心")
    told = " ".join(one.title for one in moments_of(world.case, world["liu"]))
    assert letter_of(world, Letter.Kind.ACCEPTANCE).number in told
    assert letter_of(world, Letter.Kind.URGING).number not in told
