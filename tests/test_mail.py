"""Mail: composing, the standard message, and every way a server can answer."""

import email
import shutil
import ssl
import subprocess
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from tests.smtp_server import DROP, SILENCE, Mailbox, ScriptedServer, real_server
from tracker.config import Config
from tracker.errors import InvalidInput
from tracker.mail import (
    Address,
    Email,
    FileTransport,
    Letterhead,
    Outcome,
    Parcel,
    SmtpTransport,
    build,
    compose,
    is_address,
    make_transport,
    message_id,
    say_day,
)
from tracker.mail.transports import stuff_dots

NOW = datetime(2017, 8, 16, 2, 0, tzinfo=UTC)
TODAY = date(2017, 8, 16)
LETTERHEAD = Letterhead(
    office="区政府督查室",
    mail_from="ducha@office.example",
    base_url="http://ledger.example",
    timezone="Asia/Shanghai",
)
RECIPIENT = Address("zhou@office.example", "周联络")
RETURNED: dict[str, Any] = {
    "department": "教育文体局",
    "title": "规范<教育>培训 & 市场",
    "deadline": "2017年8月",
    "label": "",
    "reason": "请附“名单” & <清单>。",
    "reported": "8月15日（周二）",
    "returned": "8月16日（周三）",
    "day": "8月16日",
    "url": "http://ledger.example/tasks/10",
}


def make_email(**changes: Any) -> Email:
    values: dict[str, Any] = {
        "sender": LETTERHEAD.sender,
        "recipient": RECIPIENT,
        "subject": "【督办】教育文体局：逾期2项（8月16日）",
        "text": "教育文体局 周联络：\n.\n..点\n",
        "html": "<p>教育文体局</p>",
    }
    return Email(**{**values, **changes})


def parse(mime: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(mime, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def make_parcel() -> Parcel:
    key = "digest:1:2017-08-16"
    return Parcel("digest-1-2017-08-16", RECIPIENT.address, build(make_email(), key, NOW))


def nothing() -> None:
    pass


# Composing


def test_html_is_escaped_and_text_is_not() -> None:
    mail = compose("returned", LETTERHEAD, RECIPIENT, TODAY, **RETURNED)
    assert "规范&lt;教育&gt;培训 &amp; 市场" in mail.html
    assert "<教育>" not in mail.html
    assert "规范<教育>培训 & 市场" in mail.text
    assert "规范<教育>培训 & 市场" in mail.subject


def test_returned_mail_says_what_is_missing_and_opens_the_task() -> None:
    mail = compose("returned", LETTERHEAD, RECIPIENT, TODAY, **RETURNED)
    assert mail.subject == "【督办】退回补报：规范<教育>培训 & 市场（8月16日）"
    assert "理由：请附“名单” & <清单>。" in mail.text
    for shown in (mail.text, mail.html):
        assert "http://ledger.example/tasks/10" in shown
        assert "http://ledger.example/" in shown
        assert "本邮件请勿回复" in shown
        assert "演示日期" not in shown
        assert "示例" not in shown


def test_a_shifted_clock_and_invented_data_are_said_in_both_parts() -> None:
    head = Letterhead("督查室", "a@b.example", "http://x.example", "Asia/Shanghai", True, True)
    mail = compose("returned", head, RECIPIENT, TODAY, **RETURNED)
    for shown in (mail.text, mail.html):
        assert "演示日期：2017年8月16日" in shown
        assert "示例：签收、进展、节点与人员均为虚构。" in shown


def test_a_variable_the_template_does_not_get_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        compose("returned", LETTERHEAD, RECIPIENT, TODAY, title="规范")


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028"])
def test_line_breaks_in_headers_are_refused(break_: str) -> None:
    with pytest.raises(InvalidInput):
        make_email(subject=f"督办{break_}Bcc: all@office.example")
    with pytest.raises(InvalidInput):
        Address("zhou@office.example", f"周{break_}联络")
    with pytest.raises(InvalidInput):
        Address(f"zhou@office.example{break_}RCPT TO:<all@office.example>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zhou@office.example", True),
        ("zhou.lian+luo@gov-office.example", True),
        ("zhou@localhost", True),
        (None, False),
        ("", False),
        ("zhou", False),
        ("zhou@", False),
        ("@office.example", False),
        ("zhou@office@example", False),
        ("zhou lian@office.example", False),
        ("<zhou@office.example>", False),
        ("周@office.example", False),
        ("zhou@office.example ", False),
        ("a" * 250 + "@b.cn", False),
    ],
)
def test_addresses(text: str | None, expected: bool) -> None:
    assert is_address(text) is expected


