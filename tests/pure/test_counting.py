"""What a content holds is counted alike in memory and on disk, and told as JSON."""

import json
from pathlib import Path

from drawings.content.counting import count_content, counted_from, counted_in
from drawings.content.storing import load_content
from drawings.sandbox.reading import read_file
from tests.pure.cad_makers import add_frame, add_plan, new_drawing, save


def test_a_content_is_counted_alike_in_memory_on_disk_and_by_the_reader(
    tmp_path: Path,
) -> None:
    document = new_drawing()
    add_frame(document.modelspace(), (0, 0), 100, number="结施-01", name="基础平面图")
    add_plan(document.modelspace(), (0, 0), 100)
    reading = read_file(save(document, tmp_path), "结施-01.dxf", tmp_path / "work")
    sheet = reading.sheets[0]
    stored = count_content(sheet.content)
    assert stored.total == sheet.primitive_count > 0
    assert sum(count for _name, count in stored.layers) == stored.total
    assert counted_in(load_content(sheet.content)) == stored
    assert sheet.counted == stored
    assert counted_from(json.loads(json.dumps(stored.told()))) == stored
