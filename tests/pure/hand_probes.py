"""What a hand is asked in tests: good work, death, endless work."""

import os
import struct
import sys
import time
from pathlib import Path

from drawings.content.raster import NoSuchTile


def say(words: str) -> bytes:
    """The words."""
    return words.encode()


def say_who() -> bytes:
    """The number of the process."""
    return str(os.getpid()).encode()


def die_once(mark: Path) -> bytes:
    """Die at the first time; say so at the second."""
    if mark.exists():
        return b"lived"
    mark.touch()
    os._exit(3)


def die() -> bytes:
    """Die every time."""
    os._exit(3)


def err() -> bytes:
    """An error like another."""
    raise ValueError("no such thing as a page")


def miss() -> bytes:
    """There is no such tile."""
    raise NoSuchTile


def stop_in_mid_answer() -> bytes:
    """Begin an answer and never end it."""
    frame = sys._getframe()
    while "line" not in frame.f_locals and frame.f_back is not None:
        frame = frame.f_back
    announced = struct.pack("!i", 1000)
    os.write(frame.f_locals["line"].fileno(), announced + b"+half")
    time.sleep(3600)
    return b""


def wait_for(mark: Path) -> bytes:
    """Wait until somebody makes a file."""
    while not mark.exists():
        time.sleep(0.01)
    return b"waited"
