"""Opinions are answered where they lie; changes are declared; all goes back at once."""

import html
import re

import pytest
from django.urls import reverse

from drawings.models import Change, Comparison
from reviews.answering import Crop, changes_to_declare, spot_of
from reviews.models import Opinion
from reviews.states import CaseState, OpinionState
from tests.sheets import DOOR_BOX, PLAN, add_sheet
from tests.stage import HTMX, signed_in
from tests.world import World, do_jobs, revising_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [revising_world], indirect=True, scope="module"),
]


def only_opinion(world: World) -> Opinion:
    return world.case.opinions.get()


def url_of(world: World, opinion: Opinion) -> str:
    return reverse("reviews:answer", args=[world.case.serial, opinion.number])


def page(world: World, login: str = "lv") -> str:
    url = reverse("reviews:answers", args=[world.case.serial])
    answer = signed_in(world[login]).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_begins_with_what_waits_and_says_why_nothing_goes_back(
    world: World,
) -> None:
    told = page(world)

    assert only_opinion(world).text in told
    assert "尚未答复" in told
    assert "disabled" in told
    assert "0 / 1 已答复" in told


def test_revised_without_a_change_is_refused_politely_and_then_explained(
    world: World,
) -> None:
    opinion = only_opinion(world)
    client, url = signed_in(world["lv"]), url_of(world, opinion)

    asked = client.get(url).content.decode()
    assert "答复“已修改”时必填" in asked[asked.index("reason_unchanged-field") :]
    refused = client.post(url, {"kind": "revised", "text": "已改。"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "此处不能只答“已修改”" in page[page.index("reason_unchanged-field") :]
    assert "已改。" in page
    assert not opinion.replies.exists()

    reason = {"kind": "revised", "text": "已改。", "reason_unchanged": "仅改说明"}
    assert client.post(url, reason).status_code == 302
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ANSWERED


def test_an_answer_can_be_changed_until_it_is_sent(world: World) -> None:
    opinion = only_opinion(world)
    client, url = signed_in(world["lv"]), url_of(world, opinion)

    for text in ("第一稿。", "第二稿。"):
        assert client.post(url, {"kind": "explained", "text": text}).status_code == 302

    assert [reply.text for reply in opinion.replies.all()] == ["第二稿。"]
    assert "第二稿。" in client.get(url).content.decode()


def test_an_answer_without_words_or_of_an_unknown_kind_comes_back(world: World) -> None:
    client, url = signed_in(world["lv"]), url_of(world, only_opinion(world))

    for bad in ({}, {"kind": "revised", "text": " "}, {"kind": "magic", "text": "x"}):
        assert client.post(url, bad).status_code == 422
    kept = client.post(url, {"kind": "magic", "text": "我写了很久"})
    assert "我写了很久" in kept.content.decode()


def test_those_who_only_look_cannot_answer(world: World) -> None:
    url = url_of(world, only_opinion(world))
    good = {"kind": "explained", "text": "说明。"}

    assert signed_in(world["wang"]).get(url).status_code == 200
    assert signed_in(world["wang"]).post(url, good).status_code == 403
    assert signed_in(world["he"]).post(url, good).status_code == 404
    assert "保存并看下一条" not in signed_in(world["wang"]).get(url).content.decode()


def test_the_region_is_shown_before_and_after(world: World) -> None:
    opinion = only_opinion(world)
    submission = world.revise()

    spot = spot_of(opinion, submission)

    assert spot.after is not None
    assert spot.after.face.file.submission == submission
    assert spot.tone == "ok"
    told = signed_in(world["lv"]).get(url_of(world, opinion)).content.decode()
    assert "此处已改" in told


def test_a_crop_lies_around_its_region_with_y_downwards(world: World) -> None:
    face = world.revision("建施-05").face

    crop = Crop.around(face, DOOR_BOX)

    x0, y0, x1, y1 = (float(side) for side in crop.box.split(","))
    assert x0 < DOOR_BOX[0] < DOOR_BOX[2] < x1
    assert y0 < DOOR_BOX[1] < DOOR_BOX[3] < y1
    assert crop.top == pytest.approx(face.height_mm - y1, abs=0.02)


def test_a_crop_of_something_tall_is_no_strip(world: World) -> None:
    face = world.revision("建施-05").face

    for box in ((200.0, 20.0, 200.0, 280.0), (100.0, 100.0, 101.0, 180.0)):
        crop = Crop.around(face, box)
        assert crop.height <= 2 * crop.width + 0.01
        x0, _y0, x1, _y1 = (float(side) for side in crop.box.split(","))
        assert x0 < box[0] <= box[2] < x1


def test_changes_that_nobody_asked_for_are_pointed_out_and_declared(
    world: World,
) -> None:
    submission = world.revise()
    found = changes_to_declare(world.case, submission)
    secret = {one.sheet.number: one for one in found if one.undeclared}

    assert set(secret) == {"建施-04"}
    told = page(world)
    assert "处改动未声明" in told

    row = secret["建施-04"]
    url = reverse("reviews:declare", args=[world.case.serial, row.comparison.pk])
    answer = signed_in(world["lv"]).post(
        url, {"changes": sorted(row.undeclared), "text": "增加设备基础"}, follow=True
    )

    assert "增加设备基础" in answer.content.decode()
    assert not any(one.undeclared for one in changes_to_declare(world.case, submission))


@pytest.mark.parametrize(("kind", "word"), [("block", "图块"), ("image", "图片")])
def test_every_kind_of_change_has_its_word(world: World, kind: str, word: str) -> None:
    world.revise()
    Comparison.objects.get(newer__sheet__number="建施-04").changes.update(kind=kind)

    told = page(world)
    assert word in told
    assert f">{kind}<" not in told


def test_all_changes_of_a_sheet_are_declared_and_taken_back_at_once(
    world: World,
) -> None:
    world.revise()
    comparison = Comparison.objects.get(newer__sheet__number="建施-04")
    url = reverse("reviews:declare", args=[world.case.serial, comparison.pk])
    client = signed_in(world["lv"])

    client.post(url, {"all": "1", "text": "整体调整"})
    assert not comparison.changes.filter(declaration="").exists()
    client.post(url, {"all": "1", "text": ""})
    assert not comparison.changes.exclude(declaration="").exists()


def test_a_declaration_takes_only_changes_of_its_sheet(world: World) -> None:
    world.revise()
    one = Comparison.objects.get(newer__sheet__number="建施-04")
    other = Change.objects.filter(comparison__newer__sheet__number="建施-05").first()
    assert other is not None
    url = reverse("reviews:declare", args=[world.case.serial, one.pk])
    client = signed_in(world["lv"])

    client.post(url, {"changes": [other.pk], "text": "别处"})
    client.post(url, {"changes": ["x"], "text": "别处"})
    client.post(url, {"text": "什么也没选"})
    client.post(url, {"all": "1", "text": "长" * 500})

    assert not Change.objects.exclude(declaration="").exists()
    assert signed_in(world["wang"]).post(url, {"all": "1"}).status_code == 403
    assert signed_in(world["he"]).post(url, {"all": "1"}).status_code == 404


def test_everything_goes_back_at_once_when_all_is_answered(world: World) -> None:
    world.revise()
    client = signed_in(world["lv"])
    send = reverse("workflow:submit_revision", args=[world.case.serial])

    assert client.post(send).status_code == 409
    client.post(
        url_of(world, only_opinion(world)), {"kind": "revised", "text": "已加宽。"}
    )
    told = page(world)
    assert "可以送回" in told
    assert client.post(send).status_code == 302

    world.refresh()
    assert (world.case.state, world.case.round_number) == (CaseState.REVIEWING, 2)
    assert client.post(send).status_code == 409


def test_in_round_two_the_page_only_shows(world: World) -> None:
    world.revise()
    world.answer()
    told = page(world)

    assert "已修改。" in told
    assert "submit-revision" not in told
    assert "保存并看下一条" not in told


def test_while_sheets_are_compared_the_page_asks_and_is_told_once(world: World) -> None:
    opinion = only_opinion(world)
    submission = world.case.rounds.get(number=2).submission
    wider = ((180, 130, 180, 146), (180, 146, 196, 130))
    add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN + wider)
    client = signed_in(world["lv"])
    page = client.get(url_of(world, opinion)).content.decode()
    asked = re.search(r'hx-get="([^"]*/changes/\?seen=[^"]*)" hx-trigger="every', page)
    assert asked
    address = html.unescape(asked[1])
    assert "比对中" in page

    assert client.get(address, headers=HTMX).status_code == 204
    do_jobs()
    told = client.get(address, headers=HTMX)

    assert told.status_code == 200
    fragment = told.content.decode()
    assert 'id="changes"' in fragment
    assert "hx-trigger" not in fragment
    assert "hx-preserve" in fragment
    for part in ('id="send" hx-swap-oob', 'id="region-verdict" hx-swap-oob'):
        assert part in fragment
    assert "比对中" not in fragment
    assert "此处已改" in fragment


@pytest.mark.parametrize("login", ["wang", "chen", "he"])
def test_nobody_else_is_told_of_an_open_set(world: World, login: str) -> None:
    address = reverse("reviews:changes", args=[world.case.serial])

    assert signed_in(world[login]).get(address).status_code == 404
