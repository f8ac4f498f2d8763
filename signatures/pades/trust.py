"""Whom we trust: pinned roots, the certificates between, and revocation lists.

Nothing here goes to the network: what is needed is handed in or lies in the file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import crl, x509
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from signatures.pades.strictness import strict_policy


@dataclass(frozen=True)
class Trust:
    """The anchors of a check or of a long-term signature.

    Attributes:
        roots: root certificates that are trusted because they are pinned.
        between: other certificates that help to build chains.
        lists: revocation lists, DER; without any, revocation is not checked.
    """

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    lists: tuple[bytes, ...] = ()

    def with_lists(self, lists: Iterable[bytes]) -> "Trust":
        """The same anchors, knowing more revocation lists."""
        return replace(self, lists=tuple(dict.fromkeys((*self.lists, *lists))))

    def context(self, at: datetime | None) -> ValidationContext:
        """A context for one validation at one moment; None = now."""
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.between),
            moment=at,
            allow_fetching=False,
            crls=list(self.lists),
            revinfo_policy=self._revocation(),
        )

    def long_term(self) -> PdfSignatureValidationSpec:
        """How a signature is judged whose certificates may have expired since."""
        policy = CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=list(self.roots)),
            revinfo_policy=CertRevTrustPolicy(
                revocation_checking_policy=REQUIRE_REVINFO
            ),
        )
        known = LocalKnowledge(
            known_crls=[
                CRLContainer(crl.CertificateList.load(one)) for one in self.lists
            ],
            known_certs=list(self.between),
        )
        return PdfSignatureValidationSpec(
            SignatureValidationSpec(
                cert_validation_policy=policy,
                ts_cert_validation_policy=policy,
                local_knowledge=known,
            ),
            diff_policy=strict_policy(),
        )

    def _revocation(self) -> CertRevTrustPolicy:
        # The library's soft rule asks only certificates that name a list by address;
        # ours name none, so lists that are at hand must be binding.
        checked = REQUIRE_REVINFO if self.lists else NO_REVOCATION
        return CertRevTrustPolicy(revocation_checking_policy=checked)
