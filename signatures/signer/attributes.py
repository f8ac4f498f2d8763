"""What a key of a seal signs: signed attributes of CMS that name its own certificate.

A child that a hostile sheet has taken over gets no signature that could pass for a
certificate, a revocation list, a time stamp or the seal of somebody else.
"""

from hashlib import sha256
from typing import Final

from asn1crypto import cms, core

from signatures.signer.refusals import Refusal, Refused

ALLOWED: Final = {
    "content_type",
    "message_digest",
    "signing_certificate_v2",
    "cms_algorithm_protection",
    "signing_time",
}
NEEDED: Final = ("content_type", "message_digest", "signing_certificate_v2")


def require_attributes(data: bytes, certificate: bytes) -> None:
    """Refuse what is no set of signed attributes for this certificate (DER).

    Raises:
        Refused: so it is.
    """
    try:
        found = _attributes(data)
        is_own = (
            found["content_type"].native == "data"
            and len(found["message_digest"].native) == 32
            and _certificate_digest(found["signing_certificate_v2"])
            == sha256(certificate).digest()
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise Refused(Refusal.SEALING_FAILED, "not to be signed") from error
    if not is_own:
        raise Refused(Refusal.SEALING_FAILED, "signed attributes of something else")


def _attributes(data: bytes) -> dict[str, core.Asn1Value]:
    attributes = cms.CMSAttributes.load(data, strict=True)
    found = {}
    for one in attributes:
        kind = one["type"].native
        if kind in found or kind not in ALLOWED or len(one["values"]) != 1:
            raise ValueError(kind)
        found[kind] = one["values"][0]
    return found


def _certificate_digest(value: core.Asn1Value) -> bytes:
    first = value["certs"][0]
    if first["hash_algorithm"]["algorithm"].native != "sha256":
        raise ValueError("hash algorithm")
    return bytes(first["cert_hash"].native)
