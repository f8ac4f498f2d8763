"""The window accepts, accepts with documents to follow, returns once, or refuses."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from reviews.models import Letter
from reviews.states import CaseState, MaterialState
from storage import clock
from storage.actions.blobs import store_bytes
from tests.stage import IN_ROUND_ONE, signed_in
from tests.world import World, build_world

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 6, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DEFERRABLE, ESSENTIAL = "planning_permit", "survey_report"


def handed_in(*but: str) -> pytest.MarkDecorator:
    """A case that was handed in on a Monday, without some documents."""

    def build() -> World:
        with clock.told_at(MONDAY):
            return build_world().hand_in(but=but)

    return pytest.mark.parametrize("built", [build], indirect=True, ids=[f"no {but}"])


COMPLETE = handed_in()
LACKING_DEFERRABLE = handed_in(DEFERRABLE)
LACKING_ESSENTIAL = handed_in(ESSENTIAL)
LACKING_TWO = handed_in(ESSENTIAL, DEFERRABLE)


def desk(world: World) -> str:
    return reverse("workflow:window_case", args=[world.case.serial])


@LACKING_DEFERRABLE
def test_the_window_sees_what_lies_there_and_until_when(world: World) -> None:
    with clock.told_at(MONDAY):
        page = signed_in(world["chen"]).get(reverse("workflow:window")).content.decode()

    assert world.case.project.name in page
    assert "可以容缺受理" in page
    assert "06-08" in page  # the fifth working day after Monday


@COMPLETE
def test_a_silent_window_has_accepted(world: World) -> None:
    with clock.told_at(MONDAY + dt.timedelta(days=9)):
        page = signed_in(world["chen"]).get(reverse("workflow:window")).content.decode()

    assert "自收件之日起视为受理" in page
    assert "逾期 2 个工作日" in page


@COMPLETE
def test_one_file_for_many_documents_is_told_in_the_list_and_on_the_desk(
    world: World,
) -> None:
    same = store_bytes(b"%PDF-1.7 one for all", media_type="application/pdf")
    rows = world.case.materials.order_by("pk")
    spared = rows[0].pk
    total = rows.count()
    lone = store_bytes(b"%PDF-1.7 another", media_type="application/pdf")
    for material in rows:
        one = lone if material.pk == spared else same
        world.case.materials.filter(pk=material.pk).update(blob=one)
    said = f"{total} 项材料中有 {total - 1} 项为同一个文件"

    with clock.told_at(MONDAY):
        row = signed_in(world["chen"]).get(reverse("workflow:window")).content.decode()
        page = signed_in(world["chen"]).get(desk(world)).content.decode()

    assert said in row
    assert "可以受理" not in row
    assert said in page
    assert "材料齐全，当场" not in page


@LACKING_DEFERRABLE
def test_each_document_shows_its_evidence(world: World) -> None:
    same = store_bytes(b"%PDF-1.7 broken", media_type="application/pdf")
    # a document cannot be replaced once it lies at the window: this is how it came in
    codes = ("design_licence", "structural_calculation")
    world.case.materials.filter(code__in=codes).update(blob=same)

    page = signed_in(world["chen"]).get(desk(world)).content.decode()

    assert "PDF，1 页，可读" in page
    assert "PDF 无法打开" in page
    assert "与“设计单位资质证书”是同一文件" in page
    assert "未报送" in page
    assert "施工图设计文件 3 张" in page


@COMPLETE
def test_departments_stand_there_with_their_clause_and_those_not_needed(
    world: World,
) -> None:
    page = signed_in(world["chen"]).get(desk(world)).content.decode()

    assert "市消防审验 · 消防设计审查" in page
    assert "不需要" in page
    assert "第51号" in page


@COMPLETE
def test_a_complete_case_is_accepted(world: World) -> None:
    response = signed_in(world["chen"]).post(desk(world), {"ending": "accept"})

    assert response.status_code == 302
    assert world.refresh().case.state == CaseState.REVIEWING


@LACKING_DEFERRABLE
def test_a_document_may_follow_on_a_promise(world: World) -> None:
    with clock.told_at(MONDAY):
        response = signed_in(world["chen"]).post(
            desk(world), {"ending": "defer", f"until-{DEFERRABLE}": "2026-06-12"}
        )

    assert response.status_code == 302
    material = world.refresh().case.materials.get(code=DEFERRABLE)
    assert material.state == MaterialState.PROMISED
    assert material.promised_until == dt.date(2026, 6, 12)


@pytest.mark.parametrize("day", ["", "2026-05-29", "2027-03-01", "soon", "2026-13-40"])
@LACKING_DEFERRABLE
def test_a_promise_needs_a_day_that_is_near_enough(world: World, day: str) -> None:
    with clock.told_at(MONDAY):
        response = signed_in(world["chen"]).post(
            desk(world), {"ending": "defer", f"until-{DEFERRABLE}": day}
        )

    assert response.status_code == 422
    assert world.refresh().case.state == CaseState.SUBMITTED


@LACKING_ESSENTIAL
def test_an_essential_document_never_follows(world: World) -> None:
    for ending in ("accept", "defer"):
        response = signed_in(world["chen"]).post(desk(world), {"ending": ending})
        assert response.status_code == 422
        assert "主件不得容缺" in response.content.decode()
    assert world.refresh().case.state == CaseState.SUBMITTED


@LACKING_TWO
def test_one_notice_lists_everything(world: World) -> None:
    response = signed_in(world["chen"]).post(
        desk(world),
        {"ending": "make_good", "remark-design_licence": "资质证书已过有效期。"},
    )

    assert response.status_code == 302
    case = world.refresh().case
    assert case.state == CaseState.RETURNED
    wanting = set(
        case.materials.exclude(state=MaterialState.PRESENT).values_list(
            "code", flat=True
        )
    )
    assert wanting == {ESSENTIAL, DEFERRABLE, "design_licence"}
    assert case.letters.filter(kind=Letter.Kind.MAKE_GOOD).count() == 1


@LACKING_TWO
def test_while_the_set_is_with_the_design_firm_nothing_leads_to_its_sheets(
    world: World,
) -> None:
    report = reverse("reviews:report", args=[world.case.serial])
    sheets = reverse("reviews:upload", args=[world.case.serial])
    case = reverse("reviews:case", args=[world.case.serial])
    for address in (desk(world), sheets, case):
        assert report in signed_in(world["chen"]).get(address).content.decode()

    signed_in(world["chen"]).post(desk(world), {"ending": "make_good"})

    assert signed_in(world["chen"]).get(report).status_code == 404
    for address in (desk(world), sheets, case):
        page = signed_in(world["chen"]).get(address).content.decode()
        assert report not in page
        assert "/faces/" not in page
    assert "已退回设计单位修改" in signed_in(world["chen"]).get(sheets).content.decode()
    assert report in signed_in(world["lv"]).get(sheets).content.decode()


@COMPLETE
def test_without_a_reason_nothing_is_sent_back(world: World) -> None:
    response = signed_in(world["chen"]).post(desk(world), {"ending": "make_good"})

    assert response.status_code == 422
    assert world.refresh().case.state == CaseState.SUBMITTED


@COMPLETE
def test_who_writes_a_remark_does_not_accept(world: World) -> None:
    response = signed_in(world["chen"]).post(
        desk(world), {"ending": "accept", "remark-survey_report": "缺盖章页。"}
    )

    assert response.status_code == 422
    assert "缺盖章页。" in response.content.decode()  # what was typed is kept


@LACKING_ESSENTIAL
def test_the_notice_is_written_while_the_clerk_judges(world: World) -> None:
    page = (
        signed_in(world["chen"])
        .post(
            reverse("workflow:window_notice", args=[world.case.serial]),
            {"ending": "make_good", "remark-design_licence": "已过有效期。"},
            headers={"HX-Request": "true"},
        )
        .content.decode()
    )

    assert "发出一次性补正告知（2 项）" in page
    assert "已过有效期。" in page
    assert "<html" not in page
    assert world.refresh().case.state == CaseState.SUBMITTED


@COMPLETE
def test_a_refusal_needs_its_reason(world: World) -> None:
    url = reverse("workflow:window_refusal", args=[world.case.serial])

    assert signed_in(world["chen"]).post(url, {"reason": " "}).status_code == 409
    assert world.refresh().case.state == CaseState.SUBMITTED
    assert (
        signed_in(world["chen"]).post(url, {"reason": "不属于本市。"}).status_code
        == 302
    )
    assert world.refresh().case.state == CaseState.REJECTED


@LACKING_DEFERRABLE
def test_a_document_is_looked_at_inside_the_page(world: World) -> None:
    url = "workflow:window_file"

    shown = signed_in(world["chen"]).get(
        reverse(url, args=[world.case.serial, ESSENTIAL])
    )
    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.getvalue().startswith(b"%PDF")

    for code in (DEFERRABLE, "no-such-document"):
        missing = signed_in(world["chen"]).get(
            reverse(url, args=[world.case.serial, code])
        )
        assert missing.status_code == 404


@pytest.mark.parametrize(
    ("login", "status"),
    [("liu", 404), ("he", 404), ("tang", 404), ("wang", 404), ("wu", 200)],
)
@COMPLETE
def test_the_desk_is_the_windows(world: World, login: str, status: int) -> None:
    file = reverse("workflow:window_file", args=[world.case.serial, ESSENTIAL])

    assert signed_in(world[login]).get(desk(world)).status_code == status
    assert signed_in(world[login]).get(file).status_code == status


@COMPLETE
def test_the_regulator_looks_and_does_not_decide(world: World) -> None:
    client = signed_in(world["wu"])

    assert 'name="ending"' not in client.get(desk(world)).content.decode()
    assert client.post(desk(world), {"ending": "accept"}).status_code == 409
    assert world.refresh().case.state == CaseState.SUBMITTED


@IN_ROUND_ONE
def test_what_was_decided_cannot_be_decided_again(world: World) -> None:
    client = signed_in(world["chen"])

    assert 'name="ending"' not in client.get(desk(world)).content.decode()
    assert client.post(desk(world), {"ending": "accept"}).status_code == 409


@pytest.mark.parametrize("ending", ["", "whatever"])
@COMPLETE
def test_an_ending_has_to_be_chosen(world: World, ending: str) -> None:
    assert (
        signed_in(world["chen"]).post(desk(world), {"ending": ending}).status_code
        == 422
    )


@pytest.mark.parametrize("login", ["wang", "liu", "wu"])
@COMPLETE
def test_the_list_is_not_there_for_others(world: World, login: str) -> None:
    assert signed_in(world[login]).get(reverse("workflow:window")).status_code == 404
