"""Reads and extracts an untrusted file in a child process with limits on memory, time and files.

The parent writes the bytes to a temporary file which is the child's standard input, and takes JSON
from another which is its standard output; so neither side can fill the other's memory, and the
limit on file size caps the answer. `child` is what runs there, `answers` what crosses the border.

A scan goes page by page: find the pages that are pictures, read each with the larger limits of
recognition, put them between those that are typed.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TypeVar

from tracker.clock import monotonic
from tracker.confined.answers import nonsense, understood
from tracker.confined.child import main
from tracker.confined.limits import ANSWER_BYTES, READING, RECOGNISING, Limits
from tracker.errors import Busy, Conflict
from tracker.extraction import Extraction
from tracker.extraction.wire import blocks_from_json, from_json
from tracker.reading.mixed import PAGED
from tracker.reading.scans import ReadPage
from tracker.texts import gettext as _

AT_ONCE = 2
WAIT_SECONDS = 60
LOOK_EVERY = 0.5

# -I keeps the environment, the user's site and the working directory out of the child's path; the
# folder that holds this package is handed over as an argument, so a checkout works like a wheel.
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from tracker.confined import main; main()"
HOME = Path(__file__).resolve().parents[2]

__all__ = [
    "AT_ONCE",
    "HOME",
    "READING",
    "RECOGNISING",
    "always",
    "extract_document",
    "extract_pages",
    "main",
    "picture_pages",
    "read_page",
]

Built = TypeVar("Built")
turns = threading.BoundedSemaphore(AT_ONCE)


def extract_document(data: bytes, media_type: str) -> Extraction:
    """Return what extraction finds in `data`, its content included, without trusting the bytes.

    Raises:
        UnreadableFile: what the reader refused; TooLarge when a limit was reached, DamagedFile when
            the child crashed.
        Busy: two other files were being read for a whole minute.
    """
    return _built(from_json, _in_turn("extract", data, (media_type,)))


def picture_pages(data: bytes, media_type: str) -> tuple[int, ...]:
    """Return the numbers (from 1) of the pages that have to be recognised: of a scan, all.

    Raises:
        UnreadableFile, Busy: see `extract_document`.
    """
    answer = _in_turn("pictures", data, (media_type,))
    return _built(lambda text: tuple(map(int, json.loads(text))), answer)


def extract_pages(
    pages: Mapping[int, str], data: bytes, media_type: str, warnings: Sequence[str] = ()
) -> Extraction:
    """Return what extraction finds in a file some or all of whose pages were recognised.

    `pages` holds the blocks of each by its number, as the wire writes them; what is typed is read
    from `data`. `warnings` become remarks.

    Raises:
        UnreadableFile, Busy: see `extract_document`.
    """
    recognised = json.dumps([sorted(pages.items()), list(warnings)]).encode()
    question = recognised + (data if media_type in PAGED else b"")
    return _built(from_json, _in_turn("merge", question, (media_type, str(len(recognised)))))


def always() -> bool:
    """Say yes: nobody wants the work to end."""
    return True


def read_page(
    data: bytes, media_type: str, number: int, may_go_on: Callable[[], bool] = always
) -> ReadPage:
    """Return one page (from 1) of a scan; `may_go_on` is asked twice a second meanwhile.

    Raises:
        UnreadableFile: see `extract_document`.
        Conflict: it may not go on.
    """
    answer = _ask("page", data, (media_type, str(number)), RECOGNISING, may_go_on)
    facts, _line, picture = answer.partition(b"\n")
    return _built(lambda text: _page_of(json.loads(text), number, picture), facts)


def _page_of(facts: tuple[int, int, str], number: int, picture: bytes) -> ReadPage:
    width, height, blocks = facts
    return ReadPage(number, blocks_from_json(blocks), int(width), int(height), picture)


def _in_turn(task: str, data: bytes, arguments: Sequence[str]) -> bytes:
    """Return the answer of a child that reads, two of them at the most at once."""
    if not turns.acquire(timeout=WAIT_SECONDS):
        raise Busy(_("Other files are being read; try again in a minute."))
    try:
        return _ask(task, data, arguments, READING, always)
    finally:
        turns.release()


def _built(build: Callable[[str], Built], answer: bytes) -> Built:
    """Return what `build` makes of the answer; a child that was taken over may write anything."""
    try:
        return build(answer.decode())
    except (ValueError, KeyError, TypeError) as error:
        raise nonsense() from error


def _ask(
    task: str,
    data: bytes,
    arguments: Sequence[str],
    limits: Limits,
    may_go_on: Callable[[], bool],
) -> bytes:
    """Return what a child answers to one task."""
    with (
        tempfile.TemporaryFile() as question,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        question.write(data)
        question.seek(0)
        ended = _run((task, *arguments), question, answer, folder, limits, may_go_on)
        answer.seek(0)
        return understood(ended, answer.read(ANSWER_BYTES + 1))


def _run(
    arguments: Sequence[str],
    question: IO[bytes],
    answer: IO[bytes],
    folder: str,
    limits: Limits,
    may_go_on: Callable[[], bool],
) -> int | None:
    """Run the child and return its exit status, negative for a signal, None past the wall time.

    `folder` is where it may write; whatever it leaves there goes with the folder.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", PROGRAM, str(HOME), *arguments],
        stdin=question,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"LC_ALL": "C.UTF-8", "TMPDIR": folder},
        start_new_session=True,
    )
    try:
        return _waited_for(child, limits, may_go_on)
    finally:
        _end_group(child)


def _waited_for(
    child: "subprocess.Popen[bytes]", limits: Limits, may_go_on: Callable[[], bool]
) -> int | None:
    """Return the child's exit status, None past the wall time.

    Raises:
        Conflict: it may not go on.
    """
    until = monotonic() + limits.wall_seconds
    while (left := until - monotonic()) > 0:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(min(left, LOOK_EVERY))
        if not may_go_on():
            raise Conflict("The reading of a page was stopped.")
    return None


def _end_group(child: "subprocess.Popen[bytes]") -> None:
    """Kill whatever the child left in its process group, and the child itself."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
