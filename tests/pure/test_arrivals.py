"""A seal that arrives counts only with its signature whole and its holder registered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from signatures.arrivals import Entry, Objection, Outcome, judge_file, judge_seal
from signatures.pades import verdicts
from signatures.pades.checking import check
from signatures.pades.verdicts import (
    Reason,
    Report,
    SignatureFinding,
    SignatureKind,
    Verdict,
)
from tests import forgeries, pki

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ZHANG = Entry(
    key=1,
    name="张工",
    unit="云溪市建筑设计研究院",
    valid_from=date(2025, 1, 1),
    valid_until=date(2027, 12, 31),
)
SEAL = SignatureFinding(
    field="A",
    kind=SignatureKind.SEAL,
    signer="张工",
    organisation="云溪市建筑设计研究院",
    fingerprint="f" * 64,
    claimed_at=NOW - timedelta(days=400),
    stamped_at=NOW,
)


def test_a_whole_signature_of_a_registered_person_counts() -> None:
    judged = judge_seal(SEAL, [ZHANG], at=NOW)

    assert (judged.outcome, judged.entry, judged.objections) == (
        Outcome.COUNTS,
        ZHANG,
        (),
    )
    assert judged.sealed_at == NOW


@pytest.mark.parametrize(
    ("entry", "objection"),
    [
        (replace(ZHANG, name="李工"), Objection.NOT_IN_REGISTER),
        (replace(ZHANG, unit="另一设计院"), Objection.NOT_IN_REGISTER),
        (replace(ZHANG, valid_until=date(2026, 3, 1)), Objection.RUN_OUT),
        (replace(ZHANG, valid_from=date(2026, 3, 3)), Objection.NOT_YET_VALID),
        (replace(ZHANG, ended_on=date(2026, 3, 2)), Objection.ENDED),
        (replace(ZHANG, fingerprint="e" * 64), Objection.OTHER_CERTIFICATE),
        (replace(ZHANG, is_firm=True), Objection.NOT_IN_REGISTER),
    ],
)
def test_who_is_not_registered_so_does_not_count(
    entry: Entry, objection: Objection
) -> None:
    judged = judge_seal(SEAL, [entry], at=NOW)

    assert judged.outcome is Outcome.DOUBTFUL
    assert judged.objections == (str(objection),)


def test_two_registrations_of_one_name_decide_nothing() -> None:
    judged = judge_seal(SEAL, [ZHANG, replace(ZHANG, key=2)], at=NOW)

    assert judged.objections == (str(Objection.AMBIGUOUS),)
    pinned = replace(ZHANG, key=2, fingerprint="f" * 64)
    assert judge_seal(SEAL, [ZHANG, pinned], at=NOW).entry == pinned


def test_a_registration_that_ended_later_does_not_take_a_proven_seal_back() -> None:
    ended = replace(ZHANG, ended_on=date(2026, 3, 20))
    later = NOW + timedelta(days=60)

    assert judge_seal(SEAL, [ended], at=later).outcome is Outcome.COUNTS


@pytest.mark.parametrize(
    ("hour", "outcome"), [(15, Outcome.COUNTS), (17, Outcome.DOUBTFUL)]
)
def test_a_registration_runs_out_at_midnight_of_the_city(
    hour: int, outcome: Outcome
) -> None:
    stamped = NOW.replace(hour=hour)  # 17:00 in Greenwich is the day after in the city
    arrived = (NOW + timedelta(days=60)).astimezone(timezone(timedelta(hours=8)))
    until = replace(ZHANG, valid_until=date(2026, 3, 2))

    judged = judge_seal(replace(SEAL, stamped_at=stamped), [until], at=arrived)
    assert judged.outcome is outcome


def test_a_time_that_is_only_claimed_proves_nothing() -> None:
    ended = replace(ZHANG, ended_on=date(2026, 3, 1))
    unproven = replace(SEAL, stamped_at=None)

    judged = judge_seal(unproven, [ended], at=NOW)
    assert judged.objections == (str(Objection.ENDED),)
    assert not judged.is_stamped


def test_a_firm_is_known_by_its_name_whatever_the_test_mark() -> None:
    firm = replace(ZHANG, name="云溪市建筑设计研究院", is_firm=True)
    seal = replace(SEAL, signer="云溪市建筑设计研究院（测试）", organisation="")

    assert judge_seal(seal, [firm], at=NOW).outcome is Outcome.COUNTS


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (Reason.CONTENT_CHANGED, Outcome.BROKEN),
        (Reason.CERTIFICATE_REVOKED, Outcome.BROKEN),
        (Reason.NOT_TRUSTED, Outcome.DOUBTFUL),
        (Reason.REVOCATION_UNKNOWN, Outcome.DOUBTFUL),
    ],
)
def test_what_speaks_against_the_signature_is_never_outvoted_by_the_register(
    reason: Reason, outcome: Outcome
) -> None:
    bad = replace(SEAL, objections=(verdicts.Objection(reason, "A"),))

    judged = judge_seal(bad, [ZHANG], at=NOW)
    assert judged.outcome is outcome
    assert str(reason) in judged.objections


def entries() -> list[Entry]:
    """Everybody who seals the usual sheet of the tests."""
    return [
        Entry(
            key=number,
            name=field,
            unit="",
            valid_from=date(2020, 1, 1),
            valid_until=date(2030, 1, 1),
            fingerprint=credential.fingerprint,
        )
        for number, (field, credential) in enumerate(pki.sealers().items())
    ]


def outcomes(data: bytes) -> list[Outcome]:
    report = check(data, trust=pki.trust(), register=None, at=NOW)
    return [judged.outcome for _one, judged in judge_file(report, entries(), at=NOW)]


def test_a_real_sheet_with_three_seals_counts_three_times() -> None:
    assert outcomes(pki.sealed_sheet()) == [Outcome.COUNTS] * 3


@pytest.mark.parametrize(
    "forge",
    [
        forgeries.flip_a_byte_of_the_drawing,
        forgeries.empty_the_byte_range,
        forgeries.exchange_signatures,
        forgeries.redraw_a_seal,
    ],
)
def test_no_forgery_leaves_every_seal_counting(
    forge: Callable[[bytes], bytes],
) -> None:
    assert Outcome.BROKEN in outcomes(forge(pki.sealed_sheet()))


@pytest.mark.parametrize("reason", [Reason.LOOSE_SIGNATURE, Reason.CHECK_FAILED])
def test_what_speaks_against_the_file_speaks_against_each_seal(reason: Reason) -> None:
    against = verdicts.Objection(reason)
    report = Report(Verdict.INVALID, "0" * 64, (against,), (SEAL,))

    [(_one, judged)] = judge_file(report, [ZHANG], at=NOW)
    assert judged.outcome is Outcome.BROKEN


def test_what_speaks_against_a_time_stamp_over_all_speaks_against_each_seal() -> None:
    against = verdicts.Objection(Reason.CHANGED_AFTER_LAST_SEAL, "T")
    stamp = SignatureFinding("T", SignatureKind.TIME_STAMP, objections=(against,))
    report = Report(Verdict.INVALID, "0" * 64, (against,), (SEAL, stamp))

    [(_one, judged)] = judge_file(report, [ZHANG], at=NOW)
    assert judged.outcome is Outcome.BROKEN
    whole = Report(Verdict.VALID_NOT_ISSUED, "0" * 64, (), (SEAL,))
    assert judge_file(whole, [ZHANG], at=NOW)[0][1].outcome is Outcome.COUNTS
