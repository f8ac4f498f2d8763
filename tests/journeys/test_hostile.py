"""A package with bad files in it: each is named, the rest goes on, nothing stays behind."""

from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from drawings.actions.arriving import finish_file
from drawings.actions.uploads import append_piece, begin_file, take_file
from drawings.models import Submission, SubmittedFile
from drawings.sentences import REFUSALS, refusal_sentence
from samples.hostile import HOSTILE, good_pdf, write_hostile
from samples.sets import write_set
from storage.models import Job
from tests.stage import signed_in
from tests.world import World, build_world, do_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

State = SubmittedFile.State
SETTLED: Final = {State.READ, State.REFUSED, State.DUPLICATE}
PIECE: Final = 64 * 1024
LANGUAGES: Final = ("zh-hans", "en")
MENDED: Final = {"truncated_pdf"}  # broken, and yet everything on it can be drawn
REASONS: Final = {
    "empty": "empty",
    "empty_pdf": "empty",
    "text": "not_a_drawing",
    "truncated_dwg": "damaged",
    "locked": "password",
    "too_old": "too_old",
    "noise": "damaged",
    "no_pages": "no_pages",
    "huge_page": "page_too_large",
    "looping_pages": "damaged",
    "bad_dxf": "truncated",
}


def test_a_package_of_bad_files_is_told_file_by_file_and_its_good_sheet_is_read(
    tmp_path: Path,
) -> None:
    world, submission = a_set()
    bad = write_hostile(tmp_path / "bad")
    for path in bad.values():
        send_in_pieces(submission, path)
    write_set(tmp_path / "good", "A", only=["建施-05"])
    for path in sorted((tmp_path / "good").rglob("*.*")):
        send_in_pieces(submission, path)
    do_jobs()

    met = {file.path: file for file in submission.files.all()}
    for one in HOSTILE:
        file = met[one.name]
        if one.is_readable or one.what in MENDED:
            assert file.state == State.READ, one.what
        else:
            assert (file.state, file.refusal) == (State.REFUSED, REASONS[one.what])
    assert all(file.state in SETTLED for file in met.values())
    assert not Job.objects.open().exists()
    # The world's own set has this number already: the later pair stays together.
    sheet = submission.revisions.get(dwg__number="建施-05", sheet__name="标准层平面图")
    assert sheet.pdf is not None
    assert sheet.pdf.number == "建施-05"
    for language in LANGUAGES:
        page = upload_page(world, language)
        for file in submission.files.refused():
            assert escape(sentence_of(file, language)) in page, file.path


def test_a_bad_file_is_explained_in_chinese_and_in_english() -> None:
    for code in REASONS.values():
        particulars = {"version": "R12", "page": "1"}
        with override("zh-hans"):
            chinese = refusal_sentence(code, particulars)
        with override("en"):
            english = refusal_sentence(code, particulars)
        assert english.isascii()
        assert not chinese.isascii()
        assert "%(" not in chinese + english


@pytest.mark.corpus
def test_files_that_broke_other_readers_leave_nothing_unsettled(
    corpus: Path, tmp_path: Path
) -> None:
    world, submission = a_set()
    paths = sorted(path for path in (corpus / "E_hostile").iterdir() if path.is_file())
    assert paths
    for path in paths:
        take_file(submission=submission, path=path.name, source=path)
    good = tmp_path / "最后一张.pdf"
    good.write_bytes(good_pdf(tmp_path))
    take_file(submission=submission, path=good.name, source=good)
    do_jobs()

    files = list(submission.files.all())
    assert {path.name for path in paths} <= {file.path for file in files}
    assert {file.path for file in files if file.state not in SETTLED} == set()
    assert not Job.objects.open().exists()
    refused = [file for file in files if file.state == State.REFUSED]
    assert refused
    assert {file.refusal for file in refused} <= set(REFUSALS)
    for file in refused:
        for language in LANGUAGES:
            assert "–" not in sentence_of(file, language), file.path
    assert submission.files.get(path=good.name).state == State.READ
    for language in LANGUAGES:
        page = upload_page(world, language)
        for file in refused:
            assert escape(sentence_of(file, language)) in page, file.path


def a_set() -> tuple[World, Submission]:
    """A draft case and its set that is still open."""
    world = build_world()
    submission = world.case.current_round.submission
    assert submission is not None
    return world, submission


def send_in_pieces(submission: Submission, path: Path) -> None:
    """Send a file as the page does: announced, then piece by piece."""
    data = path.read_bytes()
    file = begin_file(submission=submission, path=path.name, size=len(data))
    if not data:
        finish_file(file=file)
    for start in range(0, len(data), PIECE):
        append_piece(file=file, offset=start, piece=[data[start : start + PIECE]])


def sentence_of(file: SubmittedFile, language: str) -> str:
    """Why a file was refused, in a language."""
    with override(language):
        return refusal_sentence(file.refusal, file.particulars)


def upload_page(world: World, language: str, **query: str) -> str:
    """The page of the set as the designer sees it."""
    client = signed_in(world["lv"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(reverse("reviews:upload", args=[world.case.serial]), query)
    assert answer.status_code == 200
    return answer.content.decode()
