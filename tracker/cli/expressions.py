"""The command that reads expressions of time from standard input."""

import argparse
import sys
from datetime import date

from tracker.cli.output import say, say_line
from tracker.deadlines import parse_deadline


def deadlines(options: argparse.Namespace) -> int:
    """Print the normal form of each line of standard input, one line for one line."""
    for line in sys.stdin:
        text, _tab, issued = line.rstrip("\r\n").lstrip("\ufeff").partition("\t")
        deadline = parse_deadline(text, read_reference(issued))
        if options.json:
            due = deadline.due_on.isoformat() if deadline.due_on else None
            say_line({"text": text, "normal": deadline.normal, "due_on": due})
        else:
            say(deadline.normal)
    return 0


def read_reference(text: str) -> date | None:
    """Return the date of issue that stands behind the tab; None where it is blank or no date."""
    try:
        return date.fromisoformat(text.split("\t", maxsplit=1)[0].strip())
    except ValueError:
        return None
