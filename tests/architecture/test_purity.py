"""The cores run where Django is not even installed."""

import subprocess
import sys

from tests.architecture.sources import ROOT, cores

PROGRAM = """
import importlib, pkgutil, sys

HEAVY = {"django", "celery", "viewflow"}

def walk(name):
    module = importlib.import_module(name)
    yield name
    for child in pkgutil.iter_modules(getattr(module, "__path__", [])):
        if child.name != "__main__":
            yield from walk(f"{name}.{child.name}")

for core in sys.argv[1:]:
    for name in walk(core):
        if found := HEAVY & set(sys.modules):
            sys.exit(f"{name} brings in {sorted(found)}")
"""


def importing(*modules: str) -> str:
    """What Python says when it imports the modules and all below them."""
    command = [sys.executable, "-c", PROGRAM, *modules]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    ).stderr


def test_importing_the_cores_does_not_import_django() -> None:
    assert importing(*cores()) == ""


def test_the_test_sees_a_module_that_imports_django() -> None:
    assert "brings in ['django'" in importing("storage.clock")
