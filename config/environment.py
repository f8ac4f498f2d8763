"""Reads what differs between machines from the environment: three small typed functions."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def text(name: str, default: str) -> str:
    """The variable as text."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no: 1, true, yes, on count as yes."""
    value = os.environ.get(name)
    if value is None:
        return default
    return value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    return int(os.environ.get(name, default))


def secret(name: str, *, kept_in: Path, required: bool) -> str:
    """A secret from the environment; on a development machine one made once and kept.

    Raises:
        KeyError: the secret is required and the environment does not have it.

    """
    value = os.environ.get(name)
    if value:
        return value
    if required:
        raise KeyError(f"{name} must be set")
    if not kept_in.is_file():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        _keep(kept_in, secrets.token_urlsafe(48))
    return kept_in.read_text()


def _keep(path: Path, value: str) -> None:
    """Write a secret whole; of two processes that begin at once the first one's counts."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    partial.touch(mode=0o600)
    partial.write_text(value)
    try:
        os.link(partial, path)
    except FileExistsError:
        return
    finally:
        partial.unlink()


def database(address: str, *, sqlite_file: Path) -> dict[str, Any]:
    """Settings of the database: SQLite in WAL + IMMEDIATE, or PostgreSQL by its address.

    An address is `postgresql://user:password@host:port/name`, where the host may be the
    folder of a socket with its slashes as %2F, or `sqlite:PATH`; empty: `sqlite_file`.

    IMMEDIATE takes the write lock when a transaction begins: the deferred default loses
    joins with "database is locked" (measured, see docs/gotchas.md).
    """
    if address.startswith("sqlite:"):
        sqlite_file, address = Path(address.removeprefix("sqlite:")), ""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_file,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
            },
            "TEST": {"NAME": str(sqlite_file.with_suffix(".test.sqlite3"))},
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": {"options": "-c lock_timeout=15s"},
        "CONN_MAX_AGE": 60,
    }
