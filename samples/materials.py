"""Documents that accompany the drawings, one page each, marked 样本 (sample) in large."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pymupdf

from samples.tower.facts import (
    ADDRESS,
    DESIGNER,
    FACTS,
    OWNER,
    PROJECT,
    PROJECT_CODE,
    SURVEYOR,
    Dates,
)
from storage.typefaces import Face, face_bytes, face_for

A4 = (595.0, 842.0)
Rows = tuple[tuple[str, str], ...]
# Missing when the set is handed in first; it follows on a promise (容缺).
FIRST_MISSING = "planning_permit"


@dataclass(frozen=True, slots=True)
class Material:
    """A document: its code, title, who issued it, its number and what it states."""

    code: str
    title: str
    issuer: str
    number: str
    rows: Rows

    @property
    def filename(self) -> str:
        """The name of its file."""
        return f"{self.title}.pdf"


_COMMON: Rows = (
    ("项目名称", PROJECT),
    ("项目代码", PROJECT_CODE),
    ("建设单位", OWNER),
    ("建设地点", ADDRESS),
)
_AREAS: Rows = (
    ("总建筑面积", f"{FACTS.total_area} ㎡"),
    ("其中地上 / 地下", f"{FACTS.above_area} / {FACTS.below_area} ㎡"),
    ("层数", f"地上 {FACTS.storeys_above} 层，地下 {FACTS.storeys_below} 层"),
    ("建筑高度", f"{FACTS.height:.2f} m"),
)
_D = FACTS.air_defence
_SHELTER: Rows = (
    ("人防建筑面积", f"{_D.built_area} ㎡"),
    ("防护面积", f"{_D.protected_area} ㎡"),
    ("口部外通道面积", f"{_D.passage_area} ㎡"),
    ("掩蔽面积", f"{_D.shelter_area} ㎡"),
)

MATERIALS: tuple[Material, ...] = (
    Material(
        "project_approval",
        "项目核准（备案）文件",
        "云溪市发展和改革委员会",
        "云发改备〔2026〕样 037 号",
        _COMMON + _AREAS,
    ),
    Material(
        "survey_report",
        "岩土工程勘察报告",
        SURVEYOR,
        "KC-2026-样 112",
        (
            *_COMMON,
            ("勘察等级", "乙级"),
            ("场地类别", "II 类"),
            ("持力层", "中风化泥岩"),
            ("地下水位", "-6.80 m"),
        ),
    ),
    Material(
        "design_licence",
        "设计单位资质证书",
        "样本发证机关",
        "A137-样 0001",
        (
            ("单位名称", DESIGNER),
            ("资质等级", "建筑行业（建筑工程）甲级"),
            ("有效期", "2029-12-31"),
        ),
    ),
    Material(
        "structural_calculation",
        "结构计算书",
        DESIGNER,
        "JG-2026-样 037",
        (
            *_COMMON,
            ("结构体系", "剪力墙结构"),
            ("抗震设防烈度", FACTS.seismic),
            ("最大层间位移角", "1/1248"),
            ("基础", "桩筏基础"),
        ),
    ),
    Material(
        "fire_design_statement",
        "消防设计说明专篇",
        DESIGNER,
        "XF-2026-样 037",
        (
            *_COMMON,
            *_AREAS,
            ("建筑分类", FACTS.fire_class),
            ("耐火等级", "地上一级，地下一级"),
        ),
    ),
    Material(
        "airdefence_areas",
        "人防四项面积表",
        DESIGNER,
        "RF-2026-样 037",
        (*_COMMON, *_SHELTER),
    ),
    Material(
        "lightning_statement",
        "防雷设计说明",
        DESIGNER,
        "FL-2026-样 037",
        (*_COMMON, ("防雷类别", "第二类"), ("接地电阻", "不大于 1 Ω")),
    ),
    Material(
        "planning_permit",
        "建设工程规划许可证（副本）",
        "云溪市自然资源和规划局",
        "建字第样 371300202600037 号",
        (*_COMMON, *_AREAS, ("附图", "总平面图、建筑设计方案")),
    ),
    Material(
        "energy_calculation",
        "节能计算书",
        DESIGNER,
        "JN-2026-样 037",
        (*_COMMON, ("气候分区", "寒冷 B 区"), ("体形系数", "0.28"), ("节能率", "75%")),
    ),
    Material(
        "airdefence_opinion",
        "人防建设意见书",
        "云溪市人民防空办公室",
        "云人防样〔2026〕21 号",
        (*_COMMON, *_SHELTER),
    ),
    Material(
        "design_contract",
        "建设工程设计合同",
        f"{OWNER}、{DESIGNER}",
        "HT-2026-样 061",
        (
            *_COMMON,
            ("设计单位", DESIGNER),
            ("设计阶段", "施工图设计"),
            ("签订日期", "2026-03-16"),
        ),
    ),
    Material(
        "commitment",
        "告知承诺书",
        OWNER,
        "CN-2026-样 037",
        (
            *_COMMON,
            ("承诺事项", "容缺材料按期补交，未补交不领取审查合格书"),
            ("承诺人", "刘某某"),
        ),
    ),
)


def material(code: str) -> Material:
    """The document with this code.

    Raises:
        KeyError: there is none.

    """
    for one in MATERIALS:
        if one.code == code:
            return one
    raise KeyError(code)


def material_pdf(one: Material, *, dates: Dates | None = None) -> bytes:
    """The document as a PDF of one page."""
    day = (dates or Dates()).first
    with pymupdf.open() as document:
        page = document.new_page(width=A4[0], height=A4[1])
        page.draw_rect((45, 50, 550, 792), color=(0.45, 0.5, 0.55), width=1.2)
        page.draw_rect((50, 55, 545, 787), color=(0.45, 0.5, 0.55), width=0.4)
        _watermark(page)
        _write(page, (A4[0] / 2, 120), one.title, 24, Face.SERIF_BOLD, is_centred=True)
        _write(page, (A4[0] / 2, 150), f"编号：{one.number}", 11, is_centred=True)
        _table(page, one.rows)
        _write(
            page,
            (80, 640),
            "本页为系统演示样本，单位、人员、编号均为虚构，不具有任何效力。",
            10.5,
        )
        _write(page, (330, 700), one.issuer, 12)
        _write(page, (330, 722), f"{day.year} 年 {day.month} 月 {day.day} 日", 12)
        page.draw_circle((430, 695), 52, color=(0.8, 0.15, 0.2), width=1.5)
        _write(page, (430, 660), "样 本 章", 12, Face.SERIF_BOLD, is_centred=True)
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True, no_new_id=True))


def write_materials(
    folder: Path, *, without: Sequence[str] = (FIRST_MISSING,)
) -> tuple[Path, ...]:
    """Write the documents below `folder`, all but those whose codes are in `without`."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for one in MATERIALS:
        if one.code not in without:
            path = folder / one.filename
            path.write_bytes(material_pdf(one))
            paths.append(path)
    return tuple(paths)


