"""What lies at the window: each document with its evidence, the limit, what would follow."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drawings.tiling import page_count_of
from reviews.clocks import city_calendar
from reviews.materials import (
    MATERIAL_NAMES,
    NEEDS,
    Completeness,
    Need,
    completeness_of,
    last_day_of_promise,
    promise_fault,
)
from reviews.models import Case, Material
from reviews.states import MaterialState
from reviews.timing.calendar import Calendar, CalendarGap
from storage import clock
from storage.actions.blobs import file_of
from storage.models import Blob
from workflow.checked import Drawings, drawings_of

NEED_OF: Final[Mapping[str, Need]] = {need.code: need for need in NEEDS}
LEAST_TWINS: Final = 2
SIGNS: Final = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
)
"""How a file begins that a browser can show."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document: how it stands, and what the automatic check can say about it.

    `last_day` is the last day to which it may be promised; `form` is pdf, png, jpg or
    empty when the file cannot be shown.
    """

    material: Material
    name: str
    tone: str
    word: str
    evidence: str
    effect: str
    form: str
    last_day: dt.date | None

    @property
    def code(self) -> str:
        """Which document of the list it is."""
        return self.material.code

    @property
    def is_present(self) -> bool:
        """Whether a file was handed in that nobody has refused."""
        return self.material.state == MaterialState.PRESENT

    @property
    def is_refused(self) -> bool:
        """Whether the window found the file not in order, and no other came since."""
        return self.material.state == MaterialState.REFUSED

    @property
    def may_follow(self) -> bool:
        """Whether a promise would settle it."""
        return not self.is_present and not self.material.is_essential


@dataclass(frozen=True, slots=True)
class Intake:
    """A case on the desk of the window."""

    case: Case
    items: list[Item]
    drawings: Drawings
    completeness: Completeness

    @property
    def missing(self) -> list[Item]:
        """Everything that is not there or not in order."""
        return [item for item in self.items if not item.is_present]

    @property
    def to_look_at(self) -> int:
        """How many rows the automatic check leaves to the clerk."""
        return sum(item.tone != "ok" for item in self.items) + (
            self.drawings.tone != "ok"
        )

    @property
    def proposed(self) -> str:
        """The ending that the documents call for."""
        if not self.missing:
            return "accept"
        if all(item.may_follow for item in self.missing):
            return "defer"
        return "make_good"

    @property
    def one_file(self) -> str:
        """That one file stands for several documents, in a sentence; or nothing."""
        given = [item.material.blob_id for item in self.items if item.is_present]
        return said_of_one_file(given, len(self.items))


def said_of_one_file(given: Sequence[int | None], total: int) -> str:
    """That one file stands for several of the documents, in a sentence; or nothing.

    Args:
        given: the blob of each document that was handed in.
        total: how many documents the list has.

    """
    counted = Counter(blob for blob in given if blob is not None)
    most = max(counted.values(), default=0)
    if most < LEAST_TWINS:
        return ""
    said = _("%(count)s of %(total)s documents are one and the same file.")
    return said % {"count": most, "total": total}


def intake_of(case: Case) -> Intake:
    """Look a case through as it lies at the window."""
    materials = list(case.materials.select_related("blob"))
    twins = _twins(materials)
    calendar, today = city_calendar(), clock.today()
    items = [
        _item(material, twins, _last_day(material, today, calendar))
        for material in materials
    ]
    states = {m.code: MaterialState(m.state) for m in materials}
    needs = [NEED_OF[m.code] for m in materials if m.code in NEED_OF]
    return Intake(case, items, drawings_of(case), completeness_of(needs, states))


def fault_of_promise(item: Item, until: dt.date) -> str:
    """Why a document cannot be promised until a day; empty when it can."""
    need = NEED_OF.get(item.code)
    if need is None:
        return ""
    today, calendar = clock.today(), city_calendar()
    try:
        fault = promise_fault(need, until, today=today, calendar=calendar)
    except CalendarGap as gap:
        return _("The calendar is not published up to %(day)s.") % {"day": gap.day}
    return fault.told(_) if fault else ""


def form_of(blob: Blob | None) -> str:
    """How a browser can show a file: pdf, png, jpg, or not at all."""
    if blob is None:
        return ""
    with file_of(blob).open("rb") as file:
        head = file.read(8)
    return next((form for sign, form in SIGNS if head.startswith(sign)), "")


def name_of(code: str) -> str:
    """A document as people call it."""
    sentence = MATERIAL_NAMES.get(code)
    return sentence.told(_) if sentence else code


def _item(
    material: Material, twins: Mapping[int, str], last_day: dt.date | None
) -> Item:
    form = form_of(material.blob)
    tone, word = _standing(material)
    evidence, is_sure = _evidence(material, form, twins)
    if tone == "ok" and not is_sure:
        tone, word = "warn", pgettext("document", "please check")
    effect = (
        _("No acceptance without it")
        if material.is_essential
        else _("Review may begin; no certificate without it")
    )
    return Item(
        material, name_of(material.code), tone, word, evidence, effect, form, last_day
    )


def _standing(material: Material) -> tuple[str, str]:
    return {
        MaterialState.PRESENT: ("ok", pgettext("document", "complete")),
        MaterialState.PROMISED: ("warn", pgettext("document", "promised")),
        MaterialState.REFUSED: ("late", pgettext("document", "not in order")),
    }.get(MaterialState(material.state), ("late", pgettext("document", "missing")))


def _evidence(
    material: Material, form: str, twins: Mapping[int, str]
) -> tuple[str, bool]:
    """What the check found out, and whether nothing is left to look at."""
    blob = material.blob
    if blob is None:
        return _("not handed in"), False
    if material.state == MaterialState.REFUSED:
        return material.note, False
    twin = twins.get(material.pk)
    if twin:
        return _("the same file as “%(name)s”") % {"name": twin}, False
    if form != "pdf":
        return _("%(name)s; cannot be looked into") % {"name": material.file_name}, (
            False
        )
    pages = page_count_of(file_of(blob), blob.sha256)
    if pages is None:
        return _("the PDF cannot be opened"), False
    if not pages:
        return _("the PDF is locked with a password"), False
    said = ngettext("PDF, %(count)s page", "PDF, %(count)s pages", pages)
    return said % {"count": pages}, True


def _twins(materials: Sequence[Material]) -> dict[int, str]:
    """Documents whose file is that of another document, by key: the other's name."""
    first: dict[int, Material] = {}
    twins = {}
    for material in materials:
        if material.blob_id is None:
            continue
        other = first.setdefault(material.blob_id, material)
        if other is not material:
            twins[material.pk] = name_of(other.code)
    return twins


def _last_day(material: Material, today: dt.date, calendar: Calendar) -> dt.date | None:
    need = NEED_OF.get(material.code)
    if need is None or need.is_essential or material.state == MaterialState.PRESENT:
        return None
    try:
        return last_day_of_promise(need, today, calendar)
    except CalendarGap:
        return None
