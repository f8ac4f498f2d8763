"""The one notice with the opinions of every department (审查意见告知书)."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from reviews.letters.ink import Written
from reviews.letters.letterhead import Draft, Reference, foot_of
from reviews.letters.lines import GREY, RED, Align, Run
from reviews.letters.paper import MEASURE
from reviews.letters.tables import Column, Table
from reviews.letters.words import (
    GRADES,
    OUTCOMES,
    RESULTS,
    lead_of,
    word,
)
from reviews.models import Case, DepartmentReview, Opinion, Resolution
from reviews.sectors import SECTOR_WORK
from reviews.states import OpinionState
from storage.typefaces import Face

NUMERALS: Final = "一二三四五六七八九十"


def opinions_notice(case: Case, reference: Reference) -> Written:
    """Set the notice: counts, then each department's opinions, then what was settled."""
    reviews = list(case.reviews_now())
    opinions = _standing(case)
    replaced = _replaced(case)
    issuer = lead_of(case)
    draft = Draft(reference, issuer=issuer, title="审查意见告知书")
    draft.head()
    draft.address(f"{case.project.builder.name}、{case.project.designer.name}")
    _opening(draft, case, reviews, opinions)
    _counts(draft, reviews, opinions)
    sections = [
        (review, [one for one in opinions if _speaks_for(review, one)])
        for review in reviews
    ]
    for index, (review, own) in enumerate(sections):
        _section(draft, review, own, index)
    if replaced:
        _lineage(draft, replaced, len(sections))
    draft.end(
        "请逐条答复并修改图纸，加盖出图章后一并提交复审；对意见有异议的，"
        "可以在答复中说明理由并申请会商。修改时间不计入审查期限。",
        unit=issuer,
        whose="lead",
    )
    return draft.close(foot=foot_of(case.serial, reference.public_url))


def _standing(case: Case) -> list[Opinion]:
    return list(
        case.opinions.open()
        .select_related(
            "review__department", "review__round", "sheet", "revision", "clause"
        )
        .select_related("revision__pdf", "revision__dwg")
        .prefetch_related("replaces__review__department")
        .order_by("review__department__pk", "number")
    )


def _replaced(case: Case) -> list[Resolution]:
    return list(
        Resolution.objects.filter(consultation__case=case)
        .select_related(
            "opinion",
            "consultation__opinion_a__review__department",
            "consultation__opinion_b__review__department",
        )
        .order_by("consultation__number")
    )


def _speaks_for(review: DepartmentReview, opinion: Opinion) -> bool:
    return opinion.review.department_id == review.department_id


def _opening(
    draft: Draft,
    case: Case,
    reviews: Sequence[DepartmentReview],
    opinions: Sequence[Opinion],
) -> None:
    sheets = case.revisions_now().count()
    touched = len({opinion.sheet_id for opinion in opinions})
    draft.say(
        f"你单位报送的“{case.project.name}”（{case.serial}）施工图设计文件，"
        f"经{len(reviews)}个部门第{case.round_number}轮并联审查，"
        f"共提出尚需处理的意见{len(opinions)}条，涉及图纸{touched}张"
        f"（本轮图纸共{sheets}张）。各部门意见已经汇总核对，现一次告知如下。"
    )


def _counts(
    draft: Draft, reviews: Sequence[DepartmentReview], opinions: Sequence[Opinion]
) -> None:
    rows: list[Sequence[str | Sequence[Run]]] = []
    for review in reviews:
        own = [one for one in opinions if _speaks_for(review, one)]
        rows.append(
            (
                review.department.name,
                word(RESULTS, review.result) if review.result else "——",
                *_by_grade(own),
            )
        )
    rows.append(tuple(_bold(text) for text in ("合　计", "——", *_by_grade(opinions))))
    columns = (
        Column(MEASURE - 112.0, "审查部门"),
        Column(34.0, "审查结论", Align.CENTRE),
        Column(23.0, "强制性条文", Align.CENTRE),
        Column(23.0, "应、不得类", Align.CENTRE),
        Column(16.0, "建议", Align.CENTRE),
        Column(16.0, "小计", Align.CENTRE),
    )
    draft.paper.skip(2.0)
    draft.table(Table(columns, rows))


def _by_grade(opinions: Sequence[Opinion]) -> tuple[str, ...]:
    counts = Counter(opinion.grade for opinion in opinions)
    return (*(str(counts[grade]) for grade in GRADES), str(len(opinions)))


def _bold(text: str) -> Sequence[Run]:
    return [Run(text, Face.SANS_BOLD)]


def _section(
    draft: Draft, review: DepartmentReview, own: Sequence[Opinion], index: int
) -> None:
    unit = review.department
    about = word(SECTOR_WORK, unit.sector)
    caption = f"{_numeral(index)}、{unit.name}（{about}，{len(own)}条）"
    if not own:
        draft.caption(caption)
        draft.say("本部门没有需要处理的意见。")
        return
    columns = (
        Column(17.0, "编号", Align.CENTRE),
        Column(23.0, "等级", Align.CENTRE),
        Column(36.0, "图号、图名和位置"),
        Column(MEASURE - 76.0, "审查意见、依据和修改要求"),
    )
    rows = [_opinion(opinion) for opinion in own]
    draft.table(Table(columns, rows), caption=caption)


