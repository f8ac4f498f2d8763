"""The project page: whose move it is, who sees what, and nothing before its time."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from reviews.actions.consultations import open_consultation
from reviews.models import Letter, Opinion
from reviews.routing import facts_to_dict
from reviews.states import CaseState
from signatures.models import IssuedFile
from tests.stage import signed_in
from tests.world import (
    FACTS,
    World,
    build_world,
    seal_case,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]


def reviewing(world: World) -> World:
    return world.hand_in().accept()


def revising(world: World) -> World:
    reviewing(world).say("housing")
    return world.finish_round().release()


def page(world: World, login: str, name: str, *args: object) -> str:
    answer = signed_in(world[login]).get(
        reverse(f"reviews:{name}", args=[world.case.serial, *args])
    )
    assert answer.status_code == 200
    return answer.content.decode()


def form(**changed: object) -> dict[str, object]:
    values: dict[str, object] = {**facts_to_dict(FACTS), "phone": "13800000001"}
    return {k: v for k, v in {**values, **changed}.items() if v not in (False, None)}


PAGES = ("case", "facts", "materials", "upload", "answers", "timeline")


def test_builder_and_designer_see_every_page_of_their_case(world: World) -> None:
    for name in PAGES:
        for login in ("liu", "lv"):
            assert world.case.serial in page(world, login, name)


def test_to_an_outsider_the_case_is_not_there(world: World) -> None:
    for name in PAGES:
        url = reverse(f"reviews:{name}", args=[world.case.serial])

        assert signed_in(world["he"]).get(url).status_code == 404
        assert signed_in(world["wang"]).get(url).status_code == 404
        assert Client().get(url).status_code == 302


def test_officials_see_the_case_under_review_and_cannot_act(world: World) -> None:
    reviewing(world)
    for login in ("chen", "wang", "sun", "wu"):
        only_looks(world, login)


def only_looks(world: World, login: str) -> None:
    client = signed_in(world[login])
    serial = world.case.serial
    code = world.case.materials.first()
    assert code is not None

    for name in PAGES:
        assert client.get(reverse(f"reviews:{name}", args=[serial])).status_code == 200
    for url in (
        reverse("reviews:materials", args=[serial]),
        reverse("reviews:facts", args=[serial]),
        reverse("reviews:upload", args=[serial]),
        reverse("reviews:begin_file", args=[serial]),
        reverse("reviews:confirm", args=[serial]),
        reverse("workflow:submit", args=[serial]),
        reverse("workflow:submit_revision", args=[serial]),
    ):
        assert client.post(url, {"code": code.code}).status_code == 403


def test_the_list_tells_whose_move_it_is_and_finds_by_name_and_serial(
    world: World,
) -> None:
    client = signed_in(world["liu"])
    url = reverse("reviews:cases")

    assert "您" in client.get(url).content.decode()
    for words in ("清和苑", world.case.serial, "018846"):
        assert world.case.serial in client.get(url, {"q": words}).content.decode()
    answer = client.get(url, {"q": "没有这个"})
    assert "没有符合的报审件" in answer.content.decode()
    assert client.get(url, {"page": "x", "show": "nonsense"}).status_code == 200


def test_an_empty_list_names_the_next_step(world: World) -> None:
    answer = signed_in(world["he"]).get(reverse("reviews:cases")).content.decode()

    assert "还没有报审件" in answer
    assert reverse("reviews:new_case") in answer


def test_the_builder_confirms_and_then_the_case_is_handed_in(world: World) -> None:
    submit = reverse("workflow:submit", args=[world.case.serial])
    confirm = reverse("reviews:confirm", args=[world.case.serial])
    designer, builder = signed_in(world["lv"]), signed_in(world["liu"])

    assert designer.post(submit).status_code == 409
    assert designer.post(confirm).status_code == 409
    assert builder.post(confirm).status_code == 302
    assert designer.get(submit).status_code == 200
    assert designer.post(submit).status_code == 302
    assert world.refresh().case.state == CaseState.SUBMITTED
    assert builder.post(submit).status_code == 409


def test_the_card_leads_from_step_to_step(world: World) -> None:
    def way_on() -> str:
        return page(world, "liu", "case")

    serial = world.case.serial
    assert reverse("reviews:materials", args=[serial]) in way_on()
    for material in world.case.materials.all():
        world.hand_in_one(material.code)
    assert "请核对本件并确认" in way_on()
    assert "等待建设单位确认" in page(world, "lv", "case")


def test_nothing_of_the_drafts_reaches_the_builder_before_the_release(
    world: World,
) -> None:
    reviewing(world)
    fire, air = world.contradict()
    meeting = world.case.consultations.get()
    open_consultation(consultation=meeting, host=world["sun"])
    words = (fire.text, air.text, fire.number, air.number, "会商", "相左", "矛盾")

    for login in ("liu", "lv"):
        for name in PAGES:
            told = page(world, login, name)
            assert not [word for word in words if word in told], (login, name)
        answer = signed_in(world[login]).get(
            reverse("reviews:answer", args=[world.case.serial, fire.number])
        )
        assert answer.status_code == 404
    assert fire.number in page(world, "wang", "timeline")


def test_before_the_release_there_is_nothing_to_answer(world: World) -> None:
    opinion = reviewing(world).say("housing")
    url = reverse("reviews:answer", args=[world.case.serial, opinion.number])

    assert "还没有告知的意见" in page(world, "lv", "answers")
    assert signed_in(world["lv"]).get(url).status_code == 404
    assert signed_in(world["lv"]).post(url, {}).status_code == 404
    assert opinion.text not in page(world, "wang", "answers")


def test_a_department_that_is_done_tells_no_result_before_the_release(
    world: World,
) -> None:
    reviewing(world)
    world.say("fire")
    for sector in ("fire", "airdefence"):
        world.conclude(sector)
        world.approve(sector)

    told = page(world, "liu", "case")

    assert "待修改" not in told
    assert "1 条" not in told
    assert "通过</span>" not in told
    assert "已完成" in told


def test_the_page_of_a_released_case_tells_everything(world: World) -> None:
    revising(world)
    letter = world.case.letters.get(kind=Letter.Kind.OPINIONS)

    told = page(world, "liu", "case")

    assert "还有 1 条意见未答复" in told
    assert "修改中，不计时" in told
    assert reverse("reviews:letter", args=[world.case.serial, letter.pk]) in told


def test_what_is_mandatory_is_among_the_few_opinions_of_the_card(world: World) -> None:
    reviewing(world)
    for words in ("甲。", "乙。", "丙。", "丁。"):
        last = world.say("housing", words)
    last.grade = Opinion.Grade.MANDATORY
    last.save(update_fields=["grade"])
    world.finish_round().release()

    told = page(world, "lv", "case").split('<section class="turn', 1)[1]
    card = told.split("</section>")[0]

    assert "丁。" in card
    assert "丙。" not in card
    assert card.index("丁。") < card.index("甲。")


def test_letters_and_sealed_files_are_for_those_who_see_the_case(world: World) -> None:
    revising(world).revise()
    world.answer().settle().release()
    seal_case(world)
    serial = world.case.serial
    certificate = IssuedFile.objects.get(stream=serial, kind="certificate")
    letter = world.case.letters.first()
    assert letter is not None
    urls = [
        reverse("reviews:issued_file", args=[serial, certificate.code]),
        reverse("reviews:letter", args=[serial, letter.pk]),
    ]

    assert "下载合格书" in page(world, "liu", "case")
    for url in urls:
        sent = signed_in(world["lv"]).get(url)
        assert sent.getvalue().startswith(b"%PDF")
        assert signed_in(world["he"]).get(url).status_code == 404
    other = reverse("reviews:issued_file", args=[serial, "no-such-code"])
    assert signed_in(world["liu"]).get(other).status_code == 404


def test_a_promise_shows_its_day_and_what_it_holds_up(world: World) -> None:
    world.hand_in(but=["planning_permit"])
    day = dt.date(dt.date.today().year + 1, 1, 4)  # noqa: DTZ011
    world.accept(planning_permit=day)

    told = page(world, "liu", "case")

    assert "未补交前不能出件" in told
    assert f"{day:%Y-%m-%d}" in told


def test_the_pages_speak_english_too(world: World) -> None:
    revising(world)
    client = signed_in(world["liu"])
    client.cookies["django_language"] = "en"

    for name in PAGES:
        url = reverse(f"reviews:{name}", args=[world.case.serial])
        assert client.get(url).status_code == 200
    told = client.get(reverse("reviews:case", args=[world.case.serial]))
    assert "1 opinion is not answered yet" in told.content.decode()


def test_the_project_page_asks_the_database_a_bounded_number_of_times(
    world: World, django_assert_max_num_queries: object
) -> None:
    revising(world)
    client = signed_in(world["liu"])

    with django_assert_max_num_queries(70):  # type: ignore[operator]
        page = client.get(reverse("reviews:case", args=[world.case.serial]))

    assert world.case.serial in page.content.decode()


def test_a_number_with_strange_signs_is_no_fault(world: World) -> None:
    revising(world)
    url = reverse("reviews:answers", args=[world.case.serial])

    assert signed_in(world["lv"]).get(url + quote("建-99' OR 1=1")).status_code in {
        301,
        404,
    }