def _table(page: pymupdf.Page, rows: Rows) -> None:
    top, height = 190.0, 34.0
    for index, (label, value) in enumerate(rows):
        y = top + index * height
        page.draw_rect((80, y, 210, y + height), color=(0.5, 0.5, 0.5), width=0.5)
        page.draw_rect((210, y, 515, y + height), color=(0.5, 0.5, 0.5), width=0.5)
        _write(page, (92, y + 21), label, 11)
        _write(page, (222, y + 21), value, 11)


def _watermark(page: pymupdf.Page) -> None:
    font = _font(Face.SERIF_BOLD)
    writer = pymupdf.TextWriter(page.rect, color=(0.9, 0.91, 0.93))
    writer.append((130, 560), "样  本", font=font, fontsize=120)
    middle = pymupdf.Point(A4[0] / 2, 520)
    writer.write_text(page, morph=(middle, pymupdf.Matrix(30)))


@lru_cache
def _font(face: Face) -> pymupdf.Font:
    return pymupdf.Font(fontbuffer=face_bytes(face))


def _write(
    page: pymupdf.Page,
    at: tuple[float, float],
    words: str,
    size: float,
    face: Face = Face.SERIF,
    *,
    is_centred: bool = False,
) -> None:
    """Set a line, letter by letter where the face lacks a character."""
    runs = [(c, _font(face_for(c, face))) for c in words]
    x = at[0]
    if is_centred:
        x -= sum(font.text_length(c, size) for c, font in runs) / 2
    writer = pymupdf.TextWriter(page.rect)
    for character, font in runs:
        _, end = writer.append((x, at[1]), character, font=font, fontsize=size)
        x = end[0]
    writer.write_text(page)
