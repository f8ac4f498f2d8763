"""A time-stamping authority in this very process: real RFC 3161 tokens, no network.

It serves demonstrations and tests. In production recognised authorities are asked over
HTTP (`signatures.signer.stamping`).
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp, x509
from pyhanko.sign.timestamps import TimeStamper

from signatures.pades.credentials import Credential

# A policy below the documentation arc: nobody can mistake it for a real authority's.
TEST_POLICY = "2.999.3161.1"


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


class LocalTimeStamper(TimeStamper):
    """Issues time-stamp tokens with the credential of a test authority."""

    def __init__(
        self, credential: Credential, clock: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.credential = credential
        self.clock = clock

    async def async_request_tsa_response(
        self, req: tsp.TimeStampReq
    ) -> tsp.TimeStampResp:
        """Grant the request: a token over its digest, at the clock's time."""
        statement = self._statement(req)
        return tsp.TimeStampResp(
            {
                "status": tsp.PKIStatusInfo({"status": "granted"}),
                "time_stamp_token": self._token(statement.dump()),
            }
        )

    def _statement(self, req: tsp.TimeStampReq) -> tsp.TSTInfo:
        statement = {
            "version": "v1",
            "policy": TEST_POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(63),
            "gen_time": self.clock().astimezone(UTC).replace(microsecond=0),
            "tsa": x509.GeneralName(
                "directory_name", self.credential.certificate.subject
            ),
        }
        if req["nonce"].native is not None:
            statement["nonce"] = req["nonce"]
        return tsp.TSTInfo(statement)

    def _token(self, statement: bytes) -> cms.ContentInfo:
        certificate = self.credential.certificate
        attributes = _signed_attributes(statement, certificate)
        digest = algos.DigestAlgorithm({"algorithm": "sha256"})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    "issuer_and_serial_number",
                    {
                        "issuer": certificate.issuer,
                        "serial_number": certificate.serial_number,
                    },
                ),
                "digest_algorithm": digest,
                "signature_algorithm": {"algorithm": self.credential.key.mechanism},
                "signed_attrs": attributes,
                "signature": self.credential.key.sign(attributes.dump()),
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [digest],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": core.ParsableOctetString(statement),
                },
                "certificates": [certificate, *self.credential.chain[:-1]],
                "signer_infos": [signer],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": signed})


def _signed_attributes(
    statement: bytes, certificate: x509.Certificate
) -> cms.CMSAttributes:
    reference = tsp.SigningCertificateV2(
        {"certs": [{"cert_hash": sha256(certificate.dump()).digest()}]}
    )
    values = (
        ("content_type", "tst_info"),
        ("message_digest", sha256(statement).digest()),
        ("signing_certificate_v2", reference),
    )
    return cms.CMSAttributes(
        [cms.CMSAttribute({"type": kind, "values": [value]}) for kind, value in values]
    )
