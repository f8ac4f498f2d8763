"""The letters of a case, each a function from rows to a PDF with places for seals."""

from reviews.letters.acceptance import acceptance, make_good
from reviews.letters.certificate import (
    CERTIFICATE_SEAL_BOX,
    CertifiedSheet,
    Signatory,
    certificate,
)
from reviews.letters.ink import SealPlace, Written, seal_places
from reviews.letters.letterhead import Reference
from reviews.letters.minutes import minutes
from reviews.letters.opinions import opinions_notice
from reviews.letters.receipts import receipt
from reviews.letters.revocation import revocation_notice
from reviews.letters.signers import signers_of
from reviews.letters.unsigned import marked_unsigned
from reviews.letters.urging import urging_notice

__all__ = [
    "CERTIFICATE_SEAL_BOX",
    "CertifiedSheet",
    "Reference",
    "SealPlace",
    "Signatory",
    "Written",
    "acceptance",
    "certificate",
    "make_good",
    "marked_unsigned",
    "minutes",
    "opinions_notice",
    "receipt",
    "revocation_notice",
    "seal_places",
    "signers_of",
    "urging_notice",
]
