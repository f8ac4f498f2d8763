"""When things happen. The engine decides when; the domain decides whether and what."""

from collections.abc import Iterable

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.flow.views import UpdateProcessView
from viewflow.workflow.lock import SelectForUpdateLock

from reviews.actions.rounds import join_round
from reviews.models import Case
from reviews.states import CaseState
from workflow.models import CaseProcess
from workflow.nodes import EachSplit

# viewflow wants a view on a human step; ours lie elsewhere and lock by the task
_human_step = UpdateProcessView.as_view(fields=[])


def _case(activation: Activation) -> Case:
    return Case.objects.get(pk=activation.process.case_id)


def stands_at(*states: CaseState) -> object:
    """A condition: the case stands at one of the states."""

    def holds(activation: Activation) -> bool:
        return _case(activation).state in states

    return holds


class CaseFlow(flow.Flow):  # type: ignore[misc]
    """From the window to the certificate; one branch per department in each round."""

    process_class = CaseProcess
    # the default takes no lock and loses joins on PostgreSQL (docs/gotchas.md)
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle(this.begin).Next(this.accept)
    accept = flow.View(_human_step).Next(this.accepted)
    accepted = (
        flow.Switch()
        .Case(this.split, cond=stands_at(CaseState.REVIEWING))
        .Case(this.make_good, cond=stands_at(CaseState.RETURNED))
        .Default(this.end)
    )
    make_good = flow.View(_human_step).Next(this.accept)
    split = EachSplit().Each(this.review, this.departments)
    review = flow.View(_human_step).Next(this.join)
    join = flow.Join().Next(this.joined)
    joined = flow.Function(this.all_done).Next(this.release)
    release = flow.View(_human_step).Next(this.released)
    released = flow.If(stands_at(CaseState.PASSED)).Then(this.seal).Else(this.revise)
    revise = flow.View(_human_step).Next(this.split)
    seal = flow.View(_human_step).Next(this.deliver)
    deliver = flow.Handle(this.delivered).Next(this.end)
    end = flow.End()

    def begin(self, activation: Activation, case: Case) -> CaseProcess:
        """Point the process at its case."""
        activation.process.case = case
        process: CaseProcess = activation.process
        return process

    def departments(self, activation: Activation) -> Iterable[dict[str, int]]:
        """One branch for each department of the round that runs now."""
        case = _case(activation)
        return [{"review": review.pk} for review in case.reviews_now()]

    def all_done(self, activation: Activation) -> None:
        """Every department has approved: the chief puts the notice together."""
        join_round(case=_case(activation))

    def delivered(self, activation: Activation) -> None:
        """The sealed set has been issued."""
