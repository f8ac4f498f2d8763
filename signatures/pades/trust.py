"""Whom we trust: pinned roots, the certificates between, and revocation lists.

Nothing here goes to the network: what is needed is handed in or lies in the file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
)


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
        """The same anchors with these revocation lists and no others."""
        return replace(self, lists=tuple(lists))

    def context(
        self, at: datetime | None, *, looks_back: bool = False
    ) -> ValidationContext:
        """A context for one validation at one moment; contexts keep state.

        Args:
            at: the moment; None = now.
            looks_back: accept lists that were written after the moment, as a check
                of an older signature must.
        """
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.between),
            moment=at,
            allow_fetching=False,
            crls=list(self.lists),
            revinfo_policy=self._revocation(looks_back=looks_back),
        )

    def _revocation(self, *, looks_back: bool) -> CertRevTrustPolicy:
        # The library's soft rule asks only certificates that name a list by address;
        # ours name none, so lists that are at hand must be binding.
        checked = REQUIRE_REVINFO if self.lists else NO_REVOCATION
        return CertRevTrustPolicy(checked, retroactive_revinfo=looks_back)
