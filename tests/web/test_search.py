"""A person finds what the sheets of their cases say, and learns nothing of others."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.people import enrol_person
from drawings.actions.sets import close_submission
from drawings.actions.uploads import open_submission
from drawings.actions.wording import index_face
from drawings.content.textlines import TextLine, pack_lines
from drawings.models import Wording
from reviews.actions.cases import open_case, withdraw_case
from reviews.searching import finding
from reviews.searching.asking import ALL_VERSIONS
from reviews.searching.directly import named_in
from reviews.searching.seeing import Sight
from tests.sheets import PLAN, add_sheet
from tests.web.searching import as_, found, indexed_world, numbers, page_of
from tests.world import World

HOSTILE = (
    '"',
    "'",
    "';--",
    "*",
    "防*",
    "%",
    "_",
    "\\",
    "a:b",
    "NOT",
    "防 AND 火 OR NEAR(",
    "words:建施",
    "-建施",
    "^建",
    "'防':*",
    "a & !b | c <-> d",
    "😀",
    "防😀",
    "\ud800",
    "\x01\x02",
    "图" * 10_000,
    "a " * 5_000,
    "( " * 50,
    "٣",
    "\U0002ebe1",
    "\u200b",
)
SEES = ("liu", "lv", "chen", "wang", "sun", "zhao", "wu")
BLIND = ("he", "tang", "yang")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.database,
    pytest.mark.parametrize("built", [indexed_world], indirect=True, scope="module"),
]


@pytest.mark.parametrize("login", SEES)
def test_everybody_who_sees_the_case_finds_its_sheets(world: World, login: str) -> None:
    answer = found(world[login], "人防 地下室")

    assert (answer.sheets, answer.cases) == (1, 1)
    assert numbers(answer) == ["防施-01 (A)"]


def test_a_word_on_every_sheet_is_looked_for_on_some_and_said_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found(world["liu"], "图", side="pdf")
    assert whole.sheets > 1
    assert not whole.is_cut
    monkeypatch.setattr(finding, "MOST_FACES", 1)
    monkeypatch.setattr(finding, "ENOUGH", 1)

    cut = found(world["liu"], "图", side="pdf")

    assert (cut.is_cut, cut.sheets < whole.sheets) == (True, True)
    assert "超过" in page_of(world["liu"], "图", side="pdf")


def test_a_common_word_is_found_by_those_who_see_few_sheets(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found(world["liu"], "图", side="pdf")
    monkeypatch.setattr(finding, "MOST_FACES", 1)

    again = found(world["liu"], "图", side="pdf")

    assert (again.sheets, again.is_cut) == (whole.sheets, False)


@pytest.mark.parametrize("login", BLIND)
def test_nobody_else_finds_or_counts_anything(world: World, login: str) -> None:
    query = "建施-05"
    text = page_of(world[login], query)
    answer = found(world[login], query, versions=ALL_VERSIONS)

    assert (answer.sheets, answer.cases, answer.groups) == (0, 0, [])
    assert named_in(Sight(world[login]), query).is_empty
    assert named_in(Sight(world[login]), world.case.serial).is_empty
    assert world.case.project.name not in text
    assert world.case.serial not in page_of(world[login], "")


def test_the_public_has_no_search(world: World) -> None:
    answer = Client().get(reverse("reviews:search"), {"q": "建施"})

    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


def test_a_person_without_a_seat_finds_nothing(world: World) -> None:
    nobody = enrol_person(username="nobody", display_name="无席", password="x")

    assert found(nobody, "图").sheets == 0
    assert "建施" not in page_of(nobody, "图")


def test_a_revision_that_is_not_handed_in_is_found_by_its_makers_alone(
    world: World,
) -> None:
    assert numbers(found(world["lv"], "标准层平面图")) == ["建施-05 (B)"]
    for login in ("wang", "chen", "wu"):
        assert numbers(found(world[login], "标准层平面图")) == ["建施-05 (A)"]
        every = found(world[login], "标准层平面图", versions=ALL_VERSIONS)
        assert numbers(every) == ["建施-05 (A)"]


def test_older_revisions_are_found_on_demand_and_say_so(world: World) -> None:
    every = found(world["lv"], "标准层平面图", versions=ALL_VERSIONS)
    shown = [sheet for group in every.groups for sheet in group.sheets]

    assert numbers(every) == ["建施-05 (B)", "建施-05 (A)"]
    assert [sheet.is_latest for sheet in shown] == [True, False]


def test_a_later_case_shows_its_sheets_to_none_who_was_not_given_it(
    world: World,
) -> None:
    world.answer()
    withdraw_case(case=world.case, actor=world["liu"], reason="重新申报")
    open_case(project=world.case.project, actor=world["liu"], phone="1380000")
    submission = open_submission(project=world.case.project, actor=world["lv"])
    secret = add_sheet(submission, "建施-09", "金库平面图", "architecture", PLAN)
    index_face(face=secret.face)
    close_submission(submission=submission, actor=world["lv"])

    assert found(world["wang"], "金库").sheets == 0
    assert "金库平面图" not in page_of(world["wang"], "建施-09")
    assert named_in(Sight(world["wang"]), "建施-09").is_empty
    assert numbers(found(world["lv"], "金库")) == ["建施-09 (A)"]


@pytest.mark.parametrize("login", SEES)
def test_a_hit_leads_to_its_place_on_the_sheet(world: World, login: str) -> None:
    text = page_of(world[login], "人防地下室")
    links = re.findall(r'href="(/cases/[^"]+/sheets/\d+/\?box=[^"]+)"', text)
    box = [float(side) for side in links[0].partition("box=")[2].split(",")]

    assert "<mark>人防地下室</mark>" in text
    assert 325 < box[0] < 332
    assert box[2] <= 362
    assert as_(world[login]).get(links[0]).status_code == 200


def test_more_places_than_are_shown_lead_into_the_search_of_the_sheet(
    world: World,
) -> None:
    sheet = add_sheet(
        world.case.rounds.get(number=2).submission, "水施-03", "泵", "water", PLAN
    )
    index_face(face=sheet.face)
    wording = Wording.objects.get(face=sheet.face)
    lines = [TextLine("集水坑", (0, 10 * at, 9, 10 * at + 3)) for at in range(5)]
    wording.plain, wording.words = "\n".join(["集水坑"] * 5), "坑 水坑 集水"
    wording.count, wording.lines = 5, pack_lines(lines)
    wording.save()

    (group,) = found(world["lv"], "集水坑").groups

    assert [len(one.places) for one in group.sheets] == [3]
    assert group.sheets[0].more == 2
    assert f"find={quote('集水坑')}" in page_of(world["lv"], "集水坑")


def test_a_number_leads_before_the_sheets_that_mention_it(world: World) -> None:
    mention = add_sheet(
        world.case.rounds.get(number=2).submission,
        "建施-01",
        "目录 建施-04",
        "architecture",
        PLAN,
    )
    index_face(face=mention.face)

    assert numbers(found(world["lv"], "建施04"))[0] == "建施-04 (B)"
    assert numbers(found(world["lv"], "建施-04")) == ["建施-04 (B)", "建施-01 (A)"]


def test_filters_narrow(world: World) -> None:
    user = world["wang"]

    assert found(user, "平面图").sheets == 3
    assert found(user, "平面图", discipline="airdefence").sheets == 1
    assert found(user, "平面图", side="pdf").sheets == 3
    assert found(user, "平面图", side="dwg").sheets == 0
    assert found(user, "平面图", serial=world.case.serial).sheets == 3
    assert found(user, "平面图", serial="LS-1999-0001").sheets == 0
    assert found(user, "平面图", sector="fire").sheets == 3
    assert found(user, "平面图", sector="meteorology").sheets == 0


def test_a_case_is_named_by_its_serial_and_its_project(world: World) -> None:
    sight = Sight(world["wang"])

    for query in (world.case.serial, world.case.serial[-4:], "清和苑", "清和苑 3#"):
        assert [one.case for one in named_in(sight, query).cases] == [world.case]


def test_an_opinion_is_named_to_those_who_are_told_of_it(world: World) -> None:
    released = world.case.opinions.get()
    for login in ("wang", "lv", "chen"):
        named = named_in(Sight(world[login]), released.number)
        assert [one.opinion for one in named.opinions] == [released]
        assert as_(world[login]).get(named.opinions[0].address).status_code == 200

    assert not named_in(Sight(world["he"]), released.number).opinions


def test_an_opinion_before_its_release_is_not_named_to_the_builder(
    world: World,
) -> None:
    world.answer()
    draft = world.say("fire")

    assert named_in(Sight(world["li"]), draft.number).opinions
    assert not named_in(Sight(world["liu"]), draft.number).opinions
    assert not named_in(Sight(world["chen"]), draft.number).opinions


@pytest.mark.parametrize("query", HOSTILE, ids=lambda text: ascii(text)[:12])
def test_no_query_is_a_fault(world: World, query: str) -> None:
    url = f"{reverse('reviews:search')}?q={quote(query, errors='surrogatepass')}"
    answer = as_(world["wang"]).get(url + "&page=x&case=%27&side=*&discipline=%22")

    assert answer.status_code == 200
    assert as_(world["wang"]).get(url).status_code == 200


def test_a_nul_is_refused_without_a_fault(world: World) -> None:
    answer = as_(world["wang"]).get(reverse("reviews:search") + "?q=%00a")

    assert answer.status_code == 400


def test_what_nobody_wrote_is_answered_with_help(world: World) -> None:
    assert "没有图纸写有“泳池”" in page_of(world["wang"], "泳池", side="pdf")
    assert "No sheet says “泳池”" in page_of(world["wang"], "泳池", "en")
    assert "Signs alone" in page_of(world["wang"], "±", "en")


def test_a_page_asks_the_database_only_so_often(
    world: World, django_assert_max_num_queries: object
) -> None:
    client = as_(world["wang"])
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        found = client.get(
            reverse("reviews:search"), {"q": "平面图", "versions": "all"}
        )

    assert "建施-05" in found.content.decode()
