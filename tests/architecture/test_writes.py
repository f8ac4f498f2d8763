"""Rows change in `actions` alone."""

import ast

import pytest

from tests.architecture.sources import APPS, is_core, name_of, python_files

ALWAYS = {"get_or_create", "update_or_create", "bulk_create", "bulk_update"}
BY_KEYWORDS = {"create", "update", "acreate", "aupdate"}
OF_ROWS = {"save", "delete", "asave", "adelete"}
SAVE_KEYWORDS = {"update_fields", "force_insert", "force_update", "using", "commit"}

ELSEWHERE = [
    path
    for path in python_files(*APPS, "config")
    if "actions" not in path.parts and not is_core(path)
]


def writes(source: str) -> list[int]:
    """The lines that change rows.

    A dictionary's or a digest's `update` takes a value, a QuerySet's only keywords; a
    picture's or a document's `save` takes a place, a row's never does.
    """
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _is_write(node.func.attr, node)
    ]


def _is_write(method: str, call: ast.Call) -> bool:
    keywords = {keyword.arg for keyword in call.keywords}
    if method in ALWAYS:
        return True
    if method in BY_KEYWORDS:
        return bool(keywords) and not call.args
    if method in OF_ROWS:
        return not call.args and keywords <= SAVE_KEYWORDS
    return False


def test_no_row_changes_outside_actions() -> None:
    found = {
        name_of(path): writes(path.read_text(encoding="utf-8")) for path in ELSEWHERE
    }

    assert not {name: lines for name, lines in found.items() if lines}


@pytest.mark.parametrize(
    "line",
    [
        "Case.objects.create(serial=serial)",
        "cases.update(state=state)",
        "case.save()",
        "case.save(update_fields=['state'])",
        "case.delete()",
        "Blob.objects.get_or_create(sha256=digest)",
    ],
)
def test_the_test_sees_a_change_of_rows(line: str) -> None:
    assert writes(line) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "counts.update(more)",
        "digest.update(chunk)",
        "picture.save(place)",
        "document.save(target, garbage=3)",
        "path.unlink()",
    ],
)
def test_the_test_does_not_mistake_other_things_for_rows(line: str) -> None:
    assert not writes(line)
