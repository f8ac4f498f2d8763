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
