"""Drawings come in, in pieces or whole; what cannot be taken is refused with words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from drawings.models import SubmittedFile
from storage.actions.blobs import read_bytes
from storage.models import Job
from tests.sets import announce, page_of_set
from tests.stage import signed_in
from tests.world import World, build_world, do_jobs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]
TUS = {"Tus-Resumable": "1.0.0"}
DATA = b"%PDF-1.4 " + bytes(range(256)) * 40


def send(client: Client, url: object, offset: int, piece: bytes) -> tuple[int, str]:
    answer = client.patch(
        str(url),
        piece,
        content_type="application/offset+octet-stream",
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)},
    )
    return answer.status_code, answer.headers.get("Upload-Offset", "")


def test_a_file_comes_in_pieces_and_goes_on_where_it_stopped(world: World) -> None:
    client = signed_in(world["lv"])

    status, made = announce(client, world, path="建施/建施-06.pdf", size=len(DATA))
    assert (status, made["offset"]) == (201, 0)
    assert send(client, made["url"], 0, DATA[:4000]) == (204, "4000")

    status, again = announce(client, world, path="建施/建施-06.pdf", size=len(DATA))
    assert (status, again["offset"], again["url"]) == (201, 4000, made["url"])
    assert client.head(str(made["url"]), headers=TUS).headers["Upload-Offset"] == "4000"
    assert "上传中" in page_of_set(world)

    assert send(client, made["url"], 4000, DATA[4000:]) == (204, str(len(DATA)))
    file = SubmittedFile.objects.get(path="建施/建施-06.pdf")
    assert file.state == SubmittedFile.State.RECEIVED
    assert Job.objects.filter(key=f"ingest:{file.pk}").exists()


def test_a_piece_at_the_wrong_place_tells_the_right_one(world: World) -> None:
    client = signed_in(world["lv"])
    _status, made = announce(client, world, path="a.pdf", size=len(DATA))

    assert send(client, made["url"], 7, b"abc")[0] == 409
    assert client.head(str(made["url"]), headers=TUS).headers["Upload-Offset"] == "0"


def test_bad_announcements_are_refused_with_words(world: World) -> None:
    client = signed_in(world["lv"])
    url = reverse("reviews:begin_file", args=[world.case.serial])

    for body in (
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b'{"path": 1, "size": "x"}',
        b"\xff",
    ):
        assert (
            client.post(url, body, content_type="application/json").status_code == 400
        )
    for said in (
        {"path": "", "size": 1},
        {"path": "a\x00.pdf", "size": 1},
        {"path": "x" * 500, "size": 1},
        {"path": "a.pdf", "size": -1},
        {"path": "a.pdf", "size": 10**15},
    ):
        status, answer = announce(client, world, **said)
        assert status == 409
        assert answer["detail"]


def test_a_path_never_leaves_its_set(world: World) -> None:
    _status, _made = announce(
        signed_in(world["lv"]), world, path="../../etc/passwd", size=3
    )

    assert SubmittedFile.objects.filter(path="etc/passwd").exists()


def test_more_bytes_than_announced_are_refused(world: World) -> None:
    client = signed_in(world["lv"])
    _status, made = announce(client, world, path="a.pdf", size=3)

    assert send(client, made["url"], 0, b"four")[0] == 413


def test_an_empty_file_is_read_and_not_waited_for(world: World) -> None:
    status, _made = announce(signed_in(world["lv"]), world, path="empty.dwg", size=0)

    file = SubmittedFile.objects.get(path="empty.dwg")
    assert (status, file.state) == (201, SubmittedFile.State.RECEIVED)


def test_two_empty_files_are_empty_and_not_doubles(world: World) -> None:
    for path in ("empty.dwg", "void.pdf"):
        announce(signed_in(world["lv"]), world, path=path, size=0)
    do_jobs()

    files = SubmittedFile.objects.filter(path__in=["empty.dwg", "void.pdf"])
    assert {(file.state, file.refusal) for file in files} == {("refused", "empty")}


def test_others_can_neither_send_nor_ask_nor_take_out(world: World) -> None:
    client = signed_in(world["lv"])
    _status, made = announce(client, world, path="a.pdf", size=10)
    file = SubmittedFile.objects.get(path="a.pdf")
    outsider = signed_in(world["he"])
    take_out = reverse("reviews:take_out", args=[world.case.serial, file.token])

    assert announce_status(outsider, world) == 404
    assert outsider.head(str(made["url"]), headers=TUS).status_code == 404
    assert send(outsider, made["url"], 0, b"x")[0] == 404
    assert outsider.post(take_out).status_code == 404
    assert client.get(take_out).status_code == 405


def announce_status(client: Client, world: World) -> int:
    url = reverse("reviews:begin_file", args=[world.case.serial])
    return client.post(url, b"{}", content_type="application/json").status_code


def test_a_file_of_another_set_is_not_there(world: World) -> None:
    client = signed_in(world["lv"])
    unknown = "00000000-0000-4000-8000-000000000000"

    answer = client.head(
        reverse("reviews:piece", args=[world.case.serial, unknown]), headers=TUS
    )

    assert answer.status_code == 404


def test_a_set_that_is_handed_in_takes_nothing_more(world: World) -> None:
    world.hand_in()
    client = signed_in(world["lv"])

    status, answer = announce(client, world, path="late.pdf", size=3)

    assert status == 409
    assert answer["detail"]
    told = page_of_set(world)
    assert "data-upload" not in told
    assert "移除" not in told


def test_the_plain_form_takes_several_files(world: World) -> None:
    files = [SimpleUploadedFile("甲.pdf", DATA), SimpleUploadedFile("乙.dwg", b"")]
    url = reverse("reviews:upload", args=[world.case.serial])

    answer = signed_in(world["lv"]).post(url, {"files": files}, follow=True)

    assert "2 个文件已收到" in answer.content.decode()
    states = SubmittedFile.objects.filter(path__in=["甲.pdf", "乙.dwg"])
    assert {file.state for file in states} == {SubmittedFile.State.RECEIVED}
    empty = signed_in(world["lv"]).post(url, {}, follow=True)
    assert "没有选择文件" in empty.content.decode()


def test_the_plain_form_never_goes_on_with_a_piece_of_another_file(
    world: World,
) -> None:
    client = signed_in(world["lv"])
    _status, made = announce(client, world, path="甲.pdf", size=len(DATA))
    send(client, made["url"], 0, b"another" * 100)

    url = reverse("reviews:upload", args=[world.case.serial])
    client.post(url, {"files": [SimpleUploadedFile("甲.pdf", DATA)]})

    blob = SubmittedFile.objects.get(path="甲.pdf").blob
    assert blob is not None
    assert read_bytes(blob) == DATA


def test_a_name_that_is_no_text_is_refused(world: World) -> None:
    client = signed_in(world["lv"])

    status, _said = announce(client, world, path="建施\ud800.pdf", size=5)

    assert status == 409


def test_a_file_cut_off_after_its_last_piece_is_finished_when_announced_again(
    world: World,
) -> None:
    from drawings.actions.places import partial_path

    client = signed_in(world["lv"])
    _status, made = announce(client, world, path="建施/断.pdf", size=len(DATA))
    file = SubmittedFile.objects.get(token=str(made["id"]))
    partial = partial_path(file)
    partial.parent.mkdir(parents=True, exist_ok=True)
    partial.write_bytes(DATA)  # as a worker leaves it that dies before it tells

    _status, again = announce(client, world, path="建施/断.pdf", size=len(DATA))

    file.refresh_from_db()
    assert (again["offset"], file.state) == (
        len(DATA),
        SubmittedFile.State.RECEIVED,
    )


def test_the_double_of_a_file_that_is_taken_out_is_read_in_its_place(
    world: World,
) -> None:
    client = signed_in(world["lv"])
    tokens = []
    for path in ("甲.pdf", "乙.pdf"):
        _status, made = announce(client, world, path=path, size=len(DATA))
        send(client, made["url"], 0, DATA)
        tokens.append(str(made["id"]))
    double = SubmittedFile.objects.get(token=tokens[1])
    assert double.state == SubmittedFile.State.DUPLICATE

    client.post(reverse("reviews:take_out", args=[world.case.serial, tokens[0]]))

    double.refresh_from_db()
    assert double.state == SubmittedFile.State.RECEIVED
    assert Job.objects.filter(key=f"ingest:{double.pk}").exists()
