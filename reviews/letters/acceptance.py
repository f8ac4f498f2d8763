"""The letters of the window: notice of acceptance, one notice of what to make good."""

from collections.abc import Sequence

from reviews.letters.ink import Written
from reviews.letters.letterhead import Draft, Reference, foot_of
from reviews.letters.lines import Align
from reviews.letters.paper import MEASURE
from reviews.letters.tables import Column, Table
from reviews.letters.words import (
    ACTS,
    FACES,
    day,
    document_name,
    units,
    window_of,
    word,
)
from reviews.models import Case, DepartmentReview, Material
from reviews.promises import SheetPromise, sheet_promises
from reviews.sectors import SECTOR_WORK
from reviews.states import MaterialState

LABEL = 30.0
CLOSING = "特此通知。"


def acceptance(case: Case, reference: Reference) -> Written:
    """Set the notice of acceptance (受理通知书).

    It says which departments review until when, and which documents and sheets are to
    follow by which day and what waits for them (容缺受理).
    """
    promised = list(case.materials.filter(state=MaterialState.PROMISED))
    owed = [promise for promise in sheet_promises(case) if not promise.is_kept]
    issuer = window_of(case)
    title = "受理通知书（容缺受理）" if promised or owed else "受理通知书"
    draft = Draft(reference, issuer=issuer, title=title)
    draft.head()
    draft.address(case.project.builder.name)
    sheets = case.revisions_now().count()
    draft.say(
        f"你单位报送的“{case.project.name}”施工图设计文件（共{sheets}张）收悉。"
        f"经查，{_but(promised, owed)}申请材料齐全、符合法定形式，"
        f"现予受理，自{day(case.accepted_at or reference.on)}起"
        "由各有关部门并联审查，审查意见统一汇总后一次告知。"
    )
    where = f"登录 {reference.public_url}，" if reference.public_url else ""
    hint = f"{where}凭查询码 {case.query_code} 和报审登记的手机号"
    particulars(draft, case, ("进度查询", hint))
    reviews = list(case.reviews_now())
    if reviews:
        _departments(draft, reviews, "" if promised or owed else CLOSING)
    if promised:
        _promised(draft, promised, "" if owed else CLOSING)
    if owed:
        _promised_sheets(draft, owed, CLOSING)
    draft.end(CLOSING, unit=issuer, whose="window")
    return draft.close(foot=foot_of(case.serial, reference.public_url))


def make_good(case: Case, reference: Reference, wanting: Sequence[Material]) -> Written:
    """Set the one notice of everything that is wanting (一次性补正告知书)."""
    issuer = window_of(case)
    draft = Draft(reference, issuer=issuer, title="一次性补正告知书")
    draft.head()
    draft.address(case.project.builder.name)
    draft.say(
        f"你单位报送的“{case.project.name}”施工图设计文件收悉。经查，申请材料不齐全或者"
        f"不符合法定形式。依照《中华人民共和国行政许可法》第三十二条，现将需要补正的"
        f"全部内容（共{len(wanting)}项）一次告知如下："
    )
    rows = [
        (
            str(index),
            document_name(material),
            "主件" if material.is_essential else "可容缺件",
            _matter(material),
        )
        for index, material in enumerate(wanting, start=1)
    ]
    columns = (
        Column(12.0, "序号", Align.CENTRE),
        Column(58.0, "材料名称"),
        Column(20.0, "类别", Align.CENTRE),
        Column(MEASURE - 90.0, "需要补正的内容"),
    )
    draft.paper.skip(2.0)
    draft.table(Table(columns, rows))
    draft.end(
        "请补正上述全部内容后再次提交。已报送的图纸和材料继续保留，无须重复报送；"
        "主件不得容缺，可容缺件经书面承诺补齐期限后可以先行受理。",
        unit=issuer,
        whose="window",
    )
    return draft.close(foot=foot_of(case.serial, reference.public_url))


def particulars(draft: Draft, case: Case, *more: tuple[str, str]) -> None:
    """Set which case this is: project, place, builder, design firm."""
    project = case.project
    rows = [
        ("报审件编号", case.serial),
        ("工程名称", project.name),
        ("项目代码", project.code or "——"),
        ("工程地址", project.address or project.region.name),
        ("建设单位", project.builder.name),
        ("设计单位", project.designer.name),
        *more,
    ]
    columns = (Column(LABEL, align=Align.CENTRE), Column(MEASURE - LABEL))
    draft.paper.skip(2.0)
    draft.table(Table(columns, rows, labels=frozenset({0})))


def _departments(
    draft: Draft, reviews: Sequence[DepartmentReview], closing: str
) -> None:
    rows = [
        (
            review.department.name,
            word(SECTOR_WORK, review.department.sector),
            f"{review.limit_days}个工作日",
            day(review.due_at),
        )
        for review in reviews
    ]
    columns = (
        Column(MEASURE - 106.0, "审查部门"),
        Column(42.0, "审查事项"),
        Column(26.0, "承诺期限", Align.CENTRE),
        Column(38.0, "参考截止日", Align.CENTRE),
    )
    versions = units([review.rule_version for review in reviews if review.rule_version])
    rules = f"（分派规则版本 {versions}）" if versions else ""
    note = (
        "期限按工作日计算，受理当日不计入；修改图纸、会商和专家评审的时间不计入期限"
        f"{rules}。"
    )
    draft.table(
        Table(columns, rows), caption="审查部门和期限", note=note, closing=closing
    )


def _promised(draft: Draft, promised: Sequence[Material], closing: str) -> None:
    rows = [
        (
            str(index),
            document_name(material),
            day(material.promised_until),
            f"补齐前不予{word(ACTS, material.blocks)}" if material.blocks else "——",
        )
        for index, material in enumerate(promised, start=1)
    ]
    columns = (
        Column(12.0, "序号", Align.CENTRE),
        Column(MEASURE - 98.0, "材料名称"),
        Column(38.0, "承诺补齐日期", Align.CENTRE),
        Column(48.0, "影响的后续环节"),
    )
    note = "请在承诺日期前补齐；逾期未补齐的，容缺受理失效，后续环节暂停办理。"
    draft.table(Table(columns, rows), caption="容缺材料", note=note, closing=closing)


def _but(promised: Sequence[Material], owed: Sequence[SheetPromise]) -> str:
    kinds = [name for name, rows in (("材料", promised), ("图纸", owed)) if rows]
    return f"除下列容缺{'和容缺'.join(kinds)}外，" if kinds else ""


def _promised_sheets(draft: Draft, owed: Sequence[SheetPromise], closing: str) -> None:
    rows = [
        (str(index), promise.number, word(FACES, promise.code), day(promise.until))
        for index, promise in enumerate(owed, start=1)
    ]
    columns = (
        Column(12.0, "序号", Align.CENTRE),
        Column(MEASURE - 98.0, "图号"),
        Column(48.0, "容缺内容"),
        Column(38.0, "承诺补齐日期", Align.CENTRE),
    )
    note = "请在承诺日期前随图纸报送；图纸报送后即视为补齐。"
    draft.table(Table(columns, rows), caption="容缺图纸", note=note, closing=closing)


def _matter(material: Material) -> str:
    if material.state == MaterialState.REFUSED:
        return material.note or "已报送，但不符合要求，请更正后重新报送。"
    remark = f"{material.note}" if material.note else ""
    if material.is_essential:
        return f"未报送。本项为主件，应当补齐。{remark}"
    return f"未报送。请补齐，或者书面承诺补齐日期。{remark}"
