"""The server as an operator starts and stops it: real processes on loopback."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

WAIT = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    folder: Path, port: int, *command: str, **settings: str
) -> Iterator["subprocess.Popen[str]"]:
    environ = {
        **os.environ,
        "TRACKER_DATA_DIR": str(folder),
        "TRACKER_LISTEN": f"127.0.0.1:{port}",
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", *command],
        env=environ,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for_health(port: int) -> int:
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("the server did not come up")


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    threads = Path(f"/proc/{process}/task").iterdir()
    every = [listed, *((thread / "children").read_text(encoding="ascii") for thread in threads)]
    return sorted({int(number) for text in every for number in text.split()})


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] != "Z"


def wait_until_gone(process: int) -> bool:
    deadline = time.monotonic() + WAIT
    while is_running(process) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not is_running(process)


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_its_scheduler_with_0(
    tmp_path: Path, sent: signal.Signals
) -> None:
    port = free_port()
    with serving(tmp_path, port, "serve") as process:
        assert wait_for_health(port) == 200
        [scheduler] = children(process.pid)
        process.send_signal(sent)
        assert process.wait(WAIT) == 0
        assert wait_until_gone(scheduler)


@pytest.mark.slow
def test_a_killed_server_takes_its_scheduler_along(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port, "serve") as process:
        wait_for_health(port)
        [scheduler] = children(process.pid)
        process.kill()
        assert wait_until_gone(scheduler)


@pytest.mark.slow
def test_a_taken_port_is_one_sentence_that_names_the_variable(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with serving(tmp_path, port, "serve") as process:
            output, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 1
    assert output == ""
    assert "TRACKER_LISTEN" in errors.splitlines()[-1]


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str]:
    """Send one request and return status, cookie and page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body or None, {**kind, **sent})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Set-Cookie") or "", answer.read().decode()
    finally:
        connection.close()


@pytest.mark.slow
def test_a_new_office_is_set_up_with_the_token_of_its_console(tmp_path: Path) -> None:
    """Real processes; behind a proxy that is trusted, whose visitors are told apart."""
    port = free_port()
    with serving(tmp_path, port, "serve", TRACKER_TRUSTED_PROXY="127.0.0.1") as process:
        wait_for_health(port)
        token = (tmp_path / "first-run-token").read_text()
        _status, cookie, page = ask(port, "GET", "/first-run")
        secret = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert secret is not None
        form = {"csrf_token": secret[1], "token": token, "account": "admin", "name": "管理员"}
        form |= dict.fromkeys(("password", "same_password"), "一个够长的口令 7")
        cookies = {"Cookie": cookie.partition(";")[0]}
        assert ask(port, "POST", "/first-run", urlencode(form), **cookies)[0] == 303
        assert ask(port, "GET", "/first-run")[0] == 404
        wrong = {"csrf_token": secret[1], "account": "admin", "password": "falsch"}
        seen = {**cookies, "X_Forwarded_For": "10.9.8.7"}
        assert ask(port, "POST", "/sign-in", urlencode(wrong), **seen)[0] == 400
        process.send_signal(signal.SIGTERM)
        output, _errors = process.communicate(timeout=WAIT)
    assert token in output
    with closing(sqlite3.connect(tmp_path / "tracker.db")) as database:
        assert database.execute("SELECT address FROM signinattempt").fetchall() == [("10.9.8.7",)]


@pytest.mark.slow
def test_demo_data_are_not_replaced_under_a_running_server(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port, "demo"):
        wait_for_health(port)
        before = (tmp_path / "demo-accounts.txt").read_bytes()
        with serving(tmp_path, port, "demo", "--reset", YES="1") as second:
            _output, errors = second.communicate(timeout=WAIT)
        assert second.returncode == 1
        assert str(port) in errors
        assert (tmp_path / "demo-accounts.txt").read_bytes() == before


@pytest.mark.slow
def test_a_form_that_is_being_sent_is_answered_before_the_server_ends(tmp_path: Path) -> None:
    port = free_port()
    body = b"account=zhou&password=" + b"x" * 4000
    head = (
        f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    )
    with serving(tmp_path, port, "serve") as process:
        wait_for_health(port)
        with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as sender:
            sender.sendall(head.encode() + body[:2000])
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            time.sleep(1.5)
            assert process.poll() is None, "it waits for the rest"
            sender.sendall(body[2000:])
            assert sender.recv(100).startswith(b"HTTP/1.1 4")
        assert process.wait(WAIT) == 0


@pytest.mark.slow
def test_a_body_over_every_limit_gets_a_page_once_it_was_sent(tmp_path: Path) -> None:
    """A browser shows an answer only if the server goes on reading what it still sends."""
    port, size = free_port(), 64 * 2**20
    head = (
        f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {size}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nConnection: close\r\n\r\n"
    )
    with serving(tmp_path, port, "serve", TMPDIR=str(tmp_path)):
        wait_for_health(port)
        with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as sender:
            sender.sendall(head.encode())
            for _megabyte in range(size >> 20):
                sender.sendall(bytes(2**20))
            with sender.makefile("rb") as answer:
                page = answer.read().decode()
    assert page.startswith("HTTP/1.1 413")
    assert "提交的内容过大" in page
    assert "回到工作台" in page
