"""The minutes of a consultation (会商纪要)."""

from collections.abc import Sequence

from django.db.models import QuerySet

from reviews.letters.ink import Written
from reviews.letters.letterhead import Draft, Reference, foot_of
from reviews.letters.lines import RED, Align, Run
from reviews.letters.opinions import clause_of, place_of
from reviews.letters.paper import MEASURE
from reviews.letters.signers import units_of_meeting
from reviews.letters.tables import Column, Table
from reviews.letters.words import GRADES, GROUNDS, OUTCOMES, day, lead_of, moment, word
from reviews.models import ClockMark, Consultation, Opinion, Position, Resolution
from reviews.timing.events import What
from storage.typefaces import Face

LABEL = 26.0


def minutes(consultation: Consultation, reference: Reference) -> Written:
    """Set the minutes: both opinions, positions, dissent, resolution, clocks."""
    case = consultation.case
    issuer = lead_of(case)
    draft = Draft(
        reference, issuer=issuer, title=f"会商纪要（第{consultation.number}号）"
    )
    draft.head()
    _particulars(draft, consultation)
    columns = (
        Column(LABEL, align=Align.CENTRE),
        Column((MEASURE - LABEL) / 2, "第一方意见"),
        Column((MEASURE - LABEL) / 2, "第二方意见"),
    )
    rows = _beside(consultation.opinion_a, consultation.opinion_b)
    draft.table(Table(columns, rows, labels=frozenset({0})), caption="一、待会商的意见")
    _positions(draft, consultation)
    _resolution(draft, consultation)
    _clocks(draft, consultation)
    units = units_of_meeting(consultation)
    draft.sign_each([(unit.name, f"unit-{unit.pk}") for unit in units])
    return draft.close(foot=foot_of(case.serial, ""))


def _particulars(draft: Draft, consultation: Consultation) -> None:
    case = consultation.case
    present = [
        f"{position.department.name}（{position.representative}）"
        for position in _heard(consultation)
    ]
    host = str(consultation.host) if consultation.host else "——"
    rows = [
        ("报审件", f"{case.serial}　{case.project.name}"),
        ("会商事由", _ground(consultation)),
        (
            "会商时间",
            f"{moment(consultation.opened_at)}至{moment(consultation.settled_at)}",
        ),
        ("主持人", host),
        ("参加会商", "、".join(present) or "——"),
    ]
    columns = (Column(LABEL, align=Align.CENTRE), Column(MEASURE - LABEL))
    draft.table(Table(columns, rows, labels=frozenset({0})))


def _ground(consultation: Consultation) -> str:
    ground = word(GROUNDS, consultation.ground)
    sheet = consultation.opinion_a.sheet
    share = (
        f"，标注区域重叠{consultation.overlap * 100:.0f}%"
        if consultation.overlap > 0
        else ""
    )
    return (
        f"意见 {consultation.opinion_a.number} 与 {consultation.opinion_b.number}"
        f"（图纸 {sheet.number} {sheet.name}）{ground}{share}"
    )


def _beside(first: Opinion, second: Opinion) -> Sequence[Sequence[str]]:
    pair = (first, second)
    return [
        ("编号", *(opinion.number for opinion in pair)),
        ("提出部门", *(opinion.review.department.name for opinion in pair)),
        ("等级", *(word(GRADES, opinion.grade) for opinion in pair)),
        ("依据条文", *(clause_of(opinion) for opinion in pair)),
        ("位置", *(f"{opinion.sheet.number}，{place_of(opinion)}" for opinion in pair)),
        ("意见", *(opinion.text for opinion in pair)),
        ("修改要求", *(opinion.requirement or "——" for opinion in pair)),
    ]


def _positions(draft: Draft, consultation: Consultation) -> None:
    positions = _heard(consultation)
    caption = "二、各部门立场"
    if not positions:
        draft.caption(caption)
        draft.say("各部门未提交书面立场。")
        return
    columns = (
        Column(40.0, "部门"),
        Column(22.0, "代表", Align.CENTRE),
        Column(20.0, "对决议", Align.CENTRE),
        Column(MEASURE - 82.0, "立场和保留意见"),
    )
    rows = [
        (
            position.department.name,
            str(position.representative),
            {True: "同意", False: "不同意", None: "——"}[position.agrees],
            _said(position),
        )
        for position in positions
    ]
    draft.table(Table(columns, rows), caption=caption)


def _heard(consultation: Consultation) -> list[Position]:
    rows = consultation.positions.select_related("department", "representative")
    return list(rows.order_by("taken_at", "pk"))


def _said(position: Position) -> list[Run]:
    runs = [Run(position.text)]
    if position.dissent.strip():
        runs += [
            Run("\n保留意见：", Face.SANS_BOLD, RED),
            Run(position.dissent.strip()),
        ]
    return runs


def _resolution(draft: Draft, consultation: Consultation) -> None:
    draft.caption("三、决议")
    resolution: Resolution | None = Resolution.objects.filter(
        consultation=consultation
    ).first()
    if resolution is None:
        draft.say("本次会商未形成决议。")
        return
    draft.say(
        [
            Run(f"{word(OUTCOMES, resolution.outcome)}。", Face.SANS_BOLD),
            Run(resolution.text),
        ]
    )
    heir = resolution.opinion
    old = f"{consultation.opinion_a.number}、{consultation.opinion_b.number}"
    if heir is None:
        draft.say(f"意见 {old} 在专家评审结束前继续有效。")
    else:
        draft.say(
            f"本决议形成意见 {heir.number}（{word(GRADES, heir.grade)}），"
            f"取代意见 {old}；被取代的意见不再要求答复，原文存档备查。"
        )
    draft.say(
        f"本决议由{resolution.resolved_by}于{moment(resolution.resolved_at)}签署。"
    )


def _clocks(draft: Draft, consultation: Consultation) -> None:
    parties = [
        consultation.opinion_a.review.department_id,
        consultation.opinion_b.review.department_id,
    ]
    reviews = list(consultation.case.reviews_now().filter(department__in=parties))
    if not reviews:
        return
    rows = [
        (
            review.department.name,
            _mark(consultation, review.clock_marks.filter(what=What.STOP)),
            _mark(consultation, review.clock_marks.filter(what=What.RESUME)),
            day(review.due_at),
        )
        for review in reviews
    ]
    columns = (
        Column(MEASURE - 116.0, "部门"),
        Column(40.0, "计时中止", Align.CENTRE),
        Column(40.0, "恢复计时", Align.CENTRE),
        Column(36.0, "顺延后截止日", Align.CENTRE),
    )
    note = "会商时间不计入审查期限。"
    draft.table(Table(columns, rows), caption="四、审查期限", note=note)


def _mark(consultation: Consultation, marks: "QuerySet[ClockMark]") -> str:
    """When the clock moved for this meeting: the last mark between its two ends."""
    begin, end = consultation.opened_at, consultation.settled_at
    within = [
        mark.at
        for mark in marks
        if (begin is None or mark.at >= begin) and (end is None or mark.at <= end)
    ]
    return moment(within[-1]) if within else "——"
