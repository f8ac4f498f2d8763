"""A drawing list as CSV or XLSX is read by its heads, and a hostile one costs nothing."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from drawings.content.drawinglist import Listed
from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.content.listtable import entries_of, read_csv
from drawings.sandbox.listing import read_list

ROWS: list[list[object]] = [
    ["云溪设计院 施工图目录", None, None],
    [None],
    ["序号", "图 号", "图纸名称", "专业", "比例", "版次"],
    [1, "建施-01", "设计说明", "建筑", None, "A"],
    [2, "建施-02", "首层平面图", "建筑", "1:100", "B"],
    [3, "建施-02", "又一张", "建筑", "1:100", "B"],
    [None, None, "小计"],
    [4, "结施-01", "基础图", "结构", "1:50", 1.0],
]
READ = [
    Listed("建施-01", "设计说明", "architecture", "", "A"),
    Listed("建施-02", "首层平面图", "architecture", "1:100", "B"),
    Listed("结施-01", "基础图", "structure", "1:50", "1"),
]


def workbook(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("目录")
    for row in rows:
        sheet.append(list(row))
    path = folder / "list.xlsx"
    book.save(path)
    return path


def code_of(path: Path, work: Path) -> Refusal:
    with pytest.raises(UnreadableDrawing) as caught:
        read_list(path, work)
    return caught.value.code


def test_columns_are_found_by_their_heads() -> None:
    assert entries_of(ROWS) == READ
    english: list[list[object]] = [
        ["No.", "Drawing No.", "Title", "Scale"],
        [1, "A-01", "Plan", "1:100"],
    ]
    assert entries_of(english) == [Listed("A-01", "Plan", "", "1:100")]
    assert entries_of([["图号（新）", "图名 Name"], ["a", "b"]]) is None
    assert entries_of([["图号（新）", "图名"], ["A-1", "b"]]) == [Listed("A-1", "b")]


def test_a_scale_that_a_spreadsheet_took_for_a_time_is_a_scale_again() -> None:
    head = ["图号", "图名", "比例"]
    for cell, scale in (
        (dt.time(2, 40), "1:100"),
        (dt.timedelta(hours=2, minutes=40), "1:100"),
        (dt.datetime(1900, 1, 1, 2, 0), "1:1500"),  # noqa: DTZ001 as a cell has it
    ):
        assert entries_of([head, ["A-1", "x", cell]]) == [Listed("A-1", "x", "", scale)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_csv_is_read_in_its_encoding(encoding: str, sign: str) -> None:
    text = "\r\n".join(
        sign.join("" if c is None else str(c) for c in row) for row in ROWS
    )
    found = read_csv(text.encode(encoding))

    assert [one.number for one in found] == ["建施-01", "建施-02", "结施-01"]
    assert found[1].name == "首层平面图"


def test_a_workbook_is_read_in_the_child(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROWS).rename(tmp_path / "without an ending")

    assert read_list(path, tmp_path / "work") == READ


def test_formulas_count_as_what_was_saved_with_them(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["图号", "图名"],
        ["建施-01", '=HYPERLINK("x","y")'],
        ["'=A1", "guarded"],
    ]

    found = read_list(workbook(tmp_path, rows), tmp_path / "work")

    assert found == [Listed("建施-01", ""), Listed("=A1", "guarded")]


def test_what_is_no_list_is_refused_with_its_reason(tmp_path: Path) -> None:
    path, work = tmp_path / "x", tmp_path / "work"
    for data, why in (
        (b"", Refusal.LIST_HEADLESS),
        (b"\x00\x01\x02", Refusal.LIST_UNKNOWN),
        (b"\xd0\xcf\x11\xe0rest", Refusal.LIST_UNKNOWN),
        (b"PK\x03\x04cut off", Refusal.LIST_UNKNOWN),
        (b"a,b\r\n1,2", Refusal.LIST_HEADLESS),
        ("图号,图名\r\n".encode(), Refusal.LIST_EMPTY),
        (('图号,"' + "x" * 200_000 + '"').encode(), Refusal.LIST_UNKNOWN),
    ):
        path.write_bytes(data)
        assert code_of(path, work) == why
    path.write_bytes(b" " * ((5 << 20) + 1))
    assert code_of(path, work) == Refusal.TOO_LARGE


def test_a_workbook_made_to_swell_is_not_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROWS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/x.bin", b"\x00" * (65 << 20))

    assert code_of(path, tmp_path / "work") == Refusal.SWELLS


@pytest.mark.parametrize("entity", ["&a9;", "&file;"])
def test_entities_of_a_workbook_are_not_followed(tmp_path: Path, entity: str) -> None:
    """A thousand million laughs, and a file of the machine, in the cell of a sheet."""
    path = workbook(tmp_path, ROWS)
    lines = ["<!ENTITY a0 'ha'>"]
    lines += [f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)]
    lines.append("<!ENTITY file SYSTEM 'file:///etc/passwd'>")
    document = f"<!DOCTYPE worksheet [{''.join(lines)}]><worksheet".encode()
    altered = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(altered, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename.endswith("sheet2.xml"):
                part = part.replace(b"<worksheet", document, 1)
                part = part.replace(b"1:50<", f"{entity}<".encode())
            new.writestr(info, part)
    path.write_bytes(altered.getvalue())

    assert code_of(path, tmp_path / "work") == Refusal.LIST_UNKNOWN
