r"""The Chinese catalogue, kept by a command: add, compile, list what is missing, check.

    python -m config.messages add FILE.tsv    msgid<TAB>msgstr[<TAB>context], one a line
    python -m config.messages compile         write django.mo
    python -m config.messages missing         used in code or templates, not translated
    python -m config.messages check           exit 1 on an empty, fuzzy or broken entry

In a TSV `\n`, `\t` and `\\` stand for a line break, a tab and a backslash; a message
with a plural is `singular||plural`. `add` takes all of a file or, with an error, none.
"""

import argparse
import fcntl
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib

from config.msgids import used_in

ROOT: Final = Path(__file__).parents[1]
CATALOGUE: Final = ROOT / "config/locale/zh_Hans/LC_MESSAGES/django.po"

_HEADER: Final = {
    "Project-Id-Version": "lianshen",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[a-z]|%[sdr]")
_PLURAL: Final = "||"
_COLUMNS: Final = (2, 3)


class BadTable(ValueError):
    """A line of a table of translations cannot be taken; says which and why."""


@dataclass(frozen=True, slots=True)
class Translation:
    """One message and its Chinese: `plural` and `context` are empty for most."""

    msgid: str
    msgstr: str
    context: str = ""
    plural: str = ""


def read_table(text: str) -> list[Translation]:
    """Read a table of translations.

    Raises:
        BadTable: a line has not two or three columns, says nothing, or its
            placeholders are not those of the message.

    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        columns = [_unescape(column) for column in line.split("\t")]
        if len(columns) not in _COLUMNS:
            raise BadTable(f"line {number}: {len(columns)} columns, need 2 or 3")
        msgid, _, plural = columns[0].partition(_PLURAL)
        one = Translation(msgid, columns[1], "".join(columns[2:]), plural)
        if fault := _fault(one):
            raise BadTable(f"line {number}: {fault}: {msgid!r}")
        found.append(one)
    return found


def add(translations: Iterable[Translation], catalogue: Path = CATALOGUE) -> list[str]:
    """Put translations into the catalogue and compile it.

    Entries are sorted, so that the same translations always give the same file; one
    who adds waits for another who does.

    Returns:
        One line for each message that had another translation before.

    """
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    with _alone(catalogue.parent):
        entries = {
            (entry.msgctxt or "", entry.msgid): entry for entry in _read(catalogue)
        }
        changed = []
        for one in translations:
            key = (one.context, one.msgid)
            before = _chinese(entries[key]) if key in entries else one.msgstr
            if before != one.msgstr:
                changed.append(f"{one.msgid!r}: {before!r} becomes {one.msgstr!r}")
            entries[key] = _entry(one)
        _write([entries[key] for key in sorted(entries)], catalogue)
    return changed


def compile_catalogue(catalogue: Path = CATALOGUE) -> Path:
    """Write the binary catalogue that Django reads beside the text; return its path."""
    target = catalogue.with_suffix(".mo")
    _replace(target, bytes(_read(catalogue).to_binary()))
    return target


def faults(catalogue: Path = CATALOGUE) -> list[str]:
    """Name every entry that is empty, fuzzy or differs in placeholders."""
    found = []
    for entry in _read(catalogue):
        one = Translation(entry.msgid, _chinese(entry), entry.msgctxt or "")
        fault = "fuzzy" if entry.fuzzy else _fault(one)
        if fault:
            found.append(f"{fault}: {entry.msgid!r}")
    return found


def missing(root: Path = ROOT, catalogue: Path = CATALOGUE) -> list[str]:
    """Name every message that code or templates use without a Chinese translation."""
    known = {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")
        for entry in _read(catalogue)
        if _chinese(entry) and not entry.fuzzy
    }
    used = used_in(root)
    return [
        "\t".join(
            [
                _escape(_PLURAL.join(filter(None, [one.msgid, one.plural]))),
                "",
                one.context,
            ]
        )
        + f"\t# {used[one]}"
        for one in sorted(used)
        if (one.context, one.msgid, one.plural) not in known
    ]


def _fault(one: Translation) -> str:
    if not one.msgid or not one.msgstr:
        return "empty"
    if _placeholders(one.msgid) != _placeholders(one.msgstr):
        return "placeholders differ"
    if one.msgid.startswith("\n") != one.msgstr.startswith("\n"):
        return "one begins with a line break, the other does not"
    if one.msgid.endswith("\n") != one.msgstr.endswith("\n"):
        return "one ends with a line break, the other does not"
    return ""


def _placeholders(text: str) -> Counter[str]:
    bare = text.replace("%%", "")
    found = Counter(match.group() for match in _PLACEHOLDER.finditer(bare))
    # A named value may be said twice in one language and once in the other.
    return Counter(
        {name: 1 if name.startswith("%(") else count for name, count in found.items()}
    )


def _chinese(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def _entry(one: Translation) -> polib.POEntry:
    return polib.POEntry(
        msgid=one.msgid,
        msgid_plural=one.plural,
        msgstr="" if one.plural else one.msgstr,
        msgstr_plural={0: one.msgstr} if one.plural else {},
        msgctxt=one.context or None,
        flags=["python-format"] if _placeholders(one.msgid) else [],
    )


def _read(catalogue: Path) -> polib.POFile:
    if catalogue.exists():
        return polib.pofile(str(catalogue), wrapwidth=100)
    empty = polib.POFile(wrapwidth=100)
    empty.metadata = dict(_HEADER)
    return empty


def _write(entries: list[polib.POEntry], catalogue: Path) -> None:
    book = polib.POFile(wrapwidth=100)
    book.metadata = dict(_HEADER)
    book.extend(entries)
    _replace(catalogue, (str(book).rstrip("\n") + "\n").encode())
    _replace(catalogue.with_suffix(".mo"), bytes(book.to_binary()))


def _replace(target: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as fresh:
        fresh.write(content)
    Path(fresh.name).chmod(0o644)
    Path(fresh.name).replace(target)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _unescape(column: str) -> str:
    # A private character holds the escaped backslash while the others are read.
    held = column.strip().replace("\\\\", "\ue000")
    return held.replace("\\n", "\n").replace("\\t", "\t").replace("\ue000", "\\")


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m config.messages")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("add").add_argument("table", type=Path)
    for name in ("compile", "missing", "check"):
        commands.add_parser(name)
    asked = parser.parse_args(arguments)

    if asked.command == "add":
        try:
            translations = read_table(asked.table.read_text(encoding="utf-8"))
        except (BadTable, OSError, UnicodeDecodeError) as error:
            _tell([f"{asked.table}: nothing was added: {error}"])
            return 1
        _tell([*add(translations), f"{len(translations)} translations added"])
        return 0
    if asked.command == "compile":
        _tell([str(compile_catalogue().relative_to(ROOT))])
        return 0
    found = missing() if asked.command == "missing" else faults()
    _tell(found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
