"""The clause library: what opinions refer to."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q


class ClauseQuerySet(models.QuerySet["Clause"]):
    """The questions about clauses."""

    def in_force(self, day: dt.date) -> Self:
        """Clauses that count on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).filter(
            valid_from__lte=day
        )

    def matching(self, words: str) -> Self:
        """Clauses whose code, number or text contains the words."""
        return self.filter(
            Q(code__icontains=words)
            | Q(number__icontains=words)
            | Q(text__icontains=words)
        )


class Clause(models.Model):
    """One clause of a standard, in one edition."""

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=20)
    text = models.TextField()
    grade = models.CharField(max_length=12)
    sector = models.CharField(max_length=16, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    is_sample = models.BooleanField(default=False)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        ordering = ["code", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "number", "valid_from"],
                name="reviews_one_clause_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"
