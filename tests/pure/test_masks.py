"""What hides what is drawn before it: white fills, and nothing that only might be white."""

import pytest

from drawings.sameness.masking import is_white


@pytest.mark.parametrize(
    ("colour", "hides"),
    [("#ffffff", True), ("#F8F8F8", True), ("#f7ffff", False), ("", False)],
)
def test_only_a_known_white_hides(colour: str, *, hides: bool) -> None:
    assert is_white(colour) is hides
