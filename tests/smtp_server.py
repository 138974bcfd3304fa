"""Mail servers over real sockets: one that keeps mail, one that answers what a test tells it."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

DROP = "drop"
SILENCE = "silence"
ANSWERS = {
    "banner": "220 here",
    "EHLO": "250 here",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "dot": "250 stored",
    "QUIT": "221 bye",
    "RSET": "250 ok",
}


class Mailbox:
    """Keeps what a real SMTP server hands over."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.contents.append(envelope.content)
        return "250 taken"


@contextlib.contextmanager
def real_server(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """Run aiosmtpd and yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


class ScriptedServer:
    """Plays a script for each connection in turn; the last one again and again.

    A script maps a step to an answer, to DROP (close at once) or to SILENCE (never answer).
    `stored` holds the messages the server took, `seen` the commands it read; `took`
    is set with the first message.
    """

    def __init__(self, *scripts: dict[str, str]) -> None:
        self.scripts = list(scripts or ({},))
        self.stored: list[bytes] = []
        self.seen: list[str] = []
        self.ended = threading.Event()
        self.took = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(5)
        self.thread = threading.Thread(target=self.serve, daemon=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ended.set()
        with contextlib.suppress(OSError):
            socket.create_connection(self.listener.getsockname(), timeout=1).close()
        self.thread.join(5)
        self.listener.close()

    def serve(self) -> None:
        number = 0
        while not self.ended.is_set():
            try:
                connection, _address = self.listener.accept()
            except TimeoutError:
                continue
            script = self.scripts[min(number, len(self.scripts) - 1)]
            number += 1
            with connection, contextlib.suppress(OSError):
                connection.settimeout(5)
                self.converse(connection, {**ANSWERS, **script})

    def converse(self, connection: socket.socket, script: dict[str, str]) -> None:
        with connection.makefile("rb") as lines:
            if not self.answer(connection, script["banner"]):
                return
            while line := lines.readline():
                verb = line.split()[0].decode().upper()
                self.seen.append(verb)
                if not self.answer(connection, script.get(verb, "502 unknown")):
                    return
                if verb == "QUIT":
                    return
                if verb == "DATA" and script["DATA"].startswith("354"):
                    body = b""
                    while (part := lines.readline()) not in {b".\r\n", b""}:
                        body += part
                    if not self.finish(connection, script["dot"], body):
                        return

    def finish(self, connection: socket.socket, answer: str, body: bytes) -> bool:
        if answer.startswith("250") or answer in {DROP, SILENCE}:
            self.stored.append(body)
            self.took.set()
        return self.answer(connection, answer)

    def answer(self, connection: socket.socket, answer: str) -> bool:
        if answer == SILENCE:
            self.ended.wait(5)
        if answer in {DROP, SILENCE}:
            return False
        connection.sendall(answer.encode() + b"\r\n")
        return True
