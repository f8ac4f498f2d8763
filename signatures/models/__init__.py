"""Who may seal, what was sealed, what arrived sealed, and what was issued to the world."""

from signatures.models.arrival import ArrivedFile, ArrivedSeal
from signatures.models.holder import Delegation, SealHolder
from signatures.models.issue import IssuedFile
from signatures.models.placing import SealPlacing
from signatures.models.registration import Registration
from signatures.models.root import LedgerRoot
from signatures.models.sealing import Confirmation, Seal, SealingOrder

__all__ = [
    "ArrivedFile",
    "ArrivedSeal",
    "Confirmation",
    "Delegation",
    "IssuedFile",
    "LedgerRoot",
    "Registration",
    "Seal",
    "SealHolder",
    "SealPlacing",
    "SealingOrder",
]
