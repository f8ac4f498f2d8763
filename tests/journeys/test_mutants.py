"""Broken files by the dozen go the way of every upload; none of them does harm.

`LIANSHEN_MUTANTS=240` makes so many of them and prints what became of each kind; the suite
takes a few of every kind (`make mutants`).
"""

import os
from collections import Counter
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from drawings.actions.uploads import take_file
from drawings.models import Face, SubmittedFile
from drawings.sentences import REFUSALS, refusal_sentence
from reviews.views.uploads import ROWS
from samples.hostile import good_pdf
from storage.models import Job
from tests.journeys.test_hostile import a_set, upload_page
from tests.mutating import BREAKS, mutants, seeds
from tests.stage import signed_in
from tests.world import World, do_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FEW = 24
SHOWN = ("thumbnail", "page", "layers", "words")
State = SubmittedFile.State
SETTLED = {State.READ, State.REFUSED, State.DUPLICATE}


def test_every_mutant_is_read_or_refused_in_a_sentence_and_nothing_else_happens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, submission = a_set()
    count = int(os.environ.get("LIANSHEN_MUTANTS", FEW))
    kinds = {}
    for mutant in mutants(count):
        source = tmp_path / mutant.name
        source.write_bytes(mutant.data)
        take_file(submission=submission, path=mutant.name, source=source)
        kinds[mutant.name] = mutant.kind
    last = tmp_path / "最后一张.pdf"
    last.write_bytes(good_pdf(tmp_path))
    take_file(submission=submission, path=last.name, source=last)
    do_jobs()

    files = {file.path: file for file in submission.files.all()}
    assert kinds.keys() <= files.keys()
    assert {path for path, file in files.items() if file.state not in SETTLED} == set()
    assert not Job.objects.open().exists()
    assert files[last.name].state == State.READ
    refused = [file for file in files.values() if file.state == State.REFUSED]
    assert {file.refusal for file in refused} <= set(REFUSALS)
    for language in ("zh-hans", "en"):
        page = _all_pages(world, language, len(files))
        for file in refused:
            sentence = _sentence(file, language)
            assert "–" not in sentence, file.path
            assert escape(sentence) in page, file.path
    client = signed_in(world["lv"])
    for face in Face.objects.filter(file__submission=submission):
        for view in SHOWN:
            answer = client.get(reverse(f"reviews:{view}", args=[face.pk]))
            assert answer.status_code == 200, (face.file.path, view)
    with capsys.disabled():
        if "LIANSHEN_MUTANTS" in os.environ:
            print(_table(kinds, files))  # noqa: T201  asked for


def test_the_first_few_mutants_hold_every_damage_on_every_format() -> None:
    made = list(mutants(len(BREAKS) * len(seeds())))
    pairs = {(mutant.kind, mutant.name.split("-")[0]) for mutant in made}
    assert len(pairs) == len(BREAKS) * len(seeds())
    assert {mutant.kind for mutant in made[:FEW]} == set(BREAKS)
    assert [m.data for m in mutants(9)] == [m.data for m in made[:9]]


def _all_pages(world: World, language: str, files: int) -> str:
    """The table of the set, all of its pages."""
    numbers = range(1, files // ROWS + 2)
    return "".join(upload_page(world, language, page=str(n)) for n in numbers)


def _sentence(file: SubmittedFile, language: str) -> str:
    with override(language):
        return refusal_sentence(file.refusal, file.particulars)


def _table(kinds: dict[str, str], files: dict[str, SubmittedFile]) -> str:
    """For each kind of damage: how many files, read, the same as another, refused why."""
    lines = [f"\n{'damage':10} {'files':>5}  outcomes"]
    for kind in BREAKS:
        of_kind = [files[path] for path, each in kinds.items() if each == kind]
        ends = Counter(str(file.refusal or file.state) for file in of_kind)
        said = ", ".join(f"{end} {n}" for end, n in ends.most_common())
        lines.append(f"{kind:10} {len(of_kind):5}  {said}")
    total = Counter(str(files[path].refusal or files[path].state) for path in kinds)
    said = ", ".join(f"{end} {n}" for end, n in total.most_common())
    seconds = [float(f.reading.get("seconds", 0)) for f in files.values() if f.reading]
    lines.append(f"{'all':10} {len(kinds):5}  {said}")
    lines.append(
        f"slowest reading {max(seconds):.1f} s; hangs past the limit: "
        f"{total['timed_out']}"
    )
    return "\n".join(lines)
