"""`manage.py compare OLD NEW`: what changed between two drawing files, without a case."""

import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawings.content.errors import UnreadableDrawing
from drawings.content.parts import Origin
from drawings.content.storing import load_content
from drawings.diff.clouds import Cloud, clouds_dxf
from drawings.diff.findings import SILENT, Difference, Verdict, leaves_open
from drawings.diff.keeping import difference_to_bytes
from drawings.diff.plate import plate_png
from drawings.filepairs import (
    FileRead,
    Reader,
    SheetPair,
    compare_files,
    read_for_comparison,
    read_for_pictures,
    reading_at_once,
)
from drawings.sentences import refusal_sentence
from drawings.tiling import ask_apart
from reviews.differences import KINDS
from reviews.filereport import (
    report_of_files,
    said_of,
    sentence_about,
    verdict_of,
    verdict_word,
)
from reviews.howsure import SIDES
from reviews.letters.compared import FileNamed
from reviews.letters.comparison import comparison_report
from reviews.management.files import (
    CANNOT,
    cannot_read,
    require_readable,
    require_writable,
    write_file,
)

SAME, CHANGED = 0, 1
PICTURE_PX = 2400
MOST_SHOWN = 60
OUTPUTS = ("pdf", "png", "dxf")


class Command(BaseCommand):
    """Read both files in the sandbox, pair their sheets, and tell what changed."""

    help = (
        "Compare two drawing files (DXF, DWG, PDF). Ends with 0 when nothing changed, "
        "1 when something did, 2 when that cannot be said."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Two files, and what is written besides the table."""
        parser.add_argument("old", type=Path, help="the version before")
        parser.add_argument("new", type=Path, help="the version after")
        parser.add_argument("--json", action="store_true", help="JSON, not a table")
        parser.add_argument("--pdf", type=Path, help="write the printable report")
        parser.add_argument("--png", type=Path, help="write overlays, one a sheet")
        parser.add_argument("--dxf", type=Path, help="write clouds, one file a sheet")
        parser.add_argument("--language", default="zh-hans", choices=["zh-hans", "en"])

    def handle(self, *args: object, **options: object) -> None:
        """Tell and write; the exit code is the verdict."""
        files = [Path(str(options[name])) for name in ("old", "new")]
        has_pictures = bool(options["pdf"] or options["png"])
        reader = read_for_pictures if has_pictures else read_for_comparison
        work = Path(tempfile.mkdtemp(prefix="lianshen-compare-"))
        with translation.override(str(options["language"])):
            try:
                for name in OUTPUTS:
                    require_writable(options[name])
                read = _read_both(reader, files, work)
                pairs = list(compare_files(*read))
                self._write(read, pairs, options, work)
                self._tell(read, pairs, is_json=bool(options["json"]))
            finally:
                shutil.rmtree(work, ignore_errors=True)
        code = exit_code(pairs)
        if code:
            sys.exit(code)

    def _tell(
        self, read: Sequence[FileRead], pairs: Sequence[SheetPair], *, is_json: bool
    ) -> None:
        if is_json:
            told = {
                "old": {"name": read[0].name, "sha256": read[0].sha256},
                "new": {"name": read[1].name, "sha256": read[1].sha256},
                "sheets": [as_json(pair) for pair in pairs],
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for pair in pairs:
            self.stdout.write(f"{pair.title}: {verdict_word(pair)}")
            if pair.difference is not None and (len(pairs) == 1 or not _is_same(pair)):
                self.stdout.write(f"  {sentence_about(pair, pair.difference)}")
                self._tell_changes(pair.difference)
        if len(pairs) > 1:
            words = Counter(map(verdict_word, pairs)).most_common()
            counted = "　".join(f"{word} {count}" for word, count in words)
            self.stdout.write(
                _("%(told)s; sheets in all: %(count)s")
                % {"told": counted, "count": len(pairs)}
            )

    def _tell_changes(self, difference: Difference) -> None:
        loud = [c for c in difference.changes if c.kind not in SILENT]
        for number, change in enumerate(loud[:MOST_SHOWN], start=1):
            x0, y0, x1, y1 = change.new_box or change.old_box or (0, 0, 0, 0)
            kind = KINDS.get(change.kind, change.kind)
            self.stdout.write(
                f"  {number:>4}  {kind}  {said_of(change)}"
                f"  X {x0:.1f}–{x1:.1f} Y {y0:.1f}–{y1:.1f} mm"
            )
        if len(loud) > MOST_SHOWN:
            count = len(loud) - MOST_SHOWN
            more = ngettext(
                "%(count)s more change is not listed here.",
                "%(count)s more changes are not listed here.",
                count,
            )
            self.stdout.write("  " + more % {"count": count})

    def _write(
        self,
        read: Sequence[FileRead],
        pairs: Sequence[SheetPair],
        options: dict[str, object],
        work: Path,
    ) -> None:
        if options["pdf"]:
            sides = [str(SIDES[name]) for name in ("old", "new")]
            named = [
                FileNamed(side, one.name, one.sha256)
                for side, one in zip(sides, read, strict=True)
            ]
            subject = f"{read[0].name} → {read[1].name}"
            written = comparison_report(report_of_files(subject, named, pairs))
            write_file(Path(str(options["pdf"])), written.pdf)
        changed = [
            pair
            for pair in pairs
            if pair.difference and pair.difference.verdict is Verdict.CHANGED
        ]
        for name, make in (("png", _png), ("dxf", _dxf)):
            if not options[name]:
                continue
            out = Path(str(options[name]))
            if not changed:
                words = _("No sheet is told as changed; %(path)s was not written.")
                self.stderr.write(words % {"path": out})
            for place, pair in enumerate(changed, start=1):
                path = out if len(changed) == 1 else _numbered(out, place)
                write_file(path, make(pair, work))


def _read_both(reader: Reader, paths: Sequence[Path], work: Path) -> list[FileRead]:
    """What the files hold; the first that cannot be read ends it all."""
    for path in paths:
        require_readable(path)
    read = []
    for path, told in zip(paths, reading_at_once(reader, paths, work), strict=True):
        try:
            read.append(told.result())
        except OSError as error:
            raise cannot_read(path, error) from error
        except UnreadableDrawing as error:
            words = refusal_sentence(error.code, error.particulars)
            raise CommandError(f"{path}: {words}", returncode=CANNOT) from error
    return read


def exit_code(pairs: Sequence[SheetPair]) -> int:
    """0 same, 1 changed, 2 cannot be said: whatever is certain to differ is changed."""
    verdicts = [pair.difference.verdict if pair.difference else None for pair in pairs]
    if None in verdicts or Verdict.CHANGED in verdicts:
        return CHANGED
    return CANNOT if Verdict.CANNOT_COMPARE in verdicts or not verdicts else SAME


def as_json(pair: SheetPair) -> dict[str, object]:
    """A pair of sheets with everything that was found."""
    told: dict[str, object] = {"sheet": pair.title, "fate": str(pair.fate)}
    for side, one in (("old", pair.older), ("new", pair.newer)):
        if one is not None:
            told[f"{side}_reader"] = "fast" if one.route.is_fast else "library"
            told[f"{side}_why"] = one.route.why
    found = pair.difference
    if found is None:
        return told
    return told | {
        "verdict": verdict_of(pair, found),
        "reason": str(found.reason),
        "engine": found.engine,
        "tolerance_mm": found.tolerance_mm,
        "cosmetic": found.cosmetic_count,
        "property": found.property_count,
        "not_compared": list(found.not_compared),
        "registration": {
            "method": str(found.registration.method),
            "scale": found.registration.scale,
            "rotation_deg": found.registration.rotation_deg,
            "dx_mm": found.registration.dx_mm,
            "dy_mm": found.registration.dy_mm,
            "inliers": found.registration.inliers,
            "residual_mm": found.registration.residual_mm,
        },
        "regions": [
            {"box": region.box, "changes": region.changes} for region in found.regions
        ],
        "changes": [
            {
                "kind": str(change.kind),
                "old_box": change.old_box,
                "new_box": change.new_box,
                "text_from": change.text_from,
                "text_to": change.text_to,
                "vector_mm": change.vector_mm,
                "layer": change.layer,
                "block": change.block,
            }
            for change in found.changes
        ],
    }


def _is_same(pair: SheetPair) -> bool:
    """Whether there is nothing to say beyond the verdict."""
    found = pair.difference
    return (
        found is not None
        and found.verdict is Verdict.IDENTICAL
        and not leaves_open(found.not_compared)
    )


def _png(pair: SheetPair, work: Path) -> bytes:
    if pair.difference is None or pair.sheet.page is None:
        raise ValueError("nothing was compared")
    answer = Path(tempfile.mkstemp(dir=work)[1])
    answer.write_bytes(difference_to_bytes(pair.difference))
    data = ask_apart(plate_png, pair.sheet.page, answer, PICTURE_PX)
    if data is None:
        raise CommandError(_("The picture could not be drawn."), returncode=CANNOT)
    return data


def _dxf(pair: SheetPair, work: Path) -> bytes:
    if pair.difference is None:
        raise ValueError("nothing was compared")
    lay = pair.difference.registration
    clouds = [
        Cloud(
            str(change.kind),
            change.new_box or lay.box_to_new(change.old_box or (0, 0, 0, 0)),
            f"{number} {KINDS.get(change.kind, change.kind)} {said_of(change)}",
        )
        for number, change in enumerate(
            (c for c in pair.difference.changes if c.kind not in SILENT), start=1
        )
    ]
    # of a page of a PDF the layout is a label that no drawing knows
    origin = load_content(pair.sheet.content).origin
    layout = "" if origin is Origin.PDF else pair.sheet.layout
    return clouds_dxf(clouds, to_paper=pair.sheet.to_paper, layout=layout)


def _numbered(path: Path, place: int) -> Path:
    return path.with_name(f"{path.stem}-{place}{path.suffix}")
