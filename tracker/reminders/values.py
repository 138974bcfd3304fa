"""The values of the reminder rules: the office's policy, a situation, a reminder that is due."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from tracker.clock import Workdays
from tracker.config import Config
from tracker.deadlines import Precision
from tracker.mail import Letterhead
from tracker.models import AssignmentRole, MilestoneKind, MilestoneState, ReminderRule
from tracker.tasks import Standing

SHORT = (7, 3, 1)
LONG = (180, 90, 30, 15, 5)
# Calendar days before the due date, DESIGN 11. A date that a person gave is a day.
LEAD_DAYS: Mapping[Precision, tuple[int, ...]] = MappingProxyType(
    {
        Precision.day: SHORT,
        Precision.tenday: SHORT,
        Precision.month: (30, 15, 5, 1),
        Precision.quarter: (45, 15, 5, 1),
        Precision.half: (60, 30, 15, 5),
        Precision.year: LONG,
        Precision.range: LONG,
        Precision.daily: (),
        Precision.weekly: (),
    }
)
# Working days after the due date: 1, 3, 8, 13, and every fifth from there on.
OVERDUE_DAYS = (1, 3)
OVERDUE_FROM, OVERDUE_EVERY = 8, 5


@dataclass(frozen=True, slots=True)
class Policy:
    """When an office reminds. `digest_at` is local; the digest goes out at or after it."""

    letterhead: Letterhead
    workdays: Workdays = field(default_factory=Workdays)
    digest_at: time = time(8, 30)
    lead_days: Mapping[Precision, tuple[int, ...]] = field(default_factory=lambda: LEAD_DAYS)

    @classmethod
    def from_config(cls, config: Config, workdays: Workdays | None = None) -> "Policy":
        """Return the policy of the office that `config` describes."""
        return cls(
            letterhead=Letterhead.from_config(config),
            workdays=workdays or Workdays(timezone=config.timezone),
            digest_at=config.digest_at,
        )

    def local_date(self, moment: datetime) -> date:
        """Return the office's date at an aware moment."""
        return self.letterhead.local_date(moment)

    def is_digest_time(self, now: datetime) -> bool:
        """Return whether digests go out at this moment: a working day, not before `digest_at`."""
        local = now.astimezone(ZoneInfo(self.letterhead.timezone))
        return self.workdays.is_workday(local.date()) and local.time() >= self.digest_at


@dataclass(frozen=True, slots=True)
class Clerk:
    """A person who can be written to for a department."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Party:
    """One department's part in a task, `name` as the document writes it, and its active clerks."""

    department_id: int
    name: str
    role: AssignmentRole
    reports_for_all: bool
    is_signed: bool
    clerks: tuple[Clerk, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """One open milestone as the rules see it; all dates are local.

    `is_first`: the first open milestone of its task, which speaks for the task as a whole.
    `standing` is the lamp on the day the situation was asked for.
    """

    milestone_id: int
    task_id: int
    task_no: str | None
    title: str
    deadline_text: str
    deadline_normal: str
    deadline_version: int
    issued_on: date
    kind: MilestoneKind
    state: MilestoneState
    normal: str
    label: str
    due_on: date | None
    opened_on: date
    submitted_on: date | None
    standing: Standing
    is_first: bool
    parties: tuple[Party, ...]

    @property
    def was_submitted_in_time(self) -> bool:
        """Whether completion was asked for by the due date, which stops the clock."""
        if self.submitted_on is None:
            return False
        return self.due_on is None or self.submitted_on <= self.due_on


@dataclass(frozen=True, slots=True)
class LastReport:
    """A department's latest report on a milestone; `reviewed_on` is local, if it was reviewed."""

    reported_on: date
    percent: int
    is_returned: bool
    reviewed_on: date | None
    reason: str


# By milestone and department.
LastReports = Mapping[tuple[int, int], LastReport]


@dataclass(frozen=True, slots=True)
class DueReminder:
    """One occasion: what one person (None: 无联络员) is owed on `on` about one milestone.

    `offset`: calendar days before (lead), working days after (overdue), 0 (issued).
    """

    rule: ReminderRule
    offset: int
    on: date
    situation: Situation
    party: Party
    clerk: Clerk | None
    why: str

    @property
    def subject(self) -> tuple[int, int, int | None]:
        """What and whom it is about; after a standstill the last of each is kept."""
        return (
            self.situation.milestone_id,
            self.party.department_id,
            self.clerk.id if self.clerk else None,
        )


def to_json(on: date, reminders: Sequence[DueReminder]) -> str:
    """Return what `tracker remind --json` prints; `due_on` is the milestone's."""
    listed = [
        {
            "rule": each.rule.value,
            "offset": each.offset,
            "task_no": each.situation.task_no,
            "title": each.situation.title,
            "department": each.party.name,
            "person": each.clerk.name if each.clerk else None,
            "deadline": {
                "text": each.situation.deadline_text,
                "normal": each.situation.deadline_normal,
                "due_on": each.situation.due_on.isoformat() if each.situation.due_on else None,
            },
            "why": each.why,
        }
        for each in reminders
    ]
    return json.dumps({"on": on.isoformat(), "reminders": listed}, ensure_ascii=False, indent=2)
