"""Whose seals on uploaded files are trusted: roots that the operator laid into a folder.

`*.pem` holds certificates (self-signed ones become roots, others help to build chains),
`*.crl` the authorities' revocation lists, DER or PEM. Nothing is ever fetched; a seal
whose authority has no list here does not count, for nobody knows whether it was revoked.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, pem, x509
from django.conf import settings

from signatures import keys
from signatures.errors import KeyNotThere
from signatures.pades.trust import Trust

log = logging.getLogger(__name__)


def trust_in_arrivals(*, at: datetime) -> Trust:
    """The roots for seals that arrive: the operator's, and those of the own signer."""
    laid = trust_of_folder(Path(settings.LIANSHEN_ARRIVAL_TRUST))
    try:
        own = keys.trust(at=at)
    except KeyNotThere:
        return laid
    return Trust(
        roots=(*laid.roots, *own.roots),
        between=(*laid.between, *own.between),
        lists=(*laid.lists, *own.lists),
    )


def trust_of_folder(folder: Path) -> Trust:
    """What lies in a folder; what cannot be read is named in the log and not trusted."""
    found = [one for path in _files(folder, "*.pem") for one in _certificates(path)]
    roots = tuple(one for one in found if one.subject == one.issuer)
    between = tuple(one for one in found if one.subject != one.issuer)
    lists = tuple(one for path in _files(folder, "*.crl") for one in _lists(path))
    return Trust(roots=roots, between=between, lists=lists)


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern)) if folder.is_dir() else []


def _certificates(path: Path) -> Iterator[x509.Certificate]:
    try:
        for _kind, _headers, der in pem.unarmor(path.read_bytes(), multiple=True):
            certificate = x509.Certificate.load(der, strict=True)
            certificate.subject.dump()
            yield certificate
    except (OSError, ValueError, TypeError):
        log.exception("not a certificate, so not trusted: %s", path)


def _lists(path: Path) -> Iterator[bytes]:
    try:
        der = path.read_bytes()
        if pem.detect(der):
            _kind, _headers, der = pem.unarmor(der)
        crl.CertificateList.load(der, strict=True).issuer.dump()
        yield der
    except (OSError, ValueError, TypeError):
        log.exception("not a revocation list, so not used: %s", path)
