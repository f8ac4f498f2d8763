"""The archive of a case can be checked by itself, and names whatever was touched."""

import datetime as dt
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command

from reviews.actions.archiving import order_pack
from reviews.actions.packing import write_with_stamps
from reviews.errors import NotReady, NotYours
from signatures import keys
from signatures.archive.endings import LIST, check_endings
from signatures.archive.shelf import opened
from signatures.models import IssuedFile
from signatures.pades.trust import Trust
from storage import clock
from storage.models import Event
from tests import pki
from tests.domain.archived import ISSUED, checked, faults, packed
from tests.world import World, do_jobs

pytestmark = pytest.mark.django_db


@ISSUED
def test_a_letter_that_waits_for_its_seal_is_packed_as_one(
    world: World, tmp_path: Path
) -> None:
    waiting = [one for one in world.case.letters.all() if one.waits_for_seal]
    assert waiting
    with zipfile.ZipFile(packed(world, tmp_path)) as bag:
        index = next(name for name in bag.namelist() if name.endswith("/index.html"))
        said = bag.read(index).decode()
    assert said.count("未签章") == len(waiting)


@ISSUED
@pytest.mark.program("sha256sum", "coreutils")
def test_issuing_makes_an_archive_that_names_everything_touched(
    world: World, tmp_path: Path
) -> None:
    path = packed(world, tmp_path)
    found = checked(path)
    assert found.faults == ()
    assert found.seals == IssuedFile.objects.filter(blob__isnull=False).count() == 4
    assert found.events > 10
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "open")
        assert len(archive.namelist()) == found.files
    top = next((tmp_path / "open").iterdir())
    assert (top / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")
    assert "建施-05" in (top / "index.html").read_text()
    assert faults(top) == []

    _who_knows_the_standard_alone_finds_it_whole(top)
    _an_altered_a_missing_and_an_extra_file_are_named(top)
    _an_event_told_otherwise_is_named(top)
    _a_list_of_revocations_that_was_touched_is_named(top)
    _a_package_written_anew_falls_with_its_stamp(top)
    with pytest.raises(CommandError, match="BROKEN"):
        call_command("verify_archive", str(top), stderr=io.StringIO())
    said = io.StringIO()
    call_command("verify_archive", str(path), stdout=said)
    assert said.getvalue().startswith("OK")
    assert "撤销名单" in said.getvalue()


def _who_knows_the_standard_alone_finds_it_whole(top: Path) -> None:
    """RFC 8493, sections 2.1 to 2.2.2, without our own reader; digests by coreutils."""
    told = (top / "bagit.txt").read_text().splitlines()
    assert told == ["BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"]
    payload = [path for path in (top / "data").rglob("*") if path.is_file()]
    lines = (top / "bag-info.txt").read_text().splitlines()
    info = dict(line.split(": ", 1) for line in lines)
    size = sum(path.stat().st_size for path in payload)
    assert info["Payload-Oxum"] == f"{size}.{len(payload)}"

    names = {path.relative_to(top).as_posix() for path in payload}
    assert names == listed_in(top / "manifest-sha256.txt")
    tags = {path.name for path in top.iterdir() if path.is_file()}
    assert tags - {"tagmanifest-sha256.txt"} == listed_in(
        top / "tagmanifest-sha256.txt"
    )
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        command = ["sha256sum", "--check", "--strict", "--quiet", name]
        done = subprocess.run(command, cwd=top, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    ended = json.loads((top / "data/sealed/revocations.json").read_text())
    assert json.loads(ended["list"]) == {"files": {}}


def listed_in(manifest: Path) -> set[str]:
    """The paths of a manifest, unquoted."""
    rows = [line.split("  ", 1) for line in manifest.read_text().splitlines()]
    return {unquote(path) for _digest, path in rows}


def _an_altered_a_missing_and_an_extra_file_are_named(top: Path) -> None:
    letter = next((top / "data/letters").iterdir())
    kept = letter.read_bytes()
    letter.write_bytes(kept + b" ")
    assert faults(top) == [("altered", letter.relative_to(top).as_posix())]
    letter.unlink()
    assert faults(top) == [("missing", letter.relative_to(top).as_posix())]
    letter.write_bytes(kept)
    (top / "data/more.pdf").write_bytes(b"%PDF-")
    assert faults(top) == [("extra", "data/more.pdf")]
    (top / "data/more.pdf").unlink()
    assert faults(top) == []


def _an_event_told_otherwise_is_named(top: Path) -> None:
    path = top / "data/ledger/events.json"
    kept = path.read_text()
    told = json.loads(kept)
    told["events"][3]["verb"] = "reviews.never_happened"
    sequence = str(told["events"][3]["sequence"])
    path.write_text(json.dumps(told))
    assert ("event", sequence) in faults(top)
    path.write_text(kept)


def _a_list_of_revocations_that_was_touched_is_named(top: Path) -> None:
    """As if somebody could write the manifests and the stamp anew: the list alone."""
    path, now = top / LIST, clock.now()
    kept = path.read_text()
    told = json.loads(kept)
    trust, signers = Trust(keys.trust(at=now).roots), keys.list_signers()
    foreign = Trust((pki.authority().root.certificate,))

    def problem(trust: Trust = trust, **changed: object) -> str:
        signed_by = changed.pop("signers", signers)
        at = changed.pop("at", now)
        path.write_text(json.dumps({**told, **changed}))
        found = check_endings(opened(top), trust=trust, at=at, signers=signed_by)  # type: ignore[arg-type]
        path.write_text(kept)
        assert found is not None
        return found.problem

    assert problem() == ""
    assert problem(signers=()) == ""
    assert problem(list=told["list"] + " ") == "other_digest"
    last = int(told["signed"][-2:], 16) ^ 1
    assert problem(signed=f"{told['signed'][:-2]}{last:02x}") != ""
    assert problem(signed="00") != ""
    assert problem(foreign) == "not_trusted"
    assert problem(signers=("0" * 64,)) == "other_signer"
    assert problem(at=now - dt.timedelta(days=1)) == "later_than_proven"
    path.write_text(json.dumps({**told, "list": "{}"}))
    assert ("list", LIST) in faults(top)
    path.write_text(kept)
    assert faults(top) == []


def _a_package_written_anew_falls_with_its_stamp(top: Path) -> None:
    manifest = top / "tagmanifest-sha256.txt"
    (top / "index.html").unlink()
    lines = [
        one for one in manifest.read_text().splitlines() if "index.html" not in one
    ]
    manifest.write_text("\n".join(lines) + "\n")
    assert faults(top) == [("stamp", "stamps/0001.tsr")]
    shutil.rmtree(top / "stamps")
    assert faults(top) == [("stamp", "stamps/")]


@ISSUED
def test_evidence_needs_a_reason_and_somebody_who_may(
    world: World, tmp_path: Path
) -> None:
    with pytest.raises(NotYours):
        order_pack(case=world.case, actor=world["wang"], reason="（2026）行初1号")
    with pytest.raises(NotReady):
        order_pack(case=world.case, actor=world["qian"], reason="  ")
    pack = order_pack(case=world.case, actor=world["qian"], reason="（2026）行初1号")
    do_jobs()
    pack.refresh_from_db()
    write_with_stamps(pack, path := tmp_path / "pack.zip")
    assert faults(path) == []
    with zipfile.ZipFile(path) as archive:
        assert archive.read(f"{pack.file_name[:-4]}/list.pdf").startswith(b"%PDF-")
    ordered = Event.objects.get(verb="reviews.pack_ordered")
    assert ordered.particulars["reason"] == "（2026）行初1号"
