"""A building that is to be reviewed."""

from django.db import models

from accounts.models import Organisation, Region


class Project(models.Model):
    """A building with its builder, its design firm, its place and its facts.

    `facts` are the values of `reviews.routing.ProjectFacts`, as the builder declared
    them; they decide which departments review.
    """

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    builder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="built_projects"
    )
    designer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="designed_projects"
    )
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
