"""The program of the limited process: read the question, check the file, write the answer.

`python -m signatures.pades.child FOLDER`: the folder holds `file.pdf` and `asked.json`
and receives `report.json`.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

from asn1crypto import x509

from signatures.pades.checking import check
from signatures.pades.trust import Trust
from signatures.pades.verdicts import IssuedRecord, IssueStatus
from signatures.pades.wire import report_as_json


def main(folder: Path) -> None:
    """Check one file."""
    asked = json.loads((folder / "asked.json").read_text())
    report = check(
        (folder / "file.pdf").read_bytes(),
        trust=Trust(
            roots=tuple(_certificate(told) for told in asked["roots"]),
            between=tuple(_certificate(told) for told in asked["between"]),
            lists=tuple(bytes.fromhex(told) for told in asked["lists"]),
        ),
        register=_record(asked["register"]),
        at=datetime.fromisoformat(asked["at"]),
    )
    (folder / "report.json").write_text(report_as_json(report))


def _certificate(told: str) -> x509.Certificate:
    return x509.Certificate.load(bytes.fromhex(told))


def _record(told: dict[str, object] | None) -> IssuedRecord | None:
    match told:
        case {
            "sha256": str(sha256),
            "seals": dict(seals),
            "status": str(status),
            "issued_at": issued,
        }:
            return IssuedRecord(
                sha256=sha256,
                seals=seals,
                status=IssueStatus(status),
                issued_at=datetime.fromisoformat(issued)
                if isinstance(issued, str)
                else None,
            )
    return None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
