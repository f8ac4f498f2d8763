"""Measure the search over all sheets: what the index costs, how fast it answers.

Run from the repository: `python -m benchmarks.searching [sheets] [texts]`; on PostgreSQL
with `LIANSHEN_TEST_DATABASE=postgresql://...`. A database is made for the run and thrown
away. Every answer goes through what a person may see and ends in places on sheets; the
plain scan it is compared with (`LIKE` over one row a text) knows neither. Times are
CPU times of this process on SQLite, which does all its work in it, and wall times on
PostgreSQL.
"""

# ruff: noqa: E402  Django is set up before anything of the house is imported

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

from accounts.models import User
from benchmarks.searchable import LINES, add_face, page_of, words_of_a_sheet
from config.demo.cast import enrol_cast
from drawings.actions.assembly import assemble_sheets
from drawings.actions.ingestion import ingest_file
from drawings.actions.projects import found_project
from drawings.actions.sets import close_submission
from drawings.actions.wording import index_face
from drawings.models import Face, Submission, SubmittedFile, Wording
from reviews.actions.cases import open_case
from reviews.routing import facts_to_dict
from reviews.searching.asking import Question
from reviews.searching.finding import find_sheets
from reviews.searching.seeing import Sight
from storage import clock
from storage.actions.blobs import store_bytes
from tests.world import FACTS

SHEETS_A_CASE: Final = 20
ROUNDS: Final = 5
QUERIES: Final = {
    "one character": "梯",
    "two characters": "防火",
    "common word": "平面",
    "rare word": "金库",
    "sentence": "疏散走道净宽不应小于",
    "two words": "卷帘 前室",
    "door mark": "FM甲15",
    "dimension": "1275",
    "sheet number": "建施-007",
    "nothing": "游泳池",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what the index costs and how long answers take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheets", nargs="?", type=int, default=200)
    parser.add_argument("texts", nargs="?", type=int, default=2_000)
    chosen = parser.parse_args(arguments)
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    print(
        f"database: {connection.vendor}; {chosen.sheets} sheets of {chosen.texts} texts"
    )
    try:
        user = _build(chosen.sheets, chosen.texts)
        _tell_index()
        _tell_answers(user)
        _tell_ingestion(chosen.texts)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _build(sheets: int, texts: int) -> User:
    """Cases of twenty sheets each; every face indexed as a job would."""
    chance = random.Random(7)
    cast = enrol_cast()
    blob = store_bytes(b"%PDF-", media_type="application/pdf")
    for first in range(0, sheets, SHEETS_A_CASE):
        project = found_project(
            name=f"工程 {first:04d}",
            code=f"2026-{first:06d}",
            address="滨河路",
            region=cast.city,
            builder=cast.units["清和置业"],
            designer=cast.units["云溪设计院"],
            facts=facts_to_dict(FACTS),
        )
        case = open_case(project=project, actor=cast["liu"], phone="13800000001")
        submission = case.current_round.submission
        for at in range(first, min(first + SHEETS_A_CASE, sheets)):
            add_face(submission, blob, at, words_of_a_sheet(chance, texts))
        assemble_sheets(submission=submission)
        close_submission(submission=submission, actor=cast["lv"])
    return cast["liu"]


def _tell_index() -> None:
    faces = list(Face.objects.select_related("content"))
    before = _size()
    seconds = [_timed(lambda face=face: index_face(face=face)) for face in faces]  # type: ignore[misc]
    size = _size() - before
    rows = Wording.objects.values_list("plain", flat=True)
    _scan_table()
    texts = _rows("SELECT count(*) FROM plain_scan")
    spoken = sum(len(plain.encode()) for plain in rows)
    print(
        f"index: {1000 * statistics.median(seconds):.1f} ms a sheet (p95 "
        f"{1000 * _p95(seconds):.1f}), {size / 1e6:.1f} MB in all, "
        f"{size / spoken:.1f} x the words; one row a text would be {texts} rows, "
        f"{(_size() - before - size) / 1e6:.1f} MB without any index"
    )


def _scan_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain_scan (face_id bigint, line text)")
        for face, plain in Wording.objects.values_list("face_id", "plain"):
            cursor.executemany(
                "INSERT INTO plain_scan VALUES (%s, %s)",
                [(face, line) for line in plain.split("\n")],
            )
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")


def _tell_answers(user: User) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    print(
        f"{'query':<16}{'sheets':>7}{'answer ms p50':>15}{'p95':>8}{'page ms p95':>13}"
        f"{'scan ms p95':>13}{'answer : scan':>15}"
    )
    for name, query in QUERIES.items():
        answer = [
            _timed(lambda query=query: find_sheets(Sight(user), Question(query)))  # type: ignore[misc]
            for _ in range(4 * ROUNDS)
        ]
        page = [
            _timed(lambda query=query: client.get("/search/", {"q": query}))  # type: ignore[misc]
            for _ in range(ROUNDS)
        ]
        scan = [_timed(lambda query=query: _scan(query)) for _ in range(ROUNDS)]  # type: ignore[misc]
        sheets = find_sheets(Sight(user), Question(query)).sheets
        print(
            f"{name:<16}{sheets:>7}{1000 * statistics.median(answer):>15.1f}"
            f"{1000 * _p95(answer):>8.1f}{1000 * _p95(page):>13.1f}"
            f"{1000 * _p95(scan):>13.1f}{_p95(answer) / _p95(scan):>15.2f}"
        )


def _scan(query: str) -> int:
    found: set[int] | None = None
    for term in query.casefold().split():
        rows = _all("SELECT DISTINCT face_id FROM plain_scan WHERE line LIKE %s", term)
        found = rows if found is None else found & rows
    return len(found or ())


def _tell_ingestion(texts: int) -> None:
    """One page of lines and texts, read in the child as any upload, then indexed."""
    submission = Submission.objects.earliest("pk")
    Submission.objects.filter(pk=submission.pk).update(state="open", closed_at=None)
    chance = random.Random(9)
    page = page_of(words_of_a_sheet(chance, texts), chance)
    file = SubmittedFile.objects.create(
        submission=submission,
        path="whole.pdf",
        size=len(page),
        received=len(page),
        blob=store_bytes(page, media_type="application/pdf"),
        state=SubmittedFile.State.RECEIVED,
        added_at=clock.now(),
    )
    # reading happens in a child process, so both are measured by the wall
    reading = _walled(lambda: ingest_file(file=file))
    face = Face.objects.select_related("content").get(file=file)
    indexing = statistics.median(
        [_walled(lambda: index_face(face=face)) for _ in range(ROUNDS)]
    )
    print(
        f"ingestion of one sheet with {LINES} lines: {1000 * reading:.0f} ms, indexing it "
        f"{1000 * indexing:.0f} ms, share {indexing / reading:.3f}"
    )


def _size() -> int:
    if connection.vendor == "postgresql":
        return _rows("SELECT pg_database_size(current_database())")
    return _rows(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    )


def _rows(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def _all(sql: str, term: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"%{term}%"])
        return {row[0] for row in cursor.fetchall()}


def _timed(work: Callable[[], object]) -> float:
    watch = time.perf_counter
    if connection.vendor == "sqlite":
        watch = time.process_time
    started = watch()
    work()
    return watch() - started


def _walled(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[max(0, round(0.95 * len(seconds)) - 1)]


if __name__ == "__main__":
    main()
