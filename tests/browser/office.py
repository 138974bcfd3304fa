"""An office as an operator sets it up: real processes, a real mail server, a clock that moves."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.smtp_server import Mailbox, real_server
from tests.test_serving import free_port, serving, wait_for_health

PASSWORD = "browser-walk-1"
MAIL_WITHIN = 40.0


class Sink(Mailbox):
    """A mail server whose mail can be waited for."""

    @property
    def received(self) -> list[EmailMessage]:
        """What it was given, the oldest first."""
        return [message_from_bytes(each, policy=policy.default) for each in self.contents]

    def wait_for(self, subject: str, recipient: str) -> EmailMessage:
        """Return the first mail to `recipient` with these words in its subject."""
        until = time.monotonic() + MAIL_WITHIN
        while time.monotonic() < until:
            for message in self.received:
                if subject in str(message["Subject"]) and recipient in str(message["To"]):
                    return message
            time.sleep(0.2)
        seen = [str(message["Subject"]) for message in self.received]
        raise AssertionError(f"no mail about {subject!r} to {recipient}; there were {seen}")


@dataclass
class Office:
    """One office: its data folder, its address, its mail server."""

    folder: Path
    port: int
    sink: Sink
    smtp_port: int

    @property
    def url(self) -> str:
        """The address people type."""
        return f"http://127.0.0.1:{self.port}"

    def environ(self, today: str) -> dict[str, str]:
        """The settings of the office on the day `today`."""
        return {
            "TRACKER_TODAY": today,
            "TRACKER_DIGEST_AT": "00:00",
            "TRACKER_SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "TRACKER_DATA_DIR": str(self.folder),
            "TRACKER_LISTEN": f"127.0.0.1:{self.port}",
        }

    def command(self, today: str, *arguments: str, typed: str = "") -> str:
        """Run one operator command and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *arguments],
            env={**os.environ, **self.environ(today)},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add_account(self, account: str, role: str, department: str | None = None) -> None:
        """Add an account as an operator does."""
        extra = ["--department", department] if department else []
        mailbox = f"{account}@example.invalid"
        self.command(
            "2017-08-15",
            *("create-user", account, "--name", account, "--role", role, "--email", mailbox),
            *extra,
            typed=PASSWORD + "\n",
        )

    @contextmanager
    def open_on(self, today: str) -> Iterator[None]:
        """Serve the office as of the day `today`."""
        with serving(self.folder, self.port, "serve", **self.environ(today)):
            assert wait_for_health(self.port) == 200
            yield


@contextmanager
def new_office(folder: Path) -> Iterator[Office]:
    """Return an empty office with a mail server of its own."""
    sink = Sink()
    with real_server(sink) as smtp_port:
        yield Office(folder, free_port(), sink, smtp_port)
