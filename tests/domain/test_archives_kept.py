"""Archives are made again when the register changes, and their stamps renewed."""

import datetime as dt
import json
import zipfile
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from drawings.actions.projects import found_project
from reviews.actions.archiving import TASK, order_pack, order_stale_archives
from reviews.actions.packing import RENEW_AFTER, make_archive, renew_stamps
from reviews.models import ArchiveStamp, Case, CaseArchive
from signatures.actions.issuing import revoke_issue
from signatures.models import IssuedFile
from storage import clock
from storage.models import Job
from tests.domain.archived import ISSUED, checked, faults, packed
from tests.world import World, do_jobs

pytestmark = pytest.mark.django_db


@ISSUED
def test_who_asks_for_stale_archives_asks_the_same_however_many_there_are(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        assert order_stale_archives() == 0
    newest = world.case.archives.get(version=1)
    for number in range(2, 12):
        project = found_project(
            name=f"{number}",
            code=f"{number}",
            address="",
            region=world.case.project.region,
            builder=world.case.project.builder,
            designer=world.case.project.designer,
            facts={},
        )
        case = Case.objects.create(
            project=project,
            serial=f"LS-{number}",
            query_code=f"{number}",
            state="issued",
            applicant=world["liu"],
            opened_at=clock.now(),
            issued_at=clock.now(),
        )
        CaseArchive.objects.create(
            case=case,
            version=1,
            cause=CaseArchive.Cause.ISSUED,
            asked_at=clock.now(),
            made_at=clock.now(),
            blob=newest.blob,
        )
    with django_assert_num_queries(2):
        assert order_stale_archives() == 0

    CaseArchive.objects.filter(case__serial="LS-5").delete()
    issue = IssuedFile.objects.in_force().get(label="建施-05")
    revoke_issue(issue=issue, actor=world["qian"], reason="重复签发")
    assert order_stale_archives() == 2
    causes = CaseArchive.objects.filter(made_at=None).values_list("cause", flat=True)
    assert sorted(causes) == ["changed", "issued"]
    assert order_stale_archives() == 0  # both are on their way


@ISSUED
def test_an_archive_whose_making_was_given_up_is_made_once_the_fault_is_gone(
    world: World,
) -> None:
    order_pack(case=world.case, actor=world["qian"], reason="行政复议")
    Job.objects.filter(task=TASK).exclude(state=Job.State.DONE).update(
        state=Job.State.FAILED, attempts=5
    )

    order_stale_archives()
    do_jobs()

    made = list(world.case.archives.all())
    assert made and all(one.blob for one in made)


@ISSUED
def test_an_archive_is_made_once_and_again_when_the_register_changes(
    world: World, tmp_path: Path
) -> None:
    first = CaseArchive.objects.get()
    again = make_archive(archive=first, tell=lambda _note: None)
    assert again.manifest == first.manifest
    assert ArchiveStamp.objects.count() == 1
    assert order_stale_archives() == 0

    sheet = IssuedFile.objects.in_force().get(label="建施-05")
    revoke_issue(
        issue=sheet, actor=world["qian"], reason="变更", letter="云撤〔2026〕1"
    )
    assert order_stale_archives() == 1
    assert order_stale_archives() == 0
    do_jobs()
    assert order_stale_archives() == 0
    assert CaseArchive.objects.filter(blob__isnull=False).count() == 2
    with zipfile.ZipFile(packed(world, tmp_path, version=2)) as archive:
        name = next(n for n in archive.namelist() if n.endswith("data/register.json"))
        files = json.loads(archive.read(name))["files"]
    ended = [(one["label"], one["end_letter"]) for one in files if one["end_reason"]]
    assert ended == [("建施-05", "云撤〔2026〕1")]


@ISSUED
def test_stamps_are_renewed_yearly_and_each_covers_those_before(
    world: World, tmp_path: Path
) -> None:
    assert renew_stamps() == 0
    with clock.told_at(clock.now() + RENEW_AFTER + dt.timedelta(hours=1)):
        assert renew_stamps() == 1
        assert renew_stamps() == 0
        path = packed(world, tmp_path)
        found = checked(path)
        assert found.faults == ()
        assert len(found.stamps) == 2
        with zipfile.ZipFile(path) as archive:
            archive.extractall(tmp_path / "open")
        top = next((tmp_path / "open").iterdir())
        second = top / "stamps/0002.tsr"
        second.rename(top / "stamps/0001.tsr")
        assert ("stamp", "stamps/0001.tsr") in faults(top)
