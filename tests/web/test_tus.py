"""Uploads go on where they stopped, whoever stops them, and arrive as they were sent."""

import base64
import fcntl
import hashlib
import random
from typing import TYPE_CHECKING, Final

import pytest
from django.conf import settings
from django.urls import reverse

from drawings.actions import arriving
from drawings.actions.places import partial_path
from storage.actions.blobs import read_bytes
from storage.models import Job
from tests.stage import signed_in
from tests.world import World, build_world

if TYPE_CHECKING:
    pass
from tests.web.tus import (
    DATA,
    PIECE_TYPE,
    TUS,
    CutOff,
    State,
    create,
    offset_of,
    patch,
    row_of,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]
CUTS: Final = sorted(random.Random(11).sample(range(len(DATA)), 24))  # noqa: S311


def test_the_server_says_what_it_can(world: World) -> None:
    url = reverse("reviews:begin_file", args=[world.case.serial])

    answer = signed_in(world["lv"]).options(url)

    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation",
        "termination",
        "checksum",
        "expiration",
    }
    assert "sha1" in answer.headers["Tus-Checksum-Algorithm"]
    assert answer.headers["Tus-Max-Size"] == str(settings.LIANSHEN_MAX_FILE_BYTES)


def test_a_file_comes_by_the_protocol_and_is_read(world: World) -> None:
    client = signed_in(world["lv"])

    made = create(client, world, "建施/建施-06.pdf")
    url = made.headers["Location"]
    assert made.status_code == 201
    assert made.headers["Upload-Expires"].endswith("GMT")
    assert patch(client, url, 0, DATA[:5000]).headers["Upload-Offset"] == "5000"
    head = client.head(url, headers=TUS)
    assert head.headers["Upload-Length"] == str(len(DATA))
    assert head.headers["Cache-Control"] == "no-store"
    assert patch(client, url, 5000, DATA[5000:]).status_code == 204

    file = row_of("建施/建施-06.pdf")
    assert file.state == State.RECEIVED
    assert file.blob is not None
    assert read_bytes(file.blob) == DATA
    assert not partial_path(file).exists()
    assert Job.objects.filter(key=f"ingest:{file.pk}").exists()


@pytest.mark.parametrize("is_loud", [True, False], ids=["error", "silence"])
def test_a_body_cut_anywhere_is_gone_on_with_to_the_same_bytes(
    world: World, is_loud: bool
) -> None:
    client = signed_in(world["lv"])
    url = create(client, world, "断.pdf").headers["Location"]
    at = 0
    for cut in CUTS:
        whole = DATA[at:]
        client.generic(
            "PATCH",
            url,
            b"",
            headers={**TUS, "Upload-Offset": str(at)},
            CONTENT_TYPE=PIECE_TYPE,
            CONTENT_LENGTH=len(whole),
            **{"wsgi.input": CutOff(DATA[at:cut], is_loud=is_loud)},  # type: ignore[arg-type]
        )
        at = offset_of(client, url)
        assert at == cut
    patch(client, url, at, DATA[at:])

    blob = row_of("断.pdf").blob
    assert blob is not None
    assert read_bytes(blob) == DATA
    assert blob.sha256 == hashlib.sha256(DATA).hexdigest()


def test_only_one_sender_writes_at_a_time(world: World) -> None:
    client = signed_in(world["lv"])
    url = create(client, world, "a.pdf").headers["Location"]
    patch(client, url, 0, DATA[:10])
    with partial_path(row_of("a.pdf")).open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        assert patch(client, url, 10, DATA[10:20]).status_code == 423
        assert client.delete(url, headers=TUS).status_code == 423

    assert offset_of(client, url) == 10
    assert patch(client, url, 10, DATA[10:]).status_code == 204


