"""The words that title blocks use for their fields, in Chinese and English."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache


class Field(StrEnum):
    """A field of a title block."""

    NUMBER = "number"
    NAME = "name"
    KIND = "kind"  # 图别: the letters before a number
    SCALE = "scale"
    REVISION = "revision"
    DATE = "date"
    PROJECT = "project"
    PART = "part"  # 子项: one building of the project
    SIGNER = "signer"
    OTHER = "other"


LABELS: Mapping[Field, str] = {
    Field.NUMBER: (
        "图号|图纸编号|图纸号|图编号|图纸图号|编号图号|页码图号|th|tuhao|drawingno|"
        "drawingnumber|dwgno|dwgnumber|dwg|drawingnorev|drawingnumberrevision|drawingnumberrev|plannumber|planno|sheetno|sheetnumber|sheetnum|sheet|number|drgno|drgnumber|shtno|shtnumber|gentitledwg|gentitlenr|图纸编码|图号页次"
    ),
    Field.NAME: (
        "图名|图纸名称|图纸内容|图名称|图纸名|图幅名称|图题|tm|tuming|drawingtitle|"
        "drawingname|dwgtitle|drgtitle|sheettitle|sheetname|title|drawing|sheetcontent|sheetcontents|"
        "drawingdescription|drgname|shttitle|shtname|gentitledes|本图名称"
    ),
    Field.KIND: "图别|专业|设计专业|专业类别|discipline|category",
    Field.SCALE: (
        "比例|出图比例|绘图比例|比例尺|制图比例|bl|scale|scales|drawingscale|plotscale|gentitlesca"
    ),
    Field.REVISION: (
        "版次|版本|版本号|版号|修改版次|修改|rev|revision|revno|"
        "issue|currentrevision|版本次数|出图版次"
    ),
    Field.DATE: (
        "日期|出图日期|设计日期|完成日期|rq|"
        "date|issuedate|dateofissue|plotdate|drawingdate|gentitledat|签发日期|编制日期"
    ),
    Field.PROJECT: (
        "工程名称|项目名称|工程项目|建设项目|工程|项目|gcmc|"
        "project|projectname|projecttitle|job|jobname|proposedproject|clientproject"
    ),
    Field.PART: "子项名称|工程子项|子项|单体名称|subproject|subitem",
    Field.SIGNER: (
        "设计|设计人|制图|制图人|绘图|校对|校核|校对人|审核|审核人|审定|审定人|复核|"
        "项目负责人|项目负责|设计总负责|设总|专业负责人|专业负责|工种负责|工种负责人|"
        "注册师|注册建筑师|注册结构师|批准|会签|"
        "drawn|drawnby|drafted|drafter|drafting|chkd|chkdby|appd|appdby|chk|app|checker|approver|designer|审查|方案设计|方案|项目经理|设计负责人|"
        "designed|designedby|checked|checkedby|reviewedby|"
        "approved|approvedby|engappr|mfgappr|architect|engineer|projectmanager"
    ),
    Field.OTHER: (
        "建设单位|设计单位|设计阶段|阶段|设计号|工程编号|项目编号|工程号|子项号|档案号|"
        "备注|说明|资质证号|证书编号|合作设计|会签栏|注册章|出图章|姓名|签名|签字|职责|职称|"
        "共页|第页|张数|owner|client|address|phone|tel|fax|projectno|projectnumber|jobno|"
        "description|no|by|qa|details|amendments|premises|applicant|scalebar|telno|emailaddress|unlessotherwisespecified|remarks|comments|material|finish|weight|size|stage|status|contractor|consultant|seal|stamp|notes"
    ),
}
_FIELD_OF = {
    word: field for field, words in LABELS.items() for word in words.split("|")
}
# Scale @ A3: the scale holds for that paper.
_AT_SIZE = re.compile(r"@\s*a\d\b")
# GEN-TITLE-DWG{16.8}: AutoCAD's own title blocks name the width of a field.
_WIDTH = re.compile(r"\{[\d.]*\}")
# TITLE1, DRG_TITLE_LINE_2, 图名二: a name that fills several attributes.
_LINE = re.compile(r"(?:line|行)?(?P<at>\d|[一二三四])$")
_NOISE = re.compile(r"[\s\u3000_.#:：/\\\-－—()（）*\[\]“”'|]+")


def folded(label: str) -> str:
    """A label without spaces, punctuation and size of paper, in lower case."""
    plain = unicodedata.normalize("NFKC", label).lower().replace("°", "o")
    return _NOISE.sub("", _WIDTH.sub("", _AT_SIZE.sub("", plain)))


# Each text of a sheet is asked about many times.
@lru_cache(maxsize=4096)
def field_of(label: str) -> Field | None:
    """The field that a label or an attribute tag announces."""
    word = folded(label)
    if found := _FIELD_OF.get(word):
        return found
    # 图号DWGNO, 图名Title: both languages on one line.
    chinese = "".join(letter for letter in word if letter >= "\u4e00")
    latin = "".join(letter for letter in word if letter < "\u4e00")
    if chinese and latin and _FIELD_OF.get(latin):
        return _FIELD_OF.get(chinese)
    return None


def named_in_lines(attributes: Mapping[str, str]) -> str:
    """The name of a sheet that fills several attributes, in the order of their numbers.

    Args:
        attributes: tag to value.

    Returns:
        The lines with a space between, empty where no attribute is a line of a name.

    """
    lines: dict[str, str] = {}
    for tag, value in attributes.items():
        word = folded(tag)
        at = _LINE.search(word)
        base = word[: at.start()] if at else word
        text = " ".join(value.split())
        if text and _FIELD_OF.get(base) is Field.NAME:
            lines.setdefault(at["at"].translate(_DIGITS) if at else "", text)
    is_several = any(lines.keys() - {""})
    return " ".join(lines[at] for at in sorted(lines)) if is_several else ""


_DIGITS = str.maketrans("一二三四", "1234")


def titleblock_score(tags: Iterable[str]) -> int:
    """How many different fields a set of attribute tags names."""
    tags = list(tags)
    fields = {field_of(tag) for tag in tags}
    if named_in_lines(dict.fromkeys(tags, "x")):
        fields.add(Field.NAME)
    named = fields - {None, Field.OTHER, Field.SIGNER}
    return len(named) + (1 if Field.SIGNER in fields else 0)
