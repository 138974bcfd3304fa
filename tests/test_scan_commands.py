"""Commands read a scan in the foreground and say on standard error which page they are at."""

import json
import os
import shutil
from pathlib import Path

import pytest
from sqlmodel import select

from tests.web.test_jobs import PNG, read_page
from tracker import confined
from tracker.cli import main
from tracker.database import open_database
from tracker.models import Document, Event, Job, JobState
from tracker.reading import scans


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_file: Path) -> Path:
    """Return a scan of two pages beside the data folder of an office."""
    for name in [each for each in os.environ if each.startswith("TRACKER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(confined, "read_page", read_page)
    monkeypatch.setattr(confined, "picture_pages", lambda _data, _kind: (1, 2))
    shutil.copy(migrated_file, tmp_path / "tracker.db")
    path = tmp_path / "扫描件.png"
    path.write_bytes(PNG)
    return path


@pytest.mark.slow
def test_extract_reads_a_scan_with_its_progress_on_standard_error(
    scan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", str(scan), "--json"]) == 0
    said = capsys.readouterr()
    rows = json.loads(said.out)["annex_tasks"]
    assert [row["leads"] for row in rows[:2]] == [["规划分局"], ["编办"]]
    assert "第 1 页，共 2 页" in said.err
    assert "第 2 页，共 2 页" in said.err


@pytest.mark.slow
def test_import_reads_a_scan_at_once_as_a_job_of_its_own(
    scan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(scan)]) == 0
    said = capsys.readouterr()
    assert "第 2 页，共 2 页" in said.err
    database = open_database(f"sqlite:///{scan.parent / 'tracker.db'}")
    with database.read() as session:
        job = session.exec(select(Job)).one()
        assert job.state is JobState.done
        assert job.document_id == session.exec(select(Document.id)).one()
        assert session.exec(select(Event.action).where(Event.action == "job.queued")).one()
    database.close()
    assert main(["import", str(scan)]) == 0
    assert "第 1 页" not in capsys.readouterr().err


def test_without_the_extra_both_say_how_to_install_it(
    scan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "PACKAGES", ("no_such_package_anywhere",))
    for command in ("extract", "import"):
        assert main([command, str(scan)]) == 1
        said = capsys.readouterr()
        assert "pip install '.[ocr]'" in said.err
        assert said.out == ""
