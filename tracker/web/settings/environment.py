"""Gathers what an administrator sees of the running system; never a password or a key."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url
from sqlmodel import Session

from tracker.config import MEGABYTE, Config, read_smtp_url
from tracker.database import SAFE_SQLITE, sqlite_version
from tracker.mail.transports import DEFAULT_PORTS
from tracker.models import Run
from tracker.texts import gettext as _
from tracker.web.access import Shell

TICK = "tick"
# Eight missed ticks.
SILENT_AFTER = timedelta(minutes=2)
LITTLE_SPACE = 1024 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Running:
    """Whether scheduler, database and disk are well. Sizes in bytes, None where unknown.

    `beat_at` is the last sign of life of the scheduler (UTC).
    """

    beat_at: datetime | None
    is_silent: bool
    sqlite: str | None
    is_sqlite_safe: bool
    data_dir: Path
    database_size: int | None
    free: int
    is_space_short: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment: its name, what it is for, and its value now."""

    variable: str
    meaning: str
    value: str


def running(base: Shell, session: Session, now: datetime) -> Running:
    """Return the state of the system at the UTC moment `now`."""
    run = session.get(Run, TICK)
    version = sqlite_version(base.database)
    folder = nearest(base.config.data_dir)
    free = shutil.disk_usage(folder).free
    return Running(
        beat_at=run.beat_at if run else None,
        is_silent=run is None or now - run.beat_at > SILENT_AFTER,
        sqlite=".".join(map(str, version)) if version else None,
        is_sqlite_safe=version is None or version >= SAFE_SQLITE,
        data_dir=base.config.data_dir,
        database_size=database_size(base.config.database_url),
        free=free,
        is_space_short=free < LITTLE_SPACE,
    )


def nearest(path: Path) -> Path:
    """Return the folder, or the first above it that exists."""
    return next(each for each in (path, *path.parents) if each.exists())


def database_size(url: str) -> int | None:
    """Return the size of the database with what waits to be written into it; None on a server."""
    name = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or name is None:
        return None
    files = [Path(name), Path(f"{name}-wal")]
    return sum(each.stat().st_size for each in files if each.exists())


def mail_setting(config: Config) -> str | None:
    """Return the mail server as it was set, without its password; None where mails are files."""
    if config.smtp_url is None:
        return None
    parts = read_smtp_url(config.smtp_url)
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.hostname}:{parts.port or DEFAULT_PORTS[parts.scheme]}"


def environment(config: Config) -> list[Setting]:
    """Return what only the environment sets; a change counts after a restart."""
    database = make_url(config.database_url).render_as_string(hide_password=True)
    kept = _("set by the environment") if config.secret_key else _("made once in the data folder")
    http = _("allowed") if config.allow_plain_http else _("only from this machine")
    today = config.today.isoformat() if config.today else _("the real date")
    hour = f"{config.digest_at:%H:%M}"
    return [
        Setting("TRACKER_BASE_URL", _("Address people type"), config.base_url),
        Setting("TRACKER_LISTEN", _("Listens on"), f"{config.listen_host}:{config.listen_port}"),
        Setting("TRACKER_DATA_DIR", _("Data folder"), str(config.data_dir)),
        Setting("TRACKER_DATABASE_URL", _("Database"), database),
        Setting("TRACKER_SMTP_URL", _("Mail server"), mail_setting(config) or _("none")),
        Setting("TRACKER_MAIL_FROM", _("Sender of mails"), config.mail_from),
        Setting("TRACKER_OFFICE", _("Name of the office"), config.office),
        Setting("TRACKER_TIMEZONE", _("Time zone"), config.timezone),
        Setting("TRACKER_DIGEST_AT", _("Hour of digests, until one is set"), hour),
        Setting("TRACKER_TODAY", _("Demonstration date"), today),
        Setting("TRACKER_UPLOAD_MB", _("Largest file"), f"{config.upload_limit // MEGABYTE} MB"),
        Setting("TRACKER_ALLOW_PLAIN_HTTP", _("Passwords over http"), http),
        Setting(
            "TRACKER_TRUSTED_PROXY",
            _("Proxy that tells the visitor's address"),
            config.trusted_proxy or _("none"),
        ),
        Setting("TRACKER_SECRET_KEY", _("Key of the cookies"), kept),
    ]
