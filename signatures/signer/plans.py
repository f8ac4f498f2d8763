"""How one file is to be sealed: what is asked of the signer, as values and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Self

from signatures.pades.placement import Box


def listed(digest: str, places: Sequence[Box], page: int = 0) -> str:
    """How a permission names a file: its SHA-256, and that of the places if chosen.

    A page other than the first belongs to the places.
    """
    if not places:
        return digest
    edges = [
        f"{edge:.2f}"
        for box in places
        for edge in (box.left, box.top, box.right, box.bottom)
    ]
    if page:
        edges.append(f"page {page}")
    return f"{digest}@{sha256(' '.join(edges).encode()).hexdigest()}"


@dataclass(frozen=True, slots=True)
class PlannedSeal:
    """One seal on a file.

    Attributes:
        seal: the name under which the signer knows it.
        field: name of the signature field.
        label: what a reader shows when pointing at it.
    """

    seal: str
    field: str
    label: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One file: where its seals stand, what its mark says, in which order it is sealed.

    Attributes:
        label: the file's name in the authorised list.
        stream: the course that the seals name, such as the case's number.
        day: the date on the seals.
        seals: in the order in which they are set; the last one is provable longest.
        address: what the QR code says; empty: the file is not marked.
        lines: words beside the code.
        title_block: what the seals keep clear of, mm from the upper left corner.
        places: one box a seal, where somebody chose them; else they are found.
        page: on which page the places are, from 0.
        leaves_room: others seal the file afterwards, so that nothing is certified.
    """

    label: str
    stream: str
    day: date
    seals: tuple[PlannedSeal, ...]
    address: str = ""
    lines: tuple[str, ...] = ()
    title_block: Box | None = None
    places: tuple[Box, ...] = ()
    page: int = 0
    leaves_room: bool = False

    def listed_as(self, digest: str) -> str:
        """How a permission for this plan names a file of these bytes (hex)."""
        return listed(digest, self.places, self.page)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {**asdict(self), "day": self.day.isoformat()}

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Self:
        """Read one back.

        Raises:
            KeyError, TypeError, ValueError: this is no plan.
        """
        block = told["title_block"]
        return cls(
            label=str(told["label"]),
            stream=str(told["stream"]),
            day=date.fromisoformat(told["day"]),
            seals=tuple(PlannedSeal(**one) for one in told["seals"]),
            address=str(told["address"]),
            lines=tuple(str(line) for line in told["lines"]),
            title_block=_box(block) if block else None,
            places=tuple(_box(one) for one in told["places"]),
            page=int(told.get("page", 0)),
            leaves_room=bool(told.get("leaves_room", False)),
        )


def _box(told: Mapping[str, Any]) -> Box:
    return Box(*(float(told[side]) for side in ("left", "top", "right", "bottom")))
