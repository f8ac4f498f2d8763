"""The course of one case from the folder of drawings to the verified certificate.

Every act goes through the same actions that the pages use; after each, what must be
true is looked up, and the story stops where it is not.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.demo.cast import Cast
from config.demo.days import StoryDays
from config.demo.script import Declared, Planned, Script
from config.demo.teller import Teller
from config.demo.work import do_waiting_work
from drawings.actions.comparison import declare_changes
from drawings.actions.projects import found_project
from drawings.actions.uploads import take_file
from drawings.diff.linking import Standing
from drawings.models import Comparison, Submission
from drawings.sentences import refusal_sentence
from reviews.actions.cases import confirm_case, hand_in_material, open_case
from reviews.actions.conclusions import conclude_review
from reviews.actions.consultations import (
    open_consultation,
    resolve_consultation,
    take_position,
)
from reviews.actions.opinions import (
    Remark,
    answer_opinion,
    close_opinion,
    give_opinion,
    tick_change,
)
from reviews.evidence import found_for
from reviews.models import Case, ChangeTick, Clause, DepartmentReview, Opinion
from reviews.regions import is_asked_for
from reviews.routing import Routing, facts_to_dict
from reviews.standing import undeclared_changes
from reviews.states import CaseState, OpinionState, Result
from storage.actions.blobs import store_bytes
from storage.clock import told_at
from workflow.actions import course
from workflow.actions.delivery import order_case_sealing


class StoryBroken(Exception):
    """A step of the story did not reach its state."""


@dataclass
class Story:
    """One case, told act by act."""

    cast: Cast
    script: Script
    teller: Teller
    work: Path
    days: StoryDays = field(default_factory=lambda: StoryDays(13))
    case: Case = field(init=False)

    def tell(self) -> Case:
        """Tell all of it; returns the issued case."""
        for number, (title, act) in enumerate(self._acts(), start=1):
            self.teller.act(number, title)
            act()
        return self.case

    def _acts(self) -> list[tuple[str, Callable[[], None]]]:
        return [
            ("设计单位上传图纸，建设单位确认并报送", self.hand_in),
            ("窗口受理，容缺一件", self.accept),
            ("各部门并联审查，在图上圈注意见", self.review),
            ("意见相左，会商形成决议", self.consult),
            ("部门审定，一次告知", self.release),
            ("逐条答复，上传修改图，自动比对", self.revise),
            ("复审：只看未闭合意见和改动", self.review_again),
            ("容缺补齐，全部通过", self.complete),
            ("一键签章，出具审查合格书", self.seal),
        ]

    # ---- 1
    def hand_in(self) -> None:
        """Upload, read, pair, declare, confirm, submit."""
        builder, designer = self.cast["liu"], self.cast["lv"]
        folder = self.script.write_first(self.work / "first")
        with told_at(self.days.at(0, 9, 5)):
            project = found_project(
                name=self.script.name,
                code="2026-371399-70-03-018846",
                address="滨河路以北、文昌街以东",
                region=self.cast.city,
                builder=self.cast.units["清和置业"],
                designer=self.cast.units["云溪设计院"],
                facts=facts_to_dict(self.script.facts),
            )
            self.case = open_case(project=project, actor=builder, phone="13800000001")
            submission = self.case.current_round.submission
            self._upload(submission, folder)
        with told_at(self.days.at(0, 16, 20)):
            self._hand_in_materials(but=self._first_deferrable())
            confirm_case(case=self.case, actor=builder)
            self.case = course.submit_case(case=self.case, actor=designer)
        self._tell_routing()
        self._require(CaseState.SUBMITTED)

    # ---- 2
    def accept(self) -> None:
        """Accept with one document to follow."""
        code = self._first_deferrable()
        with told_at(self.days.at(1, 9, 30)):
            due = self.days.days[-2]
            promises = {code: due} if code else {}
            self.case = course.accept_case(
                case=self.case, actor=self.cast["chen"], promises=promises
            )
        self._require(CaseState.REVIEWING)
        for code_, day in promises.items():
            self.teller.line(f"容缺：{code_}，承诺 {day:%m-%d} 前补交，未补不出件")
        for review in self.case.reviews_now():
            self.teller.good(
                f"{review.department} 开始计时，{review.limit_days} 个工作日，"
                f"期限 {review.due_at:%Y-%m-%d %H:%M}"
                if review.due_at
                else f"{review.department} 开始计时"
            )

    # ---- 3
    def review(self) -> None:
        """Draw marks; each is an opinion with a number."""
        remarks = list(self.script.remarks(self.case))
        for place, planned in enumerate(remarks):
            with told_at(self.days.at(2 + place % 3, 10 + place % 6, 7 * place % 60)):
                opinion = self._say(planned)
            self.teller.line(
                f"{opinion.number} {opinion.get_grade_display()} "
                f"{opinion.sheet.number}：{opinion.text}"
            )
        self.case.refresh_from_db()
        if not self.case.consultations.exists():
            raise StoryBroken("no contradiction was found between the departments")

    # ---- 4
    def consult(self) -> None:
        """Meet about the contradiction; the resolution replaces both opinions."""
        plan = self.script.meeting()
        consultation = self.case.consultations.order_by("pk").first()
        assert consultation is not None  # noqa: S101  looked up in the act before
        pair = (consultation.opinion_a, consultation.opinion_b)
        self.teller.line(
            f"系统发现 {pair[0].number} 与 {pair[1].number} 相左"
            f"（同一区域重叠 {consultation.overlap:.0%}），提议会商"
        )
        host = self.cast.head_of(pair[0].review.department.sector)
        with told_at(self.days.at(4, 14, 0)):
            open_consultation(consultation=consultation, host=host)
            for opinion in pair:
                sector = opinion.review.department.sector
                take_position(
                    consultation=consultation,
                    representative=self.cast.head_of(sector),
                    text=plan.positions[sector],
                )
        with told_at(self.days.at(4, 15, 40)):
            resolution = resolve_consultation(
                consultation=consultation,
                host=host,
                outcome=plan.outcome,
                text=plan.text,
            )
        heir = resolution.opinion
        for opinion in pair:
            opinion.refresh_from_db()
            if opinion.state != OpinionState.REPLACED or opinion.replaced_by != heir:
                raise StoryBroken(f"{opinion} was not replaced by the resolution")
        self.teller.good(f"决议：{plan.text}")
        self.teller.good(
            f"{pair[0].number}、{pair[1].number} 由 {heir} 取代，沿革保留；"
            "会商期间两部门时钟停止"
        )

    # ---- 5
    def release(self) -> None:
        """Conclude, approve, release one notice; nothing was told before."""
        if self.case.opinions.released().exists():
            raise StoryBroken("an opinion was told before the notice")
        for place, review in enumerate(self.case.reviews_now()):
            has_open = self.case.opinions.open().filter(
                review__department=review.department
            )
            result = Result.PASS_AFTER_CHANGE if has_open.exists() else Result.PASS
            with told_at(self.days.at(5, 10 + place, 15)):
                self._conclude(review, result)
            self.teller.line(f"{review.department} 审定完成")
        self._require(CaseState.CONSOLIDATING)
        with told_at(self.days.at(5, 16, 30)):
            self.case = course.release_round(
                case=self.case, actor=self.cast.head_of("housing")
            )
        self._require(CaseState.REVISING)
        letter = self.case.letters.filter(kind="opinions").get()
        count = self.case.opinions.to_answer().count()
        self.teller.good(f"{letter.number} 送达：一份告知书，{count} 条意见")

    # ---- 6
    def revise(self) -> None:
        """Answer, upload revised sheets; comparisons come by themselves."""
        designer = self.cast["lv"]
        revision = self.script.write_revision(self.case, self.work / "revised")
        submission = self.case.rounds.get(number=2).submission
        with told_at(self.days.at(8, 11, 0)):
            self._upload(submission, revision.folder)
        rows = Comparison.objects.filter(newer__submission=submission)
        for row in rows.select_related("newer__sheet"):
            self.teller.line(
                f"{row.newer.sheet.number} 自动比对：{row.get_verdict_display()}，"
                f"{row.changes.count()} 处改动，{len(row.regions)} 个区域"
            )
        if not rows.filter(verdict=Comparison.Verdict.CHANGED).exists():
            raise StoryBroken("the comparison found no change")
        with told_at(self.days.at(8, 15, 0)):
            for declared in revision.declared:
                self._declare(submission, declared)
            for opinion in self.case.opinions.to_answer():
                self._answer(opinion)
        with told_at(self.days.at(8, 16, 45)):
            self.case = course.submit_revision(case=self.case, actor=designer)
        self._require(CaseState.REVIEWING)
        if self.case.round_number != 2:
            raise StoryBroken("round two did not begin")
        secret = undeclared_changes(self.case)
        if not secret:
            raise StoryBroken("the undeclared change was not found")
        places = "、".join(sorted({c.comparison.newer.sheet.number for c in secret}))
        self.teller.good(f"发现未声明改动 {len(secret)} 处：{places}")

    # ---- 7
    def review_again(self) -> None:
        """Judge answers with the evidence beside them; look at undeclared changes."""
        total = self.case.revisions_now().count()
        fresh = self.case.current_round.submission.revisions.count()
        self.teller.line(f"本轮需看 {fresh} / {total} 张，其余未改，沿用结论")
        for place, review in enumerate(self.case.reviews_now()):
            reviewer = self.cast.reviewer_of(review.department.sector)
            with told_at(self.days.at(9, 10 + place, 5)):
                for opinion in self.case.opinions.filter(
                    review__department=review.department, state=OpinionState.ANSWERED
                ):
                    evidence = opinion.evidence.order_by("-pk").first()
                    close_opinion(opinion=opinion, reviewer=reviewer)
                    verdict = evidence.verdict if evidence else "not_reissued"
                    self.teller.line(f"{opinion.number} 闭合（区域：{verdict}）")
                for change in undeclared_changes(self.case):
                    tick_change(
                        change=change,
                        review=review,
                        reviewer=reviewer,
                        verdict=ChangeTick.Verdict.ACCEPTED,
                        note="经核对，不影响本部门审查内容",
                    )
            with told_at(self.days.at(10, 9 + place, 20)):
                self._conclude(review, Result.PASS)
            self.teller.good(f"{review.department} 复审通过")
        self._require(CaseState.CONSOLIDATING)

    # ---- 8
    def complete(self) -> None:
        """The promised document arrives; the case passes."""
        with told_at(self.days.at(11, 9, 40)):
            for material in self.case.materials.exclude(state="present"):
                self._hand_in(material.code)
                self.teller.line(f"补交：{material.code}")
        with told_at(self.days.at(11, 11, 0)):
            self.case = course.release_round(
                case=self.case, actor=self.cast.head_of("housing")
            )
        self._require(CaseState.PASSED)
        self.teller.good("三道关口全部打开：意见、材料、部门")

    # ---- 9
    def seal(self) -> None:
        """One click: every sheet sealed by every department, then the certificate."""
        order_case_sealing(case=self.case, actor=self.cast.head_of("housing"))
        do_waiting_work(self.teller.bar)
        self.case.refresh_from_db()
        self._require(CaseState.ISSUED)

    # ---- helpers
    def _upload(self, submission: Submission, folder: Path) -> None:
        paths = sorted(p for p in folder.rglob("*") if p.is_file())
        for path in paths:
            take_file(
                submission=submission,
                path=str(path.relative_to(folder)),
                source=path,
            )
        do_waiting_work(self.teller.bar)
        for file in submission.files.refused():
            sentence = refusal_sentence(file.refusal, file.particulars)
            self.teller.bad(f"{file.path}：{sentence}")
        count = submission.revisions.count()
        if not count:
            raise StoryBroken("no sheet could be read from this folder")
        pairs = submission.revisions.filter(dwg__isnull=False, pdf__isnull=False)
        self.teller.good(
            f"{len(paths)} 个文件，{count} 张图，其中 DWG 与 PDF 成对 {pairs.count()} 张"
        )

    def _tell_routing(self) -> None:
        for decision in Routing.from_dict(self.case.routing).needed():
            self.teller.line(f"{decision.sector}：{decision.clause}")

    def _first_deferrable(self) -> str:
        material = self.case.materials.filter(is_essential=False).order_by("pk").first()
        return material.code if material else ""

    def _hand_in_materials(self, *, but: str) -> None:
        for material in self.case.materials.exclude(code=but):
            self._hand_in(material.code)

    def _hand_in(self, code: str) -> None:
        from config.demo.papers import sample_paper  # noqa: PLC0415

        hand_in_material(
            case=self.case,
            code=code,
            blob=store_bytes(
                sample_paper(code, self.script.name), media_type="application/pdf"
            ),
            file_name=f"{code}.pdf",
            actor=self.cast["liu"],
        )

    def _say(self, planned: Planned) -> Opinion:
        review = next(
            row
            for row in self.case.reviews_now()
            if row.department.sector == planned.sector
        )
        revision = self.case.revisions_now().get(sheet__number=planned.sheet)
        clause = Clause.objects.filter(code=planned.clause).first()
        x0, y0, x1, y1 = planned.box
        return give_opinion(
            review=review,
            revision=revision,
            author=self.cast.reviewer_of(planned.sector),
            remark=Remark(
                grade=planned.grade,
                text=planned.text,
                requirement=planned.requirement,
                shape=planned.shape,
                points=((x0, y0), (x1, y0), (x1, y1), (x0, y1)),
                clause=clause,
            ),
        )

    def _conclude(self, review: DepartmentReview, result: Result) -> None:
        sector = review.department.sector
        conclude_review(
            review=review, reviewer=self.cast.reviewer_of(sector), result=result
        )
        course.approve_review(review=review, head=self.cast.head_of(sector))
        self.case.refresh_from_db()

    def _answer(self, opinion: Opinion) -> None:
        kind, text = self.script.reply(opinion)
        submission = self.case.rounds.get(number=2).submission
        is_unchanged = found_for(opinion, submission).verdict == Standing.UNCHANGED
        answer_opinion(
            opinion=opinion,
            author=self.cast["lv"],
            kind=kind,
            text=text,
            reason_unchanged="在说明中补充，图面无需改动" if is_unchanged else "",
        )

    def _declare(self, submission: Submission, declared: Declared) -> None:
        row = Comparison.objects.filter(
            newer__submission=submission, newer__sheet__number=declared.sheet
        ).first()
        if row is None:
            return
        changes = [
            change.pk
            for change in row.changes.all()
            if is_asked_for(change.box, [declared.box])
        ]
        if changes:
            declare_changes(
                comparison=row,
                changes=changes,
                text=declared.text,
                actor=self.cast["lv"],
            )

    def _require(self, state: CaseState) -> None:
        self.case.refresh_from_db()
        if self.case.state != state:
            raise StoryBroken(f"the case is {self.case.state}, it should be {state}")


def work_folder() -> Path:
    """A folder for what the story writes."""
    return Path(tempfile.mkdtemp(prefix="lianshen-story-"))
