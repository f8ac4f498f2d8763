"""The second reader of DWG: what the first cannot open is read, and marked as reduced."""

from pathlib import Path

import pytest

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.content.parts import SECOND_READER
from drawings.dwg import second
from drawings.sandbox.limits import Limits
from drawings.sandbox.process import Json, run_job
from drawings.sandbox.reading import FileReading, Notice, read_file
from drawings.sandbox.second import read_by_second
from samples.casting import save_dwg
from tests.pure.cad_makers import add_frame, add_plan, new_drawing, save

needs_node = pytest.mark.program("node", "nodejs")
BROKEN = UnreadableDrawing(Refusal.DAMAGED)


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DWG with a framed plan, version 2000."""
    document = new_drawing()
    add_frame(document.modelspace(), (0, 0), 100, name="一层平面图")
    add_plan(document.modelspace(), (0, 0), 100)
    document.header["$DIMSTYLE"] = "Standard"
    folder = tmp_path_factory.mktemp("second")
    save_dwg(save(document, folder), folder / "drawing.dwg", "AC1015")
    return folder / "drawing.dwg"


def again(drawing: Path, work: Path) -> Json:
    """What the second reader answers for a drawing that the first gave up."""
    request = {
        "path": str(drawing),
        "filename": "a.dwg",
        "folder": "",
        "version": "AC1015",
    }
    return read_by_second(request, work, Limits(), BROKEN)


@needs_node
def test_the_second_reader_finds_the_sheet_and_names_itself_as_a_loss(
    drawing: Path, tmp_path: Path
) -> None:
    answer = again(drawing, tmp_path)
    (sheet,) = answer["sheets"]
    assert "一层平面图" in sheet["text"]
    assert [SECOND_READER, 1] in sheet["losses"]
    assert (tmp_path / str(answer["dxf"])).is_file()
    assert not list(tmp_path.glob("*.wasm"))


@needs_node
def test_what_both_readers_fail_at_is_refused_as_the_first_said(tmp_path: Path) -> None:
    rubbish = tmp_path / "a.dwg"
    rubbish.write_bytes(b"AC1015" + bytes(range(256)) * 8)
    with pytest.raises(UnreadableDrawing) as caught:
        read_file(rubbish, "a.dwg", tmp_path / "work")
    assert caught.value.code is Refusal.DAMAGED
    assert "second" not in caught.value.particulars.get("detail", "")


def test_versions_that_only_the_second_reader_may_know_are_too_old_without_it(
    tmp_path: Path,
) -> None:
    old = tmp_path / "old.dwg"
    old.write_bytes(b"AC1009" + bytes(900))
    with pytest.raises(UnreadableDrawing) as caught:
        read_file(old, "old.dwg", tmp_path / "work")
    assert caught.value.code is Refusal.TOO_OLD
    assert caught.value.particulars["version"] == "R11/R12"


def test_without_node_the_first_refusal_stands(
    drawing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert second.node() == ""
    with pytest.raises(UnreadableDrawing) as caught:
        again(drawing, tmp_path / "work")
    assert caught.value is BROKEN


def test_a_drawing_that_the_first_reader_opens_is_not_reduced(
    drawing: Path, tmp_path: Path
) -> None:
    reading: FileReading = read_file(drawing, "a.dwg", tmp_path / "work")
    assert Notice.REDUCED not in {remark.notice for remark in reading.remarks}
    assert reading.sheets[0].losses == ()


@needs_node
def test_a_reader_that_hangs_is_ended(drawing: Path, tmp_path: Path) -> None:
    hanging = tmp_path / "hangs"
    hanging.write_text("#!/bin/sh\nsleep 60\n", "ascii")
    hanging.chmod(0o755)
    request = {"path": str(drawing), "program": str(hanging), "seconds": "0.5"}
    with pytest.raises(UnreadableDrawing) as caught:
        run_job(
            "drawings.sandbox.cadjobs:convert_dwg_again",
            request,
            work=tmp_path / "work",
            limits=Limits(seconds=20),
        )
    assert caught.value.code is Refusal.DAMAGED
