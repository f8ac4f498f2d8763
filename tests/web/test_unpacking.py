"""A package becomes files of the set, once, whoever is killed on the way."""

from pathlib import Path
from zipfile import ZipInfo

import pytest
from django.test import Client
from django.urls import reverse

from drawings.actions.ingestion import ingest_file
from drawings.actions.uploads import take_file, withdraw_file
from drawings.models import Submission, SubmittedFile
from reviews.intake import intake_of
from samples.heavy import heavy_sheet
from samples.heavyfiles import write_pdf
from storage.actions.blobs import read_bytes
from tests.pure.zip_makers import pack, undeclared
from tests.world import World, build_world, do_jobs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]
State = SubmittedFile.State


def set_of(world: World) -> Submission:
    submission = world.case.current_round.submission
    assert submission is not None
    return submission


def sent(world: World, path: Path) -> SubmittedFile:
    return take_file(submission=set_of(world), path=path.name, source=path)


def states(world: World) -> dict[str, str]:
    rows = set_of(world).files.filter(path__contains=".zip")
    return {str(path): str(state) for path, state in rows.values_list("path", "state")}


def test_each_member_is_a_file_of_the_set(world: World, tmp_path: Path) -> None:
    drawing = tmp_path / "a.pdf"
    write_pdf(heavy_sheet(50, seed=5), drawing)
    members: dict[str | ZipInfo, bytes] = {
        undeclared("建施/建施-77.pdf", "gbk"): drawing.read_bytes(),
        undeclared("说明.txt", "gbk"): b"no drawing",
        undeclared("又一份.pdf", "gbk"): drawing.read_bytes(),
        "../out.pdf": b"x",
        "old.rar": b"Rar!\x1a\x07",
    }
    package = pack(tmp_path / "施工图.zip", members)

    file = sent(world, package)
    do_jobs()

    assert states(world) == {
        "施工图.zip": State.UNPACKED,
        "施工图.zip/建施/建施-77.pdf": State.READ,
        "施工图.zip/说明.txt": State.REFUSED,
        "施工图.zip/又一份.pdf": State.DUPLICATE,
        "施工图.zip/old.rar": State.REFUSED,
    }
    file.refresh_from_db()
    assert file.blob is not None
    assert read_bytes(file.blob) == package.read_bytes()
    client = Client()
    client.force_login(world["lv"])
    url = reverse("reviews:upload", args=[world.case.serial])
    told = client.get(url, {"show": "problems"}).content.decode()
    assert "../out.pdf未取出：文件名指向压缩包之外。" in told
    assert "本系统不解压RAR压缩包" in told
    said = {one.path: one.said for one in intake_of(set_of(world)).files}
    assert said["施工图.zip"] == "4个文件，1个未取出"


def test_a_package_that_was_cut_off_goes_on_where_it_stopped(
    world: World, tmp_path: Path
) -> None:
    members = {f"{n:02}.txt": f"{n}".encode() for n in range(55)}
    file = sent(world, pack(tmp_path / "a.zip", members))
    heard: list[tuple[int, int]] = []

    def cut(step: str, done: int = 0, total: int = 0) -> None:
        heard.append((done, total))
        if done:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        ingest_file(file=file, tell=cut)
    first = set(set_of(world).files.filter(path__startswith="a.zip/"))
    heard.clear()
    file.refresh_from_db()
    ingest_file(
        file=file, tell=lambda step, done=0, total=0: heard.append((done, total))
    )

    assert len(first) == 50
    assert heard == [(50, 55)]
    taken = set(set_of(world).files.filter(path__startswith="a.zip/"))
    assert len(taken) == 55
    assert first < taken
    assert ingest_file(file=file).state == State.UNPACKED


def test_a_package_goes_with_all_that_it_held(world: World, tmp_path: Path) -> None:
    file = sent(world, pack(tmp_path / "a.zip", {"x.txt": b"1", "y.txt": b"2"}))
    do_jobs()
    assert len(states(world)) == 3

    withdraw_file(file=file, actor=world["lv"])

    assert states(world) == {}


def test_a_package_that_cannot_be_followed_is_refused(
    world: World, tmp_path: Path
) -> None:
    torn = tmp_path / "a.zip"
    torn.write_bytes(pack(tmp_path / "b.zip", {"x.txt": b"1"}).read_bytes()[:-5])
    other = tmp_path / "c.7z"
    other.write_bytes(b"7z\xbc\xaf\x27\x1c")

    files = [sent(world, torn), sent(world, other)]
    do_jobs()

    for file, reason in zip(files, ("truncated", "other_package"), strict=True):
        file.refresh_from_db()
        assert (file.state, file.refusal) == (State.REFUSED, reason)
        assert file.blob is not None
