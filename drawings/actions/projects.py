"""A project is entered."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Organisation, Region
from drawings.models import Project


@transaction.atomic
def found_project(  # noqa: PLR0913  a project has that many plain facts
    *,
    name: str,
    region: Region,
    builder: Organisation,
    designer: Organisation,
    facts: Mapping[str, object],
    code: str = "",
    address: str = "",
) -> Project:
    """Enter a building with its builder, its design firm and its facts."""
    return Project.objects.create(
        name=name[:120],
        code=code[:40],
        address=address[:200],
        region=region,
        builder=builder,
        designer=designer,
        facts=dict(facts),
    )