def test_message_is_standard_and_carries_both_parts() -> None:
    mail = make_email()
    mime = build(mail, "digest:1:2017-08-16", NOW)
    message = parse(mime)
    assert str(message["From"]) == "区政府督查室 <ducha@office.example>"
    assert str(message["To"]) == "周联络 <zhou@office.example>"
    assert message["Subject"] == mail.subject
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert text.get_content().replace("\r\n", "\n") == mail.text
    assert html.get_content().strip() == mail.html
    assert mime.isascii()
    assert b"\n" not in mime.replace(b"\r\n", b"")


def test_message_id_depends_on_the_key_alone() -> None:
    first = message_id("digest:1:2017-08-16", LETTERHEAD.sender)
    assert first == message_id("digest:1:2017-08-16", LETTERHEAD.sender)
    assert first != message_id("digest:1:2017-08-17", LETTERHEAD.sender)
    assert first.endswith("@office.example>")
    mime = build(make_email(text="anders"), "digest:1:2017-08-16", NOW)
    assert parse(mime)["Message-ID"] == first


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2017, 8, 31), "8月31日（周四）"), (date(2020, 12, 31), "2020年12月31日")],
)
def test_dates_show_their_year_when_it_is_not_this_one(day: date, expected: str) -> None:
    assert say_day(day, TODAY) == expected


# The server's answers

CASES = [
    ({}, Outcome.sent, "250 stored"),
    ({"QUIT": "421 too many"}, Outcome.sent, "250 stored"),
    ({"QUIT": DROP}, Outcome.sent, "250 stored"),
    ({"banner": "421 busy"}, Outcome.retry, "421"),
    ({"banner": "554 no service"}, Outcome.retry, "554"),
    ({"banner": DROP}, Outcome.retry, "SMTP"),
    ({"EHLO": DROP}, Outcome.retry, "SMTPServerDisconnected"),
    ({"MAIL": "451 later"}, Outcome.retry, "451 later"),
    ({"MAIL": "530 sign in"}, Outcome.held, "530 sign in"),
    ({"RCPT": "450 greylisted"}, Outcome.retry, "450 greylisted"),
    ({"RCPT": "550 no such user"}, Outcome.failed, "550 no such user"),
    ({"RCPT": DROP}, Outcome.retry, "SMTPServerDisconnected"),
    ({"DATA": "451 later"}, Outcome.retry, "451 later"),
    ({"DATA": "554 no"}, Outcome.failed, "554 no"),
    ({"DATA": DROP}, Outcome.retry, "SMTPServerDisconnected"),
    ({"dot": "451 later"}, Outcome.retry, "451 later"),
    ({"dot": "421 closing"}, Outcome.retry, "421 closing"),
    ({"dot": "552 too large"}, Outcome.failed, "552 too large"),
    ({"dot": DROP}, Outcome.uncertain, "SMTPServerDisconnected"),
    ({"dot": SILENCE}, Outcome.uncertain, "timed out"),
]


@pytest.mark.parametrize(("script", "expected", "words"), CASES)
def test_every_answer_has_its_outcome(
    script: dict[str, str], expected: Outcome, words: str
) -> None:
    began: list[bool] = []
    with ScriptedServer(script) as server:
        transport = SmtpTransport(server.url, "ducha@office.example", dot_timeout=0.2)
        delivery = transport.send(make_parcel(), lambda: began.append(True))
    assert delivery.outcome is expected
    assert words in delivery.answer
    assert len(server.stored) == (expected in {Outcome.sent, Outcome.uncertain})
    assert bool(began) == ("DATA" in server.seen)


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with ScriptedServer() as server:
        url = server.url
    delivery = SmtpTransport(url, "ducha@office.example").send(make_parcel(), nothing)
    assert delivery.outcome is Outcome.retry


def test_nothing_is_sent_when_the_claim_is_lost_before_the_message() -> None:
    class ClaimLost(Exception):
        pass

    def lose() -> None:
        raise ClaimLost

    with ScriptedServer() as server:
        transport = SmtpTransport(server.url, "ducha@office.example")
        with pytest.raises(ClaimLost):
            transport.send(make_parcel(), lose)
    assert "DATA" not in server.seen
    assert server.stored == []


