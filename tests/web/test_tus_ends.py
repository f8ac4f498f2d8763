"""Uploads end: by bytes that are here, by their sender, by time, by the end of the set."""

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

from drawings.actions.abandoned import give_up_abandoned
from drawings.actions.places import partial_path
from drawings.actions.receiving import arrived
from drawings.models import SubmittedFile
from storage import clock
from storage.models import Job
from tests.stage import signed_in
from tests.world import World, build_world

if TYPE_CHECKING:
    pass
from tests.web.tus import DATA, PIECE_TYPE, TUS, State, create, offset_of, patch, row_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]


def test_bytes_that_are_here_are_not_sent_again(world: World) -> None:
    client = signed_in(world["lv"])
    digest = hashlib.sha256(DATA).hexdigest()
    url = create(client, world, "a.pdf", sha256=digest).headers["Location"]
    patch(client, url, 0, DATA)

    again = create(client, world, "a.pdf", sha256=digest)
    twin = create(client, world, "b.pdf", sha256=digest)

    assert again.headers["Upload-Offset"] == str(len(DATA))
    assert again.headers["Location"] == url
    assert twin.headers["Upload-Offset"] == str(len(DATA))
    assert row_of("b.pdf").state == State.DUPLICATE
    assert row_of("b.pdf").particulars == {"twin": "a.pdf"}
    assert Job.objects.filter(task="drawings.ingest_file").count() == 1


def test_a_digest_alone_gives_nobody_the_files_of_another_project(
    world: World,
) -> None:
    client = signed_in(world["lv"])
    digest = hashlib.sha256(DATA).hexdigest()
    url = create(client, world, "a.pdf", sha256=digest).headers["Location"]
    patch(client, url, 0, DATA)
    row_of("a.pdf").delete()  # the blob stays, as if another project had brought it

    made = create(client, world, "stolen.pdf", sha256=digest)

    assert made.headers["Upload-Offset"] == "0"
    assert create(client, world, "c.pdf", sha256="x").status_code == 413


def test_another_content_under_the_same_name_begins_anew(world: World) -> None:
    client = signed_in(world["lv"])
    first = create(client, world, "a.pdf", sha256="0" * 64).headers["Location"]
    patch(client, first, 0, DATA[:100])

    second = create(client, world, "a.pdf", sha256="1" * 64).headers["Location"]

    assert second != first
    assert client.head(first, headers=TUS).status_code == 404
    assert offset_of(client, second) == 0


def test_an_upload_that_is_ended_leaves_nothing(world: World) -> None:
    client = signed_in(world["lv"])
    url = create(client, world, "a.pdf").headers["Location"]
    patch(client, url, 0, DATA[:100])
    partial = partial_path(row_of("a.pdf"))

    assert client.delete(url, headers=TUS).status_code == 204

    assert not partial.exists()
    assert not SubmittedFile.objects.filter(path="a.pdf").exists()
    assert client.head(url, headers=TUS).status_code == 404


def test_a_file_that_is_here_whole_is_not_ended_by_the_protocol(world: World) -> None:
    client = signed_in(world["lv"])
    url = create(client, world, "a.pdf").headers["Location"]
    patch(client, url, 0, DATA)

    assert client.delete(url, headers=TUS).status_code == 410
    assert patch(client, url, len(DATA), b"x").status_code == 410
    assert row_of("a.pdf").state == State.RECEIVED


def test_abandoned_uploads_are_given_up_and_their_bytes_go(world: World) -> None:
    client = signed_in(world["lv"])
    paths = ("old.pdf", "new.pdf", "whole.pdf")
    for path in paths:
        url = create(client, world, path).headers["Location"]
        patch(client, url, 0, DATA[:100])
    old, new, whole = (row_of(path) for path in paths)
    partial_path(whole).write_bytes(DATA)  # written, and the server died
    stray = Path(settings.LIANSHEN_UPLOADS) / "nobody.part"
    stray.write_bytes(b"x")
    long_ago = (clock.now() - dt.timedelta(days=8)).timestamp()
    for leaving in (partial_path(old), stray):
        os.utime(leaving, (long_ago, long_ago))
    SubmittedFile.objects.filter(pk=old.pk).update(
        added_at=clock.now() - dt.timedelta(days=9)
    )

    assert give_up_abandoned() == 1

    assert not SubmittedFile.objects.filter(pk=old.pk).exists()
    assert not partial_path(old).exists()
    assert not stray.exists()
    assert arrived(new) == 100
    assert row_of("whole.pdf").state == State.RECEIVED


def test_strangers_are_told_nothing_and_the_signed_out_are_told_so(
    world: World,
) -> None:
    owner = signed_in(world["lv"])
    url = create(owner, world, "a.pdf").headers["Location"]
    outsider, nobody = signed_in(world["he"]), Client()

    for client, status in ((outsider, 404), (nobody, 401)):
        assert client.head(url, headers=TUS).status_code == status
        assert patch(client, url, 0, DATA[:9]).status_code == status
        assert client.delete(url, headers=TUS).status_code == status
        assert create(client, world, "b.pdf").status_code == status
    assert offset_of(owner, url) == 0


def test_a_set_handed_in_takes_no_more_bytes(world: World) -> None:
    client = signed_in(world["lv"])
    url = create(client, world, "a.pdf").headers["Location"]
    submission = world.case.current_round.submission
    type(submission).objects.filter(pk=submission.pk).update(
        state="closed", closed_at=clock.now()
    )

    assert patch(client, url, 0, DATA).status_code == 403
    assert create(client, world, "b.pdf").status_code == 403


def test_a_network_that_lets_only_post_through_is_no_hindrance(world: World) -> None:
    client = signed_in(world["lv"])
    url = create(client, world, "a.pdf", b"four").headers["Location"]

    answer = client.post(
        url,
        b"four",
        content_type=PIECE_TYPE,
        headers={**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"},
    )

    assert answer.status_code == 204
    assert row_of("a.pdf").state == State.RECEIVED
