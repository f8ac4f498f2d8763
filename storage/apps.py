"""The app `storage`."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Storage."""

    name = "storage"
