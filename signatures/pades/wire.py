"""A report as JSON: how it comes back from the limited process that made it.

Not pickled, since the process that reads strangers' files must not be able to make ours
run anything.
"""

import json
from dataclasses import asdict
from datetime import datetime

from signatures.pades.verdicts import (
    Objection,
    Reason,
    Report,
    Revocation,
    SignatureFinding,
    SignatureKind,
    Verdict,
)


def report_as_json(report: Report) -> str:
    """Write a report down; moments become ISO 8601."""
    return json.dumps(asdict(report), default=datetime.isoformat, ensure_ascii=False)


def report_of_json(written: str) -> Report:
    """Read a report back.

    Raises:
        ValueError: this is no report; an unknown code counts as none.
    """
    try:
        told = json.loads(written)
        return Report(
            Verdict(told["verdict"]),
            str(told["sha256"]),
            tuple(_objection(one) for one in told["reasons"]),
            tuple(_finding(one) for one in told["signatures"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a report") from error


def _objection(told: dict[str, str]) -> Objection:
    return Objection(
        Reason(told["reason"]), str(told["field"]), str(told["particulars"])
    )


def _finding(told: dict[str, object]) -> SignatureFinding:
    objections = told["objections"]
    if not isinstance(objections, list):
        raise TypeError("objections are a list")
    return SignatureFinding(
        field=str(told["field"]),
        kind=SignatureKind(str(told["kind"])),
        signer=str(told["signer"]),
        organisation=str(told["organisation"]),
        issuer=str(told["issuer"]),
        fingerprint=str(told["fingerprint"]),
        claimed_at=_moment(told["claimed_at"]),
        stamped_at=_moment(told["stamped_at"]),
        revocation=Revocation(str(told["revocation"])),
        covers_whole_file=told["covers_whole_file"] is True,
        objections=tuple(_objection(one) for one in objections),
    )


def _moment(told: object) -> datetime | None:
    return None if told is None else datetime.fromisoformat(str(told))
