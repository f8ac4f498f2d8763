"""The words of each face, as the search over all sheets finds them."""

from typing import Self

from django.db import connections, models
from django.db.models import F, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from drawings.content.wording import Token, Wanted
from drawings.models.sheet import Face

FROM_SQLITE = (
    "SELECT rowid FROM drawings_wording_words WHERE drawings_wording_words MATCH %s"
)
# the expression is that of the index, to the letter
FROM_POSTGRES = (
    "SELECT face_id FROM drawings_wording "
    "WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery"
)


class WordingQuerySet(models.QuerySet["Wording"]):
    """The questions about what faces say."""

    def saying(self, wanted: Wanted, *, newest: int = 0) -> Self:
        """Faces on which every term stands, by the index and then to the letter.

        With `newest` only so many of the index's answers are looked at, the newest: a
        word that stands everywhere is not verified on every sheet there is.
        """
        rows = self.indexed(wanted, newest=newest)
        for place, term in enumerate(wanted.to_verify()):
            rows = rows.alias(**{f"at_{place}": StrIndex(F("plain"), Value(term))})
            rows = rows.filter(**{f"at_{place}__gt": 0})
        return rows

    def indexed(self, wanted: Wanted, *, newest: int = 0) -> Self:
        """Faces that the index names for all terms, unverified."""
        tokens = wanted.tokens()
        if not tokens:
            return self.none()
        is_postgres = connections[self.db].vendor == "postgresql"
        source = FROM_POSTGRES if is_postgres else FROM_SQLITE
        if newest:
            key = "face_id" if is_postgres else "rowid"
            source += f" ORDER BY {key} DESC LIMIT {newest:d}"
        asked = " & ".join(map(_lexeme, tokens)) if is_postgres else _match(tokens)
        # the one value is a parameter; its tokens are letters and figures alone, and
        # the limit is a number of ours
        return self.filter(face__in=RawSQL(source, [asked]))  # noqa: S611


class Wording(models.Model):
    """What one face says, line by line; made again from its content at any time.

    `lines` are the lines as they are shown with their boxes (`drawings.content.textlines`),
    `plain` the same lines as they are compared, `words` the tokens of the index with
    spaces between (`drawings.content.wording`). The index itself lies beside: on SQLite a
    table `drawings_wording_words` that triggers keep in step, on PostgreSQL an index over
    `words`.
    """

    face = models.OneToOneField(
        Face, on_delete=models.CASCADE, primary_key=True, related_name="wording"
    )
    count = models.PositiveIntegerField()
    words = models.TextField()
    plain = models.TextField()
    lines = models.BinaryField()

    objects = WordingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.face_id}: {self.count}"


def _match(tokens: tuple[Token, ...]) -> str:
    return " AND ".join(
        f'"{token.text}"{" *" if token.is_prefix else ""}' for token in tokens
    )


def _lexeme(token: Token) -> str:
    return f"'{token.text}'{':*' if token.is_prefix else ''}"
