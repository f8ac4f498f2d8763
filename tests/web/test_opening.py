"""A case is opened; its facts and documents come in before it is handed in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from drawings.models import Project
from reviews.actions.cases import withdraw_case
from reviews.models import Case
from reviews.routing import facts_to_dict
from reviews.states import CaseState, MaterialState
from tests.stage import signed_in
from tests.world import (
    FACTS,
    World,
    build_world,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]


def page(world: World, login: str, name: str, *args: object) -> str:
    answer = signed_in(world[login]).get(
        reverse(f"reviews:{name}", args=[world.case.serial, *args])
    )
    assert answer.status_code == 200
    return answer.content.decode()


def form(**changed: object) -> dict[str, object]:
    values: dict[str, object] = {**facts_to_dict(FACTS), "phone": "13800000001"}
    return {k: v for k, v in {**values, **changed}.items() if v not in (False, None)}


def test_a_case_is_opened_with_a_new_project(world: World) -> None:
    units = world.cast.units
    answer = signed_in(world["he"]).post(
        reverse("reviews:new_case"),
        form(
            name="柳泉新居 1# 楼",
            region=world.cast.county.pk,
            builder=units["柳泉新居"].pk,
            designer=units["云溪设计院"].pk,
        ),
    )

    case = Case.objects.get(project__name="柳泉新居 1# 楼")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("reviews:upload", args=[case.serial])
    assert case.project.facts["height_m"] == 79.8


def test_a_form_with_faults_comes_back_with_what_was_typed(world: World) -> None:
    answer = signed_in(world["liu"]).post(
        reverse("reviews:new_case"),
        form(name="某楼", height_m="很高", area_m2="1e99", phone="abc", use="castle"),
    )

    assert answer.status_code == 422
    assert "某楼" in answer.content.decode()
    assert not Project.objects.filter(name="某楼").exists()


def test_nobody_opens_a_case_for_a_builder_that_is_not_theirs(world: World) -> None:
    units = world.cast.units
    answer = signed_in(world["he"]).post(
        reverse("reviews:new_case"),
        form(
            name="别人的楼",
            region=world.cast.city.pk,
            builder=units["清和置业"].pk,
            designer=units["云溪设计院"].pk,
        ),
    )

    assert answer.status_code == 422
    assert not Project.objects.filter(name="别人的楼").exists()
    assert signed_in(world["wang"]).get(reverse("reviews:new_case")).status_code == 403


def test_a_project_with_an_open_case_gets_no_second_one(world: World) -> None:
    answer = signed_in(world["liu"]).post(
        reverse("reviews:new_case"), form(project=world.case.project.pk)
    )

    assert answer.status_code == 409
    assert world.case.serial in answer.content.decode()
    assert Case.objects.count() == 1


def test_a_project_whose_case_was_taken_back_gets_a_new_one(world: World) -> None:
    withdraw_case(case=world.case, actor=world["liu"], reason="填错")

    answer = signed_in(world["liu"]).post(
        reverse("reviews:new_case"), form(project=world.case.project.pk)
    )

    case = world.case.project.cases.get(state=CaseState.DRAFT)
    assert answer["Location"] == reverse("reviews:upload", args=[case.serial])
    assert not case.current_round.submission.files.exists()


def test_the_routing_follows_while_one_types(world: World) -> None:
    client, url = signed_in(world["liu"]), reverse("reviews:routing")

    low = client.post(url, form(height_m=20, storeys_above=6)).content.decode()
    high = client.post(url, form()).content.decode()
    nothing = client.post(url, {"height_m": "x"})

    assert "一类高层住宅" in high
    assert "一类高层住宅" not in low
    assert nothing.status_code == 200
    assert "概况尚未填全" in nothing.content.decode()


def test_facts_change_until_the_case_is_handed_in(world: World) -> None:
    client = signed_in(world["lv"])
    url = reverse("reviews:facts", args=[world.case.serial])

    assert client.post(url, form(height_m=30, storeys_above=9)).status_code == 302
    world.refresh()
    assert world.case.project.facts["height_m"] == 30

    world.hand_in()
    answer = client.post(url, form())
    assert answer.status_code == 409
    assert "disabled" in client.get(url).content.decode()


def test_documents_are_handed_in_and_kept_as_they_came(world: World) -> None:
    client = signed_in(world["liu"])
    url = reverse("reviews:materials", args=[world.case.serial])
    paper = SimpleUploadedFile("勘察报告.pdf", b"%PDF-1.4 paper")

    assert client.post(url, {"code": "survey_report", "file": paper}).status_code == 302

    row = world.case.materials.get(code="survey_report")
    assert row.state == MaterialState.PRESENT
    sent = client.get(
        reverse("reviews:material_file", args=[world.case.serial, row.code])
    )
    assert sent.getvalue() == b"%PDF-1.4 paper"
    assert "attachment" in sent["Content-Disposition"]


def test_what_is_no_document_is_refused_politely(world: World) -> None:
    url = reverse("reviews:materials", args=[world.case.serial])
    for code, name, status in (
        ("survey_report", "virus.exe", 422),
        ("no_such", "a.pdf", 409),
        ("", "a.pdf", 422),
    ):
        paper = SimpleUploadedFile(name, b"x")
        answer = signed_in(world["liu"]).post(url, {"code": code, "file": paper})
        assert answer.status_code == status

    assert not world.case.materials.filter(state=MaterialState.PRESENT).exists()
