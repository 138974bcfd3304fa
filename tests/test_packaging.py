"""The wheel carries what the program ships, and works where there is no checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tracker.config import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    return built


def shipped_files() -> set[str]:
    tracked = subprocess.run(
        ["git", "ls-files", "templates", "static", "data"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return {f"tracker/shipped/{name}" for name in tracked}


def test_the_wheel_carries_pages_styles_samples_and_the_catalogue(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert shipped_files() - inside == set()
    assert "tracker/translations/zh_Hans_CN/LC_MESSAGES/tracker.mo" in inside


def test_the_program_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(home)
    environ = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")}
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "demo", "--load-only"],
        cwd=tmp_path,
        env={**environ, "PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "demo.db").is_file()
    assert "coordinator" in done.stdout
