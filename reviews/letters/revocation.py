"""The letter by which issued files are taken out of force: which, why, by whom."""

from collections.abc import Sequence

from reviews.letters.acceptance import particulars
from reviews.letters.certificate import CELL, in_groups
from reviews.letters.ink import Written
from reviews.letters.letterhead import Draft, Reference, foot_of
from reviews.letters.lines import Align, Run
from reviews.letters.paper import MEASURE
from reviews.letters.tables import Column, Table
from reviews.letters.urging import regulator_of
from reviews.letters.words import addressees, day, moment
from reviews.models import Revocation
from signatures.models import IssuedFile
from storage.typefaces import Face

DIGEST_SHOWN = 16


def revocation_notice(
    revocation: Revocation, files: Sequence[IssuedFile], reference: Reference
) -> Written:
    """Set the decision of revocation (撤销决定书) on files of one case.

    `files` are those that it ends: of what was asked for, what was still in force.
    """
    case = revocation.case
    files = sorted(files, key=lambda one: (one.kind, one.label))
    issuer = regulator_of(revocation.asked_by)
    draft = Draft(reference, issuer=issuer, title="撤销决定书")
    draft.head()
    draft.address(addressees(case))
    draft.say(
        f"经查，“{case.project.name}”施工图设计文件联合审查所签发的下列文件"
        f"（共{len(files)}份）应予撤销，自{day(revocation.decided_at)}起失效，"
        "不得再作为施工、监理、验收的依据。"
    )
    particulars(draft, case)
    draft.caption("撤销理由")
    draft.say(revocation.reason.rstrip("。.") + "。")
    decided = (
        f"提出：{revocation.asked_by}，{moment(revocation.asked_at)}；"
        f"决定：{revocation.decided_by}，{moment(revocation.decided_at)}。"
        "两人各以登录密码和设备验证码确认，记入台账和签章日志。"
    )
    draft.table(_files(files), caption="被撤销的文件", note=decided)
    draft.end(
        "请立即停止使用上述文件，并告知施工、监理等单位。扫描文件上的二维码，或者在"
        "核验页面核验文件，均显示“已撤销”。对本决定不服的，可以依法申请行政复议"
        "或者提起行政诉讼。",
        unit=issuer,
        whose="regulator",
    )
    return draft.close(foot=foot_of(case.serial, reference.public_url))


def _files(files: Sequence[IssuedFile]) -> Table:
    columns = (
        Column(12.0, "序号", Align.CENTRE),
        Column(MEASURE - 110.0, "文件"),
        Column(50.0, "核验码"),
        Column(48.0, "SHA-256（前16位）"),
    )
    rows = [
        (
            str(number),
            _name(one),
            [Run(one.code, Face.SANS)],
            [Run(in_groups(one.blob.sha256[:DIGEST_SHOWN]), Face.SANS, cell=CELL)],
        )
        for number, one in enumerate(files, start=1)
        if one.blob is not None
    ]
    return Table(columns, rows)


def _name(one: IssuedFile) -> str:
    if one.kind == IssuedFile.Kind.CERTIFICATE:
        return "施工图设计文件审查合格书"
    return f"{one.label} {one.title}".strip()
