"""The offline verifier: what it accepts and refuses, run as it runs in a browser."""

import hashlib
import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from signatures import roots
from signatures.offline.proofs import proof_of
from signatures.pades.stamping import stamp_digest
from storage import chain
from tests import pki
from tests.pure.test_pades_attacks import ATTACKS

pytestmark = pytest.mark.program("node", "nodejs")
HERE = Path(__file__).parent
PARTS = HERE.parents[1] / "signatures" / "offline"
LIST_ALONE = {
    # The cryptography of these files holds: the list of issued files refuses them.
    "add_a_note",
    "add_a_page",
    "cover_the_content",
    "drop_a_seal",
    "exchange_the_pages",
    "fill_in_a_form",
    "hang_bytes_on_the_end",
    "move_a_seal",
    "redraw_a_seal",
    "roll_back",
    "save_once_more",
    "seal_the_spare_field",
    "sign_with_another_seal_of_the_same_authority",
}


def proof(*sheets: bytes, **changes: str) -> dict[str, Any]:
    files = {f"S-{n}": hashlib.sha256(one).hexdigest() for n, one in enumerate(sheets)}
    link = chain.Link(
        sequence=2,
        at=pki.NOW,
        verb="signatures.files_issued",
        actor=":",
        subject="signatures.sealingorder:1",
        stream="LS-2026-0001",
        particulars={"count": len(files), "files": files},
        previous="0" * 64,
    )
    leaves = ["1" * 64, chain.digest_of(link), "2" * 64]
    said = roots.state(1, 1, leaves, "")
    token = stamp_digest(
        bytes.fromhex(said.digest), pki.authority().time_stamping, lambda: pki.NOW
    )
    return asdict(proof_of(link, said, leaves, token)) | changes


def judged(files: Sequence[bytes], told: dict[str, Any] | None) -> dict[str, Any]:
    program = "\n".join(
        path.read_text()
        for path in (
            *(PARTS / name for name in ("der.js", "cms.js", "checking.js")),
            HERE.parent / "offline_command.js",
        )
    )
    asked = {
        "roots": [one.dump().hex() for one in pki.trust().roots],
        "list": told,
        "now": int(pki.NOW.timestamp() * 1000),
        "files": [one.hex() for one in files],
    }
    done = subprocess.run(
        ["node", "-e", program],
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_genuine_sheet_in_the_stamped_list_is_accepted() -> None:
    sheet = pki.sealed_sheet()
    answer = judged([sheet], proof(sheet))
    assert answer["problem"] == ""
    (one,) = answer["answers"]
    assert one["reasons"] == []
    assert (one["verdict"], one["label"]) == ("listed", "S-0")
    assert one["behind"] > 0  # validation data of the signer: the list vouches for it
    assert [seal["kind"] for seal in one["seals"]] == ["seal", "seal", "seal", "stamp"]


def test_every_forgery_is_refused_by_the_list() -> None:
    sheet = pki.sealed_sheet()
    forged = [forge(sheet) for forge, _verdict, _reasons in ATTACKS]
    answers = judged(forged, proof(sheet))["answers"]
    assert len(answers) >= 22
    for attack, one in zip(ATTACKS, answers, strict=True):
        assert one["verdict"] == "refused", attack[0].__name__
        assert "not_in_list" in one["reasons"], attack[0].__name__


def test_the_seals_alone_refuse_what_breaks_them() -> None:
    """As if somebody had got a forged file into the list: only the seals speak."""
    sheet = pki.sealed_sheet()
    accepted = set()
    forged = [forge(sheet) for forge, _verdict, _reasons in ATTACKS]
    answers = judged(forged, proof(*forged))["answers"]
    for attack, one in zip(ATTACKS, answers, strict=True):
        if one["verdict"] == "listed":
            accepted.add(attack[0].__name__)
    assert accepted == LIST_ALONE


def test_without_a_list_nothing_is_accepted() -> None:
    (one,) = judged([pki.sealed_sheet()], None)["answers"]
    assert (one["verdict"], one["reasons"]) == (
        "refused",
        ["no_list", "not_covered"],
    )
    assert all(seal["problem"] == "" for seal in one["seals"])


def test_a_list_that_was_touched_is_no_list() -> None:
    sheet, other = pki.sealed_sheet(), pki.plain_sheet()
    genuine, foreign = proof(sheet), proof(other)
    for key in ("event", "statement", "token", "path"):
        answer = judged([sheet], {**genuine, key: foreign[key]})
        if genuine[key] == foreign[key]:
            continue
        assert answer["problem"], key
        assert answer["answers"][0]["verdict"] == "refused"
