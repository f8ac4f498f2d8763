"""What a comparison found is kept as rows, whichever way they are written."""

import pytest
from django.db import IntegrityError, transaction

from drawings.actions.comparison import WRITTEN, compare_revisions
from drawings.models import Change, Comparison
from storage.rows import insert_rows
from tests.world import second_round_world

pytestmark = pytest.mark.django_db


def a_comparison() -> Comparison:
    second_round_world()
    row = Comparison.objects.filter(verdict="changed").first()
    assert row is not None
    return row


def test_rows_say_what_objects_would_say() -> None:
    kept = a_comparison()
    said = list(kept.changes.order_by("index").values(*WRITTEN))
    assert said
    older, newer = kept.older, kept.newer
    kept.changes.all().delete()
    Comparison.objects.filter(pk=kept.pk).delete()

    again = compare_revisions(older=older, newer=newer)

    told = list(again.changes.order_by("index").values(*WRITTEN))
    assert [{**row, "comparison": 0} for row in told] == [
        {**row, "comparison": 0} for row in said
    ]
    # nothing is left to a default that only objects have
    names = {field.name for field in Change._meta.concrete_fields} - {"id"}
    assert names == set(WRITTEN)


def test_words_with_tabs_ends_and_backslashes_are_kept_as_they_are() -> None:
    kept = a_comparison()
    said = "a\tb\nc\\N\\. 墙'\";--"
    row = (kept.pk, 9_999, "text", None, [1.5, -2.25, 3.0, 4.0], said, said)
    insert_rows(Change, WRITTEN, [(*row, "", "", 1, None, 0, "", None)])
    change = kept.changes.get(index=9_999)
    assert (change.text_from, change.text_to) == (said, said)
    assert change.new_box == [1.5, -2.25, 3.0, 4.0]
    assert change.old_box is None


def test_a_number_that_is_taken_is_refused_and_nothing_is_written() -> None:
    kept = a_comparison()
    count = kept.changes.count()
    row = (kept.pk, 9_999, "text", None, None, "", "", "", "", 1, None, 0, "", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Change, WRITTEN, [row, row])
    assert kept.changes.count() == count
