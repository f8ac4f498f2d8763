"""What a case has issued, what of it still counts, and the words for what does not."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviews.models import Case
from signatures.models import IssuedFile

Kind, Status = IssuedFile.Kind, IssuedFile.Status


@dataclass(frozen=True, slots=True)
class Ending:
    """Why the certificate of a case no longer counts, and the case that took its place."""

    tone: str
    word: str
    title: str
    text: str
    serial: str = ""


def earlier_issues(case: Case) -> list[str]:
    """The serials of the project's earlier cases that were issued; a new set ends them."""
    rows = case.project.cases.exclude(pk=case.pk).filter(issued_at__isnull=False)
    return list(rows.order_by("pk").values_list("serial", flat=True))


def issued_by(case: Case) -> "QuerySet[IssuedFile]":
    """What left the house as the set, in force or not; the certificate first.

    Sealed letters are in the register too, but belong to the letters of the case.
    """
    rows = IssuedFile.objects.filter(stream=case.serial, blob__isnull=False)
    rows = rows.exclude(status=Status.PENDING).exclude(kind=Kind.NOTICE)
    return rows.select_related("blob", "replaced_by").order_by("kind", "label", "-pk")


def ending_of(case: Case) -> Ending | None:
    """What became of the certificate; nothing while it counts, or before it exists."""
    certificate = issued_by(case).filter(kind=Kind.CERTIFICATE).order_by("-pk").first()
    if certificate is None:
        return None
    if certificate.status == Status.REVOKED:
        return Ending(
            "late",
            pgettext("issued case", "revoked"),
            _("The certificate was revoked"),
            _("Do not build by these drawings. Reason: %(reason)s")
            % {"reason": _reason_of(certificate)},
        )
    if certificate.status == Status.SUPERSEDED:
        newer = certificate.replaced_by
        return Ending(
            "warn",
            pgettext("issued case", "superseded"),
            _("A change has taken the place of this set"),
            _("Build by the set of the newer case."),
            newer.stream if newer and newer.stream != case.serial else "",
        )
    return None


def _reason_of(issue: IssuedFile) -> str:
    """Why it was revoked, with the number of the letter that says so."""
    if not issue.end_letter:
        return issue.end_reason
    return f"{issue.end_reason}（{issue.end_letter}）"
