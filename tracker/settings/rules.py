"""The rules of reminders and lights as people set them; without a row, those of DESIGN 11."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tracker.database import compare_and_set
from tracker.deadlines import Precision
from tracker.errors import Conflict, InvalidInput
from tracker.history import Change, record
from tracker.models import LightSettings, Person, ReminderSettings
from tracker.texts import gettext as _

ONLY_ROW = 1
Row = TypeVar("Row", LightSettings, ReminderSettings)
Days = tuple[int, ...]
LONGEST_LEAD, LONGEST_OVERDUE, MOST_DAYS = 365, 60, 8
DIGEST_HOURS = (time(6), time(20))
LIMITS = {"soon_days": (1, 90), "soon_workdays": (1, 15), "behind": (5, 60)}


@dataclass(frozen=True, slots=True)
class Lights:
    """When a lamp turns yellow (PRACTICE 2.4).

    临期: `soon_days` calendar days before the due date, for items shorter than 30 days
    `soon_workdays` working days. 滞后: `behind` points behind 序时进度.

    Raises:
        InvalidInput: a number is out of its range.
    """

    soon_days: int = 15
    soon_workdays: int = 3
    behind: int = 20

    def __post_init__(self) -> None:
        for name, (lowest, highest) in LIMITS.items():
            if not lowest <= getattr(self, name) <= highest:
                raise InvalidInput(
                    _(
                        "Give a whole number from %(lowest)s to %(highest)s.",
                        lowest=lowest,
                        highest=highest,
                    ),
                    name,
                )


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """When the office reminds. Lead days are calendar days before the due date, largest first.

    `day` counts for day and tenday, `year` for year and range. `overdue_days` are working days
    after the due date; from the last of them on every `overdue_every`. `digest_at` is local.
    """

    sends_digests: bool = True
    digest_at: time = time(8, 30)
    day: Days = (7, 3, 1)
    month: Days = (30, 15, 5, 1)
    quarter: Days = (45, 15, 5, 1)
    half: Days = (60, 30, 15, 5)
    year: Days = (180, 90, 30, 15, 5)
    overdue_days: Days = (1, 3, 8)
    overdue_every: int = 5

    @property
    def lead_days(self) -> Mapping[Precision, Days]:
        """The lead days by how exactly a time is named; daily and weekly have none."""
        return MappingProxyType(
            {
                Precision.day: self.day,
                Precision.tenday: self.day,
                Precision.month: self.month,
                Precision.quarter: self.quarter,
                Precision.half: self.half,
                Precision.year: self.year,
                Precision.range: self.year,
                Precision.daily: (),
                Precision.weekly: (),
            }
        )

    def check(self) -> None:
        """Refuse rules that make no sense.

        Raises:
            InvalidInput: names the field.
        """
        for name in ("day", "month", "quarter", "half", "year"):
            check_days(getattr(self, name), LONGEST_LEAD, name)
        check_days(self.overdue_days, LONGEST_OVERDUE, "overdue_days")
        if not self.overdue_days:
            raise InvalidInput(_("Give at least one day, for example 1."), "overdue_days")
        if not 1 <= self.overdue_every <= LONGEST_OVERDUE:
            raise InvalidInput(
                _(
                    "Give a whole number from %(lowest)s to %(highest)s.",
                    lowest=1,
                    highest=LONGEST_OVERDUE,
                ),
                "overdue_every",
            )
        if not DIGEST_HOURS[0] <= self.digest_at <= DIGEST_HOURS[1]:
            raise InvalidInput(_("Give a time from 06:00 to 20:00."), "digest_at")


def check_days(days: Days, longest: int, field: str) -> None:
    """Refuse days out of range, or too many of them.

    Raises:
        InvalidInput: names the field.
    """
    if len(days) > MOST_DAYS:
        raise InvalidInput(_("At most %(number)s days.", number=MOST_DAYS), field)
    if any(not 1 <= each <= longest for each in days):
        raise InvalidInput(
            _("Each day is a whole number from 1 to %(longest)s.", longest=longest), field
        )


def light_row(session: Session) -> LightSettings | None:
    """Return the stored row, if anybody ever changed the lights."""
    return session.get(LightSettings, ONLY_ROW)


def lights(session: Session) -> Lights:
    """Return when lamps turn yellow."""
    row = light_row(session)
    return Lights() if row is None else Lights(row.soon_days, row.soon_workdays, row.behind)


def reminder_row(session: Session) -> ReminderSettings | None:
    """Return the stored row, if anybody ever changed the reminders."""
    return session.get(ReminderSettings, ONLY_ROW)


def reminder_rules(session: Session, digest_at: time) -> ReminderRules:
    """Return when the office reminds; `digest_at` counts while nobody set an hour."""
    row = reminder_row(session)
    if row is None:
        return ReminderRules(digest_at=digest_at)
    return ReminderRules(
        sends_digests=row.sends_digests,
        digest_at=row.digest_at,
        day=tuple(row.day),
        month=tuple(row.month),
        quarter=tuple(row.quarter),
        half=tuple(row.half),
        year=tuple(row.year),
        overdue_days=tuple(row.overdue_days),
        overdue_every=row.overdue_every,
    )


def save_lights(session: Session, values: Lights, version: int, by: Person, now: datetime) -> None:
    """Keep new lights; the lamps of open milestones are the caller's (tasks.change_lights).

    Raises:
        Conflict: somebody saved since the person saw `version` (0: the defaults).
    """
    before = asdict(lights(session))
    write_row(session, LightSettings, version, asdict(values), by, now)
    record(session, "settings.lights_changed", by, now, differences(before, asdict(values)))


def save_reminders(
    session: Session,
    values: ReminderRules,
    before: ReminderRules,
    version: int,
    by: Person,
    now: datetime,
) -> None:
    """Keep new rules of reminders; `before` are those that held.

    Raises:
        InvalidInput: a value makes no sense.
        Conflict: somebody saved since the person saw `version` (0: the defaults).
    """
    values.check()
    stored = {name: plain(value) for name, value in asdict(values).items()}
    write_row(session, ReminderSettings, version, stored, by, now)
    change = differences(asdict(before), asdict(values))
    record(session, "settings.reminders_changed", by, now, change)


def plain(value: object) -> object:
    """Return a value as its column holds it: a tuple as a list."""
    return list(value) if isinstance(value, tuple) else value


def differences(before: dict[str, object], after: dict[str, object]) -> Change:
    """Return what changed, each name with before and after."""
    return {name: (before[name], after[name]) for name in after if before[name] != after[name]}


def write_row(
    session: Session,
    table: type[Row],
    version: int,
    values: dict[str, Any],
    by: Person,
    now: datetime,
) -> None:
    """Write the only row of the table over `version`; 0 means that there was none.

    Raises:
        Conflict: the row is of another version.
    """
    stamp: dict[str, Any] = {"version": version + 1, "changed_at": now, "changed_by_id": by.id}
    row = session.get(table, ONLY_ROW)
    if row is not None:
        compare_and_set(session, row, {"version": version}, **values, **stamp)
    elif version:
        raise Conflict(f"{table.__name__} was removed meanwhile.")
    else:
        try:
            session.add(table(id=ONLY_ROW, **values, **stamp))
            session.flush()
        except IntegrityError as error:  # two first changes at once, on a server
            raise Conflict(f"{table.__name__} was set meanwhile.") from error
