"""Commands that run until they are stopped: the web server, and the scheduler as its child."""

import argparse
import errno
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any

from tracker.cli.office import opened
from tracker.cli.output import note, say
from tracker.clock import Clock
from tracker.config import Config, is_loopback
from tracker.database import SAFE_SQLITE, Database, sqlite_version
from tracker.errors import ConfigurationError
from tracker.storage import folder_is_shared
from tracker.texts import gettext as _

THREADS = 8
RESTART_AFTER = 5.0
STOP_WITHIN = 20.0
logger = logging.getLogger(__name__)


def serve(_options: argparse.Namespace) -> int:
    """Serve the office until SIGINT or SIGTERM, with a scheduler beside."""
    return run_server(os.environ)


def schedule(options: argparse.Namespace) -> int:
    """Run the scheduler until SIGINT or SIGTERM, or until the server beside it is gone."""
    from tracker import scheduler

    config = Config.from_environment()
    if options.beside is not None:
        threading.Thread(target=end_with, args=(options.beside,), daemon=True).start()
    with opened(config):
        pass
    return scheduler.run(config)


def end_with(server: int) -> None:
    """End this process once `server` is no longer its parent: it was killed."""
    while os.getppid() == server:
        threading.Event().wait(1.0)
    os.kill(os.getpid(), signal.SIGTERM)


def run_server(environ: Mapping[str, str]) -> int:
    """Serve with the settings of `environ`; the child gets the same.

    Raises:
        ConfigurationError: the address is taken, or the database cannot be shared by processes.
    """
    from waitress.server import create_server

    from tracker.cli.answering import Sockets, answer_until
    from tracker.cli.receiving import drop_large_bodies
    from tracker.web import create_app, first_run
    from tracker.web.protection import largest_body

    config = Config.from_environment(environ)
    clock = Clock.starting_on(config.today, config.timezone)
    with opened(config) as database:
        check_database(config, database)
        check_proxy(config)
        sockets: Sockets = {}
        stopping = threading.Event()
        try:
            server = create_server(
                create_app(config, database, clock),
                map=sockets,
                host=config.listen_host,
                port=config.listen_port,
                threads=THREADS,
                max_request_body_size=largest_body(config),
                ident=None,
                **proxy_options(config),
            )
        except OSError as error:
            raise taken(config, error) from error
        drop_large_bodies(sockets)
        child = SchedulerChild(environ)
        try:
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, lambda *_received: stopping.set())
            child.start()
            say(_("Open %(url)s in a browser. Stop with Ctrl+C.", url=config.base_url))
            token = first_run.offer(config, database)
            if token is not None:
                url = f"{config.base_url}/first-run"
                say(_("Nobody can sign in yet: open %(url)s and give this token.", url=url))
                say(_("One-time token: %(token)s", token=token))
            answer_until(stopping, sockets)
        finally:
            server.task_dispatcher.shutdown()
            server.close()
            child.stop()
    return 0


def taken(config: Config, error: OSError) -> ConfigurationError:
    """Return the sentence for an address we cannot listen on."""
    place = f"{config.listen_host}:{config.listen_port}"
    if error.errno == errno.EADDRINUSE:
        return ConfigurationError(
            _("%(place)s is taken; set TRACKER_LISTEN to a free address.", place=place)
        )
    return ConfigurationError(
        _("TRACKER_LISTEN: cannot listen on %(place)s (%(error)s).", place=place, error=error)
    )


def check_database(config: Config, database: Database) -> None:
    """Say what about the database endangers the office's data."""
    version = sqlite_version(database)
    if version is None:
        return
    if version < SAFE_SQLITE:
        shown = ".".join(str(part) for part in version)
        note(_("SQLite %(version)s has a known fault; 3.51.3 or later is safe.", version=shown))
    if folder_is_shared(config.data_dir):
        raise ConfigurationError(
            _("The data folder lies on a network share, where SQLite's locks do not hold.")
        )


def proxy_options(config: Config) -> dict[str, Any]:
    """Return how the server learns a visitor's address; it believes no header of anybody else."""
    if config.trusted_proxy is None:
        return {}
    return {
        "trusted_proxy": config.trusted_proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for"},
        "clear_untrusted_proxy_headers": True,
    }


def check_proxy(config: Config) -> None:
    """Say that failed sign-ins cannot be counted by address where a proxy hides it."""
    is_behind = is_loopback(config.listen_host) and not is_loopback(config.host)
    if is_behind and config.trusted_proxy is None:
        note(
            _(
                "Behind a proxy all visitors look alike: set TRACKER_TRUSTED_PROXY to its address, "
                "or failed sign-ins are counted by account only."
            )
        )


class SchedulerChild:
    """The scheduler as a child process, started anew when it ends by itself."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = dict(environ)
        self.ending = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.keeper = threading.Thread(target=self.keep, name="scheduler-keeper", daemon=True)

    def start(self) -> None:
        """Begin to keep a scheduler running."""
        self.keeper.start()

    def keep(self) -> None:
        """Run the scheduler, again whenever it ends before we do."""
        while not self.ending.is_set():
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tracker", "scheduler", "--beside", str(os.getpid())],
                env=self.environ,
                start_new_session=True,  # Ctrl+C is ours to pass on, in order
            )
            code = self.process.wait()
            if not self.ending.is_set():
                logger.error("the scheduler ended with %s; starting it again", code)
            self.ending.wait(RESTART_AFTER)

    def stop(self) -> None:
        """End the scheduler and wait for it."""
        self.ending.set()
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.keeper.join(STOP_WITHIN)
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
