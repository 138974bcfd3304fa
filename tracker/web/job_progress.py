"""Says in words where the reading of a scan stands, and what a person may expect."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tracker import intake
from tracker.intake import MOST_ATTEMPTS, Phase, Situation
from tracker.models import Job, JobState
from tracker.texts import gettext as _
from tracker.texts import ngettext
from tracker.web.access import Visit, shell
from tracker.web.dates import moment_words

ALMOST_A_MINUTE = timedelta(seconds=59)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come: in a few words, in percent of its pages, and what follows."""

    word: str
    percent: int
    notes: tuple[str, ...] = ()
    is_moving: bool = False


def progress_of(visit: Visit, job: Job) -> Progress:
    """Return how far the job has come; reading a page counts when the page is kept."""
    total = job.pages_total or 0
    percent = 100 * job.pages_done // total if total else 0
    found = intake.situation(visit.session, job, visit.now)
    is_moving = found.phase in {Phase.reading, Phase.joining}
    return Progress(word_of(job, found), percent, tuple(notes_of(found)), is_moving)


def word_of(job: Job, found: Situation) -> str:
    """Return in a few words where a job stands."""
    if found.phase is Phase.ended:
        return {
            JobState.done: _("Recognised"),
            JobState.failed: _("Cannot be read"),
            JobState.cancelled: _("Stopped"),
        }[job.state]
    if found.phase is Phase.reading:
        return reading_words(found)
    if found.phase is Phase.waiting and found.ahead:
        return ngettext(
            "Waiting to be read; %(num)s file is before it",
            "Waiting to be read; %(num)s files are before it",
            found.ahead,
        )
    return {
        Phase.waiting: _("Waiting to be read"),
        Phase.opening: _("Being opened"),
        Phase.joining: _("All pages are read; the rows are being put together"),
        Phase.broken_off: _("Waiting: the process that read it stopped"),
    }[found.phase]


def reading_words(found: Situation) -> str:
    """Return which page is read; of a file with typed pages also which one of the pictures."""
    values = {"page": found.page, "number": found.number, "total": found.total}
    if found.page == found.number:
        return _("Page %(number)s of %(total)s is being read", **values)
    return _("Page %(page)s is being read, picture %(number)s of %(total)s", **values)


def notes_of(found: Situation) -> Iterator[str]:
    """Return what a person may expect next."""
    counted = {"attempt": min(found.attempt, MOST_ATTEMPTS), "most": MOST_ATTEMPTS}
    if found.phase is Phase.broken_off:
        yield broken_off_words(found, counted)
    elif found.attempt > 1:
        yield _("Attempt %(attempt)s of %(most)s, after the pages read before.", **counted)
    if found.is_silent:
        yield silent_words(found.heard_at)


def broken_off_words(found: Situation, counted: dict[str, int]) -> str:
    """Return when a job whose process stopped is taken up again, or that it is not."""
    time = clock_time(found.again_at)
    if found.is_last:
        return _(
            "It broke off %(most)s times and is given up now; you can try again then.", **counted
        )
    if found.is_silent:
        return _(
            "It goes on after the pages read so far once the background service runs again, "
            "attempt %(attempt)s of %(most)s.",
            **counted,
        )
    if not time:
        return _(
            "It goes on after the pages read so far in a few seconds, "
            "attempt %(attempt)s of %(most)s.",
            **counted,
        )
    return _(
        "It goes on after the pages read so far at about %(time)s, "
        "attempt %(attempt)s of %(most)s.",
        time=time,
        **counted,
    )


def clock_time(moment: datetime | None) -> str:
    """Return the local time of an aware moment, 16:40, rounded up; blank without one."""
    if moment is None:
        return ""
    return f"{(moment + ALMOST_A_MINUTE).astimezone(ZoneInfo(shell().clock.timezone)):%H:%M}"


def silent_words(heard_at: datetime | None) -> str:
    """Return that nothing is read because the scheduler does not run."""
    if heard_at is None:
        return _("The background service is not running; ask the administrator to start it.")
    clock = shell().clock
    return _(
        "The background service has given no sign of life since %(moment)s; nothing is read until "
        "the administrator starts it again.",
        moment=moment_words(heard_at, clock.today(), clock.timezone),
    )
