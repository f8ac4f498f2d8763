"""Who sees the archive of a case, and what a reason that is missing says."""

import pytest
from django.test import Client
from django.urls import reverse

from reviews.models import CaseArchive
from tests.world import World, issued_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("built", [issued_world], indirect=True, ids=["issued"])
def test_officials_take_the_archive_and_the_builder_does_not(world: World) -> None:
    page = reverse("reviews:archive", args=[world.case.serial])
    file = reverse("reviews:archive_file", args=[world.case.serial, 1])
    for login, status in {"qian": 200, "wang": 200, "wu": 200, "liu": 404}.items():
        client = Client()
        client.force_login(world[login])
        assert client.get(page).status_code == status, login
        assert client.get(file).status_code == status, login
        case = client.get(reverse("reviews:case", args=[world.case.serial]))
        assert (page in case.content.decode()) is (status == 200), login
    client = Client()
    assert client.get(page).status_code == 302
    client.force_login(world["qian"])
    assert client.post(page, {"reason": " "}).status_code == 422
    assert client.post(page, {"reason": "（2026）行初1号"}).status_code == 302
    pack = CaseArchive.objects.get(kind="dispute")
    assert pack.asked_by == world["qian"]
