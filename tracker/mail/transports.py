"""Hands one message to a mail server, or to a folder, and says what became of it."""

import contextlib
import os
import re
import smtplib
import socket
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from tracker.config import read_smtp_url

# Seconds. RFC 5321 4.5.3.2.6 asks ten minutes for the answer to the final dot: a sender that
# waits less makes the doubt itself.
STEP_TIMEOUT = 60.0
DOT_TIMEOUT = 600.0
QUIT_TIMEOUT = 5.0
DEFAULT_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
OK, ACCEPTED_ALSO, START_DATA = 250, 251, 354
FIRST_REFUSAL, FIRST_PERMANENT = 400, 500
LONGEST_ANSWER = 500


class Outcome(StrEnum):
    """What is known of one attempt.

    `held`: the account or the encryption is wrong, so the next mail would fail the same way.
    `uncertain`: the whole message was handed over, the answer never came.
    """

    sent = "sent"
    retry = "retry"
    failed = "failed"
    held = "held"
    uncertain = "uncertain"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome of one attempt and the server's own words."""

    outcome: Outcome
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message for one mailbox; `name` is a file name without ending."""

    name: str
    recipient: str
    mime: bytes


class Transport(Protocol):
    """Anything that can send a parcel.

    `before_data` is called when everything but the message itself has been agreed; from then on
    the mail may arrive. What it raises ends the attempt and is passed on.
    """

    def send(self, parcel: Parcel, before_data: Callable[[], None]) -> Delivery:
        """Try once, and never raise for what a server or network does."""


class Phase(StrEnum):
    """How far a conversation has come; it decides what a refusal means."""

    connect = "connect"
    session = "session"
    recipient = "recipient"
    dot = "dot"


# A refusal for good (5xx): a banner may be a full server; the session is our configuration.
REFUSED = {
    Phase.connect: Outcome.retry,
    Phase.session: Outcome.held,
    Phase.recipient: Outcome.failed,
    Phase.dot: Outcome.failed,
}


def classify(error: Exception, phase: Phase) -> Delivery:
    """Return what an error in `phase` means (the outcome table of docs/architecture.md)."""
    if isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
        answer = f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
        if code >= FIRST_PERMANENT:
            return Delivery(REFUSED[phase], answer[:LONGEST_ANSWER])
        if code >= FIRST_REFUSAL:
            return Delivery(Outcome.retry, answer[:LONGEST_ANSWER])
    answer = f"{type(error).__name__}: {error}"[:LONGEST_ANSWER]
    if phase is Phase.dot:
        return Delivery(Outcome.uncertain, answer)
    return Delivery(Outcome.held if is_misconfigured(error) else Outcome.retry, answer)


def is_misconfigured(error: Exception) -> bool:
    """Return whether only another configuration can help: certificate, STARTTLS, sign-in."""
    if isinstance(error, ssl.SSLError):
        return not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    passing = smtplib.SMTPServerDisconnected | smtplib.SMTPResponseException
    return isinstance(error, smtplib.SMTPException) and not isinstance(error, passing)


@dataclass(slots=True)
class Conversation:
    """One SMTP conversation about one parcel, remembering its phase."""

    host: str
    port: int
    scheme: str
    sender: str
    login: tuple[str, str] | None
    context: ssl.SSLContext
    step_timeout: float
    dot_timeout: float
    phase: Phase = Phase.connect
    server: smtplib.SMTP | None = None

    def connect(self) -> smtplib.SMTP:
        """Open the connection and return the server, its greeting read."""
        hello = socket.gethostname()
        if self.scheme == "smtps":
            self.server = smtplib.SMTP_SSL(
                self.host, self.port, hello, timeout=self.step_timeout, context=self.context
            )
        else:
            self.server = smtplib.SMTP(self.host, self.port, hello, timeout=self.step_timeout)
        return self.server

    def sign_in(self, server: smtplib.SMTP) -> None:
        """Agree on encryption and account; never go on in clear where the setting says TLS."""
        self.phase = Phase.session
        server.ehlo_or_helo_if_needed()
        if self.scheme == "smtp+starttls":
            server.starttls(context=self.context)
            server.ehlo_or_helo_if_needed()
        if self.login:
            server.login(*self.login)

    def run(self, parcel: Parcel, before_data: Callable[[], None]) -> str:
        """Send the parcel and return the server's answer to the final dot."""
        server = self.connect()
        self.sign_in(server)
        expect(server.mail(self.sender), OK)
        self.phase = Phase.recipient
        expect(server.rcpt(parcel.recipient), OK, ACCEPTED_ALSO)
        before_data()
        expect(server.docmd("DATA"), START_DATA)
        sock = server.sock
        if sock is None:
            raise smtplib.SMTPServerDisconnected("closed before the message")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(stuff_dots(parcel.mime))
        # Until here the server cannot have taken the message; from here on it may have.
        self.phase = Phase.dot
        sock.settimeout(self.dot_timeout)
        sock.sendall(b".\r\n")
        return expect(server.getreply(), OK)

    def end(self) -> None:
        """Say goodbye; what the server answers to QUIT changes nothing any more."""
        if self.server is None:
            return
        with contextlib.suppress(smtplib.SMTPException, OSError):
            if self.server.sock is not None:
                self.server.sock.settimeout(QUIT_TIMEOUT)
                self.server.quit()
        self.server.close()


