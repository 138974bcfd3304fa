"""The house holds: layers, no second clock, nothing of others copied in."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.config import ROOT

PACKAGE = ROOT / "tracker"
CLOCK_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
ROOMS = {"utils", "helpers", "common", "base", "manager"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def calls(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr


@pytest.mark.slow
def test_a_module_imports_only_from_below() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_clock_asks_for_the_time(path: Path) -> None:
    if path.name == "clock.py":
        return
    assert not CLOCK_CALLS & set(calls(path))


def test_the_clock_test_can_fail() -> None:
    assert CLOCK_CALLS & set(calls(PACKAGE / "clock.py"))


def test_no_room_is_named_for_nothing() -> None:
    assert not {path.stem for path in modules()} & ROOMS


def test_modules_can_be_read_in_one_sitting() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules()
        if "migrations" not in path.parts
    }
    assert {name: lines for name, lines in lengths.items() if lines > 350} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert [path for path in silent if "versions" not in path.parts] == []


def test_no_page_or_script_names_an_outside_host() -> None:
    shown = [
        path
        for folder in ("templates", "static")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".css", ".js", ".txt"}
    ]
    assert shown
    named = {
        path.name: line.strip()
        for path in shown
        for line in path.read_text(encoding="utf-8").splitlines()
        if "//" in line.replace("http://www.w3.org/", "") and ("http:" in line or "https:" in line)
    }
    assert named == {}
