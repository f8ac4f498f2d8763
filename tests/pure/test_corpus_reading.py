"""Real and hostile files: each is read, or refused with the right reason; none does harm."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.content.storing import load_content
from drawings.content.titleblock import Source
from drawings.sandbox.reading import FileReading, Notice, read_file
from tests.outside import corpus
from tests.pure.titleblocks import LEAST_RIGHT, compared, files_of_truth

pytestmark = pytest.mark.corpus

HANDS = 2
# Read in the nightly run only: tens of thousands of entities, or very many pages.
HEAVY = ("1820_S_Park_-_ARCH_Site_Plan", "3232_Aalseth_Lane", "rev_20191011_A101")
REFUSED = {
    "libredwg-fuzz__fuzz_00": {Refusal.OUT_OF_MEMORY, Refusal.DAMAGED},
    "libredwg-fuzz__fuzz_01": {Refusal.NOTHING_DRAWN, Refusal.DAMAGED},
    "libredwg-fuzz__fuzz_04": {Refusal.TOO_OLD},
    "libredwg-fuzz__fuzz_05": {Refusal.NOTHING_DRAWN, Refusal.DAMAGED},
    "libredwg-fuzz__fuzz_06": {Refusal.TRUNCATED},
    "libredwg-fuzz__fuzz_07": {Refusal.DAMAGED},
    "zcad__ltypeerror": {Refusal.NOTHING_DRAWN},
    "GHOSTSCRIPT-698804": {Refusal.NO_PAGES, Refusal.DAMAGED},
    "Pages-tree-refs": {Refusal.DAMAGED},
    "REDHAT-1531897": {Refusal.DAMAGED},
    "bug1020226": {Refusal.DAMAGED},
    "issue15590": {Refusal.DAMAGED},
    "poppler-67295": {Refusal.DAMAGED},
    "poppler-742": {Refusal.DAMAGED},
    "poppler-85140": {Refusal.DAMAGED},
    "circular-page-tree": {Refusal.DAMAGED},
    "auth-event-ef-open": {Refusal.PASSWORD},
    "bug1782186": {Refusal.PASSWORD},
    "issue15893": {Refusal.PASSWORD},
    "pr6531_1": {Refusal.PASSWORD},
    "minimal-aes256": {Refusal.PASSWORD},
    "libreoffice-writer-password": {Refusal.PASSWORD},
}
SIGNED = {
    "dss__certified": 1,
    "dss__pdf-signed-original": 1,
    "dss__pdf-signed-corrupted": 1,
    "dss__pdf-signed-added-page": 1,
    "signed_verified": 1,
    "two-fields-signed-twice": 2,
    "pades-lta": 2,
    "weird-byterange": 1,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    path: Path
    reading: FileReading | None
    refusal: Refusal | None


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Every file of the corpus, read once; by `folder/name`."""
    work = tmp_path_factory.mktemp("corpus")
    files = [
        path
        for folder in sorted(corpus().iterdir())
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if not any(part in path.name for part in HEAVY)
    ]
    with ThreadPoolExecutor(HANDS) as hands:
        found = hands.map(
            lambda pair: _read(pair[1], work / str(pair[0])), enumerate(files)
        )
        return {f"{each.path.parent.name}/{each.path.name}": each for each in found}


def _read(path: Path, work: Path) -> Outcome:
    try:
        return Outcome(path, read_file(path, path.name, work), None)
    except UnreadableDrawing as error:
        return Outcome(path, None, error.code)


def the(outcomes: dict[str, Outcome], part: str) -> Outcome:
    """The file whose name holds this part."""
    return next(each for name, each in outcomes.items() if part in name)


def read(outcomes: dict[str, Outcome], part: str) -> FileReading:
    """The reading of a file that must be readable."""
    found = the(outcomes, part)
    assert found.reading is not None, (part, found.refusal)
    return found.reading


def test_every_honest_drawing_is_read(outcomes: dict[str, Outcome]) -> None:
    refused = {
        name: each.refusal
        for name, each in outcomes.items()
        if not name.startswith("E_") and each.reading is None
    }
    assert refused == {}


def test_every_page_opens_has_its_size_and_its_content(
    outcomes: dict[str, Outcome],
) -> None:
    for name, each in outcomes.items():
        for sheet in each.reading.sheets if each.reading else ():
            content = load_content(sheet.content)
            with pymupdf.open(sheet.page) as page:
                rect = page[0].rect
            size = (rect.width * 25.4 / 72, rect.height * 25.4 / 72)
            assert size == pytest.approx(sheet.size_mm, abs=0.1), name
            assert len(content) == sheet.primitive_count, name
            if not name.startswith("E_"):
                assert sheet.primitive_count > 0, name


