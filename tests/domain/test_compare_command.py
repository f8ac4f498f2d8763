"""`manage.py compare`: the table, the files it writes, what its exit code says."""

import io
import json
from pathlib import Path

import ezdxf
import pymupdf
import pytest
from django.core.management import CommandError, call_command

Line = tuple[float, float, float, float]
PLAN: tuple[Line, ...] = (
    (60, 60, 600, 60),
    (600, 60, 600, 400),
    (600, 400, 60, 400),
    (60, 400, 60, 60),
    (300, 60, 300, 400),
    (300, 200, 600, 200),
)


def pdf(folder: Path, name: str, *pages: tuple[str, tuple[Line, ...]]) -> str:
    with pymupdf.open() as made:
        for number, lines in pages:
            page = made.new_page(width=1190, height=842)
            for x0, y0, x1, y1 in lines:
                page.draw_line((x0, y0), (x1, y1), color=(0, 0, 0))
            page.insert_text((1000, 800), number)
        made.save(folder / name)
    return str(folder / name)


def run(*values: object) -> tuple[int, str]:
    told = io.StringIO()
    code = 0
    try:
        call_command("compare", *map(str, values), stdout=told)
    except SystemExit as end:
        code = int(str(end.code))
    return code, told.getvalue()


def test_the_table_the_report_the_picture_and_the_clouds_tell_a_change(
    tmp_path: Path,
) -> None:
    old = pdf(tmp_path, "old.pdf", ("A-01", PLAN))
    new = pdf(tmp_path, "new.pdf", ("A-01", (*PLAN, (400, 250, 500, 250))))
    report, picture, clouds = (tmp_path / f"out.{e}" for e in ("pdf", "png", "dxf"))

    code, told = run(old, new, "--pdf", report, "--png", picture, "--dxf", clouds)

    assert code == 1
    assert "新增" in told
    with pymupdf.open(report) as written:
        words = "".join(page.get_text() for page in written)
    assert "图纸对比报告" in words
    assert "old.pdf" in words
    assert pymupdf.Pixmap(str(picture)).width == 2400
    (cloud,) = ezdxf.readfile(clouds).modelspace().query("LWPOLYLINE")
    assert cloud.dxf.layer == "LS_CHANGE_ADDED"


def test_the_same_drawing_ends_with_zero(tmp_path: Path) -> None:
    old = pdf(tmp_path, "old.pdf", ("A-01", PLAN))
    new = pdf(tmp_path, "new.pdf", ("A-01", tuple(reversed(PLAN))))

    code, told = run(old, new, "--json")

    assert code == 0
    (sheet,) = json.loads(told)["sheets"]
    assert sheet["verdict"] == "identical"


def test_sheets_of_packages_are_paired_and_one_that_went_is_told(
    tmp_path: Path,
) -> None:
    other = ((100.0, 100.0, 900.0, 700.0), (100.0, 700.0, 900.0, 100.0))
    old = pdf(tmp_path, "old.pdf", ("A-01", PLAN), ("A-02", other))
    new = pdf(tmp_path, "new.pdf", ("A-01", PLAN))

    code, told = run(old, new, "--json")

    assert code == 1
    assert [one["fate"] for one in json.loads(told)["sheets"]] == ["kept", "withdrawn"]


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.7 broken"])
def test_what_cannot_be_read_ends_with_two(
    tmp_path: Path, content: bytes | None
) -> None:
    good = pdf(tmp_path, "old.pdf", ("A-01", PLAN))
    bad = tmp_path / "bad.pdf"
    if content is not None:
        bad.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        call_command("compare", good, str(bad))

    assert refusal.value.returncode == 2


@pytest.mark.parametrize("option", ["--pdf", "--png", "--dxf"])
def test_what_cannot_be_written_is_said_before_anything_is_read(
    tmp_path: Path, option: str
) -> None:
    missing = tmp_path / "missing.pdf"
    for out in (tmp_path, tmp_path / "nowhere" / "out"):
        with pytest.raises(CommandError, match="未作对比") as refusal:
            call_command("compare", str(missing), str(missing), option, str(out))
        assert refusal.value.returncode == 2
        assert str(out) in str(refusal.value)


def test_a_folder_is_no_drawing(tmp_path: Path) -> None:
    good = pdf(tmp_path, "old.pdf", ("A-01", PLAN))

    with pytest.raises(CommandError, match="文件夹") as refusal:
        call_command("compare", good, str(tmp_path))

    assert refusal.value.returncode == 2


def test_the_same_file_twice_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    one = pdf(tmp_path, "old.pdf", ("A-01", PLAN), ("A-02", PLAN[:3]))
    report, picture = tmp_path / "out.pdf", tmp_path / "out.png"

    code, told = run(one, one, "--json", "--png", picture, "--pdf", report)

    assert code == 0
    assert [s["verdict"] for s in json.loads(told)["sheets"]] == ["same_bytes"] * 2
    assert not picture.exists()
    with pymupdf.open(report) as written:
        assert written.page_count == 1
        assert "文件完全相同" in written[0].get_text()
    _code, words = run(one, one)
    assert "共 2 张" in words


def test_a_nameless_layer_is_not_told_as_what_changed(tmp_path: Path) -> None:
    old = pdf(tmp_path, "old.pdf", ("A-01", PLAN))
    new = pdf(tmp_path, "new.pdf", ("A-01", PLAN[:-1]))

    _code, told = run(old, new, "--language", "en")

    assert "removed  —  X" in told
    assert "1 change was found; regions to look at: 1." in told


def scanned(folder: Path, name: str, source: str) -> str:
    """The first page of a PDF as a picture of it."""
    with pymupdf.open(source) as drawn, pymupdf.open() as made:
        page = made.new_page(width=1190, height=842)
        page.insert_image(page.rect, pixmap=drawn[0].get_pixmap(dpi=150))
        made.save(folder / name)
    return str(folder / name)


def test_a_change_seen_on_a_scan_is_told_as_seen_on_a_picture(tmp_path: Path) -> None:
    lines = (*PLAN, (150, 120, 250, 180), (420, 110, 520, 150), (330, 260, 560, 380))
    old = pdf(tmp_path, "old.pdf", ("A-01", lines))
    new = pdf(tmp_path, "new.pdf", ("A-01", (*lines, (400, 250, 500, 250))))

    code, told = run(old, scanned(tmp_path, "scan.pdf", new))

    assert code == 1
    assert "扫描" in told


def test_a_line_of_several_regions_names_the_first_and_the_rest_is_counted(
    tmp_path: Path,
) -> None:
    more = tuple((70.0 + 34 * n, 80.0, 78.0 + 34 * n, 90.0) for n in range(15))
    old = pdf(tmp_path, "old.pdf", ("A-01", PLAN))
    new = pdf(tmp_path, "new.pdf", ("A-01", (*PLAN, *more)))
    report = tmp_path / "out.pdf"

    run(old, new, "--pdf", report)

    with pymupdf.open(report) as written:
        words = "".join("".join(page.get_text() for page in written).split())
    assert "另有3个区域未放大" in words
