"""The second reader of DWG, for what the first cannot open: LibreDWG within node.

Weaker than the first: it may lose objects without a word and switches layers off, so its
drawing is marked as reduced. Optional: where there is no node, nothing is read again.
"""

import hashlib
import lzma
import shutil
import subprocess
from pathlib import Path

from drawings.content.errors import Refusal, refused

VERSION = "0.7.14"
VENDOR = Path(__file__).parent / "vendor"
GLUE = VENDOR / f"libredwg-web-{VERSION}.mjs"
PACKED = VENDOR / f"libredwg-web-{VERSION}.wasm.xz"
WASM_SHA256 = "431576487027122a28e5ac99d91fe6366f81ecda743a4676878c75c85fe82c53"
PROGRAM = Path(__file__).with_name("second.mjs")
# 64 KiB each: the memory of the reader itself, one GB.
PAGES = 16384
# Compile once and plainly: the better compiler costs more than reading does.
FLAGS = ("--liftoff-only", f"--wasm-max-mem-pages={PAGES}", "--max-old-space-size=512")
# Address space that node sets aside for WebAssembly without using it.
ADDRESS_SPACE_MB = 14336
DONE = "done"


def node() -> str:
    """The program that runs the second reader; empty where it is not installed."""
    return shutil.which("node") or ""


def convert_again(program: str, source: Path, target: Path, seconds: float) -> None:
    """Write the DXF of a DWG with the second reader.

    Raises:
        UnreadableDrawing: DAMAGED when it cannot, or not in time.

    """
    packed = lzma.decompress(PACKED.read_bytes())
    if hashlib.sha256(packed).hexdigest() != WASM_SHA256:
        raise RuntimeError(PACKED.name)
    wasm = target.with_suffix(".wasm")
    wasm.write_bytes(packed)
    files = (PROGRAM, GLUE, wasm, source, target)
    command = [program, *FLAGS, *(str(path) for path in files)]
    try:
        ended = subprocess.run(  # noqa: S603
            command, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise refused(Refusal.DAMAGED, "the second reader took too long") from error
    finally:
        wasm.unlink()
    # It ends by a signal in any case: its last word tells how it went.
    if not ended.stdout.decode("utf-8", "replace").endswith(f"{DONE}\n"):
        words = ended.stderr.decode("utf-8", "replace").strip()
        raise refused(Refusal.DAMAGED, f"the second reader: {words[-200:]}")
