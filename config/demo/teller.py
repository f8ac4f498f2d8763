"""Tells what happens on the terminal, line by line, with bars and elapsed times."""

import shutil
import sys
import time
import unicodedata
from typing import TextIO


class Teller:
    """Writes headings, lines and progress bars; plain lines where no person looks."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.began = time.monotonic()
        self.is_live = self.out.isatty()
        self._bar_began = 0.0

    def act(self, number: int, title: str) -> None:
        """Begin a part of the story."""
        self._write(f"\n[{self._elapsed()}] {number:>2}. {title}\n")

    def line(self, text: str, *, mark: str = "·") -> None:
        """Tell one thing."""
        self._write(f"            {mark} {text}\n")

    def good(self, text: str) -> None:
        """Tell one thing that was checked and holds."""
        self.line(text, mark="✓")

    def bad(self, text: str) -> None:
        """Tell one thing that does not hold."""
        self.line(text, mark="✗")

    def bar(self, done: int, total: int, label: str) -> None:
        """Show progress; without a terminal only the end of it."""
        if not self._bar_began:
            self._bar_began = time.monotonic()
        width = 24
        filled = width * done // max(total, 1)
        seconds = time.monotonic() - (self._bar_began or self.began)
        text = (
            f"            {'█' * filled}{'░' * (width - filled)} "
            f"{done}/{total}  {seconds:5.1f} s  {label}"
        )
        is_over = done >= total
        if self.is_live:
            self._write("\r\x1b[K" + _cut(text) + ("\n" if is_over else ""))
        elif is_over:
            self._write(text + "\n")
        if is_over:
            self._bar_began = 0.0

    def _elapsed(self) -> str:
        seconds = time.monotonic() - self.began
        return f"{int(seconds // 60):02d}:{seconds % 60:04.1f}"

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


def _cut(text: str) -> str:
    """What fits on one line of the terminal, full-width characters counted as two."""
    room = shutil.get_terminal_size().columns - 1
    kept = []
    for character in text:
        room -= 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if room < 0:
            break
        kept.append(character)
    return "".join(kept)
