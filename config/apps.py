"""The settings package as an installed app, so that Django finds its commands."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """No models, no rules."""

    name = "config"

    def ready(self) -> None:
        """Load the queue, so that tasks can be sent from the web."""
        from config import celery  # noqa: F401
