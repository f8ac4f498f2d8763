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
