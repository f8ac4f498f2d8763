"""The app `signatures`."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Signatures."""

    name = "signatures"