def expect(reply: tuple[int, bytes], *codes: int) -> str:
    """Return the server's answer, refusing any code but these."""
    code, words = reply
    if code not in codes:
        raise smtplib.SMTPResponseException(code, words)
    return f"{code} {words.decode(errors='replace')}"[:LONGEST_ANSWER]


def stuff_dots(mime: bytes) -> bytes:
    """Return the message with leading dots doubled (RFC 5321 4.5.2), ending in CRLF."""
    lines = re.sub(rb"(?m)^\.", b"..", mime)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Sends through the server of TRACKER_SMTP_URL, one connection and recipient a message.

    Timeouts in seconds: for each step, and for the answer to the final dot.
    """

    url: str
    mail_from: str
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    step_timeout: float = STEP_TIMEOUT
    dot_timeout: float = DOT_TIMEOUT

    def conversation(self) -> Conversation:
        """Return a conversation with the server, not yet begun."""
        parts = read_smtp_url(self.url)
        login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        return Conversation(
            host=parts.hostname or "",
            port=parts.port or DEFAULT_PORTS[parts.scheme],
            scheme=parts.scheme,
            sender=self.mail_from,
            login=login,
            context=self.context,
            step_timeout=self.step_timeout,
            dot_timeout=self.dot_timeout,
        )

    def send(self, parcel: Parcel, before_data: Callable[[], None]) -> Delivery:
        """Try once, and never raise for what the server or the network does."""
        conversation = self.conversation()
        try:
            answer = conversation.run(parcel, before_data)
        except (smtplib.SMTPException, OSError) as error:
            delivery = classify(error, conversation.phase)
        else:
            delivery = Delivery(Outcome.sent, answer)
        finally:
            conversation.end()
        return delivery


@dataclass(frozen=True, slots=True)
class FileTransport:
    """Writes each message into a folder as <name>.eml; a second attempt replaces the first."""

    folder: Path

    def send(self, parcel: Parcel, before_data: Callable[[], None]) -> Delivery:
        """Write the message whole or not at all."""
        before_data()
        target = self.folder / f"{parcel.name}.eml"
        try:
            self.write(parcel.mime, target)
        except OSError as error:
            return Delivery(Outcome.retry, f"{type(error).__name__}: {error}"[:LONGEST_ANSWER])
        return Delivery(Outcome.sent, target.name)

    def write(self, data: bytes, target: Path) -> None:
        """Put the bytes on the disk before their name exists."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(target)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
