"""Every list to choose from says in words what choosing nothing means."""

import ast

from tests.architecture.sources import APPS, name_of, python_files


def choosers(source: str) -> list[ast.Call]:
    """Calls that make a field with one row of the database to choose."""
    made = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            function = call.func
            name = getattr(function, "attr", getattr(function, "id", ""))
            if name in {"ModelChoiceField", "_OpinionField"}:
                made.append(call)
    return made


def test_no_list_begins_with_dashes() -> None:
    fields = [
        (name_of(path), call.lineno, {word.arg for word in call.keywords})
        for path in python_files(*APPS)
        for call in choosers(path.read_text(encoding="utf-8"))
    ]

    assert fields
    # say empty_label: Django's own is a row of dashes
    assert not [
        (name, line) for name, line, words in fields if "empty_label" not in words
    ]
