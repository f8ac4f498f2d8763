"""A chain of events names the first link that somebody touched."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.chain import (
    BEGINNING,
    Head,
    Json,
    Link,
    Reason,
    canonical,
    digest_of,
    verify,
)

NOON = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
steady = settings(deadline=None, derandomize=True)


def chain_of(length: int) -> list[Link]:
    links: list[Link] = []
    for number in range(1, length + 1):
        link = Link(
            sequence=number,
            at=NOON + dt.timedelta(minutes=number),
            verb="reviews.opinion_given",
            actor="王工",
            subject=f"opinion:{number}",
            stream="LS-2026-0417",
            particulars={"number": f"建-{number:02}", "box": [1.5, 2, 3.25]},
            previous=links[-1].digest if links else BEGINNING,
        )
        links.append(replace(link, digest=digest_of(link)))
    return links


def head_of(links: list[Link]) -> Head:
    return Head(links[-1].sequence, links[-1].digest)


def test_an_untouched_chain_holds() -> None:
    links = chain_of(5)
    assert verify(links, head=head_of(links)) is None
    assert verify([]) is None


@steady
@given(
    st.integers(0, 7),
    st.sampled_from(
        [
            {"verb": "reviews.opinion_closed"},
            {"actor": "李工"},
            {"subject": "opinion:99"},
            {"stream": ""},
            {"at": NOON},
            {"particulars": {}},
            {"particulars": {"bad": "\x00"}},
            {"previous": "f" * 64},
            {"digest": "0" * 64},
        ]
    ),
)
def test_any_altered_value_names_its_link(
    place: int, change: dict[str, object]
) -> None:
    links = chain_of(8)
    links[place] = replace(links[place], **change)  # type: ignore[arg-type]

    broken = verify(links)

    assert broken is not None
    assert (broken.sequence, broken.reason) == (place + 1, Reason.ALTERED)


def test_a_link_hashed_anew_no_longer_carries_the_next() -> None:
    links = chain_of(4)
    forged = replace(links[1], actor="somebody else")
    links[1] = replace(forged, digest=digest_of(forged))

    broken = verify(links)

    assert broken is not None
    assert (broken.sequence, broken.reason) == (3, Reason.UNLINKED)


def test_a_removed_link_is_a_gap() -> None:
    links = chain_of(4)
    del links[1]

    broken = verify(links)

    assert broken is not None
    assert (broken.sequence, broken.reason, broken.expected) == (3, Reason.GAP, "2")


def test_a_repeated_link_stands_out_of_order() -> None:
    links = chain_of(3)

    broken = verify([*links, links[1]])

    assert broken is not None
    assert (broken.sequence, broken.reason) == (2, Reason.ORDER)


def test_a_cut_end_is_seen_by_the_head_alone() -> None:
    links = chain_of(4)
    assert verify(links[:3]) is None

    broken = verify(links[:3], head=head_of(links))

    assert broken is not None
    assert (broken.sequence, broken.reason) == (4, Reason.CUT)


def test_a_last_link_forged_whole_is_seen_by_the_head() -> None:
    links = chain_of(3)
    head = head_of(links)
    forged = replace(links[2], actor="somebody else")
    links[2] = replace(forged, digest=digest_of(forged))

    broken = verify(links, head=head)

    assert broken is not None
    assert (broken.sequence, broken.reason) == (3, Reason.ALTERED)


def test_the_hour_may_be_told_in_any_zone() -> None:
    link = chain_of(1)[0]
    shanghai = link.at.astimezone(dt.timezone(dt.timedelta(hours=8)))
    assert digest_of(replace(link, at=shanghai)) == link.digest


def test_the_form_of_a_link_is_fixed_for_ever() -> None:
    # Digests of stored events hang on it: this value may never change.
    assert chain_of(1)[0].digest == (
        "9bb92f4e3a90a627ea501fc1387a43c75c8358451931a55cfd05168e9869aca5"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        ({"n": 1e16}, {"n": 10**16}),
        ({"n": -0.0}, {"n": 0}),
        ({"n": (1, 2)}, {"n": [1, 2]}),
    ],
)
def test_values_that_a_database_gives_back_alike_are_written_alike(
    one: dict[str, Json], other: dict[str, Json]
) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\x00", "\ud800"])
def test_what_no_database_keeps_is_refused(value: float | str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical({"value": value})


@pytest.mark.parametrize("value", [b"bytes", {1: "key"}, NOON, {1, 2}])
def test_what_has_no_json_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)  # type: ignore[arg-type]


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        digest_of(replace(chain_of(1)[0], at=NOON.replace(tzinfo=None)))
