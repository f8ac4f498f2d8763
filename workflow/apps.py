"""The app `workflow`."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Workflow."""

    name = "workflow"
