"""Consultations: who finds them, how they begin and end, the positions."""

import pytest
from django.urls import reverse

from reviews.actions.clocks import mark_clock
from reviews.actions.consultations import open_consultation, take_position
from reviews.actions.resolutions import resolve_consultation
from reviews.clocks import replay_of
from reviews.models import Consultation
from reviews.precedents import precedents_of
from reviews.states import ConsultationState
from reviews.timing.clock import ClockState
from reviews.timing.events import What
from tests.stage import signed_in
from tests.web.meetings import (
    HTMX,
    begun,
    contradicted,
    heard,
    proposed,
    url,
)
from tests.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [contradicted], indirect=True, scope="module"),
]


def test_the_room_shows_both_opinions_the_contradiction_and_the_sheet(
    world: World,
) -> None:
    meeting = proposed(world)

    page = signed_in(world["sun"]).get(url("consultation", meeting)).content.decode()

    for words in (
        "消-01",
        "人-01",
        "净宽不小于 1.20 m",
        "净宽不大于 1.00 m",
        "建施-05",
    ):
        assert words in page
    assert "要求相反" in page
    assert "区域重叠 100%" in page
    assert f"/faces/{meeting.opinion_a.revision.face.pk}/tiles/" in page
    assert "没有涉及相同条文或部位的先例" in page


@pytest.mark.parametrize("login", ["liu", "lv", "he", "wu", "chen"])
@pytest.mark.parametrize(
    "name", ["consultation", "consultation_chairs", "consultation_minutes"]
)
def test_only_departments_of_the_case_find_a_consultation(
    world: World, login: str, name: str
) -> None:
    meeting = proposed(world)

    assert signed_in(world[login]).get(url(name, meeting)).status_code == 404


def test_a_department_of_another_case_finds_nothing(world: World) -> None:
    meeting = proposed(world)

    assert signed_in(world["ma"]).get(url("consultation", meeting)).status_code == 404
    page = signed_in(world["ma"]).get(reverse("reviews:consultations"))
    assert "消-01" not in page.content.decode()


@pytest.mark.parametrize("login", ["liu", "he", "wu", "chen"])
def test_who_sits_in_no_department_has_no_list(world: World, login: str) -> None:

    answer = signed_in(world[login]).get(reverse("reviews:consultations"))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name",
    ["consultation_opening", "consultation_declining", "consultation_position"],
)
def test_the_builder_cannot_act_in_a_consultation(world: World, name: str) -> None:
    meeting = proposed(world)
    words = {"reason": "x", "text": "x", "view": "yes"}

    assert signed_in(world["liu"]).post(url(name, meeting), words).status_code == 404
    meeting.refresh_from_db()
    assert meeting.state == ConsultationState.PROPOSED


def test_the_list_says_whose_move_it_is(world: World) -> None:
    meeting = proposed(world)
    client = signed_in(world["li"])

    before = client.get(reverse("reviews:consultations")).content.decode()
    open_consultation(consultation=meeting, host=world["sun"])
    after = client.get(reverse("reviews:consultations")).content.decode()

    assert "发起或认定无需会商" in before
    assert "市消防审验、市人防办 表态" in after


def test_a_head_begins_the_meeting_and_both_clocks_stand_still(world: World) -> None:
    meeting = proposed(world)

    answer = signed_in(world["sun"]).post(url("consultation_opening", meeting))

    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == ConsultationState.OPEN
    states = {s: replay_of(world.review_of(s)).state for s in ("fire", "airdefence")}
    assert set(states.values()) == {ClockState.PAUSED}
    assert replay_of(world.review_of("housing")).state is not ClockState.PAUSED


def test_a_reviewer_sees_no_button_and_is_refused(world: World) -> None:
    meeting = proposed(world)
    client = signed_in(world["li"])

    page = client.get(url("consultation", meeting)).content.decode()
    answer = client.post(url("consultation_opening", meeting))

    assert url("consultation_opening", meeting) not in page
    assert answer.status_code == 409


def test_declining_needs_a_reason_and_keeps_the_page(world: World) -> None:
    meeting = proposed(world)
    client = signed_in(world["sun"])

    refused = client.post(url("consultation_declining", meeting), {"reason": " "})
    assert refused.status_code == 422
    assert "无需会商的理由" in refused.content.decode()

    client.post(url("consultation_declining", meeting), {"reason": "两扇不同的门"})
    meeting.refresh_from_db()
    assert meeting.state == ConsultationState.DECLINED


