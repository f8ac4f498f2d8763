"""A file that is taken once more after a death harms nothing that is kept already."""

from pathlib import Path

import pytest

from drawings.actions.places import partial_path
from drawings.actions.uploads import begin_file, take_file
from drawings.errors import ChecksumMismatch
from storage.actions.blobs import adopt_file, is_intact
from tests.world import build_world

pytestmark = pytest.mark.django_db


def test_bytes_that_are_kept_are_not_written_over_when_their_file_is_taken_again(
    tmp_path: Path,
) -> None:
    submission = build_world().case.current_round.submission
    here, other = tmp_path / "here.pdf", tmp_path / "other.pdf"
    here.write_bytes(b"first")
    other.write_bytes(b"other")
    blob = adopt_file(here, media_type="application/pdf")
    file = begin_file(
        submission=submission, path="建施-09.pdf", size=5, digest=blob.sha256
    )
    # Died between the second name and the row: the pieces are the blob itself.
    partial_path(file).parent.mkdir(parents=True, exist_ok=True)
    adopted = partial_path(file)
    adopted.hardlink_to(here)

    with pytest.raises(ChecksumMismatch):
        take_file(
            submission=submission, path="建施-09.pdf", source=other, digest=blob.sha256
        )

    assert is_intact(blob)
