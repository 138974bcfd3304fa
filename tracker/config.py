"""Turns TRACKER_* variables into one frozen Config, or refuses nonsense in a sentence."""

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.errors import ConfigurationError
from tracker.texts import gettext as _

MEGABYTE = 1024 * 1024
HIGHEST_PORT = 65535
MOST_MEGABYTES = 200
SHORTEST_KEY = 16
Value = TypeVar("Value")
LISTEN = re.compile(r"(?P<host>[^:\s]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")
COUNT = re.compile(r"[1-9][0-9]{0,5}")
ROOT = Path(__file__).parent.parent


def shipped(name: str) -> Path:
    """Return the path of a file or folder the program ships (templates, static, data/…).

    In an installed wheel these lie inside the package, in a checkout at its root.
    """
    inside = Path(__file__).parent / "shipped"
    return (inside if inside.is_dir() else ROOT) / name


def default_data_dir() -> Path:
    """Return the checkout's data/, or data/ below the working directory when installed."""
    return ROOT / "data" if (ROOT / "pyproject.toml").is_file() else Path.cwd() / "data"


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, checked. Sizes in bytes, times local to `timezone`."""

    data_dir: Path
    database_url: str
    listen_host: str
    listen_port: int
    base_url: str
    secret_key: str | None
    smtp_url: str | None
    mail_from: str
    office: str
    timezone: str
    today: date | None
    digest_at: time
    upload_limit: int
    allow_plain_http: bool
    trusted_proxy: str | None
    is_sample: bool

    @property
    def secure(self) -> bool:
        """True when people reach the program through https."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name people type, without the port."""
        return urlsplit(self.base_url).hostname or ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """Read and check every TRACKER_* variable.

        Raises:
            ConfigurationError: a value makes no sense; the sentence names the variable.
        """
        values = os.environ if environ is None else environ
        data_dir = Path(values.get("TRACKER_DATA_DIR") or default_data_dir()).absolute()
        host, port = read_listen(values.get("TRACKER_LISTEN") or "127.0.0.1:8017")
        config = cls(
            data_dir=data_dir,
            database_url=values.get("TRACKER_DATABASE_URL") or f"sqlite:///{data_dir}/tracker.db",
            listen_host=host,
            listen_port=port,
            base_url=read_base_url(values.get("TRACKER_BASE_URL") or address(host, port)),
            secret_key=values.get("TRACKER_SECRET_KEY") or None,
            smtp_url=values.get("TRACKER_SMTP_URL") or None,
            mail_from=values.get("TRACKER_MAIL_FROM") or "tracker@localhost.invalid",
            office=values.get("TRACKER_OFFICE") or "督查室",
            timezone=read_timezone(values.get("TRACKER_TIMEZONE") or "Asia/Shanghai"),
            today=optional(read_day, values, "TRACKER_TODAY"),
            digest_at=optional(read_time, values, "TRACKER_DIGEST_AT") or time(8, 30),
            upload_limit=(optional(read_count, values, "TRACKER_UPLOAD_MB") or 20) * MEGABYTE,
            allow_plain_http=optional(read_switch, values, "TRACKER_ALLOW_PLAIN_HTTP") or False,
            trusted_proxy=optional(read_ip_address, values, "TRACKER_TRUSTED_PROXY"),
            is_sample=optional(read_switch, values, "TRACKER_SAMPLE") or False,
        )
        config.check()
        return config

    def check(self) -> None:
        """Refuse settings that are each possible but not together."""
        if not self.secure and not is_loopback(self.host) and not self.allow_plain_http:
            raise ConfigurationError(
                _(
                    "TRACKER_BASE_URL is %(url)s: passwords would cross the network in clear. "
                    "Use an https address, or set TRACKER_ALLOW_PLAIN_HTTP=1 to accept it.",
                    url=self.base_url,
                )
            )
        if self.smtp_url is not None:
            smtp = read_smtp_url(self.smtp_url)
            if self.today is not None and not is_loopback(smtp.hostname or ""):
                raise ConfigurationError(
                    _(
                        "TRACKER_TODAY shifts the clock, so TRACKER_SMTP_URL may only name this "
                        "machine (127.0.0.1), not %(host)s.",
                        host=smtp.hostname,
                    )
                )
        if not self.office.isprintable():
            raise ConfigurationError(_("TRACKER_OFFICE must be one line of text."))
        if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", self.mail_from):
            raise ConfigurationError(
                _("TRACKER_MAIL_FROM is no mail address: %(text)s.", text=repr(self.mail_from))
            )
        if self.secret_key is not None and len(self.secret_key) < SHORTEST_KEY:
            raise ConfigurationError(
                _(
                    "TRACKER_SECRET_KEY is too short to keep sessions safe; give at least "
                    "%(count)d characters, or leave it unset.",
                    count=SHORTEST_KEY,
                )
            )
        if self.upload_limit > MOST_MEGABYTES * MEGABYTE:
            raise ConfigurationError(
                _("TRACKER_UPLOAD_MB may be %(most)d at the most.", most=MOST_MEGABYTES)
            )

    def load_secret_key(self) -> str:
        """Return the key that signs cookies; made once in the data folder, readable by us only.

        Raises:
            ConfigurationError: the file that should hold it is empty.
        """
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret-key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            make_secret_key(path)
        key = path.read_text(encoding="ascii").strip()
        if not key:
            raise ConfigurationError(
                _(
                    "%(path)s is empty; delete it, or set TRACKER_SECRET_KEY. "
                    "Everybody signs in anew.",
                    path=path,
                )
            )
        return key