def test_a_meeting_given_up_lets_the_clocks_run_again(world: World) -> None:
    meeting = begun(world)
    both = ("fire", "airdefence")
    for sector in both:
        assert replay_of(world.review_of(sector)).state is ClockState.PAUSED

    signed_in(world["sun"]).post(
        url("consultation_declining", meeting), {"reason": "两扇不同的门"}
    )

    for sector in both:
        assert replay_of(world.review_of(sector)).state is not ClockState.PAUSED


def test_a_department_states_its_position_and_states_it_anew(world: World) -> None:
    meeting = begun(world)
    client = signed_in(world["li"])
    target = url("consultation_position", meeting)

    empty = client.post(target, {"text": "", "view": "yes"}, headers=HTMX)
    assert empty.status_code == 422
    assert "请写明立场" in empty.content.decode()

    client.post(target, {"text": "不让步。", "view": "no"}, headers=HTMX)
    client.post(target, {"text": "可以折中。", "view": "yes", "dissent": "保留一点"})
    position = meeting.positions.get()
    assert (position.text, position.agrees) == ("可以折中。", True)
    assert position.dissent == "保留一点"


def test_positions_are_fetched_again_while_the_meeting_lasts(world: World) -> None:
    meeting = begun(world)
    client = signed_in(world["zhao"])
    asked = url("consultation_chairs", meeting)

    before = client.get(asked, {"state": "open"}, headers=HTMX).content.decode()
    take_position(
        consultation=meeting, representative=world["li"], text="门应外开。", agrees=None
    )
    after = client.get(asked, {"state": "open"}, headers=HTMX).content.decode()

    assert "every 10s" in before
    assert "门应外开。" not in before
    assert "门应外开。" in after


def test_polling_stops_and_says_so_when_the_meeting_has_gone_on(world: World) -> None:
    meeting = begun(world)

    page = signed_in(world["zhao"]).get(
        url("consultation_chairs", meeting), {"state": "proposed"}, headers=HTMX
    )

    assert "会商状态已变化" in page.content.decode()
    assert "every 10s" not in page.content.decode()


def test_a_meeting_is_called_by_hand_about_two_opinions(world: World) -> None:
    first, second = world.say("housing"), world.say("fire", sheet="建施-04")
    known = proposed(world)
    client, target = signed_in(world["wang"]), reverse("reviews:consultations")

    same = client.post(target, {"first": first.pk, "second": first.pk})
    answer = client.post(target, {"first": first.pk, "second": second.pk})

    assert same.status_code == 422
    meeting = Consultation.objects.exclude(pk=known.pk).get()
    assert answer.headers["Location"] == url("consultation", meeting)
    page = client.get(url("consultation", meeting), {"sheet": "second"})
    assert "建施-04" in page.content.decode()


@pytest.mark.parametrize("key", ["", "abc", "999999"])
def test_a_call_about_nothing_comes_back(world: World, key: str) -> None:

    answer = signed_in(world["li"]).post(
        reverse("reviews:consultations"), {"first": key, "second": key}
    )

    assert answer.status_code == 422


def test_an_earlier_resolution_about_the_same_things_is_a_precedent(
    world: World,
) -> None:
    meeting = heard(world)
    resolve_consultation(
        consultation=meeting, host=world["sun"], outcome="middle", text="门洞后退。"
    )
    world.say(
        "fire", "疏散门宽度不足。", box=(60, 80, 90, 110), requirement="门向外开启。"
    )
    world.say(
        "airdefence",
        "门向外开启不妥。",
        box=(60, 80, 90, 110),
        requirement="门向内开启。",
    )
    later = world.case.consultations.exclude(pk=meeting.pk).first()
    assert later is not None

    found = precedents_of(later)

    assert [one.consultation.pk for one in found] == [meeting.pk]
    page = signed_in(world["li"]).get(url("consultation", later)).content.decode()
    assert "门洞后退。" in page


def test_a_number_that_does_not_exist_is_not_there(world: World) -> None:
    meeting = proposed(world)
    meeting.number = 99

    assert signed_in(world["sun"]).get(url("consultation", meeting)).status_code == 404


def test_the_room_speaks_english_too(world: World) -> None:
    meeting = heard(world)
    mark_clock(review=world.review_of("housing"), what=What.STOP)
    client = signed_in(world["sun"])
    client.cookies["django_language"] = "en"

    page = client.get(url("consultation", meeting)).content.decode()

    assert "What signing will do" in page
    assert "regions overlap 100 %" in page
