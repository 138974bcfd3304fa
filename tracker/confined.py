"""Reads and extracts an untrusted file in a child process with limits on memory, time and files.

The parent writes the bytes to a temporary file which is the child's standard input, and takes JSON
from another which is its standard output; so neither side can fill the other's memory, and the
limit on file size caps the answer. A refusal crosses the border as its class and its sentence.
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
from pathlib import Path
from typing import IO

from tracker.errors import (
    Busy,
    DamagedFile,
    EncryptedFile,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
    WrongType,
)
from tracker.extraction import Extraction, extract
from tracker.extraction.wire import from_json, to_json
from tracker.reading import read_document
from tracker.texts import gettext as _

MEMORY_BYTES = 512 * 1024**2
CPU_SECONDS = 10
WALL_SECONDS = 15
ANSWER_BYTES = 32 * 1024**2
OPEN_FILES = 64
AT_ONCE = 2
WAIT_SECONDS = 60

# -I keeps the environment, the user's site and the working directory out of the child's path; the
# folder that holds this package is handed over as an argument, so a checkout works like a wheel.
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from tracker.confined import main; main()"
HOME = Path(__file__).resolve().parent.parent

REFUSALS: dict[str, type[UnreadableFile]] = {
    refusal.__name__: refusal
    for refusal in (EncryptedFile, DamagedFile, WrongType, TooLarge, UnknownFormat, UnreadableFile)
}
turns = threading.BoundedSemaphore(AT_ONCE)
logger = logging.getLogger(__name__)


def extract_document(data: bytes, media_type: str) -> Extraction:
    """Return what extraction finds in `data`, its content included, without trusting the bytes.

    Raises:
        UnreadableFile: what the reader refused; TooLarge when a limit was reached, DamagedFile when
            the child crashed.
        Busy: two other files were being read for a whole minute.
    """
    if not turns.acquire(timeout=WAIT_SECONDS):
        raise Busy(_("Other files are being read; try again in a minute."))
    try:
        with (
            tempfile.TemporaryFile() as question,
            tempfile.TemporaryFile() as answer,
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        ):
            question.write(data)
            question.seek(0)
            ended = _run(media_type, question, answer, folder)
            answer.seek(0)
            return _understood(ended, answer.read(ANSWER_BYTES + 1))
    finally:
        turns.release()


def _run(media_type: str, question: IO[bytes], answer: IO[bytes], folder: str) -> int | None:
    """Run the child and return its exit status, negative for a signal, None past the wall time.

    `folder` is where it may write; whatever it leaves there goes with the folder.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", PROGRAM, str(HOME), media_type],
        stdin=question,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"LC_ALL": "C.UTF-8", "TMPDIR": folder},
        start_new_session=True,
    )
    try:
        return child.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end_group(child)


def _end_group(child: "subprocess.Popen[bytes]") -> None:
    """Kill whatever the child left in its process group, and the child itself."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _understood(ended: int | None, answer: bytes) -> Extraction:
    """Return the extraction in the child's answer, or raise what the child came to."""
    if ended is None or ended in {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ}:
        logger.warning("reading a file reached a limit of time or memory (status %s)", ended)
        raise TooLarge(_("Reading the file takes too long; split it and upload the pieces."))
    if ended != 0 or len(answer) > ANSWER_BYTES:
        logger.warning("reading a file ended with status %s", ended)
        raise DamagedFile(_("The file cannot be read; open it, save it again and upload that."))
    try:
        head, _line, rest = answer.decode().partition("\n")
        if head == "extraction":
            return from_json(rest)
        name, sentence = json.loads(rest)
        refusal = REFUSALS[name](sentence)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedFile(
            _("The file cannot be read; open it, save it again and upload that.")
        ) from error
    raise refusal


def main() -> None:
    """Be the child: take limits, read standard input, write an extraction or a refusal."""
    _take_limits()
    gc.disable()  # all that is read stays to the end; looking for waste would take half the time
    with _stdout_kept() as answer:
        data = sys.stdin.buffer.read()
        answer.writelines(part.encode() for part in _answer(data, sys.argv[2]))


def _stdout_kept() -> IO[bytes]:
    """Return the standard output for the answer alone: what a library prints goes to the errors."""
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answer


def _take_limits() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, ANSWER_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def _answer(data: bytes, media_type: str) -> tuple[str, str]:
    """Return the answer: a line that says which it is, and JSON."""
    try:
        return "extraction\n", to_json(extract(read_document(data, media_type)))
    except UnreadableFile as refusal:
        return "refusal\n", json.dumps([type(refusal).__name__, str(refusal)])
    except (MemoryError, RecursionError):
        pass  # answered below, once the frames that held the memory are gone
    sentence = _("Reading the file takes too much memory; split it and upload the pieces.")
    return "refusal\n", json.dumps([TooLarge.__name__, sentence])
