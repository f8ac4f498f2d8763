"""Every verb has a sentence, every sentence a Chinese one, every verb its writer."""

import importlib
import re
from types import ModuleType

import polib
import pytest

from config.messages import CATALOGUE
from storage.sentences import Counted
from tests.architecture.sources import APPS, ROOT, python_files

MODULES = {
    app: importlib.import_module(f"{app}.events")
    for app in APPS
    if (ROOT / app / "events.py").is_file()
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def verbs(module: ModuleType) -> dict[str, str]:
    """The constants of a module of verbs, name to value."""
    return {
        name: value
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    }


@pytest.mark.parametrize("app", MODULES)
def test_every_verb_has_its_sentence_and_no_sentence_is_left_over(app: str) -> None:
    module = MODULES[app]

    assert set(module.SENTENCES) == set(verbs(module).values())


@pytest.mark.parametrize("app", MODULES)
def test_a_verb_names_its_app_and_is_in_the_past(app: str) -> None:
    shape = re.compile(rf"{app}\.[a-z]+(_[a-z]+)*")

    assert not [
        verb for verb in verbs(MODULES[app]).values() if not shape.fullmatch(verb)
    ]


@pytest.mark.parametrize("app", MODULES)
def test_every_sentence_is_told_in_chinese(app: str) -> None:
    entries = polib.pofile(CATALOGUE.read_text(encoding="utf-8"))
    catalogue = {
        entry.msgid: entry.msgstr or entry.msgstr_plural.get(0)
        for entry in entries
        if not entry.fuzzy
    }
    sentences = [
        one.singular if isinstance(one, Counted) else str(one._args[0])
        for one in MODULES[app].SENTENCES.values()
    ]

    assert not [sentence for sentence in sentences if not catalogue.get(sentence)]


@pytest.mark.parametrize("app", MODULES)
def test_every_verb_is_written_by_somebody(app: str) -> None:
    actions = "\n".join(
        path.read_text(encoding="utf-8")
        for path in python_files(*APPS)
        if path.name != "events.py"
    )

    unused = [
        name for name in verbs(MODULES[app]) if not re.search(rf"\b{name}\b", actions)
    ]
    assert not unused
