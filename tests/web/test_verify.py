"""Anybody checks a file or a code; a byte changed is refused with the reason."""

import re
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from signatures import keys
from signatures.actions.issuing import revoke_issue
from signatures.models import IssuedFile, LedgerRoot
from signatures.views import CHECKS, FOLDERS
from storage import clock
from storage.actions.blobs import read_bytes
from tests.world import World, issued_world

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db


ISSUED = pytest.mark.parametrize("built", [issued_world], indirect=True, ids=["issued"])


def sheet(label: str = "建施-05") -> IssuedFile:
    return IssuedFile.objects.in_force().get(label=label)


def drop(data: bytes, url: str = "") -> "Answer":
    file = SimpleUploadedFile("图纸.pdf", data, "application/pdf")
    return Client().post(url or reverse("signatures:verify"), {"file": file})


@ISSUED
def test_what_was_issued_is_in_force_and_what_was_changed_is_not(world: World) -> None:
    row = sheet()
    assert row.blob is not None
    data = read_bytes(row.blob)

    page = drop(data).content.decode()
    assert "现行有效，与存档一致" in page
    assert 'class="verdict ok"' in page
    assert "建施-05" in page

    flipped = bytearray(data)
    flipped[len(data) // 3] ^= 1
    page = drop(bytes(flipped)).content.decode()
    assert "无效，文件被改动" in page
    assert 'class="verdict late"' in page

    revoke_issue(issue=row, actor=world["qian"], reason="设计变更")
    page = drop(data).content.decode()
    assert "真实，但已撤销" in page


@ISSUED
def test_a_seal_that_says_nothing_has_the_name_of_the_register(world: World) -> None:
    row = sheet()
    assert row.blob is not None
    emptied = re.sub(
        rb"(?<=<)[0-9a-fA-F]{2000,}(?=>)",
        lambda found: b"0" * len(found.group()),
        read_bytes(row.blob),
    )
    listed = drop(emptied).content.decode()
    known = drop(emptied, reverse("signatures:issued", args=[row.code]))
    named = known.content.decode()

    for page in (listed, named):
        assert 'class="verdict late"' in page
        assert not [field for field in row.seals if f"<b>{field}</b>" in page]
    assert "消防审验中心" in named[named.index("seal-list") :]


@ISSUED
def test_the_page_of_a_code_says_what_counts_and_compares_a_file(world: World) -> None:
    row, other = sheet(), sheet("建施-04")
    url = reverse("signatures:issued", args=[row.code])

    page = Client().get(url).content.decode()
    assert "现行有效" in page
    assert row.blob is not None
    assert row.blob.sha256[-4:] in page
    assert row.code[:4] in page

    assert other.blob is not None
    page = drop(read_bytes(other.blob), url).content.decode()
    assert "有签章，但不是所出文件" in page


@ISSUED
def test_a_revoked_entry_says_so_with_its_reason(world: World) -> None:
    row = sheet()
    revoke_issue(issue=row, actor=world["qian"], reason="设计变更")

    page = Client().get(reverse("signatures:issued", args=[row.code])).content.decode()

    assert "已撤销" in page
    assert "设计变更" in page


@ISSUED
def test_the_address_in_the_qr_code_leads_to_the_page(world: World) -> None:
    response = Client().get(f"/v/{sheet().code}", follow=True)

    assert response.status_code == 200
    assert response.redirect_chain


@ISSUED
def test_a_code_may_be_typed_with_blanks_and_small_letters(world: World) -> None:
    code = sheet().code
    typed = f"{code[:4].lower()} {code[4:8]}-{code[8:]}"

    response = Client().get(reverse("signatures:verify"), {"code": typed}, follow=True)

    assert response.status_code == 200
    assert "建施-05" in response.content.decode()


def test_an_unknown_code_is_not_in_the_register() -> None:
    response = Client().get(reverse("signatures:issued", args=["23456789ABCDEFGH"]))

    assert response.status_code == 404
    assert "登记中没有" in response.content.decode()


@ISSUED
def test_neither_page_shows_a_drawing_or_the_name_of_a_person(world: World) -> None:
    rows = list(IssuedFile.objects.in_force())
    assert {row.kind for row in rows} >= {"sheet", "certificate"}
    for row in rows:
        response = Client().get(reverse("signatures:issued", args=[row.code]))
        page = response.content.decode()

        assert row.title in page
        assert "<img" not in page
        for name in ("王工", "钱主任", "李工", "刘工", world.case.query_code):
            assert name not in page


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"no pdf at all", "无法核验"), (b"", "无法核验"), (b"%PDF-1.7\n", "无法核验")],
)
def test_what_is_no_file_of_ours_gets_a_sentence(data: bytes, word: str) -> None:
    response = drop(data)

    assert response.status_code in {200, 422}
    assert word in response.content.decode()


