"""What is left open when the story has been told: a case that waits for its reviewers.

Whoever signs in after the demonstration finds work to do: opinions on the sheets, a
contradiction to meet about, clocks that run.
"""

from config.demo.stage import Stage, StoryBroken
from config.demo.work import do_waiting_work
from drawings.actions.projects import found_project
from drawings.actions.uploads import take_file
from drawings.models import SubmittedFile
from reviews.actions.cases import confirm_case, open_case
from reviews.models import Case
from reviews.routing import facts_to_dict
from reviews.states import CaseState
from storage.actions.blobs import file_of
from storage.clock import told_at
from workflow.actions import course


def leave_open(story: Stage) -> Case:
    """Bring a second building of the builder before the departments, and stop there."""
    told = story.case
    planned = list(story.script.remarks(told))
    numbers = {remark.sheet for remark in planned}
    with told_at(story.days.at(len(story.days.days) - 1, 9, 10)):
        case = _opened(story, told)
        for file in _files(told, numbers):
            if file.blob is not None:
                take_file(
                    submission=case.current_round.submission,
                    path=file.path,
                    source=file_of(file.blob),
                )
        do_waiting_work(story.teller.bar)
        story.case = case
        story.hand_in_materials(but=story.first_deferrable())
        confirm_case(case=case, actor=story.cast["liu"])
        case = course.submit_case(case=case, actor=story.cast["lv"])
        promises = {code: story.days.today_or_later(5) for code in _owed(case)}
        case = course.accept_case(
            case=case, actor=story.cast["chen"], promises=promises
        )
        story.case = case
        for remark in planned:
            if case.revisions_now().filter(sheet__number=remark.sheet).exists():
                story.say(remark)
    story.case = told
    case.refresh_from_db()
    if case.state != CaseState.REVIEWING:
        raise StoryBroken(f"the open case is {case.state}")
    story.teller.good(
        f"{case.serial}（{case.project}）正在并联审查：{case.opinions.count()} 条意见待审定，"
        f"{case.consultations.count()} 件待会商"
    )
    return case


def _opened(story: Stage, told: Case) -> Case:
    project = found_project(
        name=f"{told.project.name[:110]}（二期）",
        address=told.project.address,
        region=told.project.region,
        builder=told.project.builder,
        designer=told.project.designer,
        facts=facts_to_dict(story.script.facts),
    )
    return open_case(project=project, actor=story.cast["liu"], phone="13800000001")


def _files(told: Case, numbers: set[str]) -> list[SubmittedFile]:
    """The files of the first set that hold the sheets of the remarks."""
    first = told.rounds.get(number=1).submission
    return list(
        SubmittedFile.objects.filter(
            submission=first, faces__number__in=numbers
        ).distinct()
    )


def _owed(case: Case) -> list[str]:
    rows = case.materials.exclude(state="present").filter(is_essential=False)
    return list(rows.values_list("code", flat=True))
