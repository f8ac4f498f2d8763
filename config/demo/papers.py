"""Sample documents that accompany the drawings of a story; each says 样本 in large."""

import pymupdf

from reviews.materials import MATERIAL_NAMES
from storage.typefaces import Face, face_file

NAMES = {
    "project_approval": "项目核准（备案）文件",
    "survey_report": "岩土工程勘察报告",
    "design_licence": "设计单位资质证书",
    "structural_calculation": "结构计算书",
    "fire_design_statement": "消防设计说明专篇",
    "airdefence_areas": "人防四项面积表",
    "lightning_statement": "防雷设计说明",
    "planning_permit": "建设工程规划许可证（副本）",
    "energy_calculation": "节能计算书",
    "green_statement": "绿色建筑设计专篇",
    "airdefence_opinion": "人防建设意见书",
}


def sample_paper(code: str, project: str) -> bytes:
    """One page that stands for a document in the demonstration."""
    title = NAMES.get(code) or str(MATERIAL_NAMES.get(code, code))
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_font("body", fontfile=str(face_file(Face.FALLBACK)))
        page.draw_rect((50, 60, 545, 782), color=(0.6, 0.65, 0.7))
        page.insert_text((80, 130), title, fontname="body", fontsize=22)
        page.insert_text((80, 175), f"项目：{project}", fontname="body", fontsize=12)
        page.insert_text(
            (80, 200),
            "本页仅供演示，不是真实文件。",
            fontname="body",
            fontsize=12,
        )
        page.insert_text(
            (190, 480), "样 本", fontname="body", fontsize=72, color=(0.85, 0.86, 0.88)
        )
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True))
