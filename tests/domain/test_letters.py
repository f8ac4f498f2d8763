"""Letters: numbered, kept, complete, and readable whatever the rows hold."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import pymupdf
import pytest

from accounts.models import Organisation, Region, User
from drawings.models import (
    Face,
    Project,
    Sheet,
    SheetRevision,
    Submission,
    SubmittedFile,
)
from reviews.actions.letters import (
    write_acceptance,
    write_certificate,
    write_make_good,
    write_minutes,
    write_opinions_notice,
    write_receipt,
)
from reviews.letters.words import NO_EFFECT
from reviews.letters.writing import (
    CERTIFICATE_SEAL_BOX,
    CertifiedSheet,
    Signatory,
    seal_places,
)
from reviews.models import (
    Case,
    Clause,
    ClockMark,
    Consultation,
    DepartmentReview,
    Letter,
    Material,
    Opinion,
    Position,
    Resolution,
    Round,
)
from reviews.states import DepartmentReviewState, MaterialState, OpinionState
from storage import clock
from storage.actions.blobs import read_bytes, store_bytes
from storage.models import Blob

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 7, 6, 2, 30, tzinfo=dt.UTC)
SECTORS = {
    "housing": ("云溪市住房和城乡建设局", "建"),
    "fire": ("云溪市消防审验中心", "消"),
    "airdefence": ("云溪市国防动员办公室", "人"),
}


@dataclass
class Town:
    """A case under review by three departments, with one sheet."""

    case: Case
    reviews: dict[str, DepartmentReview]
    revision: SheetRevision
    lin: User

    def opine(self, sector: str, number: str, **values: object) -> Opinion:
        """Let a department object."""
        fields: dict[str, object] = {
            "case": self.case,
            "review": self.reviews[sector],
            "number": number,
            "author": self.lin,
            "grade": "mandatory",
            "clause_text": "",
            "sheet": self.revision.sheet,
            "revision": self.revision,
            "shape": "rectangle",
            "points": [],
            "box": [100, 100, 160, 140],
            "text": "疏散楼梯间在首层未直通室外，且扩大前室面积不明。",
            "requirement": "补充首层疏散路径，并标注扩大前室的面积。",
            "state": OpinionState.STANDING,
            "given_at": NOW,
            "edited_at": NOW,
            "released_at": NOW,
        }
        return Opinion.objects.create(**{**fields, **values})


@pytest.fixture
def town(db: None) -> Town:
    """Build the rows that letters are written from."""
    city = Region.objects.create(name="云溪市")
    unit = _unit_maker(city)
    builder = unit("云溪恒安置业有限公司", "builder", credit_code="91371300MA3C0TEST1")
    designer = unit("云溪市建筑设计研究院有限公司", "designer")
    unit("云溪市政务服务中心", "window")
    lin = User.objects.create_user("lin", display_name="林建国")
    project = Project.objects.create(
        name="滨河花园三期7号住宅楼",
        code="2605-371302-04-01-138842",
        address="云溪市兰山区滨河大道与沂蒙路交汇处东北侧",
        region=city,
        builder=builder,
        designer=designer,
        facts={
            "use": "residential",
            "area_m2": 18650.5,
            "height_m": 54.3,
            "storeys_above": 18,
            "storeys_below": 1,
        },
    )
    submission = Submission.objects.create(
        project=project, number=1, opened_at=NOW, opened_by=lin
    )
    case = Case.objects.create(
        project=project,
        serial="LS-2026-0001",
        query_code="K7QF3MWX",
        state="reviewing",
        applicant=lin,
        phone="13800000000",
        opened_at=NOW,
        submitted_at=NOW,
        accepted_at=NOW,
    )
    round_ = Round.objects.create(
        case=case, number=1, submission=submission, started_at=NOW
    )
    reviews = {
        sector: DepartmentReview.objects.create(
            case=case,
            round=round_,
            department=unit(name, "department", sector=sector),
            state=DepartmentReviewState.APPROVED,
            result="pass_after_change",
            limit_days=7,
            rule_version="2026-07",
            due_at=NOW + dt.timedelta(days=9),
            approved_by=lin,
            approved_at=NOW,
        )
        for sector, (name, _short) in SECTORS.items()
    }
    revision = _revision(project, submission)
    return Town(case=case, reviews=reviews, revision=revision, lin=lin)


def test_an_acceptance_names_departments_limits_and_what_may_follow(town: Town) -> None:
    """The builder learns from one letter who reviews until when and what is owed."""
    _material(town, "planning_permit", promised_until=dt.date(2026, 7, 31))
    with clock.told_at(NOW):
        letter = write_acceptance(case=town.case)
    text = text_of(letter.blob)
    assert letter.number == "受理〔2026〕0001号"
    assert letter.kind == Letter.Kind.ACCEPTANCE
    for words in (
        "受理通知书（容缺受理）",
        "云溪市住房和城乡建设局",
        "云溪市国防动员办公室",
        "7个工作日",
        "2026年7月15日",
        "建设工程规划许可证（复印件）",
        "2026年7月31日",
        "补齐前不予核发审查合格书",
        "K7QF3MWX",
        "2026年7月6日",
    ):
        assert words in text, words


def test_an_acceptance_without_promises_does_not_speak_of_them(town: Town) -> None:
    """Nothing is said about documents to follow when none does."""
    assert "容缺" not in text_of(write_acceptance(case=town.case).blob)


def test_numbers_run_on_within_a_year_and_begin_again_in_the_next(town: Town) -> None:
    """Each kind of letter is counted by itself, year by year."""
    with clock.told_at(NOW):
        first = write_acceptance(case=town.case)
        second = write_acceptance(case=town.case)
        other = write_make_good(case=town.case, wanting=[])
    with clock.told_at(NOW + dt.timedelta(days=365)):
        later = write_acceptance(case=town.case)
    assert [one.number for one in (first, second, other, later)] == [
        "受理〔2026〕0001号",
        "受理〔2026〕0002号",
        "补正〔2026〕0001号",
        "受理〔2027〕0001号",
    ]


def test_one_notice_lists_everything_that_is_wanting(town: Town) -> None:
    """一次性告知: missing, refused and deferrable documents stand in one list."""
    wanting = [
        _material(town, "survey_report", is_essential=True),
        _material(
            town, "structural_calculation", state="refused", note="第3页缺少签名"
        ),
        _material(town, "energy_calculation"),
        _material(town, "quite_unknown"),
    ]
    text = text_of(write_make_good(case=town.case, wanting=wanting).blob)
    for words in (
        "（共4项）",
        "岩土工程勘察报告",
        "本项为主件",
        "第3页缺少签名",
        "节能计算书",
        "quite_unknown",
    ):
        assert words in text, words


def test_the_notice_tells_each_opinion_with_grade_clause_sheet_and_place(
    town: Town,
) -> None:
    """Sections by department; nothing that a designer needs is left out."""
    clause = Clause.objects.create(
        code="GB 55037-2022",
        title="建筑防火通用规范",
        number="7.1.3",
        text="疏散楼梯间在首层应直通室外。",
        grade="mandatory",
        valid_from=dt.date(2023, 6, 1),
    )
    town.opine("fire", "消-01", clause=clause)
    town.opine("housing", "建-01", grade="advice", text="女儿墙压顶建议加宽。")
    text = text_of(write_opinions_notice(case=town.case).blob)
    for words in (
        "消-01",
        "强制性条文",
        "《建筑防火通用规范》GB55037-2022第7.1.3条",
        "建施-05",
        "二层平面图",
        "图面左下部，距左边130mm、距上边300mm处",
        "建-01",
        "未引用条文",
        "共提出尚需处理的意见2条，涉及图纸1张",
        "本部门没有需要处理的意见",
    ):
        assert words.replace(" ", "") in text.replace(" ", ""), words


def test_the_notice_leaves_out_what_is_closed_or_withdrawn(town: Town) -> None:
    """Only what still stands against the case is told."""
    town.opine("fire", "消-01", state=OpinionState.CLOSED)
    town.opine("fire", "消-02", state=OpinionState.WITHDRAWN)
    town.opine("fire", "消-03")
    text = text_of(write_opinions_notice(case=town.case).blob)
    assert "消-03" in text
    assert "消-01" not in text
    assert "消-02" not in text


def test_a_notice_of_three_hundred_opinions_repeats_its_heads(town: Town) -> None:
    """Every opinion is there, and every page of a table says what its columns are."""
    for index in range(300):
        town.opine("fire", f"消-{index + 1:03d}")
    pages = pages_of(write_opinions_notice(case=town.case).blob)
    whole = "".join(pages)
    assert all(f"消-{index + 1:03d}" in whole for index in range(300))
    assert f"第1页共{len(pages)}页" in "".join(pages[0].split())
    middle = pages[len(pages) // 2].replace("\n", "")
    assert "编号等级图号、图名和位置" in middle


def test_words_of_any_length_and_kind_are_set(town: Town) -> None:
    """Bad rows make an ugly letter, never none: nothing is cut off silently."""
    project = town.case.project
    project.name = "超长工程名称" * 20
    project.address = "Nº7/" + "W" * 190
    project.save()
    long_text = "甲" * 9000 + "终"
    town.opine("fire", "消-01", text=long_text, box=[], requirement="\x00\x1b🏗️𠮷")
    town.opine("housing", "建-01", text="", box=["x", None, 1, 2])
    pages = pages_of(write_opinions_notice(case=town.case).blob)
    whole = "".join(pages)
    assert whole.count("甲") == 9000
    assert "终" in whole
    assert "位置见电子图纸" in whole.replace("\n", "")
    assert "（无文字）" in whole


def test_minutes_hold_both_opinions_positions_dissent_and_the_heir(town: Town) -> None:
    """The minutes alone tell what was decided, against whom, and what it replaces."""
    consultation = _resolved(town)
    letter = write_minutes(consultation=consultation)
    consultation.refresh_from_db()
    assert consultation.minutes == letter.blob
    text = text_of(letter.blob)
    for words in (
        "会商纪要（第1号）",
        "消-01",
        "人-01",
        "要求相反",
        "标注区域重叠62%",
        "防护密闭门应向外开启",
        "保留意见：平时状态下仍建议设置常开门",
        "折中处理",
        "形成意见消-02",
        "取代意见消-01、人-01",
        "2026年7月6日10:30",
    ):
        assert words in text, words


def test_the_notice_shows_which_opinions_a_resolution_replaced(town: Town) -> None:
    """A replaced opinion is not to be answered, but its descent stays readable."""
    _resolved(town)
    text = text_of(write_opinions_notice(case=town.case).blob)
    assert "会商情况（1件）" in text
    assert "由意见消-02取代消-01、人-01" in text
    assert "经会商形成，取代意见消-01、人-01" in text


def test_a_certificate_lists_every_sheet_with_its_digest(town: Town) -> None:
    """Each sheet is vouched for by number, version and digest, over several pages."""
    sheets = _sheets(120)
    letter = _certificate(town, sheets)
    text = text_of(letter.blob)
    assert all(sheet.sha256 in text for sheet in sheets)
    assert all(sheet.number in text for sheet in sheets)
    assert "签发人：林建国" in text
    assert "赵敏" in text
    assert "V7KD-9QXM" in text


@pytest.mark.parametrize("name", ["短名", "超长工程名称" * 20])
def test_the_seal_of_a_certificate_has_its_place_free(town: Town, name: str) -> None:
    """Wherever the text ends, the box of the seal holds issuer and day and nothing else."""
    town.case.project.name = name
    town.case.project.save()
    letter = _certificate(town, _sheets(3))
    (place,) = seal_places(read_bytes(letter.blob))
    assert (place.page, place.box) == (0, CERTIFICATE_SEAL_BOX)
    with pymupdf.open(stream=read_bytes(letter.blob)) as pdf:
        points = 72 / 25.4
        box = pymupdf.Rect(
            place.box.left, place.box.top, place.box.right, place.box.bottom
        )
        inside = pdf[0].get_text(clip=box * pymupdf.Matrix(points, points))
        assert not any(
            table.bbox[3] > place.box.top * points for table in pdf[0].find_tables()
        )
    assert "校验值" not in inside


def test_the_code_of_a_certificate_is_drawn_and_can_be_read(town: Town) -> None:
    """The squares are those that the payload gives, not a picture."""
    letter = _certificate(town, _sheets(1))
    with pymupdf.open(stream=read_bytes(letter.blob)) as pdf:
        assert pdf[0].get_images() == []
        dark = [path for path in pdf[0].get_drawings() if len(path["items"]) > 100]
    assert len(dark) == 1


def test_letters_of_a_test_installation_say_so_on_every_page(
    town: Town, settings: object
) -> None:
    """Nobody takes a test letter for one that counts; a real one says nothing of it."""
    letter = _certificate(town, _sheets(60))
    assert all(NO_EFFECT in page for page in pages_of(letter.blob))
    settings.LIANSHEN_LEGAL_EFFECT = True  # type: ignore[attr-defined]
    letter = _certificate(town, _sheets(60))
    assert not any(NO_EFFECT in page for page in pages_of(letter.blob))


def test_letters_carry_their_faces_and_stay_small(town: Town) -> None:
    """Every font is embedded as a subset, so the letter looks alike everywhere."""
    data = read_bytes(write_acceptance(case=town.case).blob)
    with pymupdf.open(stream=data) as pdf:
        fonts = [font for page in pdf for font in page.get_fonts()]
        assert fonts
        assert all(font[1] != "n/a" and "+" in font[3] for font in fonts)
    assert len(data) < 200_000


def test_a_receipt_lists_files_with_their_digests(town: Town) -> None:
    """The receipt proves what was handed in, byte for byte."""
    blob = store_bytes(b"drawing", media_type="application/pdf")
    SubmittedFile.objects.create(
        submission=town.case.current_round.submission,
        path="建筑/建施-06 三层平面图.pdf",
        size=7,
        blob=blob,
        state="read",
        added_at=NOW,
    )
    pages = _pages(write_receipt(case=town.case))
    whole = "".join(pages).replace(" ", "").replace("\n", "")
    assert blob.sha256 in whole
    assert "建施-06三层平面图.pdf" in whole


def text_of(blob: Blob) -> str:
    """All words of a letter without the breaks that setting put in."""
    return "".join(pages_of(blob)).replace("\n", "").replace(" ", "")


def pages_of(blob: Blob) -> list[str]:
    """The words of each page."""
    return _pages(read_bytes(blob))


def _pages(data: bytes) -> list[str]:
    with pymupdf.open(stream=data) as pdf:
        return [page.get_text() for page in pdf]


def _unit_maker(city: Region) -> Callable[..., Organisation]:
    def unit(name: str, kind: str, **values: str) -> Organisation:
        return Organisation.objects.create(name=name, kind=kind, region=city, **values)

    return unit


def _revision(project: Project, submission: Submission) -> SheetRevision:
    blob = store_bytes(b"page", media_type="application/pdf")
    file = SubmittedFile.objects.create(
        submission=submission,
        path="建筑/建施-05.pdf",
        size=4,
        blob=blob,
        state="read",
        added_at=NOW,
    )
    face = Face.objects.create(
        file=file,
        side="pdf",
        index=0,
        discipline="architecture",
        width_mm=594,
        height_mm=420,
        page=blob,
        content=blob,
        thumbnail=blob,
    )
    sheet = Sheet.objects.create(
        project=project,
        number="建施-05",
        name="二层平面图",
        discipline="architecture",
        order="1-005",
    )
    return SheetRevision.objects.create(
        sheet=sheet, submission=submission, ordinal=1, pdf=face
    )


def _material(town: Town, code: str, **values: object) -> Material:
    fields: dict[str, object] = {
        "case": town.case,
        "code": code,
        "is_essential": False,
        "blocks": "certificate",
    }
    if "promised_until" in values:
        fields["state"] = MaterialState.PROMISED
    return Material.objects.create(**{**fields, **values})


def _resolved(town: Town) -> Consultation:
    first = town.opine("fire", "消-01", text="通往合用前室的门应向疏散方向开启。")
    second = town.opine("airdefence", "人-01", text="防护密闭门应向外开启。")
    heir = town.opine("fire", "消-02", text="平时设常开防火门，战时关闭防护密闭门。")
    for old in (first, second):
        old.state, old.replaced_by = OpinionState.REPLACED, heir
        old.save()
    consultation = Consultation.objects.create(
        case=town.case,
        number=1,
        opinion_a=first,
        opinion_b=second,
        ground="opposite",
        overlap=0.62,
        state="resolved",
        host=town.lin,
        proposed_at=NOW,
        opened_at=NOW,
        settled_at=NOW + dt.timedelta(hours=2),
    )
    for sector, text, dissent in (
        ("fire", "疏散方向不得与开启方向相反。", ""),
        (
            "airdefence",
            "防护密闭门开启方向由防护要求决定。",
            "平时状态下仍建议设置常开门。",
        ),
    ):
        Position.objects.create(
            consultation=consultation,
            department=town.reviews[sector].department,
            representative=town.lin,
            text=text,
            agrees=not dissent,
            dissent=dissent,
            taken_at=NOW,
        )
        for what, hours in (("start", -48), ("stop", 0), ("resume", 2)):
            ClockMark.objects.create(
                review=town.reviews[sector],
                what=what,
                at=NOW + dt.timedelta(hours=hours),
            )
    Resolution.objects.create(
        consultation=consultation,
        outcome="middle",
        text="平时设常开防火门并向疏散方向开启，战时封堵转换后关闭防护密闭门。",
        opinion=heir,
        resolved_by=town.lin,
        resolved_at=NOW + dt.timedelta(hours=2),
    )
    return consultation


def _sheets(count: int) -> list[CertifiedSheet]:
    return [
        CertifiedSheet(
            number=f"建施-{index + 1:03d}",
            name="三至十七层平面图",
            version="B",
            sha256=hashlib.sha256(str(index).encode()).hexdigest(),
        )
        for index in range(count)
    ]


def _certificate(town: Town, sheets: list[CertifiedSheet]) -> Letter:
    fire = town.reviews["fire"].department.name
    housing = town.reviews["housing"].department.name
    return write_certificate(
        case=town.case,
        sheets=sheets,
        signatories=[
            Signatory(housing, "architecture", "林建国"),
            Signatory(housing, "structure", "王立新"),
            Signatory(fire, "fire", "赵敏"),
        ],
        issued_by="林建国",
        code="V7KD-9QXM",
        url="https://lianshen.example/v/V7KD-9QXM",
    )
