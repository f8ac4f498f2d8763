"""A child gives up the network and every folder but its own: Landlock, where Linux has it.

The child runs as the signer's user. Without this, whoever took it over through a hostile
sheet could read the files of keys. Where the kernel has no Landlock (before 5.13, or
switched off), the other limits stay and this one is missing; `confine` says which.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
NO_NEW_PRIVILEGES: Final = 38
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION: Final = 1
BENEATH: Final = 1
FIRST_RIGHTS: Final = (1 << 13) - 1
"""Execute, write, read, list, remove and make: what the first version knows."""

READING: Final = 1 << 0 | 1 << 2 | 1 << 3
OF_FILES: Final = 1 << 0 | 1 << 1 | 1 << 2
READ: Final = ("/usr", "/lib", "/lib64", "/etc", "/dev/null", "/dev/urandom")


def confine(folder: Path, readable: Sequence[Path] = ()) -> bool:
    """From now on write below one folder only, and read nothing but programs.

    Returns:
        Whether files are kept away; the network is left where it can be.
    """
    try:
        kernel = ctypes.CDLL(None, use_errno=True)
        kernel.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if kernel.unshare(NEW_NETWORK) != 0:
            kernel.unshare(NEW_USER | NEW_NETWORK)
        return _bind(kernel, folder, (*_programs(), *readable))
    except (OSError, AttributeError):
        return False


def _programs() -> tuple[Path, ...]:
    """Where Python, its packages and ours are; never the folder of a whole checkout."""
    packages = [Path(one) for one in sys.path if one and Path(one) != ROOT]
    return (
        *map(Path, (*READ, sys.prefix, sys.base_prefix)),
        *packages,
        ROOT / "signatures",
        ROOT / "storage",
    )


def _bind(kernel: ctypes.CDLL, folder: Path, readable: Sequence[Path]) -> bool:
    if kernel.syscall(CREATE_RULESET, None, 0, VERSION) < 1:
        return False
    handled = struct.pack("Q", FIRST_RIGHTS)
    rules = kernel.syscall(CREATE_RULESET, handled, len(handled), 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            _allow(kernel, rules, path, READING)
        _allow(kernel, rules, folder, FIRST_RIGHTS)
        return bool(kernel.syscall(RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(kernel: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    if not path.exists():
        return
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not path.is_dir():
            rights &= OF_FILES
        beneath = struct.pack("=Qi", rights, opened)
        kernel.syscall(ADD_RULE, rules, BENEATH, beneath, 0)
    finally:
        os.close(opened)
