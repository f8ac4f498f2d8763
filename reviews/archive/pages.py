"""The pages of an archive for people: an index in both languages, a list of documents."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from reviews.archive.contents import Contents
from reviews.letters.certificate import CELL, in_groups
from reviews.letters.letterhead import Draft, Reference, foot_of
from reviews.letters.lines import Align, Run
from reviews.letters.paper import MEASURE
from reviews.letters.tables import Column, Table
from reviews.letters.words import lead_of
from reviews.models import CaseArchive
from reviews.timeline import sentence_of
from storage import clock
from storage.typefaces import Face

GROUPS: Final = {
    "sealed": _("Sealed set and certificate"),
    "letters": _("Letters"),
    "records": _("Records of the review"),
    "materials": _("Documents handed in"),
    "originals": _("Drawings as handed in"),
    "pages": _("Pages of every sheet"),
    "comparisons": _("Comparisons of revisions"),
    "reports": _("Verification reports and register"),
    "ledger": _("Events and roots of the ledger"),
}
LANGUAGES: Final = {"index.html": "zh-hans", "index.en.html": "en"}
_NAMES: Final = {
    "sealed": "签章成果",
    "letters": "文书",
    "records": "审查记录",
    "materials": "申请材料",
    "originals": "报送图纸原件",
    "pages": "图纸页面",
    "comparisons": "版本比对",
    "reports": "核验报告与登记",
    "ledger": "留痕账本",
}


def pages_of(archive: CaseArchive, contents: Contents) -> dict[str, bytes]:
    """The index in Chinese and in English, by file name."""
    return {
        name: _page(archive, contents, language) for name, language in LANGUAGES.items()
    }


def list_of_documents(archive: CaseArchive, contents: Contents) -> bytes:
    """The list (证据目录) with number, document, size and digest of each."""
    case = contents.case
    reference = Reference(number=f"{case.serial}-{archive.version}", on=clock.today())
    draft = Draft(reference, issuer=lead_of(case), title="证据材料目录")
    draft.head()
    draft.say(
        f"“{case.project.name}”（报审件{case.serial}）材料，因“{archive.reason}”"
        f"由{archive.asked_by}调取。以下材料按序编号，校验值为文件的SHA-256摘要。"
    )
    number = 0
    for group, name in _NAMES.items():
        rows: list[Sequence[str | Sequence[Run]]] = []
        for title, entry in contents.groups.get(group, []):
            number += 1
            digest = [Run(in_groups(entry.sha256), Face.SANS, cell=CELL)]
            shown = f"{title}\n{entry.path}"
            rows.append((str(number), shown, f"{entry.size:,}", digest))
        if rows:
            draft.table(Table(_COLUMNS, rows, size=8.0), caption=name)
    return draft.close(foot=foot_of(case.serial, settings.LIANSHEN_PUBLIC_URL)).pdf


_COLUMNS: Final = (
    Column(11.0, "编号", Align.CENTRE),
    Column(MEASURE - 98.0, "材料"),
    Column(24.0, "字节数", Align.RIGHT),
    Column(63.0, "SHA-256 校验值"),
)


def _page(archive: CaseArchive, contents: Contents, language: str) -> bytes:
    with translation.override(language):
        context = {
            "archive": archive,
            "case": contents.case,
            "language": language,
            "made": clock.now(),
            "groups": [
                (key, title, contents.groups[key])
                for key, title in GROUPS.items()
                if key in contents.groups
            ],
            "opinions": contents.opinions,
            "consultations": contents.consultations,
            "events": [(event, sentence_of(event)) for event in contents.events],
        }
        return render_to_string("reviews/archive_index.html", context).encode()
