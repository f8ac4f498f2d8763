"""The offline verifier: what it accepts and refuses, run as it runs in a browser."""

import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from signatures import roots
from signatures.offline.proofs import proof_of
from signatures.pades.authority import Holder
from signatures.pades.credentials import Credential
from signatures.pades.stamping import stamp_digest
from signatures.pades.statements import signed_words
from storage import chain
from tests import pki
from tests.pure.test_pades_attacks import ATTACKS

pytestmark = pytest.mark.program("node", "nodejs")
HERE = Path(__file__).parent
PARTS = HERE.parents[1] / "signatures" / "offline"
LISTS = pki.holder("撤销名单")
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


def ended(endings: Mapping[str, str], signer: Credential = LISTS) -> dict[str, str]:
    """A list of revocations (digest -> status) as the signer signs it."""
    files = {digest: [status, "", ""] for digest, status in endings.items()}
    said = chain.canonical({"files": files}).decode()
    digest = hashlib.sha256(said.encode()).hexdigest()
    words = f"lianshen-revocations 2026-03-02T09:00:00Z {digest}".encode()
    signed = signed_words(words, signer, signer.key.sign)
    return {"list": said, "signed": signed.hex()}


def judged(
    files: Sequence[bytes],
    told: dict[str, Any] | None,
    revocations: dict[str, str] | None = None,
) -> dict[str, Any]:
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
        "ended": revocations,
        "listSigners": [LISTS.fingerprint],
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


@pytest.mark.parametrize("status", ["revoked", "superseded"])
def test_what_the_list_of_revocations_names_is_refused_and_the_rest_is_not(
    status: str,
) -> None:
    sheet, other = pki.sealed_sheet(), pki.sealed_sheet(note="CORRIDOR 900")
    told = ended({hashlib.sha256(sheet).hexdigest(): status})
    answer = judged([sheet, other], proof(sheet, other), told)

    assert answer["made"] == int(pki.NOW.timestamp() * 1000)
    gone, stays = answer["answers"]
    assert (gone["verdict"], gone["reasons"]) == ("refused", [f"issue_{status}"])
    assert (stays["verdict"], stays["reasons"]) == ("listed", [])


def test_a_list_of_revocations_that_is_not_ours_is_not_believed() -> None:
    sheet = pki.sealed_sheet()
    digest = hashlib.sha256(sheet).hexdigest()
    genuine, empty = ended({digest: "revoked"}), ended({})
    for told in (
        {**genuine, "list": empty["list"]},
        {**genuine, "signed": empty["signed"]},
        {**genuine, "signed": genuine["signed"][:-2] + "00"},
        ended({}, pki.fire_bureau()),  # another key of the same authority
        ended({}, pki.stranger().issue(Holder("撤销名单"), at=pki.NOW - pki.DAY)),
    ):
        answer = judged([sheet], proof(sheet), told)
        assert answer["unbelieved"]
        assert answer["made"] is None
