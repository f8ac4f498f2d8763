"""How much a reading may cost before it is stopped."""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one child process.

    Attributes:
        seconds: wall time; the whole process group is killed after it.
        cpu_seconds: processor time, kept by the kernel.
        memory_mb: address space. The CAD converter alone maps more than 400 MB.
        file_mb: size of any one file the child writes.
        open_files: file descriptors.
        pages: pages or sheets of one file.
        input_mb: size of the file that is read.
        overview_seconds: processor time after which no more overviews are drawn.

    """

    seconds: float = 120.0
    cpu_seconds: int = 110
    memory_mb: int = 2048
    file_mb: int = 512
    open_files: int = 128
    pages: int = 500
    input_mb: int = 300
    overview_seconds: float = 0.0
