"""A split whose number of branches is known only at run time.

viewflow's own split takes each outgoing node at most once; a case has as many branches
as departments review it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.nodes.split import SplitActivation

Branches = Callable[[Activation], Iterable[dict[str, int]]]


class EachSplitActivation(SplitActivation):  # type: ignore[misc]
    """Opens one task for each set of values that the node's callable names."""

    @Activation.status.super()  # type: ignore[untyped-decorator]
    def activate(self) -> None:
        """Collect the branches.

        Raises:
            FlowRuntimeError: there is none; the case would wait for ever.

        """
        with self.exception_guard():
            self.next_tasks = [
                (node, values)
                for node, each in self.flow_task.branches
                for values in each(self)
            ]
            if not self.next_tasks:
                raise FlowRuntimeError(f"no branch for {self.flow_task.name}")


class EachSplit(flow.Split):  # type: ignore[misc]
    """`.Each(node, callable)`: one task per dict, kept in `task.data`."""

    activation_class = EachSplitActivation

    @property
    def branches(self) -> list[tuple[Any, Branches]]:
        """The outgoing nodes, resolved, with their callables."""
        return [(node, each) for node, _cond, each in self._branches]

    def Each(self, node: object, each: object) -> "EachSplit":  # noqa: N802
        """Open `node` once for each value that `each` yields."""
        self._activate_next.append((node, None, each))
        return self
