"""No app of ours calls another through a signal."""

import ast

import pytest

from tests.architecture.sources import APPS, name_of, python_files

FORBIDDEN = {"django.dispatch", "django.db.models.signals", "django.core.signals"}


def signals(source: str) -> list[str]:
    """The modules of signals that a file imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        elif isinstance(node, ast.Import):
            names += [one.name for one in node.names]
    return [name for name in names if name in FORBIDDEN]


def test_no_app_sends_or_hears_a_signal() -> None:
    files = python_files(*APPS, "config", "samples")
    found = {name_of(path): signals(path.read_text(encoding="utf-8")) for path in files}

    assert not {name: names for name, names in found.items() if names}


@pytest.mark.parametrize(
    "line",
    ["from django.dispatch import receiver", "from django.db.models import signals"],
)
def test_the_test_sees_a_signal(line: str) -> None:
    assert signals(line)