@given(st.lists(st.sampled_from([b".", b"..", b".a", b"a.", b""]), max_size=8))
def test_dots_survive_the_wire(lines: list[bytes]) -> None:
    message = b"".join(line + b"\r\n" for line in lines)
    wire = stuff_dots(message)
    assert b"\r\n.\r\n" not in b"\r\n" + wire
    undone = [line.removeprefix(b".") for line in wire.split(b"\r\n")]
    assert b"\r\n".join(undone) == (message or b"\r\n")


def test_a_real_server_gets_the_message_byte_for_byte() -> None:
    mailbox, parcel = Mailbox(), make_parcel()
    with real_server(mailbox) as port:
        transport = SmtpTransport(f"smtp://127.0.0.1:{port}", "ducha@office.example")
        delivery = transport.send(parcel, nothing)
    assert delivery.outcome is Outcome.sent
    assert mailbox.contents == [parcel.mime]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    folder = tmp_path_factory.mktemp("certificate")
    path = folder / "server.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(path)]
    subprocess.run([*command.split(), *subject, *files], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (folder / "key.pem").read_bytes())
    return path


def check_password(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword
) -> AuthResult:
    return AuthResult(success=data.password == b"p@ss", handled=False)


def send_encrypted(certificate: Path, url: str, context: ssl.SSLContext | None) -> Outcome:
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_context.load_cert_chain(certificate)
    options = {
        "tls_context": server_context,
        "authenticator": check_password,
        "auth_required": True,
    }
    with real_server(Mailbox(), **options) as port:
        transport = SmtpTransport(
            url.format(port=port),
            "ducha@office.example",
            context or ssl.create_default_context(),
        )
        return transport.send(make_parcel(), nothing).outcome


@pytest.mark.parametrize(
    ("url", "is_trusted", "expected"),
    [
        ("smtp+starttls://u:p%40ss@127.0.0.1:{port}", True, Outcome.sent),
        ("smtp+starttls://u:p%40ss@127.0.0.1:{port}", False, Outcome.held),
        ("smtp+starttls://u:wrong@127.0.0.1:{port}", True, Outcome.held),
        ("smtp+starttls://127.0.0.1:{port}", True, Outcome.held),
    ],
    ids=["signed in", "certificate not trusted", "wrong password", "no account"],
)
def test_encryption_and_sign_in(
    certificate: Path, url: str, is_trusted: bool, expected: Outcome
) -> None:
    context = ssl.create_default_context(cafile=certificate) if is_trusted else None
    assert send_encrypted(certificate, url, context) is expected


def test_a_server_without_starttls_or_sign_in_never_gets_the_mail_in_clear() -> None:
    with ScriptedServer() as server:
        port = server.url.rpartition(":")[2]
        for url in (f"smtp+starttls://127.0.0.1:{port}", f"smtp://u:p@127.0.0.1:{port}"):
            delivery = SmtpTransport(url, "ducha@office.example").send(make_parcel(), nothing)
            assert delivery.outcome is Outcome.held
    assert server.stored == []


# The folder


def test_files_are_whole_and_a_second_attempt_replaces_the_first(tmp_path: Path) -> None:
    transport, parcel = FileTransport(tmp_path / "outbox"), make_parcel()
    for _attempt in range(2):
        assert transport.send(parcel, nothing).outcome is Outcome.sent
    [file] = (tmp_path / "outbox").iterdir()
    assert file.name == "digest-1-2017-08-16.eml"
    assert file.read_bytes() == parcel.mime


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("in the way")
    delivery = FileTransport(tmp_path / "outbox").send(make_parcel(), nothing)
    assert delivery.outcome is Outcome.retry


def test_without_a_server_mail_goes_to_the_data_folder(tmp_path: Path) -> None:
    environ = {"TRACKER_DATA_DIR": str(tmp_path)}
    made = make_transport(Config.from_environment(environ)).transport
    assert made == FileTransport(tmp_path / "outbox")
    smtp = Config.from_environment({**environ, "TRACKER_SMTP_URL": "smtp://mail.example"})
    assert isinstance(make_transport(smtp).transport, SmtpTransport)