def test_a_piece_elsewhere_or_of_another_kind_changes_nothing(world: World) -> None:
    client = signed_in(world["lv"])
    url = create(client, world, "a.pdf", b"four").headers["Location"]

    assert patch(client, url, 2, b"ur").status_code == 409
    assert patch(client, url, 0, b"fours").status_code == 413
    assert client.patch(url, b"four", "x/y", headers=TUS).status_code == 415
    for offset in ("", "-1", "x", "٣", "9" * 30):
        answer = client.patch(
            url, b"four", PIECE_TYPE, headers={**TUS, "Upload-Offset": offset}
        )
        assert answer.status_code == 400
    old = client.head(url, headers={"Tus-Resumable": "0.2.2"})
    assert (old.status_code, old.headers["Tus-Version"]) == (412, "1.0.0")
    assert client.get(url, headers=TUS).status_code == 405
    assert offset_of(client, url) == 0


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_with_a_checksum_is_taken_whole_or_not_at_all(
    world: World, algorithm: str
) -> None:
    client = signed_in(world["lv"])
    url = create(client, world, "a.pdf").headers["Location"]
    digest = base64.b64encode(hashlib.new(algorithm, DATA[:99]).digest()).decode()
    right = {"Upload_Checksum": f"{algorithm} {digest}"}

    assert patch(client, url, 0, DATA[1:100], **right).status_code == 460
    assert patch(client, url, 0, DATA[:98], **right).status_code == 460
    assert offset_of(client, url) == 0
    assert patch(client, url, 0, DATA[:99], Upload_Checksum="md5 x").status_code == 400
    assert patch(client, url, 0, DATA[:99], **right).headers["Upload-Offset"] == "99"


def test_a_file_that_changed_on_its_way_is_sent_once_more(world: World) -> None:
    client = signed_in(world["lv"])
    digest = hashlib.sha256(DATA).hexdigest()
    url = create(client, world, "a.pdf", sha256=digest).headers["Location"]
    wrong = b"?" + DATA[1:]

    assert patch(client, url, 0, wrong).status_code == 460
    assert offset_of(client, url) == 0
    assert patch(client, url, 0, DATA).status_code == 204
    assert row_of("a.pdf").state == State.RECEIVED


def test_the_digest_of_a_large_file_is_taken_by_a_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "AT_ONCE_BYTES", len(DATA) - 1)
    builder = signed_in(world["lv"])
    url = create(builder, world, "建筑/大.pdf").headers["Location"]

    assert patch(builder, url, 0, DATA).status_code == 204

    assert row_of("建筑/大.pdf").state == State.RECEIVING
    assert offset_of(builder, url) == len(DATA)
    (job,) = Job.objects.filter(task=arriving.FINISH_TASK)
    said = builder.get(reverse("reviews:intake", args=[world.case.serial]))
    assert "正在校验" in said.content.decode()
    arriving.finish_job(job)
    row = row_of("建筑/大.pdf")
    assert row.state == State.RECEIVED
    assert row.blob is not None
    assert read_bytes(row.blob) == DATA
    assert Job.objects.filter(key=f"ingest:{row.pk}").exists()


def test_a_large_file_that_changed_on_its_way_says_so_until_it_comes_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "AT_ONCE_BYTES", len(DATA) - 1)
    builder = signed_in(world["lv"])
    sha256 = hashlib.sha256(DATA).hexdigest()
    made = create(builder, world, "建筑/大.pdf", sha256=sha256)
    url = made.headers["Location"]
    patch(builder, url, 0, DATA[:-1] + b"!")
    arriving.finish_job(Job.objects.get(task=arriving.FINISH_TASK))

    said = builder.get(reverse("reviews:intake", args=[world.case.serial]))
    assert "请重新上传" in said.content.decode()
    assert offset_of(builder, url) == 0
    patch(builder, url, 0, DATA)
    arriving.finish_job(Job.objects.filter(task=arriving.FINISH_TASK).latest("pk"))
    row = row_of("建筑/大.pdf")
    assert (row.state, row.particulars) == (State.RECEIVED, {})
