"""A few sample clauses, so that opinions have something to refer to.

The wording is ours and says 示例 on every page: the real text comes from the library
that a department imports (`reviews.actions.clauses.import_clauses`).
"""

from typing import Final

from reviews.actions.clauses import import_clauses

CLAUSES: Final = (
    ("示例-住宅", "5.8.7", "housing", "shall", "卧室门的门洞净宽应不小于 0.90 m。"),
    ("示例-住宅", "6.1.1", "housing", "mandatory", "临空处栏杆净高必须不小于 1.10 m。"),
    ("示例-住宅", "4.1.2", "housing", "advice", "套内走道净宽宜不小于 1.20 m。"),
    ("示例-结构", "8.2.1", "housing", "shall", "梁柱节点区箍筋应加密。"),
    ("示例-防火", "6.4.11", "fire", "mandatory", "疏散门应向疏散方向开启。"),
    ("示例-防火", "5.5.17", "fire", "shall", "安全疏散距离应符合表列规定。"),
    ("示例-防火", "7.1.8", "fire", "shall", "消防车道的净宽不应小于 4.0 m。"),
    ("示例-人防", "3.3.1", "airdefence", "shall", "防护密闭门应向外开启。"),
    ("示例-人防", "3.3.6", "airdefence", "mandatory", "口部门扇不得影响防护门启闭。"),
    ("示例-人防", "3.2.4", "airdefence", "advice", "掩蔽面积等四项指标宜列于说明。"),
)


def load_clauses() -> int:
    """Enter the sample clauses; again changes nothing."""
    rows = [
        {
            "code": code,
            "number": number,
            "sector": sector,
            "grade": grade,
            "text": text,
            "valid_from": "2020-01-01",
        }
        for code, number, sector, grade, text in CLAUSES
    ]
    return import_clauses(rows, is_sample=True)
