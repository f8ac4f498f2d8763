"""Letters: numbered, kept, complete, and readable whatever the rows hold."""

import datetime as dt

import pymupdf
import pytest

from accounts.actions.organisations import found_organisation, seat_person
from accounts.models import Membership, Organisation, User
from drawings.models import SubmittedFile
from reviews.actions.letters import (
    write_acceptance,
    write_make_good,
    write_minutes,
    write_opinions_notice,
    write_receipt,
)
from reviews.actions.oversight import urge_review
from reviews.letters import writing
from reviews.letters.conformity import faults_of
from reviews.letters.words import NO_EFFECT
from reviews.letters.writing import (
    CERTIFICATE_SEAL_BOX,
    Reference,
    Signatory,
    seal_places,
)
from reviews.models import Clause, DepartmentReview, Letter
from reviews.states import DepartmentReviewState, OpinionState
from storage import clock
from storage.actions.blobs import read_bytes, store_bytes
from tests.domain.letter_town import (
    NOW,
    Town,
    build_town,
    certificate,
    material,
    pages_of,
    resolved,
    sheets_of,
    text_of,
    words_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    """A case under review by three departments."""
    return build_town()


def test_every_letter_keeps_the_clauses_of_the_archive_that_are_checked(
    town: Town,
) -> None:
    """PDF/A-2b as far as it is checked here; numbered, titled, embedded, coloured."""
    late = urge_review(
        review=still_open(town),
        actor=regulator(town),
        form="phone",
        text="请尽快办结。",
        until=clock.today() + dt.timedelta(days=3),
    )
    assert late.letter is not None
    letters = [
        write_acceptance(case=town.case).blob,
        write_make_good(case=town.case, wanting=[]).blob,
        write_opinions_notice(case=town.case).blob,
        write_minutes(consultation=resolved(town)).blob,
        certificate(town, sheets_of(3)).blob,
        late.letter.blob,
    ]
    told = [faults_of(read_bytes(blob)) for blob in letters]
    assert told == [()] * len(letters)
    assert faults_of(write_receipt(case=town.case)) == ()


def test_a_department_is_urged_by_a_numbered_letter(town: Town) -> None:
    urging = urge_review(
        review=still_open(town),
        actor=regulator(town),
        form="on_site",
        text="审查已逾期，请说明原因。",
        until=clock.today() + dt.timedelta(days=3),
    )
    assert urging.letter is not None
    assert urging.letter.number.startswith("督促〔")
    text = text_of(urging.letter.blob)
    for words in (
        "督促整改通知",
        "云溪市消防审验中心",
        "云溪市工程审批管理办公室",
        "审查已逾期，请说明原因。",
        "现场督促",
        NO_EFFECT,
    ):
        assert words in text
    [place] = seal_places(read_bytes(urging.letter.blob))
    assert place.whose == "regulator"


def still_open(town: Town) -> DepartmentReview:
    """The review of the fire department, not finished yet."""
    review = town.reviews["fire"]
    DepartmentReview.objects.filter(pk=review.pk).update(
        state=DepartmentReviewState.RUNNING, approved_by=None, approved_at=None
    )
    review.refresh_from_db()
    return review


def regulator(town: Town) -> User:
    """Somebody who supervises the region of the case."""
    unit = found_organisation(
        name="云溪市工程审批管理办公室",
        kind=Organisation.Kind.REGULATOR,
        region=town.case.project.region,
    )
    person = User.objects.create(username="wu", display_name="吴处长")
    seat_person(user=person, organisation=unit, role=Membership.Role.SUPERVISOR)
    return person


def test_an_acceptance_names_departments_limits_and_what_may_follow(town: Town) -> None:
    """The builder learns from one letter who reviews until when and what is owed."""
    material(town, "planning_permit", promised_until=dt.date(2026, 7, 31))
    with clock.told_at(NOW):
        letter = write_acceptance(case=town.case)
    text = text_of(letter.blob)
    assert letter.number == "受理〔2026〕0001号"
    assert letter.kind == Letter.Kind.ACCEPTANCE
    for words in (
        "受理通知书（容缺受理）",
        "云溪市住房和城乡建设局",
        "云溪市国防动员办公室",
        "7个工作日",
        "2026年7月15日",
        "建设工程规划许可证（复印件）",
        "2026年7月31日",
        "补齐前不予核发审查合格书",
        "K7QF3MWX",
        "2026年7月6日",
    ):
        assert words in text, words


def test_an_acceptance_without_promises_does_not_speak_of_them(town: Town) -> None:
    """Nothing is said about documents to follow when none does."""
    letter = write_acceptance(case=town.case)
    assert "容缺" not in text_of(letter.blob)
    assert len(pages_of(letter.blob)) == 1


def test_numbers_run_on_within_a_year_and_begin_again_in_the_next(town: Town) -> None:
    """Each kind of letter is counted by itself, year by year."""
    with clock.told_at(NOW):
        first = write_acceptance(case=town.case)
        second = write_acceptance(case=town.case)
        other = write_make_good(case=town.case, wanting=[])
    with clock.told_at(NOW + dt.timedelta(days=365)):
        later = write_acceptance(case=town.case)
    assert [one.number for one in (first, second, other, later)] == [
        "受理〔2026〕0001号",
        "受理〔2026〕0002号",
        "补正〔2026〕0001号",
        "受理〔2027〕0001号",
    ]


def test_one_notice_lists_everything_that_is_wanting(town: Town) -> None:
    """一次性告知: missing, refused and deferrable documents stand in one list."""
    wanting = [
        material(town, "survey_report", is_essential=True),
        material(town, "structural_calculation", state="refused", note="第3页缺少签名"),
        material(town, "energy_calculation"),
        material(town, "quite_unknown"),
    ]
    text = text_of(write_make_good(case=town.case, wanting=wanting).blob)
    for words in (
        "（共4项）",
        "岩土工程勘察报告",
        "本项为主件",
        "第3页缺少签名",
        "节能计算书",
        "quite_unknown",
    ):
        assert words in text, words


def test_the_notice_tells_each_opinion_with_grade_clause_sheet_and_place(
    town: Town,
) -> None:
    """Sections by department; nothing that a designer needs is left out."""
    clause = Clause.objects.create(
        code="GB 55037-2022",
        title="建筑防火通用规范",
        number="7.1.3",
        text="疏散楼梯间在首层应直通室外。",
        grade="mandatory",
        valid_from=dt.date(2023, 6, 1),
    )
    town.opine("fire", "消-01", clause=clause)
    town.opine("housing", "建-01", grade="advice", text="女儿墙压顶建议加宽。")
    text = text_of(write_opinions_notice(case=town.case).blob)
    for words in (
        "消-01",
        "强制性条文",
        "《建筑防火通用规范》GB55037-2022第7.1.3条",
        "建施-05",
        "二层平面图",
        "图面左下部，距左边130mm、距上边300mm处",
        "建-01",
        "未引用条文",
        "共提出尚需处理的意见2条，涉及图纸1张",
        "本部门没有需要处理的意见",
    ):
        assert words.replace(" ", "") in text.replace(" ", ""), words


def test_the_notice_leaves_out_what_is_closed_or_withdrawn(town: Town) -> None:
    """Only what still stands against the case is told."""
    town.opine("fire", "消-01", state=OpinionState.CLOSED)
    town.opine("fire", "消-02", state=OpinionState.WITHDRAWN)
    town.opine("fire", "消-03")
    text = text_of(write_opinions_notice(case=town.case).blob)
    assert "消-03" in text
    assert "消-01" not in text
    assert "消-02" not in text


def test_a_notice_of_three_hundred_opinions_repeats_its_heads(town: Town) -> None:
    """Every opinion is there, and every page of a table says what its columns are."""
    for index in range(300):
        town.opine("fire", f"消-{index + 1:03d}")
    pages = pages_of(write_opinions_notice(case=town.case).blob)
    whole = "".join(pages)
    assert all(f"消-{index + 1:03d}" in whole for index in range(300))
    assert f"第1页共{len(pages)}页" in "".join(pages[0].split())
    middle = pages[len(pages) // 2].replace("\n", "")
    assert "编号等级图号、图名和位置" in middle


def test_words_of_any_length_and_kind_are_set(town: Town) -> None:
    """Bad rows make an ugly letter, never none: nothing is cut off silently."""
    project = town.case.project
    project.name = "超长工程名称" * 20
    project.address = "Nº7/" + "W" * 190
    project.save()
    long_text = "甲" * 9000 + "终"
    town.opine("fire", "消-01", text=long_text, box=[], requirement="\x01\x1b🏗️𠮷")
    town.opine("housing", "建-01", text="", box=["x", None, 1, 2])
    pages = pages_of(write_opinions_notice(case=town.case).blob)
    whole = "".join(pages)
    assert whole.count("甲") == 9000
    assert "终" in whole
    assert "位置见电子图纸" in whole.replace("\n", "")
    assert "（无文字）" in whole


def test_minutes_hold_both_opinions_positions_dissent_and_the_heir(town: Town) -> None:
    """The minutes alone tell what was decided, against whom, and what it replaces."""
    consultation = resolved(town)
    letter = write_minutes(consultation=consultation)
    consultation.refresh_from_db()
    assert consultation.minutes == letter.blob
    text = text_of(letter.blob)
    for words in (
        "会商纪要（第1号）",
        "消-01",
        "人-01",
        "要求相反",
        "标注区域重叠62%",
        "防护密闭门应向外开启",
        "保留意见：平时状态下仍建议设置常开门",
        "折中处理",
        "形成意见消-02",
        "取代意见消-01、人-01",
        "2026年7月6日10:30",
    ):
        assert words in text, words


def test_the_notice_shows_which_opinions_a_resolution_replaced(town: Town) -> None:
    """A replaced opinion is not to be answered, but its descent stays readable."""
    resolved(town)
    text = text_of(write_opinions_notice(case=town.case).blob)
    assert "会商情况（1件）" in text
    assert "由意见消-02取代消-01、人-01" in text
    assert "经会商形成，取代意见消-01、人-01" in text


def test_a_certificate_lists_every_sheet_with_its_digest(town: Town) -> None:
    """Each sheet is vouched for by number, version and digest, over several pages."""
    sheets = sheets_of(120)
    letter = certificate(town, sheets)
    text = text_of(letter.blob)
    assert all(sheet.sha256 in text for sheet in sheets)
    assert all(sheet.number in text for sheet in sheets)
    assert "签发人：林建国" in text
    assert "赵敏" in text
    assert "V7KD-9QXM" in text


@pytest.mark.parametrize("name", ["短名", "超长工程名称" * 20])
def test_the_seal_of_a_certificate_has_its_place_free(town: Town, name: str) -> None:
    """Wherever the text ends, the box of the seal holds issuer and day and nothing else."""
    town.case.project.name = name
    town.case.project.save()
    letter = certificate(town, sheets_of(3))
    (place,) = seal_places(read_bytes(letter.blob))
    assert (place.page, place.box) == (0, CERTIFICATE_SEAL_BOX)
    with pymupdf.open(stream=read_bytes(letter.blob)) as pdf:
        points = 72 / 25.4
        box = pymupdf.Rect(
            place.box.left, place.box.top, place.box.right, place.box.bottom
        )
        inside = pdf[0].get_text(clip=box * pymupdf.Matrix(points, points))
        assert not any(
            table.bbox[3] > place.box.top * points for table in pdf[0].find_tables()
        )
    assert "校验值" not in inside


def test_heads_are_named_once_whoever_names_them(town: Town) -> None:
    """The heads that approved stand on the certificate; named by the caller, not twice."""
    fire = town.reviews["fire"].department
    people = [Signatory(fire.name, "fire", "赵敏")]
    assert text_of(certificate(town, sheets_of(1), people).blob).count("审定人") == 3
    people += [Signatory(fire.short_name, "审定", "孙科长", "审定人")]
    assert text_of(certificate(town, sheets_of(1), people).blob).count("审定人") == 1


def test_the_code_of_a_certificate_is_drawn_and_can_be_read(town: Town) -> None:
    """The squares are those that the payload gives, not a picture."""
    letter = certificate(town, sheets_of(1))
    with pymupdf.open(stream=read_bytes(letter.blob)) as pdf:
        assert pdf[0].get_images() == []
        dark = [path for path in pdf[0].get_drawings() if len(path["items"]) > 100]
    assert len(dark) == 1


def test_letters_of_a_test_installation_say_so_on_every_page(
    town: Town, settings: object
) -> None:
    """Nobody takes a test letter for one that counts, whatever the city's switch says."""
    letter = certificate(town, sheets_of(60))
    assert all(NO_EFFECT in page for page in pages_of(letter.blob))
    settings.LIANSHEN_LEGAL_EFFECT = True  # type: ignore[attr-defined]
    letter = certificate(town, sheets_of(60))
    assert all(NO_EFFECT in page for page in pages_of(letter.blob))


@pytest.mark.parametrize("has_effect", [False, True])
def test_a_letter_that_counts_says_nothing_of_tests(
    town: Town, *, has_effect: bool
) -> None:
    reference = Reference(
        "受理〔2026〕0001号", dt.date(2026, 3, 2), has_effect=has_effect
    )
    written = writing.acceptance(town.case, reference)
    with pymupdf.open(stream=written.pdf) as pdf:
        assert [NO_EFFECT in page.get_text() for page in pdf] == [not has_effect] * len(
            pdf
        )


def test_letters_carry_their_faces_and_stay_small(town: Town) -> None:
    """Every font is embedded as a subset, so the letter looks alike everywhere."""
    data = read_bytes(write_acceptance(case=town.case).blob)
    with pymupdf.open(stream=data) as pdf:
        fonts = [font for page in pdf for font in page.get_fonts()]
        assert fonts
        assert all(font[1] != "n/a" and "+" in font[3] for font in fonts)
    assert len(data) < 200_000


def test_a_receipt_lists_files_with_their_digests(town: Town) -> None:
    """The receipt proves what was handed in, byte for byte."""
    blob = store_bytes(b"drawing", media_type="application/pdf")
    SubmittedFile.objects.create(
        submission=town.case.current_round.submission,
        path="建筑/建施-06 三层平面图.pdf",
        size=7,
        blob=blob,
        state="read",
        added_at=NOW,
    )
    pages = words_of(write_receipt(case=town.case))
    whole = "".join(pages).replace(" ", "").replace("\n", "")
    assert blob.sha256 in whole
    assert "建施-06三层平面图.pdf" in whole
