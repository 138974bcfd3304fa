"""Writes results to standard output, progress and problems to standard error."""

import json
import sys


def say(line: str) -> None:
    """Write one line of the result."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def note(line: str) -> None:
    """Write one line of progress, or a problem."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def say_json(value: object) -> None:
    """Write `value` as JSON and nothing else."""
    say(json.dumps(value, ensure_ascii=False, indent=1))


def say_line(value: object) -> None:
    """Write `value` as JSON on one line."""
    say(json.dumps(value, ensure_ascii=False))
