"""The regulator's letter to a department that is late: what is urged, and until when."""

from accounts.models import User
from reviews.letters.acceptance import particulars
from reviews.letters.ink import Written
from reviews.letters.letterhead import Draft, Reference, foot_of
from reviews.letters.signers import supervising_unit_of
from reviews.letters.words import day
from reviews.models import Urging

FORMS = {
    "phone": "电话督促",
    "on_site": "现场督促",
    "leader": "领导批示督办",
    "meeting": "会议督促",
}


def urging_notice(urging: Urging, reference: Reference) -> Written:
    """Set the notice of supervision (督促整改通知) to one department about one case."""
    review = urging.review
    case = review.case
    issuer = regulator_of(urging.urged_by)
    draft = Draft(reference, issuer=issuer, title="督促整改通知")
    draft.head()
    draft.address(review.department.name)
    draft.say(
        f"你单位承办的“{case.project.name}”施工图设计文件联合审查"
        f"（报审件编号 {case.serial}，第{review.round.number}轮）"
        f"{_standing(urging)}，审查意见尚未办结。"
    )
    particulars(draft, case)
    draft.caption("督促事项")
    draft.say(urging.text)
    draft.say(f"督促方式：{FORMS.get(urging.form, urging.get_form_display())}。")
    draft.end(
        f"请于{day(urging.answer_until)}前在系统中书面回复办理和整改情况。"
        "本次督促及回复记入监督台账。",
        unit=issuer,
        whose="regulator",
    )
    return draft.close(foot=foot_of(case.serial, reference.public_url))


def regulator_of(person: User) -> str:
    """The unit in whose name a regulator writes."""
    unit = supervising_unit_of(person)
    return unit.name if unit else str(person)


def _standing(urging: Urging) -> str:
    due = urging.review.due_at
    if due is None:
        return "正在办理"
    if due < urging.urged_at:
        return f"应于{day(due)}前办结，现已逾期"
    return f"应于{day(due)}前办结，期限临近"
