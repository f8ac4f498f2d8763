"""A project is entered and its case begun in one go."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, Region, User
from drawings.actions.projects import found_project
from drawings.models import Project
from reviews.actions.cases import declare_facts, open_case
from reviews.errors import NotReady
from reviews.models import Case
from reviews.routing import ProjectFacts, facts_to_dict
from reviews.states import UNDERWAY, CaseState


@dataclass(frozen=True, slots=True)
class Place:
    """A project that is entered for the first time."""

    name: str
    region: Region
    builder: Organisation
    designer: Organisation
    code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case begins with: a known project or a new one, its facts, a telephone."""

    project: Project | Place
    facts: ProjectFacts
    phone: str


@transaction.atomic
def begin_case(*, opening: Opening, actor: User) -> Case:
    """Open a case for a known or a new project, with its facts.

    Raises:
        NotYours: the person works for neither the builder nor the design firm.
        NotReady: the project has a case already that is not over.

    """
    if isinstance(opening.project, Project):
        project = _free(opening.project)
        case = open_case(project=project, actor=actor, phone=opening.phone)
        return declare_facts(case=case, facts=opening.facts, actor=actor)
    place = opening.project
    project = found_project(
        name=place.name,
        region=place.region,
        builder=place.builder,
        designer=place.designer,
        facts=facts_to_dict(opening.facts),
        code=place.code,
        address=place.address,
    )
    return open_case(project=project, actor=actor, phone=opening.phone)


def _free(project: Project) -> Project:
    """The project, locked; refused while another case of it goes on."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    waiting = project.cases.filter(state__in=[CaseState.DRAFT, *UNDERWAY]).first()
    if waiting is not None:
        raise NotReady(
            _("This project has the case %(serial)s already, which is not over.")
            % {"serial": waiting.serial}
        )
    return project
