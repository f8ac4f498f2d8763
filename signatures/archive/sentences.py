"""What a fault of a package says on a terminal, one line each."""

from collections.abc import Mapping
from typing import Final

from signatures.archive.shelf import Fault

WORDS: Final[Mapping[str, str]] = {
    "altered": "altered file",
    "missing": "missing file",
    "extra": "file that is in no list",
    "twice": "file that is there twice",
    "outside": "listed outside the payload",
    "stamp": "time stamp does not hold",
    "seal": "sealed file does not hold",
    "root": "root of the ledger does not hold",
    "list": "list of revocations does not hold",
    "event": "event of the ledger does not hold",
}


def sentence_of(fault: Fault) -> str:
    """The fault with its file, event or stamp, and what was found."""
    found = f" ({fault.particulars})" if fault.particulars else ""
    return f"{WORDS[fault.kind]}: {fault.name}{found}"
