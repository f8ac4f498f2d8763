"""One click seals the set: gates, password, progress, downloads."""

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from config.demo.cast import PASSWORD
from reviews.states import CaseState
from signatures import keys
from signatures.models import SealingOrder
from storage.models import Job
from tests.stage import IN_ROUND_ONE, signed_in
from tests.world import World, build_world, certify_case, do_jobs, passed_world

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
PASSED = pytest.mark.parametrize("built", [passed_world], indirect=True, ids=["passed"])
AT_WINDOW = pytest.mark.parametrize(
    "built", [lambda: build_world().hand_in()], indirect=True, ids=["at the window"]
)


def page_of(world: World) -> str:
    return reverse("workflow:seal", args=[world.case.serial])


def order(world: World, **answers: str) -> "Answer":
    given = {"password": PASSWORD, "agreed": "on"} | answers
    given.setdefault("code", keys.test_code("qian"))
    return signed_in(world["qian"]).post(page_of(world), given)


@PASSED
def test_the_page_shows_gates_sheets_and_the_number_of_files(world: World) -> None:
    page = signed_in(world["qian"]).get(page_of(world)).content.decode()

    assert "意见全部闭合" in page
    assert "建施-05" in page
    assert "签章 3 张" in page
    digest = world.revision("建施-05").face.page.sha256
    assert f"{digest[:4]} {digest[4:8]}" in page


@PASSED
def test_one_click_seals_and_issues_everything(world: World) -> None:
    assert order(world).status_code == 302
    running = signed_in(world["qian"]).get(page_of(world)).content.decode()
    assert reverse("workflow:seal_progress", args=[world.case.serial]) in running
    do_jobs()
    assert world.refresh().case.state == CaseState.SEALING
    certify_case(world)

    assert world.refresh().case.state == CaseState.ISSUED
    done = signed_in(world["qian"]).get(page_of(world)).content.decode()
    assert "已签章文件 4 份" in done
    assert 'name="password"' not in done


@PASSED
def test_the_progress_leads_on_when_it_is_over(world: World) -> None:
    order(world)
    url = reverse("workflow:seal_progress", args=[world.case.serial])

    assert "签章并回读 0 / 3" in signed_in(world["qian"]).get(url).content.decode()
    do_jobs()
    certify_case(world)
    over = signed_in(world["qian"]).get(url)
    assert over.status_code == 204
    assert over.headers["HX-Redirect"] == page_of(world)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"password": "wrong"}, "密码不正确"),
        ({"password": ""}, "字段"),
        ({"code": "000000"}, "验证码不正确"),
        ({"agreed": ""}, "请确认已核对目录与版次"),
    ],
)
@PASSED
def test_nothing_is_sealed_without_password_and_word(
    world: World, answers: dict[str, str], words: str
) -> None:
    response = order(world, **answers)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not SealingOrder.objects.exists()
    assert PASSWORD not in response.content.decode()


@PASSED
def test_guessing_the_password_has_to_wait(world: World) -> None:
    for _attempt in range(5):
        order(world, password="wrong")

    assert order(world).status_code == 429
    assert world.refresh().case.state == CaseState.PASSED


@AT_WINDOW
def test_a_shut_gate_takes_the_button_away(world: World) -> None:
    world.accept()

    page = signed_in(world["qian"]).get(page_of(world)).content.decode()

    assert 'name="password"' not in page
    assert order(world).status_code == 409


@pytest.mark.parametrize(
    ("login", "status"), [("liu", 404), ("chen", 404), ("he", 404), ("wu", 404)]
)
@PASSED
def test_the_page_is_the_departments(world: World, login: str, status: int) -> None:
    assert signed_in(world[login]).get(page_of(world)).status_code == status


@PASSED
def test_another_head_looks_and_does_not_seal(world: World) -> None:
    client = signed_in(world["sun"])

    assert 'name="password"' not in client.get(page_of(world)).content.decode()
    given = {"password": PASSWORD, "agreed": "on", "code": keys.test_code("sun")}
    assert client.post(page_of(world), given).status_code == 409


@PASSED
def test_the_look_of_a_sealed_sheet_is_a_picture(world: World) -> None:
    revision = world.revision("建施-05")
    url = reverse("workflow:seal_look", args=[world.case.serial, revision.pk])

    for show in ("", "?show=whole"):
        shown = signed_in(world["qian"]).get(url + show)
        assert shown.status_code == 200
        assert shown.content.startswith(b"\x89PNG")
    assert signed_in(world["liu"]).get(url).status_code == 404


@PASSED
def test_everything_comes_in_one_archive_for_those_who_may_see_the_case(
    world: World,
) -> None:
    url = reverse("workflow:sealed_set", args=[world.case.serial])
    assert signed_in(world["liu"]).get(url).status_code == 404
    order(world)
    do_jobs()
    certify_case(world)

    packed = signed_in(world["liu"]).get(url).getvalue()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        *sheets, proof, ended = archive.namelist()
        assert len(sheets) == 4
        assert all(archive.read(n).startswith(b"%PDF") for n in sheets)
        assert (proof, ended) == ("issue-proof.json", "revocations.json")
    assert signed_in(world["he"]).get(url).status_code == 404


@PASSED
def test_a_sealing_that_stopped_goes_on(world: World) -> None:
    order(world)
    url = reverse("workflow:seal_resume", args=[world.case.serial])
    job = Job.objects.get(key__startswith="seal:")
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, error="test")

    stopped = signed_in(world["qian"]).get(page_of(world)).content.decode()
    assert "签章中断" in stopped
    assert signed_in(world["sun"]).post(url).status_code == 409
    assert signed_in(world["qian"]).post(url).status_code == 302
    do_jobs()
    certify_case(world)
    assert world.refresh().case.state == CaseState.ISSUED


@IN_ROUND_ONE
def test_a_case_under_review_is_not_sealed_by_resuming(world: World) -> None:
    url = reverse("workflow:seal_resume", args=[world.case.serial])

    assert signed_in(world["qian"]).post(url).status_code == 409
