"""Asking for a time stamp by RFC 3161, and holding the answer against the question."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from asn1crypto import algos, cms, core, tsp, x509
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

from signatures.pades.trust import Trust

NONCE_BYTES: Final = 16
SHA256_BYTES: Final = 32
MOST_BEHIND: Final = timedelta(minutes=1)
MOST_AHEAD: Final = timedelta(seconds=10)
"""How far the clock of an authority may be from ours."""

COARSEST: Final = timedelta(seconds=60)


class StampRefused(ValueError):
    """The authority refuses, or its answer does not fit the question."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an authority.

    Attributes:
        digest: SHA-256, 32 bytes.
        policy: the policy (dotted numbers) under which it must stamp; empty: any.
        nonce: repeated in the answer, so that no old one can be given for a new one.
    """

    digest: bytes
    policy: str = ""
    nonce: int = 0

    def as_request(self) -> bytes:
        """The question, DER."""
        told: dict[str, object] = {
            "version": "v1",
            "message_imprint": _imprint(self.digest),
            "nonce": self.nonce,
            "cert_req": True,
        }
        if self.policy:
            told["req_policy"] = self.policy
        return bytes(tsp.TimeStampReq(told).dump())


def wanted(digest: bytes, *, policy: str = "") -> Wanted:
    """A question with a nonce of its own.

    Raises:
        ValueError: this is no SHA-256 digest.
    """
    if len(digest) != SHA256_BYTES:
        raise ValueError(f"a SHA-256 digest has 32 bytes, got {len(digest)}")
    nonce = int.from_bytes(secrets.token_bytes(NONCE_BYTES), "big") | 1
    return Wanted(digest, policy, nonce)


class _Parts(core.SequenceOf):  # type: ignore[misc]  # a library without types
    _child_spec = core.Any


def token_in(answer: bytes, asked: Wanted, *, trust: Trust, at: datetime) -> bytes:
    """The token (DER) in an answer that fits the question and holds.

    Args:
        answer: what the authority sent.
        asked: the question.
        trust: the pinned roots of time-stamping authorities.
        at: our own time, which may differ from theirs by a little.

    Raises:
        StampRefused: refused; other digest, nonce or policy; certificate missing, not
            for time stamps or not trusted; a wrong or coarse time; no answer at all.
    """
    try:
        return _token(answer, asked, trust, at)
    except StampRefused:
        raise
    except Exception as error:  # hostile bytes may break any reader
        raise StampRefused(f"unreadable: {type(error).__name__}") from error


def _token(answer: bytes, asked: Wanted, trust: Trust, at: datetime) -> bytes:
    # The library's own class wants a token in every answer; a refusal has none.
    first, *rest = _Parts.load(answer, strict=True)
    status = tsp.PKIStatusInfo.load(first.dump(), strict=True)["status"].native
    if status not in {"granted", "granted_with_mods"}:
        raise StampRefused(f"the authority says {status}")
    _require(len(rest) == 1, "no time stamp in the answer")
    token = cms.ContentInfo.load(rest[0].dump(), strict=True)
    _require(token["content_type"].native == "signed_data", "no signed data")
    signed: cms.SignedData = token["content"]
    content = signed["encap_content_info"]
    _require(content["content_type"].native == "tst_info", "no time stamp")
    _require_fit(content["content"].parsed, asked)
    _require_time(content["content"].parsed, at)
    _require_signer(signed, trust, asked, at)
    return bytes(token.dump())


def _require_fit(said: tsp.TSTInfo, asked: Wanted) -> None:
    imprint = said["message_imprint"]
    _require(
        imprint["hash_algorithm"]["algorithm"].native == "sha256"
        and imprint["hashed_message"].native == asked.digest,
        "a stamp over another digest",
    )
    _require(said["nonce"].native == asked.nonce, "an old answer: another nonce")
    if asked.policy:
        _require(said["policy"].dotted == asked.policy, "another policy")


def _require_time(said: tsp.TSTInfo, at: datetime) -> None:
    moment = said["gen_time"].native.astimezone(UTC)
    _require(
        at - MOST_BEHIND <= moment <= at + MOST_AHEAD,
        f"another time than ours: {moment.isoformat()}",
    )
    _require(_accuracy(said["accuracy"]) <= COARSEST, "a time that is too coarse")


def _accuracy(said: Any) -> timedelta:
    told = said.native or {}
    return timedelta(
        seconds=told.get("seconds") or 0,
        milliseconds=told.get("millis") or 0,
        microseconds=told.get("micros") or 0,
    )


def _require_signer(
    signed: cms.SignedData, trust: Trust, asked: Wanted, at: datetime
) -> None:
    _require(len(signed["signer_infos"]) == 1, "not one signer")
    signer = signed["signer_infos"][0]
    certificate = _certificate_of(signed, signer)
    usage = certificate.extended_key_usage_value
    _require(
        usage is not None and usage.native == ["time_stamping"],
        "a certificate that is not for time stamps alone",
    )
    is_critical = any(
        one["extn_id"].native == "extended_key_usage" and one["critical"].native
        for one in certificate["tbs_certificate"]["extensions"]
    )
    _require(is_critical, "a certificate whose use is not critical")
    _require(_names(signer, certificate), "a certificate that the token does not name")
    status = asyncio.run(
        validate_tst_signed_data(
            signed, trust.with_lists(()).context(at), lambda _name: asked.digest
        )
    )
    _require(bool(status["intact"] and status["valid"]), "a signature that is wrong")
    is_trusted = status.get("validation_path") and not status.get("trust_problem_indic")
    _require(bool(is_trusted), "an authority that is not trusted")


def _certificate_of(signed: cms.SignedData, signer: cms.SignerInfo) -> x509.Certificate:
    """The signer's certificate, which we asked for (certReq)."""
    named = signer["sid"].chosen
    for one in signed["certificates"] or ():
        certificate = one.chosen
        if (
            isinstance(certificate, x509.Certificate)
            and signer["sid"].name == "issuer_and_serial_number"
            and certificate.issuer == named["issuer"]
            and certificate.serial_number == named["serial_number"].native
        ):
            return certificate
    raise StampRefused("the certificate is missing")


def _names(signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Whether the signed attributes name the certificate (RFC 5816, RFC 3161 2.4.1)."""
    for attribute in signer["signed_attrs"]:
        match attribute["type"].native:
            case "signing_certificate_v2":
                first = attribute["values"][0]["certs"][0]
                kind = first["hash_algorithm"]["algorithm"].native
                return bool(kind == "sha256") and bool(
                    first["cert_hash"].native == sha256(certificate.dump()).digest()
                )
            case "signing_certificate":
                first = attribute["values"][0]["certs"][0]
                return bool(first["cert_hash"].native == certificate.sha1)
    return False


def _imprint(digest: bytes) -> tsp.MessageImprint:
    return tsp.MessageImprint(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "hashed_message": digest,
        }
    )


def _require(is_so: bool, otherwise: str) -> None:  # noqa: FBT001  # what is required
    if not is_so:
        raise StampRefused(otherwise)
