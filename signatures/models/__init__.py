"""Who may seal, what was sealed, and what was issued to the world."""

from signatures.models.holder import SealHolder
from signatures.models.issue import IssuedFile
from signatures.models.sealing import Seal, SealingOrder

__all__ = ["IssuedFile", "Seal", "SealHolder", "SealingOrder"]
