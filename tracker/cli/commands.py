"""Reads the command line and runs one command."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Protocol

from tracker.errors import TrackerError
from tracker.texts import gettext as _

REFUSED = 1
Command = Callable[[argparse.Namespace], int]


class Commands(Protocol):
    """What argparse gives to add commands to."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse's own word
        """Add one command and return its parser."""


# The roles that sign in; models.Role has them too, with the operator, and takes long to load.
ROLES = ("coordinator", "clerk", "leader", "administrator")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 for a refusal said in one line on stderr.

    Bad usage leaves with 2, as argparse does. Texts are UTF-8 whatever the locale.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(message)s")
    for chatty in ("alembic", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        options = parser().parse_args(arguments)
        run: Command = options.run
        return run(options)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except TrackerError as error:
        sys.stderr.write(f"tracker: {error}\n")
    except FileNotFoundError as error:
        sys.stderr.write(f"tracker: {_('There is no file %(path)s.', path=error.filename)}\n")
    except OSError as error:
        reason = error.strerror or error
        sentence = _("%(path)s cannot be used: %(reason)s", path=error.filename, reason=reason)
        sys.stderr.write(f"tracker: {sentence}\n")
    return REFUSED


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="tracker", description=_("Tracks the tasks that documents hand to departments.")
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    add_file_commands(commands)
    add_office_commands(commands)
    add_mail_commands(commands)
    add_server_commands(commands)
    return top


def lazily(area: str, command: str) -> Command:
    """Return a command whose module is loaded when it runs; reading a line needs no scheduler."""

    def run(options: argparse.Namespace) -> int:
        found: Command = getattr(import_module(f"tracker.cli.{area}"), command)
        return found(options)

    return run


def add_file_commands(commands: Commands) -> None:
    """Add the commands that need no database."""
    extract = commands.add_parser("extract", help=_("read one file, print what would be drafted"))
    extract.add_argument("file", type=Path)
    extract.add_argument("--json", action="store_true")
    extract.set_defaults(run=lazily("files", "extract"))

    deadlines = commands.add_parser(
        "deadlines", help=_("read lines of an expression, a tab and a date; print normal forms")
    )
    deadlines.add_argument("--json", action="store_true")
    deadlines.set_defaults(run=lazily("expressions", "deadlines"))


def add_office_commands(commands: Commands) -> None:
    """Add the commands that change the office's data."""
    imported = commands.add_parser("import", help=_("take a document in"))
    imported.add_argument("file", type=Path)
    imported.add_argument("--accept", action="store_true", help=_("make every row a task at once"))
    imported.add_argument(
        "--separate", action="store_true", help=_("a document of its own, no amended edition")
    )
    imported.set_defaults(run=lazily("office", "import_document"))

    create = commands.add_parser("create-user", help=_("add an account; asks for its password"))
    create.add_argument("account")
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, choices=ROLES)
    create.add_argument("--department", help=_("the clerk's department, by its name"))
    create.add_argument("--email")
    create.set_defaults(run=lazily("office", "create_user"))

    migrate = commands.add_parser("migrate", help=_("bring the database up to date"))
    migrate.set_defaults(run=lazily("office", "migrate_database"))


def add_mail_commands(commands: Commands) -> None:
    """Add the commands that remind and send."""
    remind = commands.add_parser("remind", help=_("queue the reminders that are due"))
    remind.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    remind.add_argument("--dry-run", action="store_true", help=_("say what is due, queue nothing"))
    remind.add_argument("--json", action="store_true")
    remind.set_defaults(run=lazily("mailing", "remind"))

    deliver = commands.add_parser("deliver", help=_("send what waits in the outbox"))
    deliver.set_defaults(run=lazily("mailing", "deliver"))


def add_server_commands(commands: Commands) -> None:
    """Add the commands that run until they are stopped."""
    serve = commands.add_parser("serve", help=_("run the web server and the scheduler"))
    serve.set_defaults(run=lazily("serving", "serve"))
    scheduler = commands.add_parser("scheduler", help=_("run the scheduler alone"))
    scheduler.add_argument("--beside", type=int, metavar="PID", help=argparse.SUPPRESS)
    scheduler.set_defaults(run=lazily("serving", "schedule"))
    demo = commands.add_parser("demo", help=_("load the demo office where it is empty, and serve"))
    demo.add_argument("--reset", action="store_true", help=_("load it anew; asks first"))
    demo.add_argument("--load-only", action="store_true", help=_("load, do not serve"))
    demo.set_defaults(run=lazily("demonstrating", "demo"))
