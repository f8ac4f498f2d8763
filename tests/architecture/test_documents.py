"""What the documents point at exists."""

import re

import pytest

from tests.architecture.sources import ROOT, kept, name_of

PAGES = [path for path in kept() if path.suffix == ".md"]
LINK = re.compile(r"\]\((?!#|[a-z]+:)([^)#]+)")
FILE = re.compile(
    r"`((?:config|samples|workflow|reviews|drawings|signatures|storage|accounts|tests|docs)"
    r"/[\w./-]+\.(?:py|md|sh|html|css))`"
)
VARIABLE = re.compile(r"LIANSHEN_[A-Z_]+")


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{name_of(page)}: {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken


def test_every_file_that_is_named_exists() -> None:
    lost = [
        f"{name_of(page)}: {named}"
        for page in PAGES
        for named in FILE.findall(page.read_text(encoding="utf-8"))
        if not (ROOT / named).exists()
    ]
    assert not lost


@pytest.mark.parametrize("source", ["config/settings.py", "storage/typefaces.py"])
def test_every_setting_from_the_environment_is_documented(source: str) -> None:
    asked = re.findall(
        r"\"(LIANSHEN_\w+)\"", (ROOT / source).read_text(encoding="utf-8")
    )
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert asked
    assert not set(asked) - set(VARIABLE.findall(page))


def test_no_document_names_a_variable_that_nobody_reads() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in kept() if p.suffix == ".py")
    named = {
        v for page in PAGES for v in VARIABLE.findall(page.read_text(encoding="utf-8"))
    }

    assert not {variable for variable in named if variable not in code}


def test_decisions_are_numbered_without_a_gap_and_say_all_four_things() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))

    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        heads = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert heads == ["Context", "Decision", "Rejected", "How it is checked"], (
            path.name
        )
