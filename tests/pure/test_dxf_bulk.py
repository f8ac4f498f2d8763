"""Reading a DXF in bulk gives what the library gives, or leaves the file to it."""

import random
from pathlib import Path

import ezdxf
import numpy as np
import pytest

from drawings.content.errors import UnreadableDrawing
from drawings.content.loading import load_dxf
from drawings.content.recording import Recording
from drawings.content.tracing import trace
from drawings.dwg.bulk.groups import Unusual
from drawings.dwg.bulk.loading import load_bulk
from drawings.dwg.bulk.manners import TYPES
from drawings.dwg.bulk.sheets import LaidFile, laid_by_library, laid_file
from drawings.dwg.bulk.tracing import trace_with
from tests.outside import corpus
from tests.pure.dxf_crowds import write_crowd

# Of the largest coordinate: on paper far below a millionth of a millimetre.
SAME = 1e-12


def told(recording: Recording) -> list[tuple[object, ...]]:
    """What each primitive is, without its numbers."""
    rows = recording.strokes[recording.stroke]
    return [
        (
            kind,
            row[0],
            recording.layers[row[1]],
            recording.pens[row[2]],
            recording.handles[row[3]],
            recording.groups[row[4]] if row[4] >= 0 else "",
            recording.writings[row[5]] if row[5] >= 0 else None,
        )
        for kind, row in zip(recording.kind.tolist(), rows.tolist(), strict=True)
    ]


def assert_same(fast: Recording, library: Recording) -> None:
    """Every primitive, its place, its stroke, and what was lost."""
    assert told(fast) == told(library)
    assert np.array_equal(fast.stroke, library.stroke)
    most = float(np.abs(library.points).max(initial=1.0))
    assert np.abs(fast.points - library.points).max(initial=0) <= SAME * most
    assert fast.losses == library.losses


def same_files(fast: LaidFile, library: LaidFile) -> None:
    """Sheets with their recordings."""
    assert len(fast.laid) == len(library.laid)
    for one, other in zip(fast.laid, library.laid, strict=True):
        assert one.sheet == other.sheet
        assert one.attributes == other.attributes
        assert_same(one.recording, other.recording)


@pytest.mark.parametrize("version", ["R2010", "R2000"])
@pytest.mark.parametrize("seed", range(4))
def test_a_crowd_is_read_as_the_library_reads_it(
    tmp_path: Path, seed: int, version: str
) -> None:
    path = write_crowd(tmp_path, seed, version=version)
    found = load_bulk(path, 0)
    taken = {each.manner.name for each in found.bulk.taken if len(each.entity)}
    assert taken == set(TYPES)
    document = found.loaded.document
    fast = trace_with(found.bulk, document, document.modelspace())
    whole = load_dxf(path).document
    assert_same(fast, trace(whole, whole.modelspace()))


def test_the_order_of_drawing_is_kept(tmp_path: Path) -> None:
    path = write_crowd(tmp_path, 1)
    document = ezdxf.readfile(path)
    space = document.modelspace()
    handles = [entity.dxf.handle for entity in space]
    mixed = random.Random(5).sample(handles, len(handles))  # noqa: S311
    space.set_redraw_order(zip(handles, mixed, strict=True))
    document.saveas(path)
    fast, library = laid_file(path, 0), laid_by_library(path)
    assert fast.route.is_fast
    same_files(fast, library)


def _with_xline(path: Path) -> None:
    document = ezdxf.readfile(path)
    document.modelspace().add_xline((0, 0), (1, 1))
    document.saveas(path)


def _with_viewport(path: Path) -> None:
    document = ezdxf.readfile(path)
    document.paperspace().add_viewport(
        (5, 5), (9, 9), view_center_point=(99, 9), view_height=9
    )
    document.saveas(path)


def _with_one_handle_twice(path: Path) -> None:
    document = ezdxf.readfile(path)
    first, second = (entity.dxf.handle for entity in list(document.modelspace())[:2])
    text = path.read_text("utf-8")
    path.write_text(text.replace(f"\n  5\n{second}\n", f"\n  5\n{first}\n"), "utf-8")


def _with_mixed_ends(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n", 9))


def _binary(path: Path) -> None:
    ezdxf.readfile(path).saveas(path, fmt="bin")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_with_xline, "endless lines"),
        (_with_viewport, "viewports"),
        (_with_one_handle_twice, "handle that two have"),
        (_with_mixed_ends, "mixed line ends"),
        (_binary, "binary DXF"),
    ],
)
def test_what_is_unusual_is_left_to_the_library(
    tmp_path: Path, change: object, why: str
) -> None:
    path = write_crowd(tmp_path, 2)
    change(path)  # type: ignore[operator]
    with pytest.raises(Unusual, match=why):
        load_bulk(path, 0)
    file = laid_file(path, 0)
    assert not file.route.is_fast
    assert why in file.route.why
    assert file.laid


def test_a_small_file_is_left_to_the_library(tmp_path: Path) -> None:
    file = laid_file(write_crowd(tmp_path, 3, each=4))
    assert file.route.why == "a small file"


@pytest.mark.parametrize("seed", range(14))
def test_a_broken_file_never_becomes_another_drawing(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    path = write_crowd(tmp_path, 4, each=12)
    data = bytearray(path.read_bytes())
    begin = data.find(b"ENTITIES")
    for _ in range(dice.choice([1, 1, 3])):
        at = dice.randrange(begin, len(data) - 40)
        broken = dice.choice(
            [bytes([dice.randrange(10, 127)]), b"", b"\n", b"9", b"nan\n", b"1_0", b" "]
        )
        data[at : at + dice.randint(0, 2)] = broken
    path.write_bytes(data)
    try:
        library = laid_by_library(path)
    except UnreadableDrawing as error:
        with pytest.raises(UnreadableDrawing) as found:
            laid_file(path, 0)
        assert found.value.code == error.code
        return
    same_files(laid_file(path, 0), library)


@pytest.mark.corpus
def test_real_files_are_read_alike_or_left_to_the_library(tmp_path: Path) -> None:
    paths = sorted(corpus().glob("C_dxf/*.dxf"))
    assert paths
    for path in paths:
        try:
            library = laid_by_library(path)
        except UnreadableDrawing:
            with pytest.raises(UnreadableDrawing):
                laid_file(path, 0)
            continue
        file = laid_file(path, 0)
        assert file.route.is_fast or file.route.why
        same_files(file, library)
