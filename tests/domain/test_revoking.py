"""What was issued is revoked by two persons, and a change takes its place."""

import hashlib
import json
from pathlib import Path

import pymupdf
import pytest
from asn1crypto import cms
from django.conf import settings
from django.db import IntegrityError, transaction

from reviews import events
from reviews.access import visible_letters
from reviews.actions.revoking import (
    approve_revocation,
    ask_revocation,
    decline_revocation,
)
from reviews.errors import NotReady, NotYours
from reviews.models import Letter, Revocation
from reviews.progress import progress_of
from signatures import keys
from signatures.actions.issuing import revoke_issue
from signatures.errors import CodeNotTaken, OrderNotUsable
from signatures.models import IssuedFile
from signatures.revocations import revocation_list
from signatures.signer.chain import Log
from signatures.telling import standing_of
from storage import clock
from storage.actions.blobs import read_bytes
from storage.models import Event
from tests.domain.revoked import approved, asked, in_force, verdict_of
from tests.world import World, issued_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return issued_world()


def words_of(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        said = "".join(page.get_text() for page in document)
    return "".join(said.split())


def test_only_the_regulator_asks_and_never_decides_alone(world: World) -> None:
    for login in ("qian", "sun", "lv", "liu", "chen"):
        with pytest.raises(NotYours):
            ask_revocation(
                case=world.case,
                files=in_force(world.case),
                actor=world[login],
                reason="x",
                code=keys.test_code(login),
            )
    row = asked(world)
    for login in ("wu", "sun", "liu"):
        with pytest.raises(NotYours):
            approved(world, row, login)
    assert len(in_force(world.case)) == 4

    with pytest.raises(IntegrityError), transaction.atomic():
        Revocation.objects.filter(pk=row.pk).update(decided_by=row.asked_by)


def test_until_the_second_person_has_decided_everything_counts(world: World) -> None:
    row = asked(world)
    with pytest.raises(NotReady):
        asked(world)
    decline_revocation(revocation=row, actor=world["qian"])

    assert len(in_force(world.case)) == 4
    with pytest.raises(NotReady):
        approved(world, row)
    assert asked(world).pk != row.pk


def test_a_revocation_is_told_by_verdict_register_and_public_progress(
    world: World,
) -> None:
    files = in_force(world.case)
    approved(world, asked(world))

    assert not in_force(world.case)
    for issue in files:
        issue.refresh_from_db()
        assert verdict_of(issue) == "revoked"
        assert (standing_of(issue).tone, issue.end_reason) == ("late", "违规")
    told = progress_of(code=world.case.query_code, phone=world.case.phone)
    assert told is not None
    assert told.ending is not None
    assert told.title == told.ending.title
    assert "违规" in told.sentence
    verbs = Event.objects.of_stream(world.case.serial).values_list("verb", flat=True)
    assert list(verbs).count("signatures.issue_revoked") == 4
    assert "reviews.issue_revoked" in verbs


def test_without_the_code_of_ones_own_device_nobody_asks_and_nobody_revokes(
    world: World,
) -> None:
    with pytest.raises(CodeNotTaken):
        ask_revocation(
            case=world.case,
            files=in_force(world.case),
            actor=world["wu"],
            reason="违规",
            code="000000",
        )
    assert not Revocation.objects.exists()

    row = asked(world)
    for code in ("000000", keys.test_code("wu")):
        with pytest.raises(CodeNotTaken):
            approve_revocation(revocation=row, actor=world["qian"], code=code)
    row.refresh_from_db()
    assert (row.decided_at, row.letter) == (None, None)
    assert len(in_force(world.case)) == 4


def test_the_signers_log_holds_what_both_persons_said(world: World) -> None:
    approved(world, asked(world))

    lines = list(Log(Path(settings.LIANSHEN_SIGNER) / "log").lines())
    said = [line for line in lines if line.verb == "spoken"][-2:]
    assert [line.told["person"] for line in said] == ["wu", "qian"]
    assert all(world.case.serial in str(line.told["about"]) for line in said)
    told = Event.objects.get(verb=events.ISSUE_REVOKED).particulars
    assert told["head"] in {line.digest for line in lines}


def test_a_revocation_is_a_numbered_letter_to_builder_and_designer(
    world: World,
) -> None:
    row = approved(world, asked(world))

    assert row.letter is not None
    assert row.letter.number.startswith("撤销〔")
    assert row.letter in visible_letters(world["liu"], row.case)
    text = words_of(read_bytes(row.letter.blob))
    for issue in row.files.all():
        assert issue.code in text
        assert issue.end_letter == row.letter.number
    for word in ("撤销决定书", "违规", "不具有法律效力", str(world["qian"])):
        assert word in text, word
    told = progress_of(code=row.case.query_code, phone=row.case.phone)
    assert told is not None
    assert row.letter.number in told.sentence


def superseded(issue: IssuedFile) -> None:
    """A newer set takes the place of a file."""
    rows = IssuedFile.objects.filter(pk=issue.pk)
    rows.update(status=IssuedFile.Status.SUPERSEDED, ended_at=clock.now())


def test_the_letter_tells_only_of_what_it_ends(world: World) -> None:
    row = asked(world)
    sheet = IssuedFile.objects.in_force().get(label="建施-05")
    superseded(sheet)

    row = approved(world, row)

    assert row.letter is not None
    text = words_of(read_bytes(row.letter.blob))
    assert sheet.code not in text
    assert "（共3份）" in text
    sheet.refresh_from_db()
    assert (sheet.status, sheet.end_letter) == (IssuedFile.Status.SUPERSEDED, "")


def test_where_nothing_is_in_force_any_more_nothing_is_revoked(world: World) -> None:
    row = asked(world)
    for issue in in_force(world.case):
        superseded(issue)

    with pytest.raises(NotReady):
        approved(world, row)
    row = decline_revocation(revocation=row, actor=world["qian"])
    assert row.letter is None


def test_the_list_of_revocations_names_what_ended_at_once_and_nothing_else(
    world: World,
) -> None:
    assert json.loads(revocation_list()["list"]) == {"files": {}}
    sheet = IssuedFile.objects.in_force().get(label="建施-05")
    letter = approved(world, asked(world, [sheet], "此图有误")).letter
    assert letter is not None

    told = revocation_list()
    assert sheet.blob is not None
    ((digest, said),) = json.loads(told["list"])["files"].items()
    assert (digest, said[0], said[2]) == (
        sheet.blob.sha256,
        "revoked",
        letter.number,
    )
    signed = cms.ContentInfo.load(bytes.fromhex(told["signed"]))["content"]
    words = signed["encap_content_info"]["content"].native.decode()
    assert words.endswith(hashlib.sha256(told["list"].encode()).hexdigest())
    assert keys.list_signers() == (
        hashlib.sha256(signed["certificates"][0].chosen.dump()).hexdigest(),
    )


def test_a_declined_request_writes_no_letter(world: World) -> None:
    row = decline_revocation(revocation=asked(world), actor=world["qian"])
    assert row.letter is None
    assert not world.case.letters.filter(kind=Letter.Kind.REVOCATION).exists()


def test_one_sheet_is_revoked_and_the_others_stay(world: World) -> None:
    sheet = IssuedFile.objects.in_force().get(label="建施-05")
    approved(world, asked(world, [sheet], "此图有误"))

    assert verdict_of(IssuedFile.objects.get(pk=sheet.pk)) == "revoked"
    assert len(in_force(world.case)) == 3
    told = progress_of(code=world.case.query_code, phone=world.case.phone)
    assert told is not None
    assert told.ending is None


def test_files_of_another_case_or_no_longer_in_force_are_refused(world: World) -> None:
    sheet = IssuedFile.objects.in_force().get(label="建施-05")
    IssuedFile.objects.filter(pk=sheet.pk).update(stream="another")
    for files, reason in (([sheet], "x"), ([], "x"), (in_force(world.case), "  ")):
        with pytest.raises(NotReady):
            asked(world, files, reason)


def test_what_is_not_in_force_is_not_revoked_over_it(world: World) -> None:
    sheet = IssuedFile.objects.in_force().get(label="建施-05")
    superseded(sheet)

    with pytest.raises(OrderNotUsable):
        revoke_issue(issue=sheet, actor=world["qian"], reason="x")

    sheet.refresh_from_db()
    assert (sheet.status, sheet.end_reason) == (IssuedFile.Status.SUPERSEDED, "")
