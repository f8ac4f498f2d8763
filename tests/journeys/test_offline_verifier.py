"""The offline verifier opened from a disk, without any server, by a real browser."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from signatures import roots
from signatures.offline.program import program
from signatures.offline.proofs import proof_of
from signatures.pades.stamping import stamp_digest
from storage import chain
from tests import forgeries, pki
from tests.pure.test_offline import ended

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Verifier, a genuine sheet, forged ones and the proof of issue, on a disk."""
    folder = tmp_path_factory.mktemp("usb")
    genuine = pki.sealed_sheet()
    (folder / "verifier.html").write_text(
        program(
            (pki.authority().root.certificate,), (pki.holder("撤销名单").fingerprint,)
        ),
        encoding="utf-8",
    )
    (folder / "genuine.pdf").write_bytes(genuine)
    flipped = forgeries.flip_a_byte_of_the_drawing(genuine)
    (folder / "flipped.pdf").write_bytes(flipped)
    (folder / "other.pdf").write_bytes(pki.sealed_sheet(note="CORRIDOR 900"))
    files = {
        "建施-05": hashlib.sha256(genuine).hexdigest(),
        # Somebody got the altered bytes into the list: the seals refuse them still.
        "建施-06": hashlib.sha256(flipped).hexdigest(),
    }
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
    proof = asdict(proof_of(link, said, leaves, token))
    (folder / "issue-proof.json").write_text(json.dumps(proof, default=str))
    for name, endings in (
        ("nothing-ended", {}),
        ("revoked", {hashlib.sha256(genuine).hexdigest(): "revoked"}),
    ):
        told = json.dumps(ended(endings))
        (folder / f"{name}.json").write_text(told)
    return folder


@pytest.mark.parametrize(
    ("name", "proven", "good"),
    [
        ("genuine.pdf", True, True),
        ("flipped.pdf", True, False),
        ("other.pdf", True, False),
        ("genuine.pdf", False, False),
    ],
)
def test_a_browser_without_a_server_knows_the_genuine_sheet(
    laid: Path, browser: Browser, name: str, proven: bool, good: bool
) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((laid / "verifier.html").as_uri())
    files = [laid / name, *([laid / "issue-proof.json"] if proven else [])]
    page.locator("#files").set_input_files(files)
    verdict = page.locator("#rows tr td b").first
    verdict.wait_for()
    said = verdict.get_attribute("class")
    context.close()

    assert said == ("ok" if good else "late")
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


def test_a_copy_without_a_signer_of_lists_says_so_before_anything_is_given(
    laid: Path, browser: Browser
) -> None:
    alone = laid / "alone.html"
    alone.write_text(program((pki.authority().root.certificate,)), encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(alone.as_uri())
    endings = page.locator("#endings")
    first = endings.inner_text()
    page.locator("#files").set_input_files([laid / "revoked.json"])
    page.locator("#endings.late").wait_for()
    then = endings.inner_text()
    context.close()

    assert "重新下载" in first
    assert then == first


@pytest.mark.parametrize(
    ("given", "good", "says"),
    [
        ([], True, "未查"),
        (["nothing-ended.json"], True, "2026-03-02 09:00"),
        (["revoked.json"], False, "2026-03-02 09:00"),
    ],
)
def test_a_browser_takes_the_list_of_revocations_and_says_of_which_day_it_is(
    laid: Path, browser: Browser, given: list[str], good: bool, says: str
) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((laid / "verifier.html").as_uri())
    names = ["genuine.pdf", "issue-proof.json", *given]
    page.locator("#files").set_input_files([laid / name for name in names])
    page.locator("#rows tr td b").first.wait_for()
    row = page.locator("#rows tr").first.inner_text()
    verdict = page.locator("#rows tr td b").first.get_attribute("class")
    endings = page.locator("#endings").inner_text()
    context.close()

    assert verdict == ("ok" if good else "late")
    assert says in endings
    assert says in row


def test_a_choice_takes_the_place_of_the_one_before_and_no_file_is_passed_over(
    laid: Path, browser: Browser
) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((laid / "verifier.html").as_uri())
    # A disk that was drawn out: one of the files can be read no more.
    page.evaluate("""() => {
        const read = File.prototype.arrayBuffer;
        File.prototype.arrayBuffer = function () {
            if (this.name === "flipped.pdf") return Promise.reject(new Error("gone"));
            return read.call(this);
        };
    }""")
    names = ["issue-proof.json", "flipped.pdf", "genuine.pdf"]
    page.locator("#files").set_input_files([laid / name for name in names])
    page.evaluate("""() => {
        document.getElementById("files").dispatchEvent(new Event("change"));
        document.getElementById("files").dispatchEvent(new Event("change"));
    }""")
    page.locator("#rows tr td b.ok").first.wait_for()
    page.wait_for_timeout(500)
    verdicts = [
        one.get_attribute("class") for one in page.locator("#rows tr td b").all()
    ]
    context.close()

    assert verdicts == ["late", "ok"]
