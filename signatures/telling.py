"""Verdicts and register entries in words, marks and colours that people understand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.utils.translation import gettext_noop as noop

from signatures.actions.verifying import REASONS, Answer
from signatures.arrivals import Objection
from signatures.codes import in_groups
from signatures.models import IssuedFile, SealHolder
from signatures.pades.verdicts import SignatureFinding, SignatureKind, Verdict
from storage.sentences import listed

LEGEND: Final = (
    ("ok", gettext_lazy("In force: the file that was issued")),
    ("warn", gettext_lazy("Superseded by a newer version")),
    ("late", gettext_lazy("Revoked or changed: do not use")),
)
"""The possible answers, always listed beside the one that is given."""

TONES: Final[Mapping[Verdict, str]] = {
    Verdict.IDENTICAL_TO_ISSUED: "ok",
    Verdict.SUPERSEDED: "warn",
    Verdict.VALID_NOT_ISSUED: "warn",
    Verdict.REVOKED: "late",
    Verdict.INVALID: "late",
    Verdict.NOT_SIGNED: "late",
    Verdict.UNREADABLE: "late",
}


_BY_STATUS: Final[Mapping[str, Verdict]] = {
    IssuedFile.Status.CURRENT: Verdict.IDENTICAL_TO_ISSUED,
    IssuedFile.Status.SUPERSEDED: Verdict.SUPERSEDED,
    IssuedFile.Status.REVOKED: Verdict.REVOKED,
}

OBJECTIONS: Final[Mapping[str, str]] = {
    Objection.NOT_IN_REGISTER: noop("Nobody of this name and firm is registered."),
    Objection.AMBIGUOUS: noop(
        "Several registrations fit; the certificate decides none."
    ),
    Objection.NOT_YET_VALID: noop("The registration had not begun on that day."),
    Objection.RUN_OUT: noop("The registration had run out on that day."),
    Objection.ENDED: noop("The registration was ended before."),
    Objection.OTHER_CERTIFICATE: noop(
        "The person is registered with another certificate."
    ),
    "revocation_unknown": noop(
        "Nobody knows whether the certificate was revoked: the list of its authority "
        "is not here."
    ),
}
"""What is said of a seal that arrived; other codes are those of a verdict."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says about one issued file."""

    tone: str
    word: str
    text: str
    code: list[str]
    digest: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """The answer about a file: word, tone, reasons, seals, and the entry that fits."""

    tone: str
    word: str
    sentences: list[str]
    seals: list[SignatureFinding]
    issue: IssuedFile | None
    digest: list[str]

    @property
    def signers(self) -> str:
        """Whose seals hold."""
        names = dict.fromkeys(s.signer for s in self.seals if s.holds and s.signer)
        return listed(names)


def told(answer: Answer) -> Told:
    """Put a verdict into words."""
    verdict = Verdict(answer.verdict)
    seals = [
        one
        for one in answer.report.signatures
        if one.kind is not SignatureKind.TIME_STAMP
    ]
    return Told(
        tone=TONES[verdict],
        word=_word(verdict),
        sentences=answer.sentences,
        seals=_named(seals, answer.issue),
        issue=answer.issue,
        digest=in_groups(answer.report.sha256),
    )


def _named(
    seals: Sequence[SignatureFinding], issue: IssuedFile | None
) -> list[SignatureFinding]:
    """The seals; those that do not say whose they are by the register, else by kind.

    Whoever altered the file may leave no name behind; whose seal stood there is known.
    """
    if all(one.signer for one in seals):
        return list(seals)
    entered = issue.seals if issue else {}
    rows = SealHolder.objects.filter(fingerprint__in=entered.values())
    names = {row.fingerprint: str(row) for row in rows.select_related("organisation")}
    return [
        replace(
            one,
            signer=one.signer
            or names.get(entered.get(one.field, ""), "")
            or _kind_of(one.field),
        )
        for one in seals
    ]


def _kind_of(field_name: str) -> str:
    """The kind of seal that a field of ours is for; nothing for another field."""
    kinds = dict(SealHolder.Kind.choices)
    return str(kinds.get(field_name.partition("-")[0], ""))


