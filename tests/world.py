"""A small world that every test knows: the cast, one project, three sheets, one case.

Everything goes through the real actions; only the reading of files is replaced by sheets
drawn here, for reading has tests of its own and costs a child process each.

Lin of the design firm is `lv`, the builder `liu`; `wang` reviews for housing under
`qian`, `li` for fire under `sun`, `zhao` for air defence under `zheng`; `chen` sits at
the window, `wu` supervises; `he` builds in another place and is the outsider.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.models import User
from config.demo.cast import Cast, enrol_cast
from drawings.actions.projects import found_project
from drawings.models import SheetRevision, Submission
from reviews.actions.answers import answer_opinion
from reviews.actions.cases import confirm_case, hand_in_material, open_case
from reviews.actions.conclusions import conclude_review
from reviews.actions.judgements import close_opinion
from reviews.actions.opinions import Remark, give_opinion
from reviews.actions.ticks import tick_change
from reviews.models import Case, ChangeTick, DepartmentReview, Opinion, Reply
from reviews.routing import ProjectFacts, Use, facts_to_dict
from reviews.standing import undeclared_changes
from reviews.states import OpinionState, Result
from signatures import keys
from storage.actions.blobs import store_bytes
from storage.doorbell import do_here
from storage.models import Job
from tests.sheets import DOOR, DOOR_BOX, FAR, PLAN, add_sheet, page_of
from workflow.actions import course
from workflow.actions.delivery import confirm_certificate, order_case_sealing

FACTS = ProjectFacts(
    use=Use.RESIDENTIAL,
    area_m2=24_318.6,
    above_ground_area_m2=21_900.0,
    first_floor_area_m2=842.0,
    storeys_above=26,
    storeys_below=2,
    height_m=79.8,
    foundation_depth_m=8.6,
)
SHEETS = (
    ("建施-04", "首层平面图", "architecture"),
    ("建施-05", "标准层平面图", "architecture"),
    ("防施-01", "人防地下室平面图", "airdefence"),
)


@dataclass
class World:
    """The cast and the case; each method takes the case one step on and says so."""

    cast: Cast
    case: Case
    opinions: dict[str, Opinion] = field(default_factory=dict)

    def __getitem__(self, login: str) -> User:
        return self.cast[login]

    def refresh(self) -> "World":
        """Read the case again."""
        self.case = Case.objects.get(pk=self.case.pk)
        return self

    def review_of(self, sector: str) -> DepartmentReview:
        """The review of a sector in the round that runs now."""
        return self.case.reviews_now().get(department__sector=sector)

    def revision(self, number: str) -> SheetRevision:
        """A sheet as it stands now."""
        return self.case.revisions_now().get(sheet__number=number)

    # ---- the course, one step each
    def hand_in(self, *, but: Sequence[str] = ()) -> "World":
        """Documents (but some) handed in, confirmed, submitted to the window."""
        for material in self.case.materials.exclude(code__in=but):
            self.hand_in_one(material.code)
        confirm_case(case=self.case, actor=self["liu"])
        course.submit_case(case=self.case, actor=self["lv"])
        return self.refresh()

    def hand_in_one(self, code: str) -> None:
        """One document handed in."""
        blob = store_bytes(page_of(()), media_type="application/pdf")
        hand_in_material(
            case=self.case,
            code=code,
            blob=blob,
            file_name=f"{code}.pdf",
            actor=self["liu"],
        )

    def accept(self, **promises: dt.date) -> "World":
        """Accepted at the window; the departments begin."""
        course.accept_case(case=self.case, actor=self["chen"], promises=promises)
        return self.refresh()

    def say(
        self,
        sector: str,
        text: str = "门洞净宽不足。",
        *,
        sheet: str = "建施-05",
        box: tuple[float, float, float, float] = DOOR_BOX,
        requirement: str = "加宽至 0.90 m。",
    ) -> Opinion:
        """A reviewer of the sector gives an opinion."""
        x0, y0, x1, y1 = box
        opinion = give_opinion(
            review=self.review_of(sector),
            revision=self.revision(sheet),
            author=self.cast.reviewer_of(sector),
            remark=Remark(
                grade=Opinion.Grade.SHALL,
                text=text,
                requirement=requirement,
                points=((x0, y0), (x1, y0), (x1, y1), (x0, y1)),
                late_reason="复核时发现" if self.case.round_number > 1 else "",
            ),
        )
        self.opinions[opinion.number] = opinion
        return opinion

    def contradict(self) -> tuple[Opinion, Opinion]:
        """Fire and air defence demand opposite things of one door."""
        fire = self.say(
            "fire",
            "疏散门应向疏散方向开启。",
            requirement="疏散门改为向外开启，净宽不小于 1.20 m。",
        )
        air = self.say(
            "airdefence",
            "门扇不得向外开启。",
            requirement="疏散门应向内开启，净宽不大于 1.00 m。",
        )
        return fire, air

    def conclude(self, sector: str) -> DepartmentReview:
        """The reviewer of a sector concludes as its opinions demand."""
        review = self.review_of(sector)
        has_open = self.case.opinions.open().filter(
            review__department=review.department
        )
        result = Result.PASS_AFTER_CHANGE if has_open.exists() else Result.PASS
        return conclude_review(
            review=review, reviewer=self.cast.reviewer_of(sector), result=result
        )

    def approve(self, sector: str) -> "World":
        """The head of a sector approves."""
        course.approve_review(
            review=self.review_of(sector), head=self.cast.head_of(sector)
        )
        return self.refresh()

    def finish_round(self) -> "World":
        """Every department concludes and approves."""
        for review in list(self.case.reviews_now()):
            self.conclude(review.department.sector)
            self.approve(review.department.sector)
        return self

    def release(self) -> "World":
        """The one notice goes out, or the case passes."""
        course.release_round(case=self.case, actor=self["qian"])
        return self.refresh()

    def revise(self) -> Submission:
        """Two sheets revised: the door on 建施-05, and something secret on 建施-04."""
        submission = self.case.rounds.get(number=2).submission
        wider = ((180, 130, 180, 146), (180, 146, 196, 130))
        add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN + wider)
        add_sheet(
            submission, "建施-04", "首层平面图", "architecture", PLAN + DOOR + FAR
        )
        do_jobs()
        return submission

    def answer(self) -> "World":
        """Every opinion answered, the revision submitted."""
        for opinion in self.case.opinions.to_answer():
            answer_opinion(
                opinion=opinion,
                author=self["lv"],
                kind=Reply.Kind.REVISED,
                text="已修改。",
                reason_unchanged="图面无需改动",
            )
        course.submit_revision(case=self.case, actor=self["lv"])
        return self.refresh()

    def settle(self) -> "World":
        """Round two: answers found met, undeclared changes looked at, all pass."""
        for review in list(self.case.reviews_now()):
            reviewer = self.cast.reviewer_of(review.department.sector)
            for opinion in self.case.opinions.filter(
                review__department=review.department, state=OpinionState.ANSWERED
            ):
                close_opinion(opinion=opinion, reviewer=reviewer)
            for change in undeclared_changes(self.case):
                tick_change(
                    change=change,
                    review=review,
                    reviewer=reviewer,
                    verdict=ChangeTick.Verdict.ACCEPTED,
                    note="",
                )
        return self.finish_round()


def build_world(more: Sequence[tuple[str, str, str]] = ()) -> World:
    """The cast, a project, a draft case with three sheets, documents still missing.

    `more` sheets may be told: number, name, discipline.
    """
    cast = enrol_cast()
    project = found_project(
        name="清和苑 3# 住宅楼",
        code="2026-371399-70-03-018846",
        address="滨河路以北、文昌街以东",
        region=cast.city,
        builder=cast.units["清和置业"],
        designer=cast.units["云溪设计院"],
        facts=facts_to_dict(FACTS),
    )
    case = open_case(project=project, actor=cast["liu"], phone="13800000001")
    for number, name, discipline in (*SHEETS, *more):
        add_sheet(case.current_round.submission, number, name, discipline, PLAN + DOOR)
    return World(cast, case)


def reviewing_world() -> World:
    """A world in which the departments review round one."""
    return build_world().hand_in().accept()


def revising_world() -> World:
    """A world with one opinion released, round two not yet submitted."""
    world = reviewing_world()
    world.say("housing")
    return world.finish_round().release()


def second_round_world() -> World:
    """A world in round two: one answer to judge, one undeclared change."""
    world = revising_world()
    world.revise()
    return world.answer()


def passed_world() -> World:
    """A world whose case passed and waits to be sealed."""
    return second_round_world().settle().release()


def issued_world() -> World:
    """A world whose set was sealed, certified and issued."""
    world = passed_world()
    seal_case(world)
    return world.refresh()


def seal_case(world: "World") -> None:
    """Seal the set, let two heads release the certificate, issue all of it."""
    order_case_sealing(
        case=world.case, actor=world["qian"], code=keys.test_code("qian")
    )
    do_jobs()
    certify_case(world)


def certify_case(world: "World") -> None:
    """Let two heads release the certificate; all of it is issued."""
    for login in ("qian", "sun"):
        confirm_certificate(
            case=world.case, actor=world[login], code=keys.test_code(login)
        )
    do_jobs()


def do_jobs() -> int:
    """Carry out every open job here and now."""
    done = 0
    while job := Job.objects.open().order_by("pk").first():
        do_here(job.task, job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error
        done += 1
    return done
