"""Says what one child may take, and what it may answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may take: bytes of memory, seconds of work and of waiting; how it yields."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float
    niceness: int = 0


READING = Limits(memory_bytes=512 * 1024**2, cpu_seconds=10, wall_seconds=15)
# One page takes 7 to 12 seconds of work in 1.5 GB of address space at 200 dpi; five times as much
# is left for a full A3 page on a slow machine. It yields to whoever waits for a page or a mail.
RECOGNISING = Limits(memory_bytes=3 * 1024**3, cpu_seconds=60, wall_seconds=180, niceness=10)
ANSWER_BYTES = 32 * 1024**2
OPEN_FILES = 64
