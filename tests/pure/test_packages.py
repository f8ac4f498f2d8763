"""A package is judged by its table of contents, and unpacked by a limited child."""

import random
import zipfile
from pathlib import Path

import pytest

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.content.packages import LeftOut, Room
from drawings.sandbox.unpacking import batches, list_package, unpack
from drawings.sentences import LEFT_OUT
from tests.pure.zip_makers import Spoil, link, pack, undeclared

ROOM = Room(total=1 << 30, member=1 << 28, files=100)
NOISE = random.Random(3).randbytes(4000)  # noqa: S311


def left_out(path: Path) -> dict[str, LeftOut]:
    return dict(list_package(path, path.parent / "list", ROOM).left_out)


def paths(path: Path) -> list[str]:
    found = list_package(path, path.parent / "list", ROOM)
    return [member.path for member in found.members]


def refusal(path: Path, room: Room = ROOM) -> UnreadableDrawing:
    with pytest.raises(UnreadableDrawing) as caught:
        list_package(path, path.parent / "list", room)
    return caught.value


def flagged(bits: int, first: int = 0) -> Spoil:
    def spoil(package: zipfile.ZipFile) -> None:
        for info in package.filelist[first:]:
            info.flag_bits |= bits

    return spoil


def test_names_are_read_as_they_were_meant(tmp_path: Path) -> None:
    for encoding in ("gbk", "utf-8"):
        names = ("联通/建施-01 一层平面图.pdf", "结施\\结施-01.dwg")
        heads = {undeclared(name, encoding): NOISE for name in names}
        package = pack(tmp_path / f"{encoding}.zip", heads)

        assert paths(package) == ["联通/建施-01 一层平面图.pdf", "结施/结施-01.dwg"]

    declared = pack(tmp_path / "declared.zip", {"暖施/暖施-01.pdf": NOISE})
    assert paths(declared) == ["暖施/暖施-01.pdf"]


def test_names_that_lead_elsewhere_are_left_out(tmp_path: Path) -> None:
    wrong = ("../a.pdf", "/etc/b.pdf", "c/../../d.pdf", "C:\\e.pdf", "f\x07.pdf")
    package = pack(
        tmp_path / "a.zip", {"good.pdf": NOISE, **dict.fromkeys(wrong, b"x")}
    )

    assert paths(package) == ["good.pdf"]
    assert set(left_out(package).values()) == {LeftOut.UNSAFE_NAME}
    assert len(left_out(package)) == len(wrong)


def test_links_locked_files_packages_and_doubles_are_left_out(tmp_path: Path) -> None:
    members: dict[str | zipfile.ZipInfo, bytes] = {
        "a/图.pdf": NOISE,
        "A/图.PDF": b"another",
        link("l.pdf"): b"/etc/passwd",
        "inner.ZIP": NOISE,
        "locked.dwg": NOISE,
    }
    package = pack(tmp_path / "a.zip", members, flagged(1, first=4))

    assert paths(package) == ["a/图.pdf"]
    assert left_out(package) == {
        "A/图.PDF": LeftOut.TWICE,
        "l.pdf": LeftOut.LINK,
        "inner.ZIP": LeftOut.NESTED,
        "locked.dwg": LeftOut.ENCRYPTED,
    }


def test_folders_and_leavings_of_systems_are_nothing(tmp_path: Path) -> None:
    members = ("__MACOSX/._a.pdf", "x/.DS_Store", "Thumbs.db")
    package = pack(
        tmp_path / "a.zip", {"a.pdf": NOISE, "x/": b"", **dict.fromkeys(members, b"x")}
    )

    assert (paths(package), left_out(package)) == (["a.pdf"], {})


def test_what_swells_is_left_out_or_refused(tmp_path: Path) -> None:
    bomb = pack(tmp_path / "a.zip", {"a.pdf": NOISE, "b.dxf": bytes(20 << 20)})
    assert left_out(bomb) == {"b.dxf": LeftOut.BOMB}

    def claim(package: zipfile.ZipFile) -> None:
        package.filelist[0].file_size = 6 << 30

    large = refusal(pack(tmp_path / "b.zip", {"a.pdf": NOISE}, claim))
    assert large.code is Refusal.SWELLS
    small = Room(total=1000, member=1 << 28, files=100)
    assert refusal(bomb, small).code is Refusal.SWELLS


def test_entries_that_share_bytes_are_refused(tmp_path: Path) -> None:
    def overlay(package: zipfile.ZipFile) -> None:
        package.filelist[1].header_offset = package.filelist[0].header_offset

    package = pack(tmp_path / "a.zip", {"a.pdf": NOISE, "b.pdf": NOISE}, overlay)

    assert refusal(package).code is Refusal.DAMAGED


def test_packages_of_which_nothing_comes_say_why(tmp_path: Path) -> None:
    locked = pack(tmp_path / "a.zip", {"a.pdf": NOISE}, flagged(1))
    empty = pack(tmp_path / "b.zip", {"x/": b""})
    many = pack(tmp_path / "c.zip", {f"{n}.pdf": b"" for n in range(101)})
    torn = tmp_path / "d.zip"
    torn.write_bytes(locked.read_bytes()[:-30])

    found = [refusal(path).code for path in (locked, empty, many, torn)]

    assert found == [
        Refusal.PASSWORD,
        Refusal.NOTHING_PACKED,
        Refusal.TOO_MANY_FILES,
        Refusal.TRUNCATED,
    ]


def test_a_damaged_member_does_not_take_the_others_along(tmp_path: Path) -> None:
    def shorten(package: zipfile.ZipFile) -> None:
        package.filelist[2].file_size += 5

    path = pack(
        tmp_path / "a.zip",
        {"a.pdf": NOISE, "b.pdf": b"marked" * 9, "c.pdf": NOISE[:99]},
        shorten,
        zipfile.ZIP_STORED,
    )
    path.write_bytes(path.read_bytes().replace(b"markedmarked", b"markedMarked", 1))
    found = list_package(path, tmp_path / "list", ROOM)

    out = list(unpack(path, found.members, tmp_path / "out"))

    assert [one.file is not None for one in out] == [True, False, False]
    assert out[0].file is not None
    assert out[0].file.read_bytes() == NOISE


def test_handfuls_hold_every_member_once(tmp_path: Path) -> None:
    members = {f"{n}.txt": b"" for n in range(100)}
    found = list_package(pack(tmp_path / "a.zip", members), tmp_path / "list", ROOM)

    handfuls = list(batches(found.members))

    assert [len(each) for each in handfuls] == [50, 50]
    assert [one for each in handfuls for one in each] == list(found.members)


def test_each_reason_has_its_sentence() -> None:
    assert set(LEFT_OUT) == {str(why) for why in LeftOut}
