"""The A1 frame (图框) with its title block (图签) and counter-signature block (会签栏)."""

from dataclasses import dataclass

from ezdxf.enums import TextEntityAlignment

from samples.drafting.draft import Lettering, Pen, Point
from samples.drafting.layers import FRAME, FRAME_EDGE, FRAME_TEXT, STAMP

SIZE_MM = (841.0, 594.0)
INNER = (25.0, 10.0, 831.0, 584.0)
STRIP_X = 771.0
LABEL_X = 790.0
BLOCK = "TK-A1"

# Row: label, key of TitleValues, lower and upper edge, height of the value; paper mm.
ROWS: tuple[tuple[str, str, float, float, float], ...] = (
    ("图号", "number", 10, 22, 5.0),
    ("版次", "revision", 22, 30, 3.5),
    ("日期", "date", 30, 38, 3.0),
    ("比例", "scale", 38, 46, 3.0),
    ("专业", "discipline", 46, 54, 3.0),
    ("阶段", "stage", 54, 62, 3.0),
    ("工程编号", "project_number", 62, 70, 2.8),
    ("设计", "designed_by", 70, 78, 3.0),
    ("校对", "checked_by", 78, 86, 3.0),
    ("审核", "reviewed_by", 86, 94, 3.0),
    ("审定", "approved_by", 94, 102, 3.0),
    ("专业负责", "led_by", 102, 110, 3.0),
    ("项目负责", "managed_by", 110, 118, 3.0),
    ("图名", "name", 118, 140, 4.0),
    ("工程名称", "project", 140, 158, 3.5),
    ("建设单位", "owner", 158, 174, 3.0),
    ("设计单位", "designer", 174, 190, 3.0),
)


@dataclass(frozen=True, slots=True)
class TitleValues:
    """What is written in the title block."""

    number: str
    name: str
    scale: str
    revision: str
    date: str
    discipline: str
    project: str
    owner: str
    designer: str
    project_number: str
    designed_by: str
    checked_by: str
    reviewed_by: str
    approved_by: str
    led_by: str
    managed_by: str
    stage: str = "施工图"


def draw_frame(
    pen: Pen, corner: Point, values: TitleValues, *, is_exploded: bool = False
) -> None:
    """Put the frame around the sheet, the values as block attributes.

    Args:
        pen: model space at the scale of the sheet, or paper space at 1.
        corner: lower left corner of the sheet in that space.
        values: the contents of the title block.
        is_exploded: write the values as plain texts, as after EXPLODE.

    """
    if BLOCK not in pen.doc.blocks:
        _draw_block(Pen(pen.doc, pen.doc.blocks.new(BLOCK), 1.0))
    insert = pen.place(BLOCK, corner, FRAME, flip=(pen.scale, pen.scale))
    insert.dxf.zscale = pen.scale
    cells = _cells()
    if is_exploded:
        for label, (x, y), lettering in cells:
            at = (corner[0] + x * pen.scale, corner[1] + y * pen.scale)
            pen.text(_value(values, label), at, FRAME_TEXT, lettering)
    else:
        insert.add_auto_attribs({label: _value(values, label) for label, _, _ in cells})


def _value(values: TitleValues, label: str) -> str:
    key = next(row[1] for row in ROWS if row[0] == label)
    return str(getattr(values, key))


def _cells() -> list[tuple[str, Point, Lettering]]:
    middle = (LABEL_X + INNER[2]) / 2
    return [
        (label, (middle, (low + high) / 2), Lettering(height))
        for label, _, low, high, height in ROWS
    ]


def _draw_block(pen: Pen) -> None:
    # Drawn in paper mm; the insertion enlarges it.
    pen.rectangle((0, 0, *SIZE_MM), FRAME)
    pen.rectangle(INNER, FRAME_EDGE, width=1.0)
    pen.line((STRIP_X, INNER[1]), (STRIP_X, INNER[3]), FRAME_EDGE)
    _draw_title_rows(pen)
    _draw_stamps(pen)
    _draw_countersignatures(pen)
    for label, at, lettering in _cells():
        definition = pen.space.add_attdef(
            label,
            dxfattribs=pen.attributes(
                FRAME_TEXT,
                height=lettering.height,
                width=lettering.width,
                style="HZ",
            ),
        )
        definition.dxf.prompt = label
        definition.set_placement(at, align=TextEntityAlignment.MIDDLE_CENTER)


def _draw_title_rows(pen: Pen) -> None:
    for label, _, low, high, _ in ROWS:
        pen.line((STRIP_X, high), (INNER[2], high), FRAME)
        at = ((STRIP_X + LABEL_X) / 2, (low + high) / 2)
        pen.text(label, at, FRAME_TEXT, Lettering(3.0))
    pen.line((LABEL_X, INNER[1]), (LABEL_X, ROWS[-1][3]), FRAME)


def _draw_stamps(pen: Pen) -> None:
    middle = (STRIP_X + INNER[2]) / 2
    for title, high in (("注册执业章", 260), ("出图专用章", 330), ("附注", 540)):
        pen.line((STRIP_X, high), (INNER[2], high), FRAME)
        pen.text(title, (middle, high - 5), FRAME_TEXT, Lettering(3.0))
    pen.paragraph(
        (
            "1. 本图须经审查合格后方可施工。",
            "2. 图中尺寸以毫米计，标高以米计。",
            "3. 不得以比例尺量取图中尺寸。",
            "4. 本图版权归设计单位所有。",
            "5. 样本图纸，不得用于施工。",
        ),
        (STRIP_X + 3, 526),
        FRAME_TEXT,
        height=2.5,
        leading=2.2,
    )
    pen.rectangle((STRIP_X + 6, 272, INNER[2] - 6, 318), STAMP)
    pen.text("云溪市建筑设计研究院", (middle, 308), STAMP, Lettering(3.2))
    pen.text("施工图设计出图专用章", (middle, 299), STAMP, Lettering(3.2))
    pen.text("甲级  证书编号 样-2026-001", (middle, 290), STAMP, Lettering(2.5))
    pen.text("有效期至 2029 年 12 月 31 日", (middle, 281), STAMP, Lettering(2.5))
    pen.text("云溪市建筑设计研究院", (middle, 568), FRAME_TEXT, Lettering(4.2))
    pen.text(
        "YUNXI ARCHITECTURAL DESIGN INSTITUTE",
        (middle, 559),
        FRAME_TEXT,
        Lettering(1.9, width=0.8),
    )
    pen.text("建筑行业（建筑工程）甲级", (middle, 549), FRAME_TEXT, Lettering(2.6))


def _draw_countersignatures(pen: Pen) -> None:
    x0, x1, y0, y1 = 5.0, 25.0, 484.0, 584.0
    pen.rectangle((x0, y0, x1, y1), FRAME)
    heads = ("会签", "建筑", "结构", "给排水", "暖通", "电气")
    names = ("姓名", "王砚", "陈度", "许澜", "高筠", "罗弦")
    step = (x1 - x0) / len(heads)
    for index, (head, name) in enumerate(zip(heads, names, strict=True)):
        x = x0 + step * (index + 0.5)
        if index:
            pen.line((x0 + step * index, y0), (x0 + step * index, y1), FRAME)
        for words, y in ((head, y0 + 12), (name, y0 + 40)):
            pen.text(words, (x, y), FRAME_TEXT, Lettering(2.2, rotation=90))
    for y in (y0 + 25, y0 + 55, y0 + 80):
        pen.line((x0, y), (x1, y), FRAME)
