"""Commands that remind and send."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker import outbox, reminders
from tracker.cli.office import opened
from tracker.cli.output import note, say
from tracker.clock import Clock
from tracker.config import Config
from tracker.database import Database
from tracker.mail import make_transport
from tracker.reminders import DueReminder, Policy
from tracker.texts import gettext as _
from tracker.texts import ngettext

ONE_DAY = timedelta(days=1)


def remind(options: argparse.Namespace) -> int:
    """Say which reminders are due on a day, and queue their digests unless it is a dry run."""
    config = Config.from_environment()
    clock = Clock.starting_on(config.today, config.timezone)
    now = moment_on(options.on, config) if options.on else clock.now()
    with opened(config) as database:
        with database.read() as session:
            policy = replace(Policy.from_settings(session, config), digest_at=time(0))
            day = policy.local_date(now)
            due = reminders.reminders_for(session, policy, day)
            through = reminders.planned_through(session)
            tell(day, due, as_json=options.json)
        if not options.dry_run:
            if not policy.sends_digests:
                note(_("Digests are switched off in the settings; none is queued."))
            if through is not None and through < day - ONE_DAY:
                note(_("The days since %(day)s are made up for as well.", day=through.isoformat()))
            count = queue_all(database, policy, now)
            if not options.json:
                say(ngettext("%(num)s digest queued.", "%(num)s digests queued.", count))
    return 0


def moment_on(day: date, config: Config) -> datetime:
    """Return the UTC moment at which the digests of a local day go out."""
    local = datetime.combine(day, config.digest_at, ZoneInfo(config.timezone))
    return local.astimezone(UTC)


def tell(day: date, due: Sequence[DueReminder], *, as_json: bool) -> None:
    """Print the reminders due on `day`."""
    if as_json:
        say(reminders.to_json(day, due))
        return
    for each in due:
        person = each.clerk.name if each.clerk else _("no contact")
        no, title = each.situation.task_no or "", each.situation.title
        say(f"{no}\t{title}\t{each.party.name}\t{person}\t{each.why}")
    say(ngettext("%(num)s reminder due.", "%(num)s reminders due.", len(due)))


def queue_all(database: Database, policy: Policy, now: datetime) -> int:
    """Queue every digest that is owed, a batch a transaction, and return how many."""
    total = 0
    while True:
        with database.write() as session:
            count = reminders.queue_reminders(session, policy, now)
        total += count
        if count == 0:
            return total


def deliver(_options: argparse.Namespace) -> int:
    """Send what waits and is due."""
    config = Config.from_environment()
    clock = Clock.starting_on(config.today, config.timezone)
    with opened(config) as database:
        count = outbox.deliver(database, make_transport(config), clock)
    say(ngettext("%(num)s message sent.", "%(num)s messages sent.", count))
    return 0
