"""Untrusted files are read in a child that cannot take the office down."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from tests.reading_samples import DOCUMENTS, MEASURED, extraction_of, make_docx, peak_megabytes
from tracker import confined
from tracker.errors import Busy, DamagedFile, TooLarge, UnreadableFile, WrongType
from tracker.reading import media_types


def test_the_child_finds_what_extraction_finds() -> None:
    data = (DOCUMENTS / "tianning" / "source.docx").read_bytes()
    found = confined.extract_document(data, media_types.DOCX)
    assert found == extraction_of("tianning/source.docx")


@pytest.mark.parametrize(
    ("file", "refusal"),
    [("truncated", DamagedFile), ("xxe", DamagedFile), ("huge_span", TooLarge)],
)
def test_a_refusal_crosses_the_border_with_its_class_and_sentence(
    file: str, refusal: type[UnreadableFile]
) -> None:
    data = (DOCUMENTS / "hostile" / f"{file}.docx").read_bytes()
    with pytest.raises(refusal, match=SENTENCE):
        confined.extract_document(data, media_types.DOCX)


def _stand_in(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let the child run another program, to see what becomes of one that went wrong."""
    monkeypatch.setattr(confined, "PROGRAM", program)


SENTENCE = r"\w{4}"
LIMITED = (
    "import sys; sys.path.insert(0, sys.argv[1]); from tracker.confined import READING, child; "
    "child.take_limits(READING); "
)


@pytest.mark.parametrize(
    ("program", "refusal"),
    [
        ("import os; os.abort()", TooLarge),
        ("import sys; sys.exit(3)", DamagedFile),
        ("print('nonsense')", DamagedFile),
        ("print('refusal\\n{}')", DamagedFile),
        ('print(\'refusal\\n["Exception", "?"]\')', DamagedFile),
        ("import os; os.kill(os.getpid(), 9)", TooLarge),
        (LIMITED + "x = bytearray(600 * 1024**2)", DamagedFile),
        (LIMITED + "sys.stdout.write('x' * 40 * 1024**2)", DamagedFile),
    ],
)
def test_a_child_that_goes_wrong_becomes_a_refusal(
    monkeypatch: pytest.MonkeyPatch, program: str, refusal: type[UnreadableFile]
) -> None:
    _stand_in(monkeypatch, program)
    with pytest.raises(refusal, match=SENTENCE):
        confined.extract_document(b"", media_types.TEXT)


def test_a_child_that_hangs_is_killed_with_its_whole_group(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = tmp_path / "grandchild"
    _stand_in(
        monkeypatch,
        "import subprocess, time, pathlib; p = subprocess.Popen(['sleep', '60']);"
        f"pathlib.Path({str(note)!r}).write_text(str(p.pid)); time.sleep(60)",
    )
    monkeypatch.setattr(confined, "READING", replace(confined.READING, wall_seconds=0.5))
    with pytest.raises(TooLarge):
        confined.extract_document(b"", media_types.TEXT)
    grandchild = int(note.read_text())
    assert _gone(grandchild)


def _gone(pid: int) -> bool:
    for _attempt in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_at_most_two_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running: list[int] = []
    most: list[int] = []
    lock = threading.Lock()

    def run(arguments: object, question: IO[bytes], answer: IO[bytes], *_more: object) -> int:
        del arguments, question
        with lock:
            running.append(1)
            most.append(len(running))
        time.sleep(0.05)
        answer.write(b'refusal\n["WrongType", "no"]')
        with lock:
            running.pop()
        return 0

    def read() -> None:
        with pytest.raises(WrongType):
            confined.extract_document(b"", media_types.TEXT)

    monkeypatch.setattr(confined, "_run", run)
    threads = [threading.Thread(target=read) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == confined.AT_ONCE


def test_a_third_reader_that_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(confined, "turns", threading.BoundedSemaphore(1))
    confined.turns.acquire()
    with pytest.raises(Busy):
        confined.extract_document(b"", media_types.TEXT)


def test_the_child_needs_neither_the_working_directory_nor_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "tracker.py").write_text("raise SystemExit(9)")
    data = "方案\n一、任务\n建校。（市教育局负责）".encode()
    assert confined.extract_document(data, media_types.TEXT).measures[0].leads == ("市教育局",)


def test_what_a_library_prints_does_not_spoil_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in(
        monkeypatch,
        "import os, sys; sys.path.insert(0, sys.argv[1]); from tracker.confined import child;"
        "read = child.read_document;"
        "noise = lambda: (print('WARNING ***'), os.system('echo WARNING'));"
        "child.read_document = lambda data, kind: (noise(), read(data, kind))[1];"
        "child.main()",
    )
    data = "方案\n一、任务\n建校。（市教育局负责）".encode()
    assert confined.extract_document(data, media_types.TEXT).measures[0].leads == ("市教育局",)


def test_what_a_reader_leaves_in_its_folder_is_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    _stand_in(
        monkeypatch,
        "import os, tempfile; tempfile.mkstemp(); open('left', 'w'); os.kill(os.getpid(), 9)",
    )
    with pytest.raises(TooLarge):
        confined.extract_document(b"", media_types.TEXT)
    assert list(tmp_path.iterdir()) == []


def test_the_limits_are_taken() -> None:
    program = LIMITED + (
        "import resource as r; print(*(r.getrlimit(k)[1] for k in "
        "(r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE, r.RLIMIT_CORE)))"
    )
    command = [sys.executable, "-I", "-c", program, str(confined.HOME)]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert [int(limit) for limit in printed.split()] == [512 * 1024**2, 10, 32 * 1024**2, 64, 0]
    assert resource.getrlimit(resource.RLIMIT_AS)[1] != 512 * 1024**2
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


TEXT = "<w:p><w:r><w:t>段落</w:t></w:r></w:p>"
ROW = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 6 + "</w:tr>"
WIDE = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="200"/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>'
BOMBS = {
    "blanks": lambda: " " * 101 * 1024**2,
    "paragraphs": lambda: TEXT * 2_000_000,
    "empty paragraphs": lambda: "<w:p/>" * 2_000_000,
    "just under the limit": lambda: "<w:p/>" * 1_400_000,
    "rows": lambda: f"<w:tbl>{ROW * 60_000}</w:tbl>",
    "wide merges": lambda: f"<w:tbl>{WIDE * 20_000}</w:tbl>",
    "one long word": lambda: f"<w:p><w:r><w:t>{'段' * 30_000_000}</w:t></w:r></w:p>",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_the_limits(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = tmp_path / "status"
    monkeypatch.setattr(confined, "PROGRAM", MEASURED.format(note=str(note)))
    data = make_docx(BOMBS[name]())
    begun = time.monotonic()
    with pytest.raises(UnreadableFile, match=SENTENCE):
        confined.extract_document(data, media_types.media_type(data, "bomb.docx"))
    assert time.monotonic() - begun < confined.READING.wall_seconds + 2
    assert peak_megabytes(note) <= confined.READING.memory_bytes / 1024**2


def answer(data: bytes) -> str:
    """Return the sentence of a refusal; being read is as good an answer."""
    try:
        confined.extract_document(data, media_types.TEXT)
    except UnreadableFile as refusal:
        return str(refusal)
    return "read"


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["（责任单位：", "\t甲\n", "a|b|c\n", "会同、市教育局", "1．甲。\n"]
)
def test_a_repetitive_text_is_read_or_refused_within_the_limits(unit: str) -> None:
    data = (unit * (2_900_000 // len(unit))).encode()
    begun = time.monotonic()
    assert answer(data)
    assert time.monotonic() - begun < confined.READING.wall_seconds + 2
