"""Is the child: takes its limits, reads a file, writes what was found or a refusal."""

import contextlib
import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import IO

from tracker.confined.answers import written
from tracker.confined.limits import ANSWER_BYTES, OPEN_FILES, READING, RECOGNISING, Limits
from tracker.extraction import extract
from tracker.extraction.wire import blocks_from_json, blocks_to_json, to_json
from tracker.reading import read_document
from tracker.reading.mixed import merged
from tracker.reading.mixed import picture_pages as picture_pages_of

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Be the child: take limits, read standard input, write what was found or a refusal."""
    task, *arguments = sys.argv[2:]
    take_limits(RECOGNISING if task == "page" else READING)
    if task == "page":
        _end_with_parent()
    gc.disable()  # all that is read stays to the end; looking for waste would take half the time
    with _stdout_kept() as answer:
        data = sys.stdin.buffer.read()
        answer.writelines(written(TASKS[task], data, arguments))


def _stdout_kept() -> IO[bytes]:
    """Return the standard output for the answer alone: what a library prints goes to the errors."""
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answer


def take_limits(limits: Limits) -> None:
    """Take the limits; none of them can be raised again."""
    os.nice(limits.niceness)
    for limit, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, ANSWER_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def _end_with_parent() -> None:
    """Have the system end us with the thread that waits for us: who takes over reads it anew.

    Else a page would hold its 3 GB for up to a minute more. Only Linux knows of it (prctl(2)).
    """
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _extract(data: bytes, media_type: str) -> tuple[bytes, ...]:
    return (to_json(extract(read_document(data, media_type))).encode(),)


def _pictures(data: bytes, media_type: str) -> tuple[bytes, ...]:
    return (json.dumps(picture_pages_of(data, media_type)).encode(),)


def _page(data: bytes, media_type: str, number: str) -> tuple[bytes, ...]:
    from tracker.reading.scan import read_page

    page = read_page(data, media_type, int(number))
    facts = [page.width, page.height, blocks_to_json(page.blocks)]
    return json.dumps(facts, ensure_ascii=False).encode(), b"\n", page.picture


def _merge(data: bytes, media_type: str, length: str) -> tuple[bytes, ...]:
    pages, warnings = json.loads(data[: int(length)])
    blocks = {number: blocks_from_json(text) for number, text in pages}
    content = merged(data[int(length) :], media_type, blocks, warnings)
    return (to_json(extract(content)).encode(),)


TASKS: dict[str, Callable[..., tuple[bytes, ...]]] = {
    "extract": _extract,
    "pictures": _pictures,
    "page": _page,
    "merge": _merge,
}
