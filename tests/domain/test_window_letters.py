"""The letters of the window: receipt, acceptance, the one notice of what is wanting."""

import datetime as dt

import pytest

from drawings.models import SubmittedFile
from reviews.actions.letters import (
    write_acceptance,
    write_make_good,
    write_receipt,
)
from reviews.models import Letter
from storage import clock
from storage.actions.blobs import read_bytes, store_bytes
from tests.domain.letter_town import (
    NOW,
    Town,
    material,
    pages_of,
    text_of,
    words_of,
)

pytestmark = pytest.mark.django_db


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
        "建设工程规划许可证（副本）",
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
    pages = words_of(read_bytes(write_receipt(case=town.case).blob))
    whole = "".join(pages).replace(" ", "").replace("\n", "")
    assert blob.sha256 in whole
    assert "建施-06三层平面图.pdf" in whole