def standing_of(issue: IssuedFile) -> Standing:
    """Put an entry of the register into words."""
    tone, word, text = {
        IssuedFile.Status.CURRENT: (
            "ok",
            pgettext("verdict", "In force"),
            _("The register lists this file as the one that counts today."),
        ),
        IssuedFile.Status.SUPERSEDED: (
            "warn",
            pgettext("verdict", "Superseded"),
            _("A newer version counts. Do not build by this one."),
        ),
    }.get(
        IssuedFile.Status(issue.status),
        (
            "late",
            pgettext("verdict", "Revoked"),
            _("It was taken out of force. Do not use it."),
        ),
    )
    if issue.status == IssuedFile.Status.SUPERSEDED and issue.replaced_by_id is None:
        text = _(
            "The set that counts today no longer has this sheet. Do not build by it."
        )
    if issue.status == IssuedFile.Status.PENDING:
        tone, word = "warn", pgettext("verdict", "Not sealed yet")
        text = _(
            "A letter with this code was written and waits for its seal. What counts is "
            "the sealed letter."
        )
    elif issue.kind == IssuedFile.Kind.NOTICE and tone == "ok":
        text = _("The register lists this letter as one that was sealed and issued.")
    digest = issue.blob.sha256 if issue.blob else ""
    code = in_groups(issue.code)
    notes = [*_end_of_case(issue), *_revoked_since(issue)]
    return Standing(tone, word, text, code, digest, notes)


def _end_of_case(issue: IssuedFile) -> list[str]:
    """What a reader of a letter has to know of the certificate of the same case."""
    if issue.kind != IssuedFile.Kind.NOTICE:
        return []
    certificate = (
        IssuedFile.objects.filter(
            stream=issue.stream,
            kind=IssuedFile.Kind.CERTIFICATE,
            ended_at__isnull=False,
        )
        .order_by("-pk")
        .first()
    )
    if certificate is None or certificate.ended_at is None:
        return []
    text = {
        IssuedFile.Status.REVOKED: _(
            "The certificate of this case was revoked on %(day)s; the letter stays what "
            "it was, but nothing may be built by it."
        ),
        IssuedFile.Status.SUPERSEDED: _(
            "The set of this case was superseded on %(day)s by a newer one."
        ),
    }.get(IssuedFile.Status(certificate.status))
    day = date_format(localtime(certificate.ended_at), "Y-m-d")
    return [text % {"day": day}] if text else []


def _revoked_since(issue: IssuedFile) -> list[str]:
    """Which of its seals were revoked after it was sealed; that changes no verdict."""
    rows = SealHolder.objects.filter(
        fingerprint__in=issue.seals.values(), revoked_at__isnull=False
    ).select_related("organisation", "person")
    text = _("The seal of %(name)s was revoked on %(day)s, after this file was sealed.")
    return [
        text
        % {
            "name": row.person or row.organisation,
            "day": date_format(localtime(row.revoked_at), "Y-m-d"),
        }
        for row in rows
    ]


def known_by_digest(digests: Iterable[str]) -> dict[str, dict[str, str]]:
    """What the register says of files by their SHA-256 (hex): tone, word, and which it is.

    The same bytes are the same file: its seals were judged when it was issued.
    """
    rows = IssuedFile.objects.filter(
        blob__sha256__in=list(digests), status__in=_BY_STATUS
    )
    answer = {}
    for row in rows.select_related("blob").order_by("pk"):
        if row.blob is None:
            continue
        verdict = _BY_STATUS[IssuedFile.Status(row.status)]
        said = (row.get_kind_display(), row.label, row.title, row.version)
        answer[row.blob.sha256] = {
            "tone": TONES[verdict],
            "word": str(_word(verdict)),
            "about": " ".join(dict.fromkeys(filter(None, said))),
        }
    return answer


def objection_words(codes: Iterable[str]) -> list[str]:
    """What speaks against a seal that arrived, one sentence each."""
    known: Mapping[str, str] = {**REASONS, **OBJECTIONS}
    return [_(known[code]) for code in dict.fromkeys(codes) if code in known]


def _word(verdict: Verdict) -> str:
    return {
        Verdict.IDENTICAL_TO_ISSUED: pgettext(
            "verdict", "In force: this is the file that was issued"
        ),
        Verdict.SUPERSEDED: pgettext("verdict", "Genuine, but superseded"),
        Verdict.REVOKED: pgettext("verdict", "Genuine, but revoked"),
        Verdict.VALID_NOT_ISSUED: pgettext(
            "verdict", "Sealed, but not the file that was issued"
        ),
        Verdict.INVALID: pgettext("verdict", "Not valid: the file was changed"),
        Verdict.NOT_SIGNED: pgettext("verdict", "Not sealed"),
        Verdict.UNREADABLE: pgettext("verdict", "Cannot be checked"),
    }[verdict]
