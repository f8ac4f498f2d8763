"""`manage.py demo`: a small true world, a case told from folder to certificate, served."""

import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config.demo.cast import PARTS, PASSWORD, Cast, enrol_cast, find_cast
from config.demo.clauses import load_clauses
from config.demo.days import open_calendar
from config.demo.encore import leave_open
from config.demo.foreign import ForeignScript
from config.demo.proof import ProofFailed, prove
from config.demo.script import Script
from config.demo.stage import StoryBroken, work_folder
from config.demo.story import Story
from config.demo.teller import Teller
from config.demo.tower import TowerScript
from config.demo.work import WorkFailed
from reviews.models import Case
from storage.doorbell import answered_here

ADDRESS = "127.0.0.1:8000"


class Command(BaseCommand):
    """Build the world through the actions, tell the story, serve it."""

    help = "Tell the main job on sample drawings (or --drawings DIR), then serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--drawings", default="", help="a folder of DWG/DXF/PDF")
        parser.add_argument("--no-serve", action="store_true", help="tell and exit")
        parser.add_argument("--fresh", action="store_true", help="forget earlier runs")

    def handle(self, *args: object, **options: object) -> None:
        """Tell, prove, print who to log in as, serve."""
        teller = Teller(sys.stdout)
        is_served = not options["no_serve"]
        drawings = str(options["drawings"] or "")
        self._prepare(teller, is_fresh=bool(options["fresh"]))
        script = _script(drawings)
        case = self._tell(teller, script)
        self._tell_logins(case)
        if is_served:
            teller.line(f"http://{ADDRESS}  (Ctrl+C 结束)", mark="→")
            connections.close_all()
            call_command("serve")

    def _prepare(self, teller: Teller, *, is_fresh: bool) -> None:
        if is_fresh:
            _forget(Path(settings.VAR_DIR))
        teller.act(0, "准备：数据库、缓存、日历、条文库")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        cases = Case.objects.count()
        if cases:
            teller.line(f"接着上次：库中已有 {cases} 个报审件，本次再办一个")
        else:
            teller.line("全新开始：建立云溪市及柳泉县、各单位和人员")
        filled = open_calendar()
        if filled:
            teller.line(f"国务院通知未公布的 {filled} 天按演示日历补入")
        teller.line(f"条文库 {load_clauses()} 条（示例条文）")

    def _tell(self, teller: Teller, script: Script) -> Case:
        cast: Cast = find_cast() or enrol_cast()
        work = work_folder()
        try:
            story = Story(cast, script, teller, work)
            with answered_here():
                case = story.tell()
            teller.act(10, "任何人可核验；改动一个字节即被拒绝；账本可验")
            prove(case, teller)
            teller.act(11, "留给您试用：另一件正在审查")
            with answered_here():
                leave_open(story)
        except (StoryBroken, ProofFailed, WorkFailed) as error:
            raise CommandError(f"the story broke: {error}") from error
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return case

    def _tell_logins(self, case: Case) -> None:
        self.stdout.write(f"\n报审件 {case.serial}  查询码 {case.query_code}")
        self.stdout.write(f"登录（口令均为 {PASSWORD}）：")
        for part in PARTS:
            self.stdout.write(f"  {part.login:<8}{part.name}　{part.unit}")


def _script(drawings: str) -> Script:
    if not drawings:
        return TowerScript()
    folder = Path(drawings).resolve()
    if not folder.is_dir():
        raise CommandError(f"no such folder: {drawings}")
    return ForeignScript(folder)


def _forget(var: Path) -> None:
    connections.close_all()
    for name in ("lianshen.sqlite3", "lianshen.sqlite3-wal", "lianshen.sqlite3-shm"):
        (var / name).unlink(missing_ok=True)
    for name in ("blobs", "uploads", "tiles", "queue"):
        shutil.rmtree(var / name, ignore_errors=True)
