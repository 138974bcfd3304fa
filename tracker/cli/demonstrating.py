"""The command that shows the demo office."""

import argparse
import os
import secrets
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from tracker import demo as office
from tracker.cli.office import opened
from tracker.cli.output import note, say
from tracker.cli.serving import run_server
from tracker.config import Config, default_data_dir
from tracker.errors import ConfigurationError
from tracker.models import Role
from tracker.texts import gettext as _

ACCOUNTS = "demo-accounts.txt"


def demo(options: argparse.Namespace) -> int:
    """Load the demo office where its database is empty, say the accounts, and serve it."""
    environ = demo_environment(os.environ)
    config = Config.from_environment(environ)
    if options.reset:
        refuse_while_served(config)
        remove_database(config)
    with opened(config) as database:
        if office.is_empty(database):
            note(_("Loading the demo office …"))
            office.load(config, database, make_password(config))
    tell_accounts(config)
    return 0 if options.load_only else run_server(environ)


def demo_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of the demo: a database of its own, on the day of its story."""
    data_dir = Path(environ.get("TRACKER_DATA_DIR") or default_data_dir()).absolute()
    return {
        **environ,
        "TRACKER_DATA_DIR": str(data_dir),
        "TRACKER_DATABASE_URL": f"sqlite:///{data_dir}/demo.db",
        "TRACKER_TODAY": environ.get("TRACKER_TODAY") or office.TODAY.isoformat(),
        "TRACKER_SAMPLE": "1",
        "TRACKER_OFFICE": environ.get("TRACKER_OFFICE") or "区政府督查室（演示）",
    }


def refuse_while_served(config: Config) -> None:
    """Leave the data alone while a server has them open: what is entered there would be lost.

    Raises:
        ConfigurationError: something listens at the demo's address.
    """
    address = (config.listen_host, config.listen_port)
    try:
        socket.create_connection(address, timeout=1.0).close()
    except OSError:
        return
    place = f"{config.listen_host}:{config.listen_port}"
    raise ConfigurationError(_("A server is running at %(place)s; stop it first.", place=place))


def remove_database(config: Config) -> None:
    """Delete the demo's database once a person agreed.

    Raises:
        ConfigurationError: nobody agreed; nothing was deleted.
    """
    path = config.data_dir / "demo.db"
    if os.environ.get("YES") != "1":
        sys.stderr.write(
            _("Delete the demo data in %(path)s and load them anew? [y/N] ", path=path)
        )
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in {"y", "yes", "是"}:
            raise ConfigurationError(_("Nothing was deleted."))
    for name in ("demo.db", "demo.db-wal", "demo.db-shm"):
        (config.data_dir / name).unlink(missing_ok=True)


def make_password(config: Config) -> str:
    """Return a new random password, kept where only its owner can read it."""
    password = secrets.token_urlsafe(9)
    path = config.data_dir / ACCOUNTS
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        for role in (Role.coordinator, Role.clerk, Role.leader, Role.administrator):
            file.write(f"{role}\t{password}\t{office.NAMES[role]}\n")
    return password


def tell_accounts(config: Config) -> None:
    """Print the demo's accounts."""
    try:
        lines = (config.data_dir / ACCOUNTS).read_text(encoding="utf-8").splitlines()
    except OSError:
        note(_("The file with the demo's accounts is gone; `make demo` loads it anew."))
        return
    say(_("Demo accounts (account, password, who):"))
    for line in lines:
        say("  " + line.replace("\t", "   "))
