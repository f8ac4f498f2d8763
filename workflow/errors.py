"""Refusals of the workflow floor."""


class WorkflowError(Exception):
    """The step cannot be taken now."""


class StepNotOpen(WorkflowError):
    """The case does not wait for this step; somebody may have taken it already."""
