"""The rows that letters are written from, and the words that letters say."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pymupdf

from accounts.actions.organisations import found_organisation, seat_person
from accounts.models import Membership, Organisation, Region, User
from drawings.models import (
    Face,
    Project,
    Sheet,
    SheetRevision,
    Submission,
    SubmittedFile,
)
from reviews.models import (
    Case,
    ClockMark,
    Consultation,
    DepartmentReview,
    Material,
    Opinion,
    Position,
    Resolution,
    Round,
)
from reviews.states import DepartmentReviewState, MaterialState, OpinionState
from storage.actions.blobs import read_bytes, store_bytes
from storage.models import Blob

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


def build_town() -> Town:
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


def text_of(blob: Blob) -> str:
    """All words of a letter without the breaks that setting put in."""
    return "".join(pages_of(blob)).replace("\n", "").replace(" ", "")


def pages_of(blob: Blob) -> list[str]:
    """The words of each page."""
    return words_of(read_bytes(blob))


def words_of(data: bytes) -> list[str]:
    """The words of each page of a PDF."""
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


def material(town: Town, code: str, **values: object) -> Material:
    """Let the case need a document."""
    fields: dict[str, object] = {
        "case": town.case,
        "code": code,
        "is_essential": False,
        "blocks": "certificate",
    }
    if "promised_until" in values:
        fields["state"] = MaterialState.PROMISED
    return Material.objects.create(**{**fields, **values})


def resolved(town: Town) -> Consultation:
    """Let two departments contradict each other and find a middle way."""
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


def still_open(town: Town) -> DepartmentReview:
    """The review of the fire department, not finished yet."""
    review = town.reviews["fire"]
    DepartmentReview.objects.filter(pk=review.pk).update(
        state=DepartmentReviewState.RUNNING, approved_by=None, approved_at=None
    )
    review.refresh_from_db()
    return review


def regulator(town: Town) -> User:
    """Somebody who supervises the region of the case."""
    unit = found_organisation(
        name="云溪市工程审批管理办公室",
        kind=Organisation.Kind.REGULATOR,
        region=town.case.project.region,
    )
    person = User.objects.create(username="wu", display_name="吴处长")
    seat_person(user=person, organisation=unit, role=Membership.Role.SUPERVISOR)
    return person
