"""The ledger is closed under stamped roots that name what was altered."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from signatures import keys
from signatures.actions.rooting import check_roots, close_ledger, close_ledger_days
from signatures.models import LedgerRoot
from storage import chain, clock, merkle
from storage.actions.ledger import link_of, record
from storage.models import Event, LedgerHead
from tests.pki import NOW

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def written(*days: int) -> None:
    for day in days:
        with clock.told_at(NOW + day * DAY):
            record(
                "tests.happened", LedgerHead.objects.get_or_create(pk=1)[0], actor=None
            )


def test_missed_days_are_caught_up_and_closed_once() -> None:
    written(0, 0, 1, 3)
    with clock.told_at(NOW + 3 * DAY):
        assert [(one.first, one.last) for one in close_ledger_days()] == [
            (1, 2),
            (3, 3),
        ]
        assert close_ledger_days() == []
        now = close_ledger()
        assert now is not None
        assert (now.first, now.last) == (4, 4)
        assert close_ledger() is None
        assert check_roots() is None
    assert (
        LedgerRoot.objects.get(number=3).previous
        == LedgerRoot.objects.get(number=2).digest
    )


def test_a_row_altered_with_the_whole_chain_after_it_is_still_named() -> None:
    written(0, 0, 0)
    with clock.told_at(NOW):
        close_ledger()
        forge_from(2)
        call_ledger_is_in_one_piece()
        fault = check_roots()
        assert fault is not None
        assert (fault.number, fault.sequence) == (1, 2)
        with pytest.raises(CommandError, match="event 2"):
            call_command("verify_roots", stdout=io.StringIO())


def test_a_stamp_over_another_digest_is_refused() -> None:
    written(0, 1)
    with clock.told_at(NOW + 2 * DAY):
        first, second = close_ledger_days()
        LedgerRoot.objects.filter(pk=first.pk).update(token=second.token)
        fault = check_roots()
    assert fault is not None
    assert (fault.number, fault.sequence, fault.found) == (1, 0, "other_digest")


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13])
def test_every_leaf_climbs_to_the_root_and_no_other_does(count: int) -> None:
    leaves = [f"{n:064x}" for n in range(count)]
    root = merkle.root_of(leaves)
    for place, leaf in enumerate(leaves):
        path = merkle.path_of(leaves, place)
        assert merkle.climb(leaf, path) == root
        assert merkle.climb("f" * 64, path) != root


def forge_from(sequence: int) -> None:
    """Alter a row as somebody would who owns the database: with all that follows."""
    previous = Event.objects.get(sequence=sequence - 1).digest
    for event in Event.objects.filter(sequence__gte=sequence).order_by("sequence"):
        if event.sequence == sequence:
            event.verb = "tests.never_happened"
        event.previous = previous
        event.digest = previous = chain.digest_of(link_of(event))
        event.save()
    LedgerHead.objects.update(digest=previous)


def call_ledger_is_in_one_piece() -> None:
    said = io.StringIO()
    call_command("verify_ledger", stdout=said)
    assert said.getvalue().startswith("OK")


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_ledger_while_a_stamp_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written(0)
    stamp, held = keys.stamp, []

    def watched(digest: str) -> bytes:
        held.append(connection.in_atomic_block)
        return stamp(digest)

    monkeypatch.setattr(keys, "stamp", watched)
    with clock.told_at(NOW):
        close_ledger()

    assert held == [False]


def test_a_root_whose_place_was_taken_while_it_was_stamped_is_begun_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written(0)
    stamp = keys.stamp
    first: list[str] = []

    def overtaken(digest: str) -> bytes:
        if not first:
            first.append(digest)
            close_ledger()
            written(0)
        return stamp(digest)

    monkeypatch.setattr(keys, "stamp", overtaken)
    with clock.told_at(NOW):
        root = close_ledger()
        assert root is not None
        assert (root.number, root.first, root.last) == (2, 2, 2)
        assert check_roots() is None


def test_an_event_that_is_another_one_after_the_stamp_is_not_covered_by_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written(0, 0)
    stamp, asked = keys.stamp, []

    def tampered(digest: str) -> bytes:
        asked.append(digest)
        if len(asked) == 1:
            forge_from(2)
        return stamp(digest)

    monkeypatch.setattr(keys, "stamp", tampered)
    with clock.told_at(NOW):
        root = close_ledger()

    assert root is not None
    assert root.digest == asked[1] != asked[0]
