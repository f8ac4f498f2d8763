"""The course of one case from the folder of drawings to the verified certificate.

Every act goes through the same actions that the pages use; after each, what must be
true is looked up, and the story stops where it is not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from config.demo.designers import told_of_seals
from config.demo.stage import Stage, StoryBroken
from config.demo.work import do_waiting_work
from drawings.actions.projects import found_project
from drawings.models import Comparison
from reviews.actions.cases import confirm_case, open_case
from reviews.actions.consultations import open_consultation, take_position
from reviews.actions.judgements import close_opinion
from reviews.actions.resolutions import resolve_consultation
from reviews.actions.ticks import tick_change
from reviews.models import Case, ChangeTick
from reviews.routing import facts_to_dict
from reviews.standing import undeclared_changes
from reviews.states import CaseState, OpinionState, Result
from signatures import keys
from storage.clock import told_at
from workflow.actions import course
from workflow.actions.delivery import confirm_certificate, order_case_sealing

SAID: Final = {
    "region_changed": "区域已改",
    "near_changed": "邻近已改",
    "unchanged": "未改，见说明",
    "moved": "图已移位",
}


@dataclass
class Story(Stage):
    """One case, told act by act."""

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
        if self.script.is_ours:
            self.sign_some(folder)
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
            self.upload(submission, folder)
        for said in told_of_seals(submission):
            self.teller.line(f"随图签章：{said}")
        with told_at(self.days.at(0, 16, 20)):
            self.hand_in_materials(but=self.first_deferrable())
            confirm_case(case=self.case, actor=builder)
            self.case = course.submit_case(case=self.case, actor=designer)
        self.tell_routing()
        self.require(CaseState.SUBMITTED)

    # ---- 2
    def accept(self) -> None:
        """Accept with one document to follow."""
        code = self.first_deferrable()
        with told_at(self.days.at(1, 9, 30)):
            due = self.days.days[-2]
            promises = {code: due} if code else {}
            self.case = course.accept_case(
                case=self.case, actor=self.cast["chen"], promises=promises
            )
        self.require(CaseState.REVIEWING)
        for code_, day in promises.items():
            self.teller.line(
                f"容缺：{self.paper_name(code_)}，承诺 {day:%m-%d} 前补交，未补不出件"
            )
        for review in self.case.reviews_now():
            self.teller.good(
                f"{review.department} 开始计时，{review.limit_days} 个工作日，"
                f"期限 {review.due_at:%Y-%m-%d %H:%M}"
                if review.due_at
                else f"{review.department} 开始计时"
            )

        self.seal_letters("市政务中心", "chen", self.days.at(1, 9, 50))
        self.return_other()

    # ---- 3
    def review(self) -> None:
        """Draw marks; each is an opinion with a number."""
        remarks = list(self.script.remarks(self.case))
        for place, planned in enumerate(remarks):
            with told_at(self.days.at(2 + place % 3, 10 + place % 6, 7 * place % 60)):
                opinion = self.say(planned)
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
                    agrees=True,
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
            "会商期间两部门计时中止"
        )

        for place, opinion in enumerate(pair):
            unit = opinion.review.department
            keeper = self.cast.head_of(unit.sector).username
            self.seal_letters(unit.short_name, keeper, self.days.at(4, 16, 5 + place))

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
                self.conclude(review, result)
            self.teller.line(f"{review.department} 审定完成")
        self.require(CaseState.CONSOLIDATING)
        with told_at(self.days.at(5, 16, 30)):
            self.case = course.release_round(
                case=self.case, actor=self.cast.head_of("housing")
            )
        self.require(CaseState.REVISING)
        letter = self.case.letters.filter(kind="opinions").get()
        count = self.case.opinions.to_answer().count()
        self.teller.good(f"{letter.number} 送达：一份告知书，{count} 条意见")
        self.seal_letters("市住建局", "qian", self.days.at(5, 17, 0))

    # ---- 6
    def revise(self) -> None:
        """Answer, upload revised sheets; comparisons come by themselves."""
        designer = self.cast["lv"]
        revision = self.script.write_revision(self.case, self.work / "revised")
        submission = self.case.rounds.get(number=2).submission
        with told_at(self.days.at(8, 11, 0)):
            self.upload(submission, revision.folder)
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
                self.declare(submission, declared)
            for opinion in self.case.opinions.to_answer():
                self.answer(opinion)
        with told_at(self.days.at(8, 16, 45)):
            self.case = course.submit_revision(case=self.case, actor=designer)
        self.require(CaseState.REVIEWING)
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
                    verdict = SAID.get(
                        evidence.verdict if evidence else "", "未重新送图"
                    )
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
                self.conclude(review, Result.PASS)
            self.teller.good(f"{review.department} 复审通过")
        self.require(CaseState.CONSOLIDATING)

    # ---- 8
    def complete(self) -> None:
        """The promised document arrives; the case passes."""
        with told_at(self.days.at(11, 9, 40)):
            for material in self.case.materials.exclude(state="present"):
                self.hand_in_paper(material.code)
                self.teller.line(f"补交：{self.paper_name(material.code)}")
        with told_at(self.days.at(11, 11, 0)):
            self.case = course.release_round(
                case=self.case, actor=self.cast.head_of("housing")
            )
        self.require(CaseState.PASSED)
        self.teller.good("三道关口全部打开：意见、材料、部门")

    # ---- 9
    def seal(self) -> None:
        """One click: every sheet sealed by every department; two release the certificate."""
        head, second = self.cast.head_of("housing"), self.cast.head_of("fire")
        order_case_sealing(
            case=self.case, actor=head, code=keys.test_code(head.username)
        )
        do_waiting_work(self.teller.bar)
        for person in (head, second):
            confirm_certificate(
                case=self.case, actor=person, code=keys.test_code(person.username)
            )
            self.teller.line(f"合格书：{person} 确认")
        do_waiting_work(self.teller.bar)
        self.case.refresh_from_db()
        self.require(CaseState.ISSUED)