def _opinion(opinion: Opinion) -> Sequence[str | Sequence[Run]]:
    is_mandatory = opinion.grade == Opinion.Grade.MANDATORY
    grade = word(GRADES, opinion.grade)
    name = opinion.revision.name or opinion.sheet.name
    return (
        [Run(opinion.number, Face.SANS_BOLD)],
        [Run(grade, Face.SANS_BOLD, RED)] if is_mandatory else grade,
        [
            Run(opinion.sheet.number, Face.SANS_BOLD),
            Run(f"（{opinion.revision.version}版）\n", Face.SERIF),
            *([Run(f"{name}\n")] if name else []),
            Run(place_of(opinion), Face.SERIF, GREY),
        ],
        list(_words(opinion)),
    )


def _words(opinion: Opinion) -> list[Run]:
    runs = [Run(opinion.text.strip() or "（无文字）")]
    runs += [Run("\n依据：", Face.SANS_BOLD), Run(clause_of(opinion))]
    if opinion.requirement.strip():
        runs += [Run("\n要求：", Face.SANS_BOLD), Run(opinion.requirement.strip())]
    for remark in _remarks(opinion):
        runs.append(Run(f"\n{remark}", Face.SERIF, GREY))
    return runs


def _remarks(opinion: Opinion) -> list[str]:
    found = []
    if opinion.review.round.number < opinion.case.round_number:
        found.append(f"第{opinion.review.round.number}轮提出，经复审仍需处理。")
    if opinion.is_late:
        found.append(f"首审遗漏，补提理由：{opinion.late_reason}")
    if old := [one.number for one in opinion.replaces.all()]:
        found.append(f"经会商形成，取代意见 {'、'.join(old)}。")
    return found


def clause_of(opinion: Opinion) -> str:
    """The clause with its edition's words, as the letter cites it."""
    clause = opinion.clause
    if clause is None:
        return opinion.clause_text.strip() or "未引用条文"
    title = f"《{clause.title}》" if clause.title else ""
    text = opinion.clause_text.strip() or clause.text.strip()
    said = f"：{text}" if text else ""
    return f"{title}{clause.code} 第{clause.number}条{said}"


def place_of(opinion: Opinion) -> str:
    """Where on the sheet the mark stands, in words and millimetres of the paper."""
    box = opinion.box
    is_box = isinstance(box, list) and len(box) == _CORNERS
    if not is_box or not all(isinstance(one, int | float) for one in box):
        return "位置见电子图纸"
    face = opinion.revision.face
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if face.width_mm <= 0 or face.height_mm <= 0:
        return "位置见电子图纸"
    column = _third(across / face.width_mm)
    row = _third(up / face.height_mm)
    return (
        f"图面{_PLACES[row][column]}，距左边{across:.0f}mm、"
        f"距上边{face.height_mm - up:.0f}mm处"
    )


_CORNERS: Final = 4
_PLACES: Final = (
    ("左下部", "下部", "右下部"),
    ("左部", "中部", "右部"),
    ("左上部", "上部", "右上部"),
)


def _third(share: float) -> int:
    return min(max(int(share * 3), 0), 2)


def _numeral(index: int) -> str:
    return NUMERALS[index] if index < len(NUMERALS) else str(index + 1)


def _lineage(draft: Draft, resolutions: Sequence[Resolution], index: int) -> None:
    caption = f"{_numeral(index)}、会商情况（{len(resolutions)}件）"
    rows = []
    for resolution in resolutions:
        meeting = resolution.consultation
        first, second = meeting.opinion_a, meeting.opinion_b
        rows.append(
            (
                f"第{meeting.number}号",
                _spoken(first) + "\n" + _spoken(second),
                word(OUTCOMES, resolution.outcome),
                [
                    Run(resolution.text),
                    Run(f"\n{_outcome(resolution)}", Face.SANS_BOLD),
                ],
            )
        )
    columns = (
        Column(17.0, "会商", Align.CENTRE),
        Column(42.0, "涉及意见"),
        Column(26.0, "处理结果", Align.CENTRE),
        Column(MEASURE - 85.0, "决议"),
    )
    draft.table(Table(columns, rows), caption=caption)


def _spoken(opinion: Opinion) -> str:
    is_gone = opinion.state == OpinionState.REPLACED
    state = "，已被取代" if is_gone else ""
    return f"{opinion.number}（{opinion.review.department.name}{state}）"


def _outcome(resolution: Resolution) -> str:
    if resolution.opinion is None:
        return "原意见在专家评审结束前继续有效。"
    meeting = resolution.consultation
    old = f"{meeting.opinion_a.number}、{meeting.opinion_b.number}"
    return f"由意见 {resolution.opinion.number} 取代 {old}。"
