"""What may be kept: readable files, nothing secret, nothing of one machine."""

import re
from pathlib import Path

from tests.architecture.sources import ROOT, kept, name_of

LONGEST = 400  # lines; the aim is 300
LONGEST_LIST = 600  # a file of tests or of style rules is a list, read piece by piece
LARGEST = 1024 * 1024  # bytes; drawings are made by code, never kept
LONG: dict[str, str] = {}  # file: why it may be longer
LARGE = re.compile(
    r"storage/faces/.*\.woff2|config/static/vendor/.*|drawings/dwg/vendor/.*|"
    r"docs/pictures/.*|drawings/content/letters/[a-z_]+\.traineddata\.gz"
)
DRAWINGS = {".dwg", ".dxf", ".pdf"}
PRIVATE = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
# Written in pieces, so that this file does not hold what it forbids.
OF_ONE_MACHINE = re.compile(
    "|".join(
        [
            "/wo" + "rk/",
            "/ro" + "ot/",
            "/ho" + "me/[a-z]+/",
            "pypi" + r"\.org",
            "python" + "hosted",
            "registry" + r"\.npm",
            "npmjs" + r"\.(?:org|com)",
            "deb" + r"\.debian\.org",
        ]
    )
)
UNFINISHED = re.compile(
    r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|raise Not" + "Implemented"
)
TEXTS = [
    path
    for path in kept()
    if path.suffix not in {".woff2", ".mo", ".png", ".gz"}
    and "vendor" not in path.parts
    and path.name != "LICENSE"
]
CODE = [path for path in kept() if path.suffix in {".py", ".js", ".css", ".html"}]
OWN_CODE = [path for path in CODE if not {"vendor", "migrations"} & set(path.parts)]


def longest(path: Path) -> int:
    """How many lines a file may have."""
    is_list = path.suffix == ".css" or name_of(path).startswith("tests/")
    return LONGEST_LIST if is_list else LONGEST


def test_every_file_can_be_read_in_one_sitting() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in OWN_CODE
        if name_of(path) not in LONG
    }
    assert not {name_of(p): lines for p, lines in lengths.items() if lines > longest(p)}


def test_nothing_is_left_unfinished() -> None:
    found = {
        name_of(path): match[0]
        for path in OWN_CODE
        if (match := UNFINISHED.search(path.read_text(encoding="utf-8")))
    }
    assert not found


def test_no_file_speaks_of_one_machine_or_of_a_registry() -> None:
    found = {
        name_of(path): match[0]
        for path in TEXTS
        if (match := OF_ONE_MACHINE.search(path.read_text(encoding="utf-8")))
    }
    assert not found


def test_no_private_key_is_kept() -> None:
    assert not [name_of(path) for path in kept() if PRIVATE.search(path.read_bytes())]


def test_no_drawing_and_no_large_file_is_kept() -> None:
    found = [
        name_of(path)
        for path in kept()
        if path.suffix.lower() in DRAWINGS
        or (path.stat().st_size > LARGEST and not LARGE.fullmatch(name_of(path)))
    ]
    assert not found


def test_pinned_packages_come_with_hashes_and_without_addresses() -> None:
    for name in ("base", "dev"):
        pins = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        packages = re.split(r"\n(?=[a-z0-9])", pins)

        assert "://" not in pins
        assert not [p for p in packages[1:] if "--hash=sha256:" not in p]


def test_the_licence_is_the_one_that_the_package_names() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert "GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3" in text
    assert 'license = "AGPL-3.0-or-later"' in settings
