"""The glossary names things as the code does."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("accounts", "storage", "drawings", "signatures", "reviews", "workflow")
CODE = re.compile(r"`([A-Za-z_.]+)`")


def names_in_code() -> set[str]:
    """Every name that the apps define, also as `Class.name`."""
    found: set[str] = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                found |= names_of(ast.parse(path.read_text(encoding="utf-8")).body, "")
    return found


def names_of(body: list[ast.stmt], prefix: str) -> set[str]:
    found: set[str] = set()
    for node in body:
        if isinstance(node, ast.ClassDef):
            found |= {prefix + node.name} | names_of(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            found.add(prefix + node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {prefix + one.id for one in targets if isinstance(one, ast.Name)}
    return found


def test_every_name_of_the_glossary_exists() -> None:
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    named = set(CODE.findall(page))
    assert len(named) > 50
    assert named - names_in_code() == set()


def test_every_word_of_the_glossary_stands_once() -> None:
    rows = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    words = [row.split("|")[1].strip() for row in rows if row.startswith("| ")]
    words = [word for word in words if word != "中文"]
    assert len(words) == len(set(words))
