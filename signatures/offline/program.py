"""Puts the offline verifier together: one HTML file with program, words and pinned roots."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from asn1crypto import x509
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from signatures.actions.verifying import REASONS
from storage import clock

PARTS: Final = ("der.js", "cms.js", "checking.js", "page.js")
FILE_NAME: Final = "lianshen-verify.html"
OWN_REASONS: Final = {
    "no_list": noop("Without the proof of issue nobody can say whether it was issued."),
    "not_in_list": noop("This file is not in the list of issued files."),
    "not_covered": noop("There are bytes behind the last signature."),
}
WORDS: Final = {
    "list_holds": noop("The list of issued files holds:"),
    "list_broken": noop("This is no proof of issue, or it was changed."),
    "root": noop("root of the ledger"),
    "listed": noop("Issued"),
    "refused": noop("Refused by the offline verifier"),
    "unknown": noop("Nobody can say whose seal this is."),
    "covered": noop("The last signature covers the whole file: yes"),
    "behind": noop(
        "The last signature covers the whole file: no, {n} bytes are behind it"
    ),
    "as_of": noop("Revocations as of {day} UTC: {n} files no longer count"),
    "not_looked_at": noop("Revocations: not looked at; no list of them was given"),
    "no_revocations": noop(
        "This is no list of revocations of ours, or it was changed."
    ),
    "no_signer": noop(
        "Revocations: this copy believes no list of them, since nobody answered for the "
        "keys when it was downloaded. Download it again."
    ),
    "old_browser": noop("This browser cannot compute digests here; use another one."),
}


def program(roots: Sequence[x509.Certificate], list_signers: Sequence[str] = ()) -> str:
    """The whole page in the reader's language.

    Args:
        roots: the only certificates that it will trust.
        list_signers: fingerprints of the only certificates whose lists of revocations
            it will believe; without any it says that it does not look at them.

    """
    source = "\n".join((Path(__file__).parent / name).read_text() for name in PARTS)
    context = {
        "language": get_language(),
        "made": clock.now(),
        "roots": [
            (one.subject.human_friendly, one.sha256_fingerprint) for one in roots
        ],
        "told": {
            "roots": [one.dump().hex() for one in roots],
            "listSigners": list(list_signers),
            "reasons": {k: _(v) for k, v in {**REASONS, **OWN_REASONS}.items()},
            "words": {k: _(v) for k, v in WORDS.items()},
        },
        "source": mark_safe(source),  # noqa: S308  our own files
    }
    return render_to_string("signatures/offline.html", context)
