"""Certificates that the operator laid down: what stands beside keys that are elsewhere."""

from pathlib import Path
from typing import Final

from asn1crypto import x509
from cryptography import x509 as pyca_x509
from cryptography.hazmat.primitives.serialization import Encoding

from signatures.pades.trust import Trust
from signatures.signer.provider import require_name
from signatures.signer.refusals import Refusal, Refused

TIME_STAMPING: Final = "time-stamping"
ROOTS: Final = "roots"


class Laid:
    """A folder of certificates and revocation lists.

    In it: `<seal>.pem` (the seal's certificate, then its chain), `roots.pem`, perhaps
    `time-stamping.pem`, and the authority's revocation lists as `*.crl` (DER).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def certificates(self, name: str) -> list[pyca_x509.Certificate]:
        """The certificate of this name, then those above it.

        Raises:
            Refused: there is none that can be read.
        """
        try:
            read = (self._folder / f"{require_name(name)}.pem").read_bytes()
            return pyca_x509.load_pem_x509_certificates(read)
        except (OSError, ValueError) as error:
            raise Refused(Refusal.NO_SUCH_SEAL, name) from error

    def trust(self) -> Trust:
        """The roots and lists; the authority writes them, not we."""
        names = sorted(path.stem for path in self._folder.glob("*.pem"))
        between = {
            above.public_bytes(Encoding.DER): above
            for name in names
            if name != ROOTS
            for above in self.certificates(name)[0 if name == TIME_STAMPING else 1 :]
        }
        return Trust(
            roots=tuple(map(as_asn1, self.certificates(ROOTS))),
            between=tuple(map(as_asn1, between.values())),
            lists=tuple(
                path.read_bytes() for path in sorted(self._folder.glob("*.crl"))
            ),
        )


def as_asn1(certificate: pyca_x509.Certificate) -> x509.Certificate:
    """The same certificate as the PDF library wants it."""
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))
