"""DWG and PDF faces become sheets; what is doubtful is marked, nothing is lost."""

from itertools import permutations

from drawings.content.disciplines import Discipline
from drawings.content.pairing import Face, PairedBy, PairStatus, Row, pair_faces
from drawings.content.parts import Origin

A1, A3 = (841.0, 594.0), (420.0, 297.0)


def dwg(key: str, number: str = "", **more: object) -> Face:
    """A CAD face whose number is sure."""
    return _face(key, Origin.CAD, number, more)


def pdf(key: str, number: str = "", **more: object) -> Face:
    """A PDF face whose number is sure."""
    return _face(key, Origin.PDF, number, more)


def _face(key: str, origin: Origin, number: str, more: dict[str, object]) -> Face:
    values = {"number_confidence": 0.9 if number else 0.0, "size_mm": A1, **more}
    return Face(key, origin, number, **values)  # type: ignore[arg-type]


def summary(rows: list[Row]) -> list[tuple[str, str, str, str]]:
    """Number, faces and status of each row."""
    return [(row.number, row.dwg, row.pdf, row.status.value) for row in rows]


def test_faces_with_one_number_are_a_sheet_however_it_is_written() -> None:
    rows = pair_faces([pdf("p", "建施－5"), dwg("d", "建施-05"), dwg("e", "建施-06")])
    assert summary(rows) == [
        ("建施-05", "d", "p", "paired"),
        ("建施-06", "e", "", "only_dwg"),
    ]
    assert rows[0].paired_by is PairedBy.NUMBER


def test_the_order_of_upload_changes_nothing() -> None:
    faces = [
        dwg("d1", "A-101"),
        pdf("p1", "A101"),
        dwg("d2", "A-102"),
        pdf("p3", "A-103"),
    ]
    first = {(row.dwg, row.pdf, row.status) for row in pair_faces(faces)}
    for order in permutations(faces):
        rows = pair_faces(order)
        assert {(row.dwg, row.pdf, row.status) for row in rows} == first


def test_circled_and_raised_figures_in_a_number_stop_no_set() -> None:
    faces = [
        dwg("a", "结施-03②"),
        dwg("b", "结施-03①"),
        dwg("c", "结施-2²"),
        dwg("d", "²"),
    ]

    numbers = [row.number for row in pair_faces(faces)]

    assert sorted(numbers) == sorted(face.number for face in faces)


def test_a_number_twice_is_a_duplicate_and_both_stay() -> None:
    rows = pair_faces([dwg("a", "建施-05"), dwg("b", "建施-05"), pdf("p", "建施-05")])
    assert {row.status for row in rows} == {PairStatus.DUPLICATE}
    assert {row.dwg or row.pdf for row in rows} == {"a", "b", "p"}


def test_files_of_one_name_are_paired_when_a_title_block_is_silent() -> None:
    (row,) = pair_faces(
        [dwg("d", "结施-01", filename="基础.dwg"), pdf("p", filename="基础.pdf")]
    )
    assert (row.status, row.paired_by, row.number) == (
        PairStatus.PAIRED,
        PairedBy.FILENAME,
        "结施-01",
    )


def test_one_name_pairs_what_numbers_cannot() -> None:
    (row,) = pair_faces([dwg("d", name="首层 平面图"), pdf("p", name="首层平面图")])
    assert (row.status, row.paired_by) == (PairStatus.PAIRED, PairedBy.NAME)
    assert row.is_number_unsure


def test_two_sure_numbers_that_differ_are_never_paired_by_name() -> None:
    rows = pair_faces(
        [dwg("d", "建施-05", name="平面图"), pdf("p", "建施-06", name="平面图")]
    )
    assert [row.status for row in rows] == [PairStatus.ONLY_DWG, PairStatus.ONLY_PDF]


def test_the_only_two_left_of_one_size_are_proposed_as_unsure() -> None:
    structure = Discipline.STRUCTURE
    rows = pair_faces(
        [
            dwg("d", "结施-01", discipline=structure),
            pdf("p", discipline=structure),
            pdf("q", discipline=structure, size_mm=A3),
        ]
    )
    (unsure,) = (row for row in rows if row.status is PairStatus.UNSURE)
    assert (unsure.dwg, unsure.pdf, unsure.paired_by) == ("d", "p", PairedBy.SIZE)
    assert {row.pdf for row in rows} == {"p", "q"}


def test_two_candidates_of_one_size_are_not_guessed() -> None:
    rows = pair_faces([dwg("d", "结施-01"), pdf("p"), pdf("q")])
    assert {row.status for row in rows} == {PairStatus.ONLY_DWG, PairStatus.ONLY_PDF}


def test_a_doubtful_number_is_marked() -> None:
    (row,) = pair_faces([dwg("d", "A-101", number_confidence=0.4)])
    assert row.is_number_unsure
    (sure,) = pair_faces([dwg("d", "A-101")])
    assert not sure.is_number_unsure


WORDS = frozenset({"标准层平面图", "客厅", "卧室", "厨房", "1:100", "图号", "M0921"})


def test_what_is_written_pairs_faces_whose_numbers_are_silent() -> None:
    rows = pair_faces(
        [
            dwg("d", "结施-01", words=WORDS),
            dwg("e", "结施-02", words=frozenset({"基础平面图", "承台"})),
            pdf("p", words=WORDS),
            pdf("q", words=frozenset({"屋顶", "女儿墙"})),
        ]
    )
    (both,) = (row for row in rows if row.status is PairStatus.PAIRED)
    assert (both.dwg, both.pdf, both.paired_by) == ("d", "p", PairedBy.CONTENT)


def test_faces_that_say_much_alike_are_only_proposed() -> None:
    (row,) = pair_faces(
        [dwg("d", "结施-01", words=WORDS), pdf("p", words=WORDS - {"客厅", "厨房"})]
    )
    assert (row.status, row.paired_by) == (PairStatus.UNSURE, PairedBy.CONTENT)


def test_sure_numbers_that_differ_are_doubted_where_everything_else_agrees() -> None:
    (row,) = pair_faces(
        [dwg("d", "建施-05", words=WORDS), pdf("p", "建施-06", words=WORDS)]
    )
    assert row.status is PairStatus.UNSURE
    assert row.is_number_unsure


def test_two_rivals_that_say_the_same_are_not_guessed_by_content() -> None:
    rows = pair_faces(
        [dwg("d", words=WORDS), pdf("p", words=WORDS), pdf("q", words=WORDS)]
    )
    assert not any(row.dwg and row.pdf for row in rows)
