"""Why a drawing cannot be read: one error, one code per reason."""

from collections.abc import Mapping
from enum import StrEnum


class Refusal(StrEnum):
    """The reason for which a file is refused; the particulars of each in brackets."""

    EMPTY = "empty"
    NOT_A_DRAWING = "not_a_drawing"  # found: what the bytes look like
    WRONG_EXTENSION = "wrong_extension"  # found, extension
    TOO_OLD = "too_old"  # version
    TOO_NEW = "too_new"  # version
    TRUNCATED = "truncated"
    DAMAGED = "damaged"  # detail
    PASSWORD = "password"  # noqa: S105
    NO_PAGES = "no_pages"
    NOTHING_DRAWN = "nothing_drawn"
    PAGE_TOO_LARGE = "page_too_large"  # page, width_mm, height_mm, limit_mm
    TOO_MANY_PAGES = "too_many_pages"  # pages, limit
    TOO_LARGE = "too_large"  # bytes, limit
    TOO_MUCH = "too_much"  # megabytes that one page may unpack to
    TIMED_OUT = "timed_out"  # seconds
    OUT_OF_MEMORY = "out_of_memory"  # megabytes
    OTHER_PACKAGE = "other_package"  # found: RAR or 7z
    NOTHING_PACKED = "nothing_packed"
    TOO_MANY_FILES = "too_many_files"  # files, limit
    SWELLS = "swells"  # megabytes it would unpack to, limit
    LIST_UNKNOWN = "list_unknown"  # a drawing list that is no table
    LIST_HEADLESS = "list_headless"
    LIST_EMPTY = "list_empty"


# How libraries say that they got no more memory, each in its own way.
MEMORY_SIGNS = (
    "MemoryError",
    "OutOfMemory",
    "bad_alloc",
    "out of memory",
    "Cannot allocate memory",
    "GC heap",
    "alloc failed",
    "alloc (",
    "inflateInit",
)


class UnreadableDrawing(ValueError):
    """A drawing that is refused: a stable `code` and the particulars that explain it.

    Attributes:
        code: why; a sentence for people is made from it by the callers.
        particulars: the values that belong into that sentence, as text.

    """

    def __init__(
        self, code: Refusal, detail: str = "", /, **particulars: object
    ) -> None:
        self.code = code
        values = {name: str(value) for name, value in particulars.items()}
        if detail:
            values.setdefault("detail", detail[:300])
        self.particulars: Mapping[str, str] = values
        shown = ", ".join(f"{name}={value}" for name, value in sorted(values.items()))
        super().__init__(f"{code.value}: {shown}" if shown else code.value)


class FileRefused(UnreadableDrawing):
    """The bytes are not what we read: empty, foreign, too old, locked."""


class FileDamaged(UnreadableDrawing):
    """The bytes claim to be a drawing and cannot be followed to the end."""


class LimitReached(UnreadableDrawing):
    """Reading needs more time, memory, pages or paper than we allow."""


FAMILY: Mapping[Refusal, type[UnreadableDrawing]] = {
    Refusal.TRUNCATED: FileDamaged,
    Refusal.DAMAGED: FileDamaged,
    Refusal.PAGE_TOO_LARGE: LimitReached,
    Refusal.TOO_MANY_PAGES: LimitReached,
    Refusal.TOO_LARGE: LimitReached,
    Refusal.TOO_MUCH: LimitReached,
    Refusal.TIMED_OUT: LimitReached,
    Refusal.OUT_OF_MEMORY: LimitReached,
    Refusal.TOO_MANY_FILES: LimitReached,
    Refusal.SWELLS: LimitReached,
}


def refused(
    code: Refusal, detail: str = "", /, **particulars: object
) -> UnreadableDrawing:
    """The error of the right kind for a code."""
    return FAMILY.get(code, FileRefused)(code, detail, **particulars)


def tells_of_memory(words: str) -> bool:
    """Whether the words of a library mean that there was not enough memory."""
    return any(sign in words for sign in MEMORY_SIGNS)
