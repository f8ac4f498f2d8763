"""A certificate, its chain and a key that signs: whatever stands behind the key.

The key is a protocol: a file on a developer's machine, a crypto machine or a remote
service differ only in `sign`. No private key leaves this module except into PKCS#12.
"""

from dataclasses import dataclass, field
from typing import Protocol

from asn1crypto import x509
from cryptography import x509 as pyca_x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)

from signatures.pades.digests import fingerprint
from signatures.pades.errors import KeyNotUsable

LEAST_RSA_BITS = 2048


class SealKey(Protocol):
    """Signs SHA-256 digests of data; the key itself may be anywhere."""

    @property
    def mechanism(self) -> str:
        """The CMS name of the algorithm: `sha256_rsa` or `sha256_ecdsa`."""

    @property
    def signature_size(self) -> int:
        """The most bytes that a signature can have."""

    def sign(self, signed: bytes) -> bytes:
        """The signature over these bytes."""


@dataclass(frozen=True, slots=True)
class RsaKey:
    """An RSA key held in memory; parsed once, since parsing costs more than signing."""

    private: rsa.RSAPrivateKey = field(repr=False)
    mechanism: str = "sha256_rsa"

    @property
    def signature_size(self) -> int:
        """The modulus in bytes."""
        return self.private.key_size // 8

    def sign(self, signed: bytes) -> bytes:
        """PKCS#1 v1.5 over SHA-256."""
        return self.private.sign(signed, padding.PKCS1v15(), hashes.SHA256())


@dataclass(frozen=True, slots=True)
class P256Key:
    """A P-256 key held in memory."""

    private: ec.EllipticCurvePrivateKey = field(repr=False)
    mechanism: str = "sha256_ecdsa"
    signature_size: int = 72

    def sign(self, signed: bytes) -> bytes:
        """ECDSA over SHA-256, DER form."""
        return self.private.sign(signed, ec.ECDSA(hashes.SHA256()))


SoftwareKey = RsaKey | P256Key


@dataclass(frozen=True)
class Credential:
    """Who signs: the certificate, the certificates above it, and the key.

    Attributes:
        certificate: the holder's certificate.
        chain: issuing certificates, nearest first, the root last.
        key: signs for the certificate.
    """

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: SealKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex; what the register keeps."""
        return fingerprint(self.certificate)

    @property
    def holder(self) -> str:
        """The common name in the certificate."""
        return name_part(self.certificate.subject, "common_name")


def name_part(name: x509.Name, part: str) -> str:
    """One part of a distinguished name (`common_name`, ...), empty when absent."""
    value = name.native.get(part, "")
    return value if isinstance(value, str) else ", ".join(value)


def software_key(private: object) -> SoftwareKey:
    """Wrap a private key of `cryptography`.

    Raises:
        KeyNotUsable: neither RSA of 2048 bits or more nor P-256.
    """
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= LEAST_RSA_BITS:
        return RsaKey(private)
    if isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(
        private.curve, ec.SECP256R1
    ):
        return P256Key(private)
    raise KeyNotUsable(f"a key of the kind {type(private).__name__}")


def credential_of(
    certificate: pyca_x509.Certificate,
    chain: tuple[pyca_x509.Certificate, ...],
    key: SoftwareKey,
) -> Credential:
    """Bind a key to its certificate after proving that they belong together.

    Raises:
        KeyNotUsable: the key is another one than the certificate's.
    """
    prove_pair(certificate, key)
    return Credential(_asn1(certificate), tuple(_asn1(above) for above in chain), key)


def load_pkcs12(stored: bytes, passphrase: str) -> Credential:
    """Open a PKCS#12 container.

    Raises:
        KeyNotUsable: wrong passphrase, no key or certificate, an unknown kind.
    """
    try:
        opened = pkcs12.load_pkcs12(stored, passphrase.encode())
    except ValueError as error:
        raise KeyNotUsable("the container does not open") from error
    if opened.key is None or opened.cert is None:
        raise KeyNotUsable("the container lacks a key or its certificate")
    chain = tuple(above.certificate for above in opened.additional_certs)
    return credential_of(opened.cert.certificate, chain, software_key(opened.key))


def store_pkcs12(credential: Credential, passphrase: str) -> bytes:
    """Write a credential with its key as an encrypted PKCS#12 container.

    Raises:
        KeyNotUsable: the key is not in memory, or the passphrase is empty.
    """
    key = credential.key
    if not isinstance(key, RsaKey | P256Key) or not passphrase:
        raise KeyNotUsable("only a key in memory can be stored, under a passphrase")
    return pkcs12.serialize_key_and_certificates(
        credential.holder.encode(),
        key.private,
        _pyca(credential.certificate),
        [_pyca(above) for above in credential.chain],
        BestAvailableEncryption(passphrase.encode()),
    )


def prove_pair(certificate: pyca_x509.Certificate, key: SealKey) -> None:
    """Let the key, wherever it is, sign something and hold that against the certificate.

    Raises:
        KeyNotUsable: the key is another one than the certificate's.
    """
    challenge = b"pair"
    require_signed(certificate, key.mechanism, key.sign(challenge), challenge)


def require_signed(
    certificate: pyca_x509.Certificate, mechanism: str, signature: bytes, data: bytes
) -> None:
    """Hold a signature over data against a certificate.

    Raises:
        KeyNotUsable: it is not by the key of this certificate, or not over this data.
    """
    public = certificate.public_key()
    try:
        match mechanism, public:
            case "sha256_rsa", rsa.RSAPublicKey():
                public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
            case "sha256_ecdsa", ec.EllipticCurvePublicKey():
                public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
            case _:
                raise KeyNotUsable("key and certificate are of different kinds")
    except InvalidSignature as error:
        raise KeyNotUsable("the key is not the certificate's") from error


def _asn1(certificate: pyca_x509.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _pyca(certificate: x509.Certificate) -> pyca_x509.Certificate:
    return pyca_x509.load_der_x509_certificate(certificate.dump())
