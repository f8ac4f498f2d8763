"""Who may seal, what was sealed, and what was issued to the world."""

from signatures.models.holder import SealHolder
from signatures.models.issue import IssuedFile
from signatures.models.root import LedgerRoot
from signatures.models.sealing import Confirmation, Seal, SealingOrder

__all__ = [
    "Confirmation",
    "IssuedFile",
    "LedgerRoot",
    "Seal",
    "SealHolder",
    "SealingOrder",
]
