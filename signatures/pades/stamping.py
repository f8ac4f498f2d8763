"""Time stamps over a digest alone (RFC 3161): made for ledger and archives, and checked.

A stamp is judged like a signature in a PDF: at the moment until which it is proven to have
existed, which is the next stamp over it, else the present.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import algos, cms, tsp
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

from signatures.pades.credentials import Credential, name_part
from signatures.pades.timestamping import LocalTimeStamper
from signatures.pades.trust import Trust


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time stamp says: when, by whom, and whether it holds for the digest."""

    at: datetime | None
    authority: str
    holds: bool
    problem: str = ""


def stamp_digest(
    digest: bytes, credential: Credential, clock: Callable[[], datetime]
) -> bytes:
    """A token over a SHA-256 digest (32 bytes), DER."""
    if len(digest) != 32:
        raise ValueError(f"a SHA-256 digest has 32 bytes, got {len(digest)}")
    request = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": tsp.MessageImprint(
                {
                    "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                    "hashed_message": digest,
                }
            ),
            "cert_req": True,
        }
    )
    stamper = LocalTimeStamper(credential, clock)
    answer = asyncio.run(stamper.async_request_tsa_response(request))
    token: bytes = answer["time_stamp_token"].dump()
    return token


def check_stamp(token: bytes, digest: bytes, *, trust: Trust, at: datetime) -> Stamp:
    """Whether a token stamps this SHA-256 digest and comes from a trusted authority.

    Args:
        token: DER, perhaps a stranger's; whatever is wrong with it is an answer.
        digest: 32 bytes.
        trust: the pinned roots.
        at: the moment until which the token is proven to have existed.

    """
    try:
        content = cms.ContentInfo.load(token, strict=True)
        signed: cms.SignedData = content["content"]
        moment = signed["encap_content_info"]["content"].parsed["gen_time"].native
        status = asyncio.run(
            validate_tst_signed_data(
                signed, trust.with_lists(()).context(at), lambda _name: digest
            )
        )
        signer = status["signing_cert"]
    except Exception as error:  # noqa: BLE001  # hostile bytes may break any reader
        return Stamp(None, "", holds=False, problem=type(error).__name__)
    moment = moment.astimezone(UTC)
    problem = _problem(status, moment, at)
    authority = name_part(signer.subject, "common_name")
    return Stamp(moment, authority, holds=not problem, problem=problem)


def _problem(status: dict[str, object], moment: datetime, at: datetime) -> str:
    if not status["intact"]:
        return "other_digest"
    if not status["valid"]:
        return "signature_wrong"
    if status.get("trust_problem_indic") or not status.get("validation_path"):
        return "not_trusted"
    return "later_than_proven" if moment > at else ""
