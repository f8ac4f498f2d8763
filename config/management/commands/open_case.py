"""Open a case from a folder of drawings: what it took, what fits, what was refused."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from accounts.models import Organisation, Region, User
from config.demo.cast import enrol_cast, find_cast
from config.demo.work import WorkFailed, do_waiting_work
from drawings.actions.uploads import take_file
from drawings.errors import FileNotWanted
from drawings.models import Project
from reviews.actions.opening import Opening, Place, begin_case
from reviews.models import Case
from reviews.reconciled import Reconciliation, Row
from reviews.reconciling import reconcile_set
from reviews.routing import FactError, ProjectFacts, Routing, facts_from
from reviews.sectors import SECTOR_WORK
from reviews.views.turn import turn_of
from storage.models import Job

LEAVINGS = {"Thumbs.db", "desktop.ini"}


class Command(BaseCommand):
    """Takes any folder with DWG, DXF and PDF and says what became of each file."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and whose case it is."""
        parser.add_argument("folder", type=Path, help="folder with the drawings")
        parser.add_argument("--name", default="", help="name of the project")
        parser.add_argument("--builder", default="liu", help="login of the applicant")
        parser.add_argument("--designer", default="", help="name of the design firm")
        parser.add_argument("--region", default="", help="city or county")
        parser.add_argument("--phone", default="", help="telephone of the applicant")
        parser.add_argument(
            "--fact",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="a fact of the project, such as area_m2=24318.6; may be repeated",
        )
        parser.add_argument("--language", default="zh-hans", choices=["zh-hans", "en"])
        parser.add_argument(
            "--leave",
            action="store_true",
            help="leave the reading to the worker instead of waiting for it",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Open the case, take the files, read them, tell."""
        with translation.override(str(options["language"])):
            self._run(options)

    def _run(self, options: dict[str, object]) -> None:
        folder = options["folder"]
        if not isinstance(folder, Path) or not folder.is_dir():
            raise CommandError(f"no such folder: {folder}")
        files = list(_files_in(folder))
        if not files:
            raise CommandError(f"there is no file in {folder}")
        actor = _applicant(str(options["builder"]))
        opening = _opening(options, actor, folder)
        case = begin_case(opening=opening, actor=actor)
        self.stdout.write(f"{case.serial}  {case.project.name}")
        self._tell_routing(case)
        self._take(case, folder, files)
        if options["leave"]:
            self.stdout.write(f"{Job.objects.open().count()} jobs wait for the worker")
        else:
            self._work()
        self._tell(case, actor)

    def _take(self, case: Case, folder: Path, files: list[Path]) -> None:
        submission = case.current_round.submission
        for path in files:
            name = str(path.relative_to(folder))
            try:
                take_file(submission=submission, path=name, source=path)
            except FileNotWanted as error:
                self._say("✗", name, str(error), bad=True)
        self.stdout.write(f"{len(files)} files in {folder.name}")

    def _work(self) -> None:
        """Read and compare here and now; a fault in one file holds no other up."""
        while Job.objects.open().exists():
            try:
                do_waiting_work(self._progress)
            except WorkFailed as error:
                self.stderr.write(self.style.ERROR(str(error)[:300]))

    def _progress(self, done: int, total: int, label: str) -> None:
        self.stdout.write(f"  {done}/{total}  {label}")

    def _tell_routing(self, case: Case) -> None:
        needed = Routing.from_dict(case.routing).needed()
        names = "、".join(SECTOR_WORK.get(one.sector, one.sector) for one in needed)
        self.stdout.write(f"→ {names}")

    def _tell(self, case: Case, actor: User) -> None:
        case = Case.objects.get(pk=case.pk)
        found = reconcile_set(case.current_round.submission)
        for row in found.rows:
            self._tell_row(row)
        self.stdout.write("")
        for counter in found.counters():
            self.stdout.write(f"{counter.count:>5}  {counter.label}")
        self._tell_next(case, actor, found)

    def _tell_row(self, row: Row) -> None:
        mark = "✗" if row.tone == "late" else "✓" if row.tone == "ok" else "!"
        halves = " + ".join(
            side
            for side, half in (("DWG", row.dwg), ("PDF", row.pdf))
            if half is not None
        )
        parts = [row.number, row.name, halves, row.word]
        self._say(mark, "  ".join(part for part in parts if part), "")
        for remark in row.remarks:
            self._say("   ", "", remark, bad=row.tone == "late")

    def _say(self, mark: str, name: str, text: str, *, bad: bool = False) -> None:
        line = f"{mark} {name}{'  ' if name and text else ''}{text}"
        self.stdout.write(self.style.ERROR(line) if bad else line)

    def _tell_next(self, case: Case, actor: User, found: Reconciliation) -> None:
        turn = turn_of(case, actor)
        base = settings.LIANSHEN_PUBLIC_URL.rstrip("/")
        self.stdout.write("")
        self.stdout.write(f"{found.sheet_count}  {turn.title}")
        for page in ("case", "upload"):
            url = reverse(f"reviews:{page}", args=[case.serial])
            self.stdout.write(f"{base}{url}")


def _files_in(folder: Path) -> Iterator[Path]:
    """Every file but what systems leave behind, in the order of names."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name not in LEAVINGS:
            yield path


def _applicant(login: str) -> User:
    """The person by login; on an empty installation the cast is enrolled first."""
    if not User.objects.exists() and find_cast() is None:
        enrol_cast()
    found = User.objects.filter(username=login).first()
    if found is None:
        raise CommandError(f"nobody signs in as {login}")
    return found


def _opening(options: dict[str, object], actor: User, folder: Path) -> Opening:
    name = str(options["name"]) or folder.resolve().name
    facts = _facts(options["fact"])
    phone = str(options["phone"]) or actor.phone or "00000000"
    kinds = Organisation.Kind
    builder = _unit_of(actor, kinds.BUILDER) or _first(kinds.BUILDER, "")
    known = Project.objects.filter(name=name, builder=builder).first()
    if known is not None:
        return Opening(known, facts, phone)
    designer = _unit_of(actor, kinds.DESIGNER) or _first(
        kinds.DESIGNER, str(options["designer"])
    )
    regions = Region.objects.filter(name=options["region"])
    region = regions.first() or builder.region
    return Opening(Place(name, region, builder, designer), facts, phone)


def _facts(given: object) -> ProjectFacts:
    pairs = (
        [str(one).partition("=") for one in given] if isinstance(given, list) else []
    )
    values: dict[str, object] = {name: value for name, _sign, value in pairs}
    if "hazards" in values:
        values["hazards"] = str(values["hazards"]).split(",")
    try:
        return facts_from(values)
    except FactError as error:
        raise CommandError(f"{error.field}: {error.sentence}") from None


def _unit_of(actor: User, kind: str) -> Organisation | None:
    return Organisation.objects.filter(kind=kind, seats__user=actor).first()


def _first(kind: str, name: str) -> Organisation:
    units = Organisation.objects.filter(kind=kind)
    found = (
        (units.filter(name=name) | units.filter(short_name=name)).first()
        if name
        else units.first()
    )
    if found is None:
        raise CommandError(f"no such {kind}: {name or '(none is entered)'}")
    return found
