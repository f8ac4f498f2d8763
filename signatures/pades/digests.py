"""Fingerprints of files, of certificates and of lists of files."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from asn1crypto import x509


def sha256_of(source: bytes | Path) -> str:
    """SHA-256 of bytes or of a file, as hex; a file is read in pieces."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 over the DER form of a certificate, as hex."""
    return hashlib.sha256(certificate.dump()).hexdigest()


def manifest_digest(entries: Iterable[tuple[str, str]]) -> str:
    """One digest for a list of (label, SHA-256) in its order.

    Lengths stand before the values, so that no two different lists read alike.
    """
    total = hashlib.sha256()
    for label, digest in entries:
        for value in (label.encode(), digest.lower().encode()):
            total.update(len(value).to_bytes(8, "big"))
            total.update(value)
    return total.hexdigest()
