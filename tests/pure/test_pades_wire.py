"""A report survives its way out of the limited process, and nothing else does."""

import json

import pytest

from signatures.pades.checking import check
from signatures.pades.wire import report_as_json, report_of_json
from tests import forgeries, pki


@pytest.mark.parametrize(
    "sheet",
    [pki.sealed_sheet(), forgeries.roll_back(pki.sealed_sheet()), b"words"],
    ids=["genuine", "rolled back", "words"],
)
def test_a_report_comes_back_as_it_was(sheet: bytes) -> None:
    report = check(
        sheet,
        trust=pki.trust(),
        register=pki.record_of(pki.sealed_sheet()),
        at=pki.NOW,
    )
    assert report_of_json(report_as_json(report)) == report


@pytest.mark.parametrize(
    "change",
    [{"verdict": "fine"}, {"reasons": [{}]}, {"signatures": [{"field": 1}]}],
)
def test_what_is_no_report_is_refused(change: dict[str, object]) -> None:
    report = check(b"words", trust=pki.trust(), register=None, at=pki.NOW)
    told = json.loads(report_as_json(report)) | change
    with pytest.raises(ValueError, match=r".+"):
        report_of_json(json.dumps(told))
    with pytest.raises(ValueError, match=r".+"):
        report_of_json("[1, 2]")
