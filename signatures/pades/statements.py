"""A line of words signed by a key of the house: signed data (RFC 5652) that holds its words.

It is never detached, so that nobody can hang it on a PDF as a signature.
"""

from collections.abc import Callable
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp

from signatures.pades.credentials import Credential


def signed_words(
    words: bytes, credential: Credential, sign: Callable[[bytes], bytes]
) -> bytes:
    """Words, signature and certificates as one piece of DER.

    Args:
        words: what is said.
        credential: whose certificate goes with it.
        sign: the way to its key: bytes to signature.

    """
    certificate = credential.certificate
    reference = tsp.SigningCertificateV2(
        {"certs": [{"cert_hash": sha256(certificate.dump()).digest()}]}
    )
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": kind, "values": [value]})
            for kind, value in (
                ("content_type", "data"),
                ("message_digest", sha256(words).digest()),
                ("signing_certificate_v2", reference),
            )
        ]
    )
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    identity = {
        "issuer": certificate.issuer,
        "serial_number": certificate.serial_number,
    }
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", identity),
            "digest_algorithm": digest,
            "signature_algorithm": {"algorithm": credential.key.mechanism},
            "signed_attrs": attributes,
            "signature": sign(attributes.dump()),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {
                "content_type": "data",
                "content": core.OctetString(words),
            },
            "certificates": [certificate, *credential.chain[:-1]],
            "signer_infos": [signer],
        }
    )
    return bytes(
        cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    )
