"""What every act needs: files handed in, remarks made, answers given, states looked up."""

import datetime as dt
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext

from config.demo.cast import Cast
from config.demo.days import StoryDays
from config.demo.designers import registered, sign_drawings
from config.demo.lettering import seal_letters
from config.demo.script import Declared, Planned, Script
from config.demo.teller import Teller
from config.demo.work import do_waiting_work
from drawings.actions.comparison import declare_changes
from drawings.actions.projects import found_project
from drawings.actions.uploads import take_file
from drawings.diff.linking import Standing
from drawings.models import Comparison, Submission, SubmittedFile
from drawings.sentences import refusal_sentence
from reviews.actions.answers import answer_opinion
from reviews.actions.cases import confirm_case, hand_in_material, open_case
from reviews.actions.conclusions import conclude_review
from reviews.actions.opinions import Remark, give_opinion
from reviews.evidence import found_for
from reviews.materials import MATERIAL_NAMES
from reviews.models import Case, Clause, DepartmentReview, Opinion
from reviews.regions import is_asked_for
from reviews.routing import Routing, facts_to_dict
from reviews.sectors import SECTOR_WORK
from reviews.states import CaseState, Result
from samples.materials import material, material_pdf
from storage.actions.blobs import file_of, store_bytes
from storage.clock import told_at
from workflow.actions import course


class StoryBroken(Exception):
    """A step of the story did not reach its state."""


@dataclass
class Stage:
    """The cast, the script, the days, and the case that the story is about."""

    cast: Cast
    script: Script
    teller: Teller
    work: Path
    days: StoryDays = field(default_factory=lambda: StoryDays(13))
    case: Case = field(init=False)

    def upload(self, submission: Submission, folder: Path) -> None:
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

    def sign_some(self, folder: Path) -> None:
        """Some drawings arrive with their designers' seals; one registration ran out."""
        at = self.days.at(0, 8, 30)
        holders = registered(self.cast, at)
        with told_at(at):
            names = sign_drawings(folder, holders)
        self.teller.good(f"设计人员签章（测试）后上传：{'、'.join(names)}")

    def seal_letters(self, unit: str, login: str, at: dt.datetime) -> None:
        """A unit seals what waits for its seal."""
        with told_at(at):
            seal_letters(self.cast.units[unit], self.cast[login], self.teller)

    def other_case(self) -> Case:
        """A county builder's case at the window: one drawing, hardly a document."""
        builder = self.cast["he"]
        known = self.case.current_round.submission.files.filter(
            state=SubmittedFile.State.READ
        )
        file = known.order_by("size").first()
        if file is None or file.blob is None:
            raise StoryBroken("no file was read")
        with told_at(self.days.at(0, 14, 0)):
            project = found_project(
                name="柳泉新居 5# 住宅楼",
                address="柳泉县新城路",
                region=self.cast.county,
                builder=self.cast.units["柳泉新居"],
                designer=self.cast.units["云溪设计院"],
                facts=facts_to_dict(self.script.facts),
            )
            other = open_case(project=project, actor=builder, phone="13800000002")
            take_file(
                submission=other.current_round.submission,
                path=file.name,
                source=file_of(file.blob),
            )
            do_waiting_work(self.teller.bar)
            for row in other.materials.order_by("pk")[:2]:
                hand_in_material(
                    case=other,
                    code=row.code,
                    blob=store_bytes(
                        material_pdf(material(row.code)), media_type="application/pdf"
                    ),
                    file_name=f"{self.paper_name(row.code)}.pdf",
                    actor=builder,
                )
            confirm_case(case=other, actor=builder)
            return course.submit_case(case=other, actor=builder)

    def return_other(self) -> None:
        """Another builder's case lacks essential documents: one notice lists everything."""
        other = self.other_case()
        with told_at(self.days.at(1, 10, 15)):
            course.return_case(case=other, actor=self.cast["tang"], remarks={})
        other.refresh_from_db()
        if other.state != CaseState.RETURNED:
            raise StoryBroken(f"the other case is {other.state}")
        missing = other.materials.exclude(state="present")
        names = "、".join(self.paper_name(row.code) for row in missing)
        letter = other.letters.get(kind="make_good")
        self.teller.good(
            f"{other.serial}（{other.project}）缺主件，{letter.number} 一次告知 "
            f"{missing.count()} 项：{names}"
        )

    def tell_routing(self) -> None:
        for decision in Routing.from_dict(self.case.routing).needed():
            work = SECTOR_WORK.get(decision.sector, decision.sector)
            self.teller.line(f"{work}：{decision.clause}")

    def first_deferrable(self) -> str:
        material = self.case.materials.filter(is_essential=False).order_by("pk").first()
        return material.code if material else ""

    def paper_name(self, code: str) -> str:
        """What people call a document of the list."""
        name = MATERIAL_NAMES.get(code)
        return name.told(gettext) if name else code

    def hand_in_materials(self, *, but: str) -> None:
        for row in self.case.materials.exclude(code=but):
            self.hand_in_paper(row.code)

    def hand_in_paper(self, code: str) -> None:

        hand_in_material(
            case=self.case,
            code=code,
            blob=store_bytes(
                material_pdf(material(code)), media_type="application/pdf"
            ),
            file_name=f"{self.paper_name(code)}.pdf",
            actor=self.cast["liu"],
        )

    def say(self, planned: Planned) -> Opinion:
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
                clause_text="" if clause else planned.clause,
            ),
        )

    def conclude(self, review: DepartmentReview, result: Result) -> None:
        sector = review.department.sector
        conclude_review(
            review=review, reviewer=self.cast.reviewer_of(sector), result=result
        )
        course.approve_review(review=review, head=self.cast.head_of(sector))
        self.case.refresh_from_db()

    def answer(self, opinion: Opinion) -> None:
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

    def declare(self, submission: Submission, declared: Declared) -> None:
        row = Comparison.objects.filter(
            newer__submission=submission, newer__sheet__number=declared.sheet
        ).first()
        if row is None:
            return
        changes = [
            change.pk
            for change in row.changes.all()
            if is_asked_for(change.box, [declared.box], near_mm=2.0)
        ]
        if changes:
            declare_changes(
                comparison=row,
                changes=changes,
                text=declared.text,
                actor=self.cast["lv"],
            )

    def require(self, state: CaseState) -> None:
        self.case.refresh_from_db()
        if self.case.state != state:
            raise StoryBroken(f"the case is {self.case.state}, it should be {state}")


def work_folder() -> Path:
    """A folder for what the story writes."""
    return Path(tempfile.mkdtemp(prefix="lianshen-story-"))
