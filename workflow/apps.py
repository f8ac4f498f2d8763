"""The app `workflow`."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Workflow."""

    name = "workflow"

    def ready(self) -> None:
        """Load the flow, so that the engine's checks and handlers know it."""
        from workflow import flows  # noqa: F401
