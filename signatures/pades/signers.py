"""The library's signers, with our keys and our clock."""

from datetime import datetime

from asn1crypto import algos
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signatures.pades.credentials import Credential
from signatures.pades.stamps import SealStyle


class CachedKeySigner(Signer):
    """Signs with a key that was opened once, wherever it lies."""

    def __init__(self, credential: Credential) -> None:
        above = SimpleCertificateStore()
        above.register_multiple(credential.chain)
        super().__init__(
            signing_cert=credential.certificate,
            cert_registry=above,
            signature_mechanism=algos.SignedDigestAlgorithm(
                {"algorithm": credential.key.mechanism}
            ),
            embed_roots=False,
        )
        self._key = credential.key

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002  # the library's signature
    ) -> bytes:
        """The signature, or as many zeros when only the size is asked for."""
        if dry_run:
            return bytes(self._key.signature_size)
        return self._key.sign(data)


class TimedPdfSigner(PdfSigner):
    """Claims the time it is told, not the machine's."""

    def __init__(
        self,
        metadata: PdfSignatureMetadata,
        signer: Signer,
        timestamper: TimeStamper | None,
        style: SealStyle,
    ) -> None:
        super().__init__(metadata, signer, timestamper=timestamper, stamp_style=style)
        self.at: datetime | None = None

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002  # the library's
    ) -> PdfSigningSession:
        """The library's session, at the claimed time."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        if self.at is not None:
            session.system_time = self.at
        return session
