"""People sign in and land where their work is."""

from hashlib import sha256

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from config.demo.cast import PASSWORD, enrol_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cast() -> None:
    enrol_cast()


@pytest.mark.parametrize(
    ("login", "page"),
    [
        ("liu", "reviews:cases"),
        ("lv", "reviews:cases"),
        ("chen", "workflow:window"),
        ("wang", "workflow:inbox"),
        ("qian", "workflow:head"),
    ],
)
def test_each_person_lands_on_the_page_of_their_work(login: str, page: str) -> None:
    client = Client()

    response = client.post(
        reverse("accounts:sign_in"),
        {"username": login, "password": PASSWORD},
        follow=True,
    )

    assert response.status_code == 200
    assert response.request["PATH_INFO"] == reverse(page)


def test_name_and_password_get_the_same_words_when_wrong() -> None:
    url = reverse("accounts:sign_in")
    wrong = Client().post(url, {"username": "wang", "password": "x"})
    unknown = Client().post(url, {"username": "nobody", "password": "x"})

    def said(page: str) -> str:
        return page[page.index('class="note late"') :][:200]

    assert wrong.status_code == unknown.status_code == 200
    assert said(wrong.content.decode()) == said(unknown.content.decode())


def test_guessing_has_to_wait() -> None:
    client = Client()
    url = reverse("accounts:sign_in")
    for _attempt in range(8):
        client.post(url, {"username": "wang", "password": "x"})

    response = client.post(url, {"username": "wang", "password": PASSWORD})

    assert response.status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_page_behind_the_door_comes_back_after_it() -> None:
    client = Client()
    asked = client.get(reverse("workflow:inbox"))
    assert asked.status_code == 302

    response = client.post(
        asked["Location"],
        {"username": "wang", "password": PASSWORD, "next": reverse("workflow:inbox")},
    )

    assert response["Location"] == reverse("workflow:inbox")


def test_guessing_many_names_from_one_place_has_to_wait_too() -> None:
    client = Client()
    url = reverse("accounts:sign_in")
    for attempt in range(60):
        client.post(url, {"username": f"name-{attempt}", "password": "x"})

    response = client.post(url, {"username": "wang", "password": PASSWORD})

    assert response.status_code == 429


def test_failures_count_under_a_key_that_every_process_knows() -> None:
    from accounts.views import _limits

    request = RequestFactory().post("/", {"username": "Wang", "password": "x"})

    # 127.0.0.1 and wang, by SHA-256: no salt of this process is in it
    assert "sign-in:" + sha256(b"127.0.0.1\nwang").hexdigest()[:32] in _limits(request)


@pytest.mark.parametrize("address", ["/cases/%00/", "/v/%00/", "/verify/?code=a%00b"])
def test_an_address_that_no_database_can_look_for_is_refused(address: str) -> None:
    assert Client().get(address).status_code == 400


def test_no_page_edits_rows_past_the_actions() -> None:
    assert Client().get("/admin/").status_code == 404
