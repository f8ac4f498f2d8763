"""The certificate of passed review (施工图设计文件审查合格书) with its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reviews.letters.ink import Written
from reviews.letters.letterhead import SEAL_MM, Draft, Reference
from reviews.letters.lines import GREY, Align, Run, set_lines
from reviews.letters.paper import LEFT, MEASURE, RIGHT, Paper
from reviews.letters.tables import Column, Table, lay
from reviews.letters.words import (
    DISCIPLINES,
    RESULTS,
    USES,
    day,
    lead_of,
    word,
)
from reviews.models import Case
from reviews.sectors import SECTOR_WORK
from signatures.pades.placement import Box
from storage.typefaces import Face

HEAD: Final = "审定人"
CELL: Final = 0.6
PADS: Final = (1.0, 0.6)
"""Blank above and below a row of the list of sheets: less where that saves a page."""
UNDER_MM: Final = 6.0
"""Room for the remark under that list."""
CODE_MM: Final = 30.0
ZONE_TOP: Final = 208.0
"""Where the lower part of the first page begins: code, issuer, seal."""
CERTIFICATE_SEAL_BOX: Final = Box(
    RIGHT - SEAL_MM - 8.0, ZONE_TOP + 6.0, RIGHT - 8.0, ZONE_TOP + 6.0 + SEAL_MM
)
"""Where the seal of the issuing unit goes, on the first page of every certificate."""


@dataclass(frozen=True, slots=True)
class CertifiedSheet:
    """A sheet that the certificate vouches for, by the digest of its sealed file."""

    number: str
    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed for a discipline of a department (order 13, art. 13)."""

    department: str
    discipline: str
    name: str
    role: str = "审查人"


def certificate(  # noqa: PLR0913 - the certificate names all of these
    case: Case,
    reference: Reference,
    *,
    sheets: Sequence[CertifiedSheet],
    signatories: Sequence[Signatory],
    issued_by: str,
    code: str,
    url: str,
) -> Written:
    """Set the certificate; the seal goes to `CERTIFICATE_SEAL_BOX` of the first page.

    Args:
        case: with every department passed.
        reference: number and day.
        sheets: every sheet, in the order of the set.
        signatories: the reviewers of each discipline and the heads that approved.
        issued_by: the person who issues it (签发人).
        code: what a reader types to check it.
        url: what the QR code says.

    """
    issuer = lead_of(case)
    draft = Draft(reference, issuer=issuer, title="施工图设计文件审查合格书")
    draft.head()
    _facts(draft, case, len(sheets))
    draft.paper.skip(3.0)
    draft.say(
        "上列工程施工图设计文件经各部门联合审查，符合工程建设强制性标准和有关规定，"
        "审查合格。合格范围以附表二所列图纸及其校验值为准；任何单位和个人不得擅自修改"
        "审查合格的施工图。",
    )
    _zone(draft, issuer, issued_by, code, url)
    draft.paper.turn()
    _signed(draft, case, signatories)
    _sheets(draft, sheets)
    where = f"　核验码 {code}" if code else ""
    return draft.close(
        foot=f"报审件编号 {case.serial}{where}　扫描首页二维码可核验真伪"
    )


def _facts(draft: Draft, case: Case, count: int) -> None:
    project = case.project
    reviews = list(case.reviews_now())
    passed = "；".join(
        f"{review.department.name}：{word(RESULTS, review.result) or '——'}"
        for review in reviews
    )
    rows = [
        ("工程名称", project.name),
        ("项目代码", project.code or "——"),
        ("工程地址", project.address or project.region.name),
        ("建设单位", _with_code(project.builder.name, project.builder.credit_code)),
        ("设计单位", _with_code(project.designer.name, project.designer.credit_code)),
        ("工程概况", scale_of(project.facts)),
        (
            "审查情况",
            f"报审件 {case.serial}，经{case.round_number}轮审查，图纸{count}张",
        ),
        ("部门结论", passed or "——"),
    ]
    draft.table(_grid(rows, draft.paper.top))


def _grid(rows: Sequence[tuple[str, str]], top: float) -> Table:
    """The table in the largest type that leaves room for what stands below it."""
    columns = (Column(28.0, align=Align.CENTRE), Column(MEASURE - 28.0))
    tables = [
        Table(
            columns,
            rows,
            size=size,
            labels=frozenset({0}),
            row_height=ROW_MM if size >= ROOMY else 0.0,
        )
        for size in SIZES
    ]
    shortened = [(label, _short(text)) for label, text in rows]
    last = Table(columns, shortened, size=SIZES[-1], labels=frozenset({0}))
    return next((table for table in tables if _fits(table, top)), last)


SIZES: Final = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
ROOMY: Final = 11.0
ROW_MM: Final = 10.5
STATEMENT_MM: Final = 39.0
LONGEST: Final = 160


def _fits(table: Table, top: float) -> bool:
    trial = Paper()
    trial.top = top
    lay(trial, table)
    return trial.page == 0 and trial.top <= ZONE_TOP - STATEMENT_MM


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _with_code(name: str, credit_code: str) -> str:
    return f"{name}（统一社会信用代码 {credit_code}）" if credit_code else name


