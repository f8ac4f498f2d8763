"""Who is who: people, the units they work for, the regions those units serve."""

from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import pgettext_lazy


class User(AbstractUser):
    """A person who signs in, by a name that others can read aloud."""

    phone = models.CharField(max_length=20, blank=True)
    display_name = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username


class Region(models.Model):
    """A city, or a county inside one."""

    name = models.CharField(max_length=40, unique=True)
    city = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="counties"
    )

    def __str__(self) -> str:
        return self.name

    def covers(self, other: "Region") -> bool:
        """Whether `other` is this region or a county inside it."""
        return other.pk == self.pk or other.city_id == self.pk


class Organisation(models.Model):
    """A unit that takes part: it submits, designs, reviews, receives or supervises."""

    class Kind(models.TextChoices):
        """What a unit is for."""

        BUILDER = "builder", pgettext_lazy("kind of organisation", "builder")
        DESIGNER = "designer", pgettext_lazy("kind of organisation", "design firm")
        REVIEWER = (
            "reviewer",
            pgettext_lazy("kind of organisation", "review institution"),
        )
        DEPARTMENT = "department", pgettext_lazy("kind of organisation", "department")
        WINDOW = "window", pgettext_lazy("kind of organisation", "service window")
        REGULATOR = "regulator", pgettext_lazy("kind of organisation", "regulator")

    name = models.CharField(max_length=80, unique=True)
    short_name = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sector = models.CharField(max_length=16, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        User, through="Membership", related_name="organisations"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="department") ^ models.Q(sector=""),
                name="accounts_departments_have_a_sector",
            ),
            models.UniqueConstraint(
                fields=["region", "sector"],
                condition=~models.Q(sector=""),
                name="accounts_one_department_a_sector_and_region",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The questions about seats."""

    def of(self, user: User) -> Self:
        """Seats of one person, with their units."""
        return self.filter(user=user).select_related("organisation__region")


class Membership(models.Model):
    """The seat of one person in one organisation: in what role, for which disciplines."""

    class Role(models.TextChoices):
        """What a person does there."""

        STAFF = "staff", pgettext_lazy("role", "staff")
        CLERK = "clerk", pgettext_lazy("role", "clerk")
        REVIEWER = "reviewer", pgettext_lazy("role", "reviewer")
        HEAD = "head", pgettext_lazy("role", "head")
        SUPERVISOR = "supervisor", pgettext_lazy("role", "supervisor")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="seats"
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    disciplines = models.JSONField(default=list, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="accounts_one_seat_a_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role} of {self.organisation}"
