"""Ask the second reader about a DWG that the first could not open."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.dwg.second import ADDRESS_SPACE_MB, node
from drawings.sandbox.limits import Limits
from drawings.sandbox.process import run_job

# It hangs on some damaged files, and every honest one was done in two seconds.
LONGEST_SECONDS = 40.0
# The first reader knows nothing older than this.
FIRST_KNOWS_FROM = "AC1012"


def read_by_second(
    request: Mapping[str, str], work: Path, limits: Limits, first: UnreadableDrawing
) -> dict[str, Any]:
    """The answer of the second reader; its sheets are marked as reduced.

    Args:
        request: as the first reader got it.
        work: the same folder.
        limits: of the whole reading.
        first: what the first reader said; it stands when the second fails too.

    Raises:
        UnreadableDrawing: `first`.

    """
    program = node()
    if not program or first.code not in (Refusal.DAMAGED, Refusal.TOO_OLD):
        raise first
    seconds = min(LONGEST_SECONDS, limits.seconds)
    # Node sets aside far more address space than it may use; its own flags bound it.
    wide = replace(limits, memory_mb=ADDRESS_SPACE_MB, seconds=seconds)
    job = "drawings.sandbox.cadjobs:"
    try:
        again = {**request, "program": program, "seconds": str(seconds)}
        made = run_job(f"{job}convert_dwg_again", again, work=work, limits=wide)
        asked = {**request, "dxf": str(made["dxf"])}
        return run_job(f"{job}read_reduced", asked, work=work, limits=limits)
    except (UnreadableDrawing, KeyError):
        raise first from None