def scale_of(facts: Mapping[str, object]) -> str:
    """The size of the building in one line, of the facts that were declared."""
    parts = []
    if use := facts.get("use"):
        parts.append(word(USES, str(use)))
    for key, before, after in _MEASURES:
        value = facts.get(key)
        if isinstance(value, int | float) and value > 0:
            parts.append(f"{before}{value:,.2f}".rstrip("0").rstrip(".") + after)
    return "，".join(parts) or "——"


_MEASURES: Final = (
    ("area_m2", "建筑面积", "㎡"),
    ("height_m", "建筑高度", "m"),
    ("storeys_above", "地上", "层"),
    ("storeys_below", "地下", "层"),
)


def _zone(draft: Draft, issuer: str, issued_by: str, code: str, url: str) -> None:
    """The lower part of the first page, always at the same place."""
    paper, top = draft.paper, ZONE_TOP + 8.0
    draft.code(url, Box(LEFT, top, LEFT + CODE_MM, top + CODE_MM))
    beside = Box(LEFT, top + CODE_MM, LEFT + 52.0, top + CODE_MM + 12.0)
    paper.label(
        [
            Run("扫码核验　核验码 ", Face.SANS, GREY),
            Run(code, Face.SANS_BOLD),
        ],
        beside,
        size=9.0,
        pitch=1.5,
    )
    left = CERTIFICATE_SEAL_BOX.left - 30.0
    level = CERTIFICATE_SEAL_BOX.top + 3.0
    lines = (
        ("签发人：", issued_by or "——"),
        ("发证单位：", issuer),
        ("发证日期：", day(draft.reference.on)),
    )
    for label, text in lines:
        box = Box(left, level, RIGHT, level + 8.0)
        paper.label([Run(label, Face.SANS_BOLD), Run(text)], box, size=11.5, pitch=1.5)
        broad = set_lines(f"{label}{text}", size=11.5, width=box.width)
        level += 6.2 * len(broad) + 4.0
    paper.label(
        [Run("（发证单位电子印章）", Face.SERIF, GREY)],
        Box(left, level, RIGHT, level),
        size=9.0,
    )
    draft.keep_for_seal(CERTIFICATE_SEAL_BOX, "lead")


def _signed(draft: Draft, case: Case, signatories: Sequence[Signatory]) -> None:
    is_told = any(one.role == HEAD for one in signatories)
    people = [*signatories, *([] if is_told else _heads(case))]
    units = [one.department for one in people]
    people.sort(key=lambda one: units.index(one.department))
    rows = [
        (one.department, word(DISCIPLINES, one.discipline), one.role, one.name)
        for one in people
    ]
    columns = (
        Column(MEASURE - 108.0, "审查部门"),
        Column(44.0, "专业（审查事项）", Align.CENTRE),
        Column(24.0, "身份", Align.CENTRE),
        Column(40.0, "电子签名", Align.CENTRE),
    )
    draft.table(
        Table(columns, rows),
        caption="附表一　审查人员签名",
        note="电子签名由审查人员在本系统中以本人账户作出，签名时间载于审查记录。",
    )


def _heads(case: Case) -> list[Signatory]:
    """The heads that approved, where the caller does not name them."""
    return [
        Signatory(
            review.department.name,
            word(SECTOR_WORK, review.department.sector),
            str(review.approved_by),
            HEAD,
        )
        for review in case.reviews_now().select_related("approved_by")
        if review.approved_by is not None
    ]


def _sheets(draft: Draft, sheets: Sequence[CertifiedSheet]) -> None:
    columns = (
        Column(11.0, "序号", Align.CENTRE),
        Column(27.0, "图号"),
        Column(MEASURE - 113.0, "图名"),
        Column(12.0, "版次", Align.CENTRE),
        Column(63.0, "盖章文件 SHA-256 校验值"),
    )
    rows = [
        (
            str(index),
            sheet.number,
            sheet.name,
            sheet.version,
            [Run(in_groups(sheet.sha256), Face.SANS, cell=CELL)],
        )
        for index, sheet in enumerate(sheets, start=1)
    ]
    draft.table(
        _shortest(
            [Table(columns, rows, size=8.0, pad=pad) for pad in PADS], draft.paper
        ),
        caption=f"附表二　审查合格图纸目录及校验值（共{len(sheets)}张）",
        note="校验值为加盖电子印章后 PDF 文件的 SHA-256 摘要；文件改动一个字节，"
        "校验值即不相同。",
    )


def _shortest(tables: Sequence[Table], paper: Paper) -> Table:
    """The first of those that take the fewest pages from here on."""

    def pages(table: Table) -> int:
        trial = Paper()
        trial.top = paper.top
        lay(trial, table, caption="　", below=UNDER_MM)
        return trial.page

    return min(tables, key=pages)


def in_groups(digest: str) -> str:
    """Two lines of four groups of eight, as far as the digest goes."""
    groups = [digest[start : start + 8] for start in range(0, len(digest), 8)]
    rows = [" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4)]
    return "\n".join(rows)
