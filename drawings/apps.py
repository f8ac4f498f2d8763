"""The app `drawings`."""

from django.apps import AppConfig


class DrawingsConfig(AppConfig):
    """Drawings."""

    name = "drawings"
