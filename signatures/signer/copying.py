"""Files on their way in and out of the signer: copied, bounded, hashed on the way.

What is sealed must be what was hashed: whoever handed the file in can still write to it,
so the signer works on a copy that nobody else has.
"""

import hashlib
import os
import stat
from pathlib import Path
from typing import Final

from signatures.signer.refusals import Refusal, Refused

LARGEST_FILE: Final = 300 * 1024**2
PIECE: Final = 1024**2


def copy_from(source: int, target: Path) -> str:
    """Copy an open file from its beginning; SHA-256 of what was copied.

    Raises:
        Refused: it is no file, or larger than any that is checked.
    """
    found = os.fstat(source)
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_FILE:
        raise Refused(Refusal.NOT_UNDERSTOOD, "no file, or too large")
    total = hashlib.sha256()
    done = 0
    with target.open("xb") as writing:
        while piece := os.pread(source, PIECE, done):
            done += len(piece)
            if done > LARGEST_FILE:  # it grows while it is read
                raise Refused(Refusal.NOT_UNDERSTOOD, "too large")
            total.update(piece)
            writing.write(piece)
    return total.hexdigest()


def copy_to(source: Path, target: int) -> None:
    """Fill an open file with another one.

    Raises:
        Refused: the target is no file.
    """
    if not stat.S_ISREG(os.fstat(target).st_mode):
        raise Refused(Refusal.NOT_UNDERSTOOD, "no file")
    os.ftruncate(target, 0)
    os.lseek(target, 0, os.SEEK_SET)
    with source.open("rb") as reading:
        size, done = os.fstat(reading.fileno()).st_size, 0
        while done < size:
            done += os.sendfile(target, reading.fileno(), done, size - done)
