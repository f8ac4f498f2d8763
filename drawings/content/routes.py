"""Which way a file was read: fast, or by the library, and then why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """The way that was taken.

    Attributes:
        is_fast: whether the fast reader read it and its checks held.
        why: what the fast reader could not do; empty where it did or was not asked.

    """

    is_fast: bool = False
    why: str = ""


BY_LIBRARY = Route()
FAST = Route(is_fast=True)
