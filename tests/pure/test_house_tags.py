"""The words of the house in templates: numbers, days, states, icons."""

import datetime as dt
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from config.templatetags import house
from reviews import states
from storage.models import Job

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_four_figures_stay_together_and_five_are_grouped_without_a_break() -> None:
    assert house.figures(1180) == "1180"
    assert house.figures(24318.6) == "24\u00a0318.6"
    assert house.figures(-1234567, 1) == "−1\u00a0234\u00a0567.0"


def test_a_unit_never_begins_a_line() -> None:
    assert house.unit(79.8, "m") == "79.8\u00a0m"
    assert house.unit(None, "m") == "—"


def test_a_day_of_this_year_is_short_and_of_another_is_not() -> None:
    this_year = dt.datetime.now(tz=SHANGHAI).year
    day = dt.datetime(this_year, 11, 23, 17, 30, tzinfo=SHANGHAI)

    assert house.dateshort(day) == "11-23"
    assert house.dateshort(day, "time") == "11-23\u00a017:30"
    assert house.dateshort(day.replace(year=this_year - 1)) == f"{this_year - 1}-11-23"


def test_a_moment_is_told_in_the_time_of_the_city() -> None:
    this_year = dt.datetime.now(tz=SHANGHAI).year
    evening = dt.datetime(this_year, 6, 1, 17, 0, tzinfo=dt.UTC)

    assert house.dateshort(evening, "time") == "06-02\u00a001:00"


def test_a_weekday_is_told_in_the_language_of_the_reader() -> None:
    monday = dt.date(2026, 11, 23)
    with translation.override("en"):
        assert house.dateshort(monday, "day").endswith("Mon")


@pytest.mark.parametrize(
    "table",
    [
        states.CaseState,
        states.DepartmentReviewState,
        states.OpinionState,
        states.ConsultationState,
        states.MaterialState,
        states.Result,
        Job.State,
    ],
)
def test_every_state_of_the_domain_has_a_shape(table: type[StrEnum]) -> None:
    assert not [state for state in table if str(state) not in house.TONES]


def test_every_tone_has_its_shape_in_the_sprite() -> None:
    wanted = {f"shape-{tone}" for tone in house.TONES.values()}

    assert wanted <= house.icon_names()


def test_an_icon_that_is_not_there_is_a_fault_of_the_template() -> None:
    with pytest.raises(ValueError, match="unicorn"):
        house.icon("unicorn")


def test_words_of_a_chip_are_escaped() -> None:
    assert "<b>" not in house.chip("ok", "<b>")


def test_a_share_stays_inside_its_bar() -> None:
    assert house.share(12, 15) == "80%"
    assert house.share(3, 0) == "0%"
    assert house.share(9, 3) == "100%"


def test_a_digest_is_said_in_one_way_and_holds_itself_whole() -> None:
    whole = "0123456789abcdef" * 4

    told = house.digest(whole)

    assert ">0123 4567 89ab cdef<" in told
    assert f'title="{whole}"' in told
    assert ">—<" in house.digest("")
