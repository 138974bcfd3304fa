"""Reads and extracts an untrusted file in a child process with limits on memory, time and files.

The parent writes the bytes to a temporary file which is the child's standard input, and takes JSON
from another which is its standard output; so neither side can fill the other's memory, and the
limit on file size caps the answer. A refusal crosses the border as its class and its sentence.

A scan goes page by page: find the pages that are pictures, read each with the larger limits of
recognition, put them between those that are typed.
"""

import contextlib
import gc
import json
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from tracker.clock import monotonic
from tracker.errors import (
    Busy,
    Conflict,
    DamagedFile,
    EncryptedFile,
    ScannedFile,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
    WrongType,
)
from tracker.extraction import Extraction, extract
from tracker.extraction.wire import blocks_from_json, blocks_to_json, from_json, to_json
from tracker.reading import read_document
from tracker.reading.mixed import PAGED, merged
from tracker.reading.mixed import picture_pages as picture_pages_of
from tracker.reading.scans import ReadPage
from tracker.texts import gettext as _


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
PR_SET_PDEATHSIG = 1
AT_ONCE = 2
WAIT_SECONDS = 60
LOOK_EVERY = 0.5

# -I keeps the environment, the user's site and the working directory out of the child's path; the
# folder that holds this package is handed over as an argument, so a checkout works like a wheel.
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from tracker.confined import main; main()"
HOME = Path(__file__).resolve().parent.parent

REFUSALS: dict[str, type[UnreadableFile]] = {
    refusal.__name__: refusal
    for refusal in (
        EncryptedFile,
        DamagedFile,
        WrongType,
        TooLarge,
        UnknownFormat,
        ScannedFile,
        UnreadableFile,
    )
}
Built = TypeVar("Built")
turns = threading.BoundedSemaphore(AT_ONCE)
logger = logging.getLogger(__name__)


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
        raise _nonsense() from error


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
        return _understood(ended, answer.read(ANSWER_BYTES + 1))


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


def _understood(ended: int | None, answer: bytes) -> bytes:
    """Return what the child found, or raise what it came to."""
    if ended is None or ended in {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ}:
        logger.warning("reading a file reached a limit of time or memory (status %s)", ended)
        raise TooLarge(_("Reading the file takes too long; split it and upload the pieces."))
    if ended != 0 or len(answer) > ANSWER_BYTES:
        logger.warning("reading a file ended with status %s", ended)
        raise _nonsense()
    head, _line, rest = answer.partition(b"\n")
    if head == b"found":
        return rest
    try:
        name, sentence = json.loads(rest)
        refusal = REFUSALS[name](sentence)
    except (ValueError, KeyError, TypeError) as error:
        raise _nonsense() from error
    raise refusal


def _nonsense() -> DamagedFile:
    """Return the refusal of a file whose child crashed or answered what no child of ours does."""
    return DamagedFile(_("The file cannot be read; open it, save it again and upload that."))


def main() -> None:
    """Be the child: take limits, read standard input, write what was found or a refusal."""
    task, *arguments = sys.argv[2:]
    _take_limits(RECOGNISING if task == "page" else READING)
    if task == "page":
        _end_with_parent()
    gc.disable()  # all that is read stays to the end; looking for waste would take half the time
    with _stdout_kept() as answer:
        data = sys.stdin.buffer.read()
        answer.writelines(_answer(TASKS[task], data, arguments))


def _stdout_kept() -> IO[bytes]:
    """Return the standard output for the answer alone: what a library prints goes to the errors."""
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answer


def _take_limits(limits: Limits) -> None:
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


def _answer(
    task: Callable[..., tuple[bytes, ...]], data: bytes, arguments: Sequence[str]
) -> tuple[bytes, ...]:
    """Return the answer: a line that says which it is, and what was found or refused."""
    try:
        return b"found\n", *task(data, *arguments)
    except UnreadableFile as refusal:
        return b"refusal\n", json.dumps([type(refusal).__name__, str(refusal)]).encode()
    except (MemoryError, RecursionError):
        pass  # answered below, once the frames that held the memory are gone
    sentence = _("Reading the file takes too much memory; split it and upload the pieces.")
    return b"refusal\n", json.dumps([TooLarge.__name__, sentence]).encode()
