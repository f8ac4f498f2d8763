"""Put the whole of a case into a package: files, records, ledger, what validates it."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from django.db.models import Q
from django.utils.translation import pgettext

from drawings.models import Comparison, SheetRevision, Submission
from reviews.archive import records
from reviews.models import Case
from signatures import keys, roots
from signatures.archive.bag import Bag, Entry
from signatures.errors import KeyNotThere
from signatures.models import IssuedFile, LedgerRoot
from signatures.offline.program import FILE_NAME, program
from signatures.pades.checking import check
from signatures.pades.verdicts import IssuedRecord, IssueStatus
from signatures.pades.wire import report_as_json
from signatures.proving import PROOF_NAME, proof_of_issue, root_told
from signatures.revocations import LIST_NAME, revocation_list
from storage import clock, merkle
from storage.actions.blobs import file_of, read_bytes
from storage.actions.ledger import link_of
from storage.models import Blob, Event

Tell = Callable[[str], None]
ENDINGS: Final = {"application/pdf": ".pdf", "application/json": ".json"}


@dataclass
class Contents:
    """The package being filled, and what the page and the list of documents name."""

    case: Case
    bag: Bag
    tell: Tell
    groups: dict[str, list[tuple[str, Entry]]] = field(default_factory=dict)
    opinions: list[records.Row] = field(default_factory=list)
    consultations: list[records.Row] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    verdicts: dict[str, str] = field(default_factory=dict)

    def keep(self, group: str, title: str, path: str, blob: Blob) -> None:
        """Put a stored file into the package under a title."""
        self._note(group, title, self.bag.add_file(path, file_of(blob)))

    def keep_plain(self, group: str, title: str, path: str, told: object) -> None:
        """Put plain values into the package, as JSON that people can read."""
        written = json.dumps(told, ensure_ascii=False, indent=1).encode()
        self._note(group, title, self.bag.add_bytes(path, written))

    def _note(self, group: str, title: str, entry: Entry) -> None:
        self.groups.setdefault(group, []).append((title, entry))
        self.tell(title)


def fill(case: Case, bag: Bag, tell: Tell) -> Contents:
    """Everything of the case, in the order in which a person reads it."""
    contents = Contents(case, bag, tell)
    _sealed(contents)
    _letters(contents)
    _records(contents)
    _originals(contents)
    _pages(contents)
    _comparisons(contents)
    _ledger(contents)
    _validation(contents)
    _offline(contents)
    return contents


def _sealed(contents: Contents) -> None:
    """The sealed set, what the register says of it, and our verdict on each file."""
    now = clock.now()
    trust = keys.trust(at=now)
    told = []
    issued = IssuedFile.objects.filter(
        stream=contents.case.serial, blob__isnull=False
    ).exclude(kind=IssuedFile.Kind.NOTICE)
    for one in issued.select_related("blob").order_by("pk"):
        if one.blob is None:
            continue
        name = f"sealed/{one.label}-{one.code[:4]}.pdf"
        contents.keep("sealed", f"{one.label} {one.title}".strip(), name, one.blob)
        entry = contents.groups["sealed"][-1][1]
        record = IssuedRecord(
            sha256=one.blob.sha256,
            seals=one.seals,
            status=IssueStatus(one.status),
            issued_at=one.issued_at,
        )
        report = check(Path(file_of(one.blob)), trust=trust, register=record, at=now)
        contents.verdicts[entry.path] = str(report.verdict)
        contents.keep_plain(
            "reports",
            one.label,
            f"reports/{one.label}-{one.code[:4]}.json",
            json.loads(report_as_json(report)),
        )
        told.append(
            {
                "path": entry.path,
                "code": one.code,
                "kind": one.kind,
                "label": one.label,
                "title": one.title,
                "version": one.version,
                "end_reason": one.end_reason,
                "end_letter": one.end_letter,
                "ended_at": records.moment(one.ended_at),
                **asdict(record),
                "status": str(record.status),
                "issued_at": records.moment(one.issued_at),
            }
        )
    contents.keep_plain("reports", "register", "register.json", {"files": told})


def _letters(contents: Contents) -> None:
    for letter in contents.case.letters.select_related("blob", "sealed").order_by("pk"):
        title = f"{letter.get_kind_display()} {letter.number}"
        if letter.waits_for_seal:
            title += f" ({pgettext('letter', 'not sealed')})"
        contents.keep("letters", title, f"letters/{letter.number}.pdf", letter.newest)


def _records(contents: Contents) -> None:
    case = contents.case
    contents.opinions = records.opinion_records(case)
    contents.consultations = records.consultation_records(case)
    for name, told in (
        ("case", records.case_record(case)),
        ("opinions", contents.opinions),
        ("consultations", contents.consultations),
    ):
        contents.keep_plain("records", name, f"records/{name}.json", told)


def _originals(contents: Contents) -> None:
    for row in contents.case.materials.select_related("blob").exclude(blob=None):
        if row.blob is not None:
            name = f"materials/{row.code}/{row.file_name or row.code}"
            contents.keep("materials", row.file_name or row.code, name, row.blob)
    for submission in _submissions(contents.case):
        for file in submission.files.select_related("blob").exclude(blob=None):
            if file.blob is not None:
                name = f"originals/{submission.number:02d}/{file.path}"
                contents.keep("originals", file.path, name, file.blob)


def _pages(contents: Contents) -> None:
    for one in _revisions(contents.case):
        name = f"pages/{one.sheet.number}-{one.version}.pdf"
        title = f"{one.sheet.number} {one.sheet.name} ({one.version})"
        contents.keep("pages", title, name, one.face.page)


def _comparisons(contents: Contents) -> None:
    rows = Comparison.objects.filter(newer__in=_revisions(contents.case))
    rows = rows.select_related("older", "newer__sheet", "answer")
    for one in rows.prefetch_related("changes").order_by("newer__sheet__order", "pk"):
        name = f"{one.newer.sheet.number}-{one.older.version}-{one.newer.version}"
        told = records.comparison_record(one)
        contents.keep_plain("comparisons", name, f"comparisons/{name}.json", told)
        if one.answer is not None:
            ending = ENDINGS.get(one.answer.media_type, ".answer")
            contents.keep(
                "comparisons", name, f"comparisons/{name}-answer{ending}", one.answer
            )


def _ledger(contents: Contents) -> None:
    """The events of the case with the way from each to its stamped root."""
    last = LedgerRoot.objects.order_by("-number").first()
    rows = Event.objects.of_stream(contents.case.serial)
    contents.events = list(rows.filter(sequence__lte=last.last if last else 0))
    spans: dict[int, LedgerRoot] = {}
    told = []
    for event in contents.events:
        root = LedgerRoot.objects.select_related("leaves").get(
            first__lte=event.sequence, last__gte=event.sequence
        )
        spans[root.number] = root
        link = link_of(event)
        leaves = roots.unpacked(read_bytes(root.leaves))
        told.append(
            asdict(link)
            | {
                "at": link.at.isoformat(),
                "root": root.number,
                "path": merkle.path_of(leaves, event.sequence - root.first),
            }
        )
    contents.keep_plain("ledger", "events", "ledger/events.json", {"events": told})
    contents.keep_plain(
        "ledger",
        "roots",
        "ledger/roots.json",
        {"roots": [root_told(root) for root in spans.values()]},
    )


def _offline(contents: Contents) -> None:
    """What checks the sealed set without us: the proof of issue and the program."""
    proof = proof_of_issue(contents.case.serial)
    if proof is not None:
        contents.keep_plain("sealed", PROOF_NAME, f"sealed/{PROOF_NAME}", proof)
    with contextlib.suppress(KeyNotThere):  # a provider may have no key for lists
        ended = revocation_list()
        contents.keep_plain("sealed", LIST_NAME, f"sealed/{LIST_NAME}", ended)
    roots_now = keys.trust(at=clock.now()).roots
    written = program(roots_now, keys.list_signers()).encode()
    contents.bag.add_tag(FILE_NAME, written)


def _validation(contents: Contents) -> None:
    trust = keys.trust(at=clock.now())
    bag = contents.bag
    for folder, ending, all_of in (
        ("roots", "cer", [one.dump() for one in trust.roots]),
        ("between", "cer", [one.dump() for one in trust.between]),
        ("lists", "crl", list(trust.lists)),
    ):
        for number, data in enumerate(all_of, start=1):
            bag.add_bytes(f"validation/{folder}/{number:02d}.{ending}", data)


def _submissions(case: Case) -> list[Submission]:
    return list(Submission.objects.filter(round__case=case).order_by("number"))


def _revisions(case: Case) -> list[SheetRevision]:
    """Every revision that this case was about, those it built upon included."""
    now = case.revisions_now().values_list("pk", flat=True)
    rows = SheetRevision.objects.filter(
        Q(submission__in=_submissions(case)) | Q(pk__in=list(now))
    )
    return list(rows.select_related("sheet", "pdf__page", "dwg__page", "submission"))
