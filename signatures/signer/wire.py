"""How the signer is spoken to: one JSON object each way, files as open descriptors.

A frame is its length in four bytes, then JSON. Descriptors ride on the length. So the
signer needs no right to read anybody's folders: it gets the open file.
"""

import json
import os
import socket
from collections.abc import Sequence
from typing import Any, Final

LONGEST: Final = 4 * 1024**2
MOST_FILES: Final = 2
_LENGTH: Final = 4


def tell(link: socket.socket, told: dict[str, Any], files: Sequence[int] = ()) -> None:
    """Send one object, and open files with it."""
    body = json.dumps(told).encode()
    length = len(body).to_bytes(_LENGTH, "big")
    if files:
        socket.send_fds(link, [length], list(files))
    else:
        link.sendall(length)
    link.sendall(body)


def hear(link: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Receive one object with its files; the caller closes them.

    Raises:
        EOFError: the other side is gone.
        ValueError: what came is no object, or too long.
    """
    first, files, _, _ = socket.recv_fds(link, _LENGTH, MOST_FILES)
    try:
        return _object(link, first), list(files)
    except BaseException:
        for one in files:
            os.close(one)
        raise


def _object(link: socket.socket, first: bytes) -> dict[str, Any]:
    length = int.from_bytes(first + _exactly(link, _LENGTH - len(first)), "big")
    told = json.loads(_exactly(link, length)) if length <= LONGEST else None
    if isinstance(told, dict):
        return told
    raise ValueError("too long, or no object")


def _exactly(link: socket.socket, number: int) -> bytes:
    parts = []
    while number:
        part = link.recv(min(number, 1024**2))
        if not part:
            raise EOFError
        parts.append(part)
        number -= len(part)
    return b"".join(parts)
