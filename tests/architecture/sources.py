"""Which files the house has, as the tests of this folder ask for them."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
APPS: Final = ("accounts", "storage", "drawings", "signatures", "reviews", "workflow")


@cache
def kept() -> tuple[Path, ...]:
    """Every file that belongs to the product: kept by git or about to be.

    Without git (a copy of the tree) every file but those of var and .venv.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if asked.returncode == 0:
        named = (ROOT / name for name in asked.stdout.decode().split("\0") if name)
    else:
        named = (path for path in ROOT.rglob("*") if not _is_made(path))
    return tuple(sorted(path for path in named if path.is_file()))


def python_files(*folders: str) -> list[Path]:
    """The Python files of the folders, migrations left out."""
    return [
        path
        for path in kept()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in folders
        and "migrations" not in path.parts
    ]


def cores() -> list[str]:
    """The modules that must run without Django, as the contract of imports lists them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["name"].startswith("The cores are pure"):
            return list(contract["source_modules"])
    raise LookupError("pyproject.toml has no contract about the cores")


def is_core(path: Path) -> bool:
    """Whether the file belongs to a core."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return any(f"{module}.".startswith(f"{core}.") for core in cores())


def name_of(path: Path) -> str:
    """The file as messages name it."""
    return path.relative_to(ROOT).as_posix()


def _is_made(path: Path) -> bool:
    return bool({"var", ".venv", ".git", "__pycache__"} & set(path.parts))
