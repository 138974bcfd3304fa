"""The values of the reminder rules: the office's policy, a situation, a reminder that is due."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from tracker import settings
from tracker.clock import Workdays
from tracker.config import Config
from tracker.deadlines import Precision
from tracker.mail import Letterhead
from tracker.models import AssignmentRole, MilestoneKind, MilestoneState, ReminderRule
from tracker.settings import ReminderRules
from tracker.tasks import Standing

USUAL = ReminderRules()


@dataclass(frozen=True, slots=True)
class Policy:
    """When an office reminds. `digest_at` is local; the digest goes out at or after it.

    `overdue_days` are working days after the due date, from the last of them on every
    `overdue_every`.
    """

    letterhead: Letterhead
    workdays: Workdays = field(default_factory=Workdays)
    digest_at: time = USUAL.digest_at
    lead_days: Mapping[Precision, tuple[int, ...]] = field(default_factory=lambda: USUAL.lead_days)
    overdue_days: tuple[int, ...] = USUAL.overdue_days
    overdue_every: int = USUAL.overdue_every
    sends_digests: bool = True

    @classmethod
    def from_settings(cls, session: Session, config: Config) -> "Policy":
        """Return the policy of the office: what was set on its pages, else the defaults."""
        workdays = settings.workdays(session, config.timezone)
        policy = cls(Letterhead.from_config(config), workdays)
        return policy.with_rules(settings.reminder_rules(session, config.digest_at))

    def with_rules(self, rules: ReminderRules) -> "Policy":
        """Return the same office under other rules."""
        return replace(
            self,
            digest_at=rules.digest_at,
            lead_days=rules.lead_days,
            overdue_days=rules.overdue_days,
            overdue_every=rules.overdue_every,
            sends_digests=rules.sends_digests,
        )

    def local_date(self, moment: datetime) -> date:
        """Return the office's date at an aware moment."""
        return self.letterhead.local_date(moment)

    def is_digest_time(self, now: datetime) -> bool:
        """Return whether digests go out at this moment: a working day, not before `digest_at`."""
        local = now.astimezone(ZoneInfo(self.letterhead.timezone))
        is_time = self.workdays.is_workday(local.date()) and local.time() >= self.digest_at
        return self.sends_digests and is_time

    def is_overdue_step(self, number: int) -> bool:
        """Return whether working day `number` after the due date asks for a reminder."""
        last = max(self.overdue_days)
        later = number >= last and (number - last) % self.overdue_every == 0
        return number in self.overdue_days or later


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
