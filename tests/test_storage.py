"""Kept files: once for the same bytes, whole or not at all, and never outside their folder."""

import errno
import os
import resource
from hashlib import sha256
from pathlib import Path

import pytest

from tracker.errors import NotFound
from tracker.storage import Storage, tidy_name

DATA = "教育文体局的佐证".encode()
DIGEST = sha256(DATA).hexdigest()


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "data" / "uploads")


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_file_is_kept_under_the_hash_of_its_bytes(storage: Storage) -> None:
    assert storage.put(DATA) == DIGEST
    assert storage.path(DIGEST) == storage.folder / DIGEST[:2] / DIGEST[2:4] / DIGEST
    assert storage.read(DIGEST) == DATA


def test_same_bytes_are_kept_once_and_not_written_again(storage: Storage) -> None:
    storage.put(DATA)
    before = storage.path(DIGEST).stat()
    assert storage.put(DATA) == DIGEST
    after = storage.path(DIGEST).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert files_below(storage.folder) == [storage.path(DIGEST)]


def test_other_bytes_are_another_file(storage: Storage) -> None:
    storage.put(DATA)
    storage.put(DATA + b".")
    assert len(files_below(storage.folder)) == 2


def test_no_bytes_are_a_file_too(storage: Storage) -> None:
    assert storage.read(storage.put(b"")) == b""


def test_damaged_bytes_are_found(storage: Storage) -> None:
    storage.put(DATA)
    storage.path(DIGEST).write_bytes(DATA[:-1])
    with pytest.raises(NotFound, match="损坏"):
        storage.read(DIGEST)


def test_damaged_file_is_mended_by_the_same_bytes(storage: Storage) -> None:
    storage.put(DATA)
    storage.path(DIGEST).write_bytes(DATA[:-1])
    storage.put(DATA)
    assert storage.read(DIGEST) == DATA


def test_missing_file_is_said(storage: Storage) -> None:
    with pytest.raises(NotFound, match="管理员"):
        storage.read(DIGEST)


@pytest.mark.parametrize(
    "digest",
    ["", "../../secret", "/etc/passwd", "../" * 20 + "etc/passwd", DIGEST.upper(), DIGEST + "\n"],
)
def test_what_is_no_hash_leads_nowhere(storage: Storage, digest: str) -> None:
    (storage.folder.parent).mkdir(parents=True)
    (storage.folder.parent / "secret").write_bytes(b"secret")
    with pytest.raises(NotFound):
        storage.path(digest)
    with pytest.raises(NotFound):
        storage.read(digest)


def test_file_is_whole_before_it_has_its_name(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    true_fsync, true_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        steps.append(f"sync {Path(f'/proc/self/fd/{descriptor}').readlink().name[:7]}")
        true_fsync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        steps.append(f"name {self.name[:7]} {target.name[:7]}")
        return true_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    storage.put(DATA)
    assert steps == [
        "sync upload-",
        f"name upload- {DIGEST[:7]}",
        f"sync {DIGEST[2:4]}",
        f"sync {DIGEST[:2]}",
        "sync uploads",
    ]


def test_full_disk_leaves_no_half_file(storage: Storage) -> None:
    storage.put(DATA)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most[1]))
    try:
        with pytest.raises(OSError, match=os.strerror(errno.EFBIG)):
            storage.put(b"x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert files_below(storage.folder) == [storage.path(DIGEST)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("进展 报告.docx", "进展 报告.docx"),
        ("C:\\用户\\周\\报告.docx", "报告.docx"),
        ("/etc/passwd", "passwd"),
        ("../../../报告.docx", "报告.docx"),
        ("报告\r\nX-Evil: 1.docx", "报告X-Evil: 1.docx"),
        ("报告\x00.docx", "报告.docx"),
        ("报告\u202excod.exe", "报告xcod.exe"),
        ("\u200b报\ufeff告.docx", "报告.docx"),
        ("  报告.docx ", "报告.docx"),
        (".htaccess", ".htaccess"),
        ("", "佐证"),
        ("文件夹/", "佐证"),
        ("\x1b\x07", "佐证"),
        ("a\ud800b.txt", "ab.txt"),
    ],
)
def test_name_is_tidied(given: str, kept: str) -> None:
    assert tidy_name(given, "佐证") == kept


def test_long_name_keeps_its_ending() -> None:
    kept = tidy_name("报" * 300 + ".docx", "佐证")
    assert len(kept) == 255
    assert kept.endswith("报.docx")