@pytest.mark.parametrize("field", LEAST_RIGHT)
def test_title_blocks_are_read_as_a_person_reads_them(
    outcomes: dict[str, Outcome], field: str
) -> None:
    by_path = {each.path: each.reading for each in outcomes.values()}
    for folder in ("A_pdf_buildings", "B_dwg"):
        readings = {
            digest: reading.sheets
            for digest, path in files_of_truth().items()
            if path.parent.name == folder and (reading := by_path.get(path))
        }
        right, total, misses = compared(readings, field)
        assert right >= LEAST_RIGHT[field] * total, (folder, misses)


def test_the_attributes_of_a_title_block_are_believed_first(
    outcomes: dict[str, Outcome],
) -> None:
    block = read(outcomes, "libredwg__gh44-error").sheets[0].titleblock
    assert block.number.value == "TFS-RS-5623-20.01-0L001"
    assert block.number.source is Source.ATTRIBUTE
    assert block.name.value == "SPRINKLER LAYOUT GROUND FLOOR PLOT 20.01"


def test_sheets_with_a_frame_have_size_and_scale(outcomes: dict[str, Outcome]) -> None:
    for part in ("A051", "A102", "A103", "A200", "A300", "S101", "rev_20191029_A101"):
        (sheet,) = read(outcomes, f"_{part}").sheets
        assert sheet.size_mm == pytest.approx((863.6, 558.8)), part
        assert sheet.units_per_mm == pytest.approx(1 / 25.4), part


def test_walls_and_doors_of_tangent_are_drawn_from_their_proxies(
    outcomes: dict[str, Outcome],
) -> None:
    reading = read(outcomes, "B_dwg/libredwg__gh109_1")
    content = load_content(reading.sheets[0].content)
    assert {"M0921", "C1815", "房间", "天正单行文字输入"} <= set(content.texts)
    assert {"WALL", "WINDOW"} <= set(content.layers)
    assert Notice.PROXIES_EMPTY in {remark.notice for remark in reading.remarks}


def test_dwg_and_dxf_of_one_drawing_hold_the_same_texts(
    outcomes: dict[str, Outcome],
) -> None:
    dwg = read(outcomes, "ACadSharp__sample_AC1032.dwg").sheets[-1]
    dxf = read(outcomes, "ACadSharp__sample_AC1032_ascii.dxf").sheets[-1]
    assert set(dwg.text.splitlines()) == set(dxf.text.splitlines())


def test_binary_dxf_is_read_like_text(outcomes: dict[str, Outcome]) -> None:
    assert read(outcomes, "sample_AC1018_binary").sheets[-1].primitive_count > 2000


@pytest.mark.parametrize("part", REFUSED)
def test_hostile_files_are_refused_with_their_reason(
    outcomes: dict[str, Outcome], part: str
) -> None:
    assert (
        the(outcomes, f"E_hostile/{_prefixed(part, outcomes)}").refusal in REFUSED[part]
    )


@pytest.mark.program("node", "nodejs")
def test_what_only_the_second_reader_opens_is_marked_as_reduced(
    outcomes: dict[str, Outcome],
) -> None:
    reading = read(outcomes, "libredwg-fuzz__fuzz_02")
    assert Notice.REDUCED in {remark.notice for remark in reading.remarks}


def _prefixed(part: str, outcomes: dict[str, Outcome]) -> str:
    name = next(name for name in outcomes if name.startswith("E_") and part in name)
    return name.removeprefix("E_hostile/")


@pytest.mark.parametrize("part", SIGNED)
def test_signatures_of_the_original_are_recognised(
    outcomes: dict[str, Outcome], part: str
) -> None:
    reading = read(outcomes, part)
    assert len(reading.signatures) == SIGNED[part]
    assert Notice.SIGNED in {remark.notice for remark in reading.remarks}


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("js-buttons", "javascript"),
        ("doc_actions", "javascript"),
        ("pdf.js__attachment", "embedded_file"),
        ("js-buttons", "form_field"),
        ("annotation-text-without-popup", "annotation"),
    ],
)
def test_active_content_is_counted(
    outcomes: dict[str, Outcome], part: str, kind: str
) -> None:
    assert read(outcomes, part).removed[kind] >= 1


def test_no_page_that_is_kept_holds_a_script(outcomes: dict[str, Outcome]) -> None:
    for name, each in outcomes.items():
        for sheet in each.reading.sheets if each.reading else ():
            with pymupdf.open(sheet.page) as page:
                objects = " ".join(
                    page.xref_object(x) for x in range(1, page.xref_length())
                )
            assert not [
                w for w in ("/JavaScript", "/Launch", "/URI") if w in objects
            ], name


@pytest.mark.slow
@pytest.mark.parametrize("part", HEAVY)
def test_the_heaviest_files_are_read_too(tmp_path: Path, part: str) -> None:
    path = next(path for path in corpus().glob("*/*") if part in path.name)
    reading = read_file(path, path.name, tmp_path)
    first = reading.sheets[:2]
    assert first and all(sheet.primitive_count > 2000 for sheet in first)
