"""Refusals of the app `workflow`."""


class WorkflowError(Exception):
    """What was asked cannot be done; the message tells people why."""