def make_secret_key(path: Path) -> None:
    """Write a new key to `path`, unless another process was first.

    The key is whole before it has its name, so that nobody ever reads half of it.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix="secret-key-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        Path(temporary).unlink()


def address(host: str, port: int) -> str:
    """Return what people type to reach `host`, whose IPv6 form needs brackets."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def optional(
    read: Callable[[str, str], Value], values: Mapping[str, str], name: str
) -> Value | None:
    """Return the variable's value as `read` understands it, None where it is unset or blank."""
    text = values.get(name, "").strip()
    return read(text, name) if text else None


def read_day(text: str, name: str) -> date:
    """Return the date written as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(
            _("%(name)s must be a date like 2017-08-16, not %(text)s.", name=name, text=repr(text))
        ) from error


def read_time(text: str, name: str) -> time:
    """Return the time of day written as HH:MM."""
    try:
        hour, minute = text.split(":")
        return time(int(hour), int(minute))
    except ValueError as error:
        raise ConfigurationError(
            _("%(name)s must be a time like 08:30, not %(text)s.", name=name, text=repr(text))
        ) from error


def read_count(text: str, name: str) -> int:
    """Return a whole number above zero."""
    if not COUNT.fullmatch(text):
        raise ConfigurationError(
            _("%(name)s must be a whole number above 0, not %(text)s.", name=name, text=repr(text))
        )
    return int(text)


def read_switch(text: str, name: str) -> bool:
    """Return a yes or no; anything but 1 and 0 is refused."""
    if text not in {"0", "1"}:
        raise ConfigurationError(
            _("%(name)s must be 1 or 0, not %(text)s.", name=name, text=repr(text))
        )
    return text == "1"


def read_ip_address(text: str, name: str) -> str:
    """Return an address of four numbers, or an IPv6 one."""
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise ConfigurationError(
            _(
                "%(name)s must be an address like 127.0.0.1, not %(text)s.",
                name=name,
                text=repr(text),
            )
        ) from error


def read_listen(text: str) -> tuple[str, int]:
    """Return host and port of an address like 127.0.0.1:8017."""
    match = LISTEN.fullmatch(text)
    if match is None or not 0 < int(match["port"]) <= HIGHEST_PORT:
        raise ConfigurationError(
            _("TRACKER_LISTEN must look like 127.0.0.1:8017, not %(text)s.", text=repr(text))
        )
    return match["host"].strip("[]"), int(match["port"])


def split_address(text: str) -> SplitResult | None:
    """Return the parts of an address, None where it has no host or no possible port."""
    try:
        parts = urlsplit(text)
        usable = parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def read_base_url(text: str) -> str:
    """Return the address people type, without a closing slash."""
    parts = split_address(text)
    if parts is None or parts.scheme not in {"http", "https"} or parts.query or parts.fragment:
        raise ConfigurationError(
            _(
                "TRACKER_BASE_URL must look like https://tracker.example, not %(text)s.",
                text=repr(text),
            )
        )
    return text.rstrip("/")


def read_smtp_url(text: str) -> SplitResult:
    """Return the parts of smtp://, smtp+starttls:// or smtps://[user:password@]host[:port]."""
    parts = split_address(text)
    if parts is None or parts.scheme not in {"smtp", "smtp+starttls", "smtps"}:
        raise ConfigurationError(
            _(
                "TRACKER_SMTP_URL must look like smtp://host:25, smtp+starttls://host:587 "
                "or smtps://host:465."
            )
        )
    return parts


def read_timezone(text: str) -> str:
    """Return the name of a zone the system knows."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(
            _("TRACKER_TIMEZONE knows no zone %(text)s.", text=repr(text))
        ) from error
    return text


def is_loopback(host: str) -> bool:
    """Return whether the host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
