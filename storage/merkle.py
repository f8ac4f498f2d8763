"""A tree of digests: one root stands for many leaves, and a short path proves each of them.

The tree is that of RFC 6962, section 2.1: leaves and nodes are hashed with different
first bytes, and a node without a partner moves up as it is.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

LEAF: Final = b"\x00"
NODE: Final = b"\x01"

Path = list[tuple[str, str]]
"""From a leaf to the root: (`left` or `right`, digest of the partner on that side)."""


def root_of(leaves: Sequence[str]) -> str:
    """The root over hexadecimal digests, in their order.

    Raises:
        ValueError: there is no leaf, or one is no hexadecimal digest.

    """
    if not leaves:
        raise ValueError("a tree needs a leaf")
    row = [_leaf(leaf) for leaf in leaves]
    while len(row) > 1:
        row = _above(row)
    return row[0].hex()


def path_of(leaves: Sequence[str], place: int) -> Path:
    """What proves the leaf at a place (from 0)."""
    row, path = [_leaf(leaf) for leaf in leaves], []
    while len(row) > 1:
        partner = place ^ 1
        if partner < len(row):
            side = "left" if partner < place else "right"
            path.append((side, row[partner].hex()))
        row, place = _above(row), place // 2
    return path


def climb(leaf: str, path: Sequence[Sequence[str]]) -> str:
    """The root that a leaf and its path lead to.

    Raises:
        ValueError: a digest is not hexadecimal, or a side is neither left nor right.

    """
    at = _leaf(leaf)
    for side, partner in path:
        other = bytes.fromhex(partner)
        if side not in {"left", "right"}:
            raise ValueError(f"no such side: {side}")
        at = _node(other, at) if side == "left" else _node(at, other)
    return at.hex()


def _above(row: Sequence[bytes]) -> list[bytes]:
    pairs = [_node(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
    return [*pairs, row[-1]] if len(row) % 2 else pairs


def _leaf(digest: str) -> bytes:
    return hashlib.sha256(LEAF + bytes.fromhex(digest)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
