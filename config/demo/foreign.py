"""A story told on a folder of drawings that nobody here made.

Nothing is known about them but what was read: remarks are put where something is drawn,
and the revision is the same sheet with a few strokes more, as a designer would add them.
"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ezdxf
import numpy as np
import pymupdf

from config.demo.script import Meeting, Planned, Revision
from drawings.content.storing import load_content
from drawings.models import Face, SheetRevision
from drawings.sandbox.reading import read_file
from reviews.models import Case, Opinion, Reply
from reviews.routing import ProjectFacts, Use
from storage.actions.blobs import file_of

Box = tuple[float, float, float, float]
POINTS_PER_MM = 72 / 25.4


@dataclass
class ForeignScript:
    """The story of a folder: everything else is found out when the set has been read."""

    source: Path

    @property
    def name(self) -> str:
        """What the project is called: the folder says no more."""
        return f"外来图纸 {self.source.name}"

    @property
    def facts(self) -> ProjectFacts:
        """Facts under which all three departments review."""
        return ProjectFacts(
            use=Use.RESIDENTIAL,
            area_m2=24_318.6,
            above_ground_area_m2=21_900.0,
            first_floor_area_m2=842.0,
            storeys_above=26,
            storeys_below=2,
            height_m=79.8,
            foundation_depth_m=8.6,
        )

    @property
    def is_ours(self) -> bool:
        """Somebody's drawings: they arrive as they are."""
        return False

    def write_first(self, folder: Path) -> Path:
        """The folder as it is."""
        shutil.copytree(self.source, folder)
        return folder

    def remarks(self, case: Case) -> Sequence[Planned]:
        """Four remarks on the richest sheets; two of them contradict each other."""
        sheets = self._richest(case)
        first, last = sheets[0], sheets[-1]
        door = _busy_box(first, 0.5)
        return [
            Planned(
                "housing",
                first.sheet.number,
                _busy_box(first, 0.25),
                Opinion.Grade.SHALL,
                "此处尺寸标注与节点详图不一致。",
                "核对后统一标注。",
            ),
            Planned(
                "housing",
                last.sheet.number,
                _busy_box(last, 0.75),
                Opinion.Grade.ADVICE,
                "建议补充材料做法说明。",
                "补充说明。",
            ),
            Planned(
                "fire",
                first.sheet.number,
                door,
                Opinion.Grade.MANDATORY,
                "疏散门应向疏散方向开启，现为内开。",
                "疏散门改为向外开启，净宽不小于 1.20 m。",
            ),
            Planned(
                "airdefence",
                first.sheet.number,
                door,
                Opinion.Grade.SHALL,
                "该处门扇不得向外开启，以免影响防护门启闭。",
                "疏散门应向内开启，净宽不大于 1.00 m。",
                shape="rect",
            ),
        ]

    def meeting(self) -> Meeting:
        """The evacuation view prevails."""
        return Meeting(
            positions={
                "fire": "疏散方向开启是强制性条文，应优先满足。",
                "airdefence": "同意外开，防护门位置后退，不影响启闭。",
            },
            outcome="first",
            text="采纳消防意见：疏散门向外开启，防护门后退 300 mm，双方同步修改。",
        )

    def write_revision(self, case: Case, folder: Path) -> Revision:
        """Every sheet with a remark, changed there; one of them also elsewhere."""
        folder.mkdir(parents=True, exist_ok=True)
        regions: dict[SheetRevision, list[Box]] = {}
        for opinion in case.opinions.to_answer().select_related("revision__sheet"):
            box: Box = tuple(opinion.box)
            regions.setdefault(opinion.revision, []).append(box)
        is_told = False
        for revision, boxes in regions.items():
            secret = [] if is_told else [_corner(revision.face)]
            is_told = True
            _write_revised(revision, [*boxes, *secret], folder)
        return Revision(folder)

    def reply(self, opinion: Opinion) -> tuple[str, str]:
        """Everything was revised."""
        return Reply.Kind.REVISED, f"已按 {opinion.number} 修改。"

    def _richest(self, case: Case) -> list[SheetRevision]:
        rows = list(case.revisions_now())
        vector = [row for row in rows if not row.face.is_scanned] or rows
        vector.sort(key=lambda row: -len(row.face.texts))
        return vector[:2]


def _busy_box(revision: SheetRevision, share: float) -> Box:
    """A box where something is drawn: around the primitive at a share of the width."""
    face = revision.face
    content = load_content(file_of(face.content))
    width, height = face.width_mm, face.height_mm
    size = (width * 0.08, height * 0.08)
    boxes = content.boxes()
    if not len(boxes):
        centre = np.array([width * share, height / 2])
    else:
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        target = np.array([width * share, height * 0.55])
        centre = middles[np.argmin(((middles - target) ** 2).sum(axis=1))]
    x = float(np.clip(centre[0], size[0], width - size[0]))
    y = float(np.clip(centre[1], size[1], height - size[1]))
    return x - size[0], y - size[1], x + size[0], y + size[1]


def _corner(face: Face) -> Box:
    """A place far from the remarks: the upper left part of the sheet."""
    width, height = face.width_mm, face.height_mm
    return width * 0.04, height * 0.9, width * 0.09, height * 0.94


def _write_revised(revision: SheetRevision, boxes: Sequence[Box], folder: Path) -> None:
    face = revision.face
    stem = face.file.name.rsplit(".", 1)[0]
    name = f"{stem}-{face.index + 1}" if face.index else stem
    if face.side == Face.Side.PDF:
        _revise_pdf(face, boxes, folder / f"{name}.pdf")
    else:
        _revise_cad(face, boxes, folder / f"{stem}.dxf")


def _revise_pdf(face: Face, boxes: Sequence[Box], target: Path) -> None:
    with pymupdf.open(file_of(face.page), filetype="pdf") as document:
        page = document[0]
        for box in boxes:
            x0, y0, x1, y1 = _shrunk(box)
            corners = [
                pymupdf.Point(x, face.height_mm - y) * POINTS_PER_MM
                for x, y in ((x0, y0), (x1, y0), (x1, y1))
            ]
            page.draw_polyline(corners, color=(0, 0, 0), width=0.7, closePath=True)
        document.save(target, deflate=True)


def _revise_cad(face: Face, boxes: Sequence[Box], target: Path) -> None:
    blob = face.file.blob
    assert blob is not None  # noqa: S101  a face comes from a file that arrived
    with tempfile.TemporaryDirectory() as work:
        reading = read_file(file_of(blob), face.file.name, Path(work))
        source = reading.dxf or file_of(blob)
        document = ezdxf.readfile(source)
        layout = document.layouts.get(face.layout or "Model")
        back = np.linalg.inv(_matrix(face.to_paper))
        for box in boxes:
            x0, y0, x1, y1 = _shrunk(box)
            corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1]])
            points = (corners @ back.T)[:, :2].tolist()
            layout.add_lwpolyline(points, close=True)
        document.saveas(target)


def _matrix(
    values: Sequence[float],
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    a, b, c, d, e, f = values or (1, 0, 0, 1, 0, 0)
    return np.array([[a, c, e], [b, d, f], [0, 0, 1]], dtype=np.float64)


def _shrunk(box: Box) -> Box:
    x0, y0, x1, y1 = box
    dx, dy = (x1 - x0) * 0.2, (y1 - y0) * 0.2
    return x0 + dx, y0 + dy, x1 - dx, y1 - dy
