"""Turn the answer of a child into dataclasses; whatever does not fit is damage.

The child has read a stranger's file, so nothing it says is believed to have a shape.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drawings.content.disciplines import Discipline
from drawings.content.parts import Loss
from drawings.content.routes import Route
from drawings.content.titleblock import Finding, Source, TitleBlock
from drawings.pdf.found import AnnotationFound, Coverage, Integrity, SignatureFound

Json = Mapping[str, Any]
Affine = tuple[float, float, float, float, float, float]
LONGEST_WHY = 200


def number(value: object) -> float:
    """A finite number."""
    found = float(value)  # type: ignore[arg-type]
    if not math.isfinite(found):
        raise ValueError(found)
    return found


def pair(value: Any) -> tuple[float, float]:
    """Two numbers."""
    first, second = value
    return number(first), number(second)


def affine(value: Any) -> Affine:
    """Six numbers."""
    a, b, c, d, e, f = (number(each) for each in value)
    return a, b, c, d, e, f


def box(value: Any) -> tuple[float, float, float, float]:
    """Four numbers."""
    a, b, c, d = (number(each) for each in value)
    return a, b, c, d


def windows(value: Any) -> tuple[tuple[float, ...], ...]:
    """Box in paper mm and scale of each window into model space."""
    return tuple((*box(each[:4]), number(each[4])) for each in value)


def counts(value: Json) -> dict[str, int]:
    """Kind to count."""
    return {str(kind): int(count) for kind, count in value.items()}


def losses(value: Any) -> tuple[Loss, ...]:
    """Kinds and counts of losses."""
    return tuple(Loss(str(kind), int(count)) for kind, count in value)


def strings(value: Json) -> dict[str, str]:
    """Text to text."""
    return {str(key): str(text) for key, text in value.items()}


def file_in(folder: Path, name: str) -> Path:
    """A file that the child wrote into its folder; a link leads out and is refused."""
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise ValueError(name)
    return path


def route(value: Json) -> Route:
    """Which way a file was read."""
    is_fast, why = value
    return Route(is_fast=bool(is_fast), why=str(why)[:LONGEST_WHY])


def titleblock(value: Json) -> TitleBlock:
    """A title block."""
    return TitleBlock(
        number=_finding(value["number"]),
        name=_finding(value["name"]),
        scale=_finding(value["scale"]),
        revision=_finding(value["revision"]),
        date=_finding(value["date"]),
        project=_finding(value["project"]),
        discipline=Discipline(value["discipline"]),
        signers={
            str(role): _finding(found) for role, found in value["signers"].items()
        },
    )


def _finding(value: Json) -> Finding:
    place = value["box_mm"]
    return Finding(
        str(value["value"]),
        number(value["confidence"]),
        Source(value["source"]),
        None if place is None else box(place),
    )


def signature(value: Json) -> SignatureFound:
    """A signature that was found."""
    words = strings(value)
    return SignatureFound(
        field=words["field"],
        signer=words["signer"],
        subfilter=words["subfilter"],
        date=words["date"],
        reason=words["reason"],
        coverage=Coverage(words["coverage"]),
        integrity=Integrity(words["integrity"]),
    )


def annotation(value: Json) -> AnnotationFound:
    """An annotation that was found."""
    return AnnotationFound(
        page=int(value["page"]),
        kind=str(value["kind"]),
        author=str(value["author"]),
        text=str(value["text"]),
        box_mm=box(value["box_mm"]),
        is_drawn=bool(value["is_drawn"]),
    )
