"""Bytes that never change, named by their digest."""

from django.db import models


class Blob(models.Model):
    """One content, stored once however often it is handed in."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size} B)"