def test_a_file_is_asked_for() -> None:
    response = Client().post(reverse("signatures:verify"))

    assert response.status_code == 422
    assert "请选择要核验的 PDF" in response.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n", "application/pdf")
    response = Client().post(
        reverse("signatures:verify"),
        {"file": file},
        CONTENT_LENGTH=str(65 * 1024**2),
    )

    assert response.status_code == 413
    assert "64 MB" in response.content.decode()


def test_nobody_keeps_the_checker_busy() -> None:
    for _check in range(CHECKS.most):
        CHECKS.count("127.0.0.1")

    response = drop(b"x" * 8)

    assert response.status_code == 429
    assert "核验过于频繁" in response.content.decode()


@ISSUED
def test_a_folder_is_answered_by_a_table_and_too_many_files_are_refused(
    world: World,
) -> None:
    row = sheet()
    assert row.blob is not None
    files = [
        SimpleUploadedFile("a.pdf", read_bytes(row.blob), "application/pdf"),
        SimpleUploadedFile("b.pdf", b"no pdf", "application/pdf"),
    ]
    page = Client().post(reverse("signatures:verify"), {"file": files})
    shown = page.content.decode()
    assert shown.index("b.pdf") < shown.index("a.pdf")
    assert "建施-05" in shown
    assert "设计变更" not in shown

    revoke_issue(issue=row, actor=world["qian"], reason="设计变更")
    for file in files:
        file.seek(0)
    page = Client().post(reverse("signatures:verify"), {"file": files})
    assert "设计变更" in page.content.decode()

    many = [SimpleUploadedFile(f"{n}.pdf", b"x", "application/pdf") for n in range(21)]
    assert (
        Client().post(reverse("signatures:verify"), {"file": many}).status_code == 422
    )


@ISSUED
def test_fingerprints_are_held_against_the_register(world: World) -> None:
    row = sheet()
    assert row.blob is not None
    url, unknown = reverse("signatures:digests"), "0" * 64
    asked = {"digest": [row.blob.sha256.upper(), unknown, "no digest"]}

    known = Client().post(url, asked).json()["known"]
    assert list(known) == [row.blob.sha256]
    assert known[row.blob.sha256]["tone"] == "ok"
    assert "建施-05" in known[row.blob.sha256]["about"]

    revoke_issue(issue=row, actor=world["qian"], reason="设计变更")
    known = Client().post(url, asked).json()["known"]
    assert known[row.blob.sha256]["tone"] == "late"

    IssuedFile.objects.filter(pk=row.pk).update(status=IssuedFile.Status.PENDING)
    assert Client().post(url, asked).json()["known"] == {}


def test_nobody_asks_for_fingerprints_without_end() -> None:
    url = reverse("signatures:digests")
    assert Client().get(url).status_code == 405
    for _question in range(FOLDERS.most):
        FOLDERS.count("127.0.0.1")

    refused = Client().post(url, {"digest": ["0" * 64]})
    assert refused.status_code == 429
    assert "核验过于频繁" in refused.json()["error"]


@ISSUED
def test_proof_of_issue_roots_and_offline_verifier_are_for_everybody(
    world: World,
) -> None:
    row = sheet()
    assert row.blob is not None
    proof = Client().get(reverse("signatures:proof", args=[row.code])).json()
    assert row.blob.sha256 in proof["event"]
    assert Client().get(reverse("signatures:proof", args=["NO"])).status_code == 404
    page = Client().get(reverse("signatures:ledger")).content.decode()
    assert LedgerRoot.objects.get(number=1).digest in page
    assert Client().get(reverse("signatures:root", args=[1])).json()["number"] == 1
    program = Client().get(reverse("signatures:offline"))
    assert "attachment" in program.headers["Content-Disposition"]
    told = program.content.decode()
    assert keys.trust(at=clock.now()).roots[0].dump().hex() in told
    assert "src=" not in told


@ISSUED
def test_files_on_a_disk_are_judged_by_a_command(world: World, tmp_path: Path) -> None:
    row = sheet()
    assert row.blob is not None
    (tmp_path / "a.pdf").write_bytes(read_bytes(row.blob))
    said = StringIO()
    call_command("verify_files", str(tmp_path), stdout=said)
    assert said.getvalue().startswith("identical_to_issued")
    (tmp_path / "b.pdf").write_bytes(b"no pdf")
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("verify_files", str(tmp_path), stdout=StringIO())
