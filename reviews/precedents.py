"""Earlier resolutions of the city about the same clause or the same kind of thing."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from reviews.demands import elements_in, nouns_in
from reviews.models import Consultation, Opinion, Resolution

LOOKED_AT: Final = 200
SHOWN: Final = 5
_CLAUSE: Final = 10


@dataclass(frozen=True, slots=True)
class Precedent:
    """One earlier resolution; `same_clause` when an opinion rested on the same clause."""

    resolution: Resolution
    same_clause: bool
    words: tuple[str, ...]

    @property
    def consultation(self) -> Consultation:
        """The meeting that decided it."""
        return self.resolution.consultation


def precedents_of(consultation: Consultation) -> list[Precedent]:
    """The nearest earlier resolutions, those on the same clause first, newest first."""
    region = consultation.case.project.region
    city = region.city_id or region.pk
    rows = (
        Resolution.objects.filter(
            Q(consultation__case__project__region=city)
            | Q(consultation__case__project__region__city=city)
        )
        .exclude(consultation=consultation)
        .select_related(
            "consultation__case__project",
            "consultation__opinion_a",
            "consultation__opinion_b",
        )
        .order_by("-resolved_at")[:LOOKED_AT]
    )
    clauses, words = _spoken_of(consultation)
    found = [_precedent(row, clauses, words) for row in rows]
    near = [one for one in found if one.same_clause or one.words]
    return sorted(near, key=_nearness, reverse=True)[:SHOWN]


def _nearness(one: Precedent) -> int:
    return _CLAUSE * one.same_clause + len(one.words)


def _precedent(row: Resolution, clauses: set[str], words: set[str]) -> Precedent:
    theirs, said = _spoken_of(row.consultation)
    return Precedent(row, bool(clauses & theirs), tuple(sorted(words & said)))


def _spoken_of(consultation: Consultation) -> tuple[set[str], set[str]]:
    """Clauses and things that both opinions of a meeting speak of."""
    both = (consultation.opinion_a, consultation.opinion_b)
    clauses = {key for one in both if (key := _clause_of(one))}
    texts = [f"{one.text}\n{one.requirement}" for one in both]
    words = {word for text in texts for word in nouns_in(text) | elements_in(text)}
    return clauses, words


def _clause_of(opinion: Opinion) -> str:
    return str(opinion.clause_id or opinion.clause_text.strip())
