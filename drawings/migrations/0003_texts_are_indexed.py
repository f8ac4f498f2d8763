"""The index over the words of faces: each database has its own, made and undone here."""

from django.db import migrations

SQLITE = (
    # Tokens are parted by spaces alone: `ascii` takes every other character as a letter.
    # The words stay in the table; the index holds which face has which, nothing else.
    """
    CREATE VIRTUAL TABLE drawings_wording_words USING fts5(
        words, content='drawings_wording', content_rowid='face_id',
        tokenize='ascii', detail='none', columnsize=0
    )
    """,
    """
    CREATE TRIGGER drawings_wording_added AFTER INSERT ON drawings_wording BEGIN
        INSERT INTO drawings_wording_words(rowid, words) VALUES (new.face_id, new.words);
    END
    """,
    """
    CREATE TRIGGER drawings_wording_gone AFTER DELETE ON drawings_wording BEGIN
        INSERT INTO drawings_wording_words(drawings_wording_words, rowid, words)
        VALUES ('delete', old.face_id, old.words);
    END
    """,
    """
    CREATE TRIGGER drawings_wording_changed AFTER UPDATE ON drawings_wording BEGIN
        INSERT INTO drawings_wording_words(drawings_wording_words, rowid, words)
        VALUES ('delete', old.face_id, old.words);
        INSERT INTO drawings_wording_words(rowid, words) VALUES (new.face_id, new.words);
    END
    """,
    "INSERT INTO drawings_wording_words(drawings_wording_words) VALUES ('rebuild')",
)
SQLITE_UNDONE = (
    "DROP TRIGGER drawings_wording_changed",
    "DROP TRIGGER drawings_wording_gone",
    "DROP TRIGGER drawings_wording_added",
    "DROP TABLE drawings_wording_words",
)
POSTGRES = (
    """
    CREATE INDEX drawings_wording_words ON drawings_wording
    USING gin (array_to_tsvector(string_to_array(words, ' ')))
    """,
)
POSTGRES_UNDONE = ("DROP INDEX drawings_wording_words",)


def build(apps, schema_editor):
    _say(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRES})


def undo(apps, schema_editor):
    _say(schema_editor, {"sqlite": SQLITE_UNDONE, "postgresql": POSTGRES_UNDONE})


def _say(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("drawings", "0002_texts_can_be_found")]

    operations = [migrations.RunPython(build, undo)]
