"""Queues what is owed today: reminders are planned once, then each person gets one digest.

    days since the last run → due_reminders → Reminder rows → one digest a person → outbox

Unique keys make every step harmless to repeat, in any number of processes.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from tracker.errors import Conflict
from tracker.mail import Address, Email, compose, is_address
from tracker.models import (
    Assignment,
    Message,
    MessageState,
    Milestone,
    Person,
    Reminder,
    ReminderRule,
    Role,
    Run,
    Task,
)
from tracker.outbox import enqueue, insert_new, supersede
from tracker.reminders.digest import Digest, clerk_digest, coordinator_digest
from tracker.reminders.rules import due_reminders
from tracker.reminders.situations import last_reports, situations
from tracker.reminders.values import DueReminder, LastReports, Policy, Situation
from tracker.tasks import OPEN_STATES, WORKING_STATES
from tracker.texts import gettext as _

logger = logging.getLogger(__name__)

JOB = "reminders"
LONGEST_STANDSTILL = timedelta(days=31)
ONE_DAY = timedelta(days=1)
BATCH = 50


def queue_reminders(session: Session, policy: Policy, now: datetime, limit: int = BATCH) -> int:
    """Queue the digests that are owed at the UTC moment `now`, `limit` at the most.

    Nothing before the digest hour, nothing on a rest day, nothing for whom nothing is due. Call
    it again while it returns as many as the limit. Returns how many digests were queued.
    """
    if not policy.is_digest_time(now):
        return 0
    today = policy.local_date(now)
    plan_reminders(session, policy, today, now)
    waiting = waiting_reminders(session)
    told = queue_unmanned(session, policy, waiting, today, now)
    return told + queue_digests(session, policy, waiting, today, now, limit)


def plan_reminders(session: Session, policy: Policy, today: date, now: datetime) -> int:
    """Write the reminders of the days since the last run, the last for each milestone and person.

    The first run plans today only, a run after a standstill the last 31 days. Returns how many
    were new.
    """
    run = session.get(Run, JOB)
    if run is not None and run.through == today:
        return 0
    found = situations(session, policy, today)
    latest = {
        reminder.subject: reminder
        for day in days_to_plan(run, today)
        for reminder in due_reminders(found, policy, day)
        if day >= reminder.situation.opened_on
    }
    number = sum(insert_new(session, row_of(reminder)) for reminder in latest.values())
    note_run(session, run, today, now)
    logger.info("reminders planned through %s: %s new", today, number)
    return number


def days_to_plan(run: Run | None, today: date) -> Iterator[date]:
    """Return the local days from the last run to today.

    A last run in the future means that the clock stood wrong: today is planned, and the unique
    keys keep what was sent too early from being sent again.
    """
    day = today
    if run is not None and run.through < today:
        day = max(run.through + ONE_DAY, today - LONGEST_STANDSTILL + ONE_DAY)
    while day <= today:
        yield day
        day += ONE_DAY


def row_of(reminder: DueReminder) -> Reminder:
    """Return the reminder as a row; its occasion is a unique key."""
    return Reminder(
        rule=reminder.rule,
        milestone_id=reminder.situation.milestone_id,
        deadline_version=reminder.situation.deadline_version,
        offset=reminder.offset,
        department_id=reminder.party.department_id,
        person_id=reminder.clerk.id if reminder.clerk else None,
        on=reminder.on,
    )


def note_run(session: Session, run: Run | None, today: date, now: datetime) -> None:
    """Note that everything through `today` is planned."""
    if run is None:
        insert_new(session, Run(job=JOB, through=today, beat_at=now))
        return
    run.through, run.beat_at = today, now
    session.flush()


def waiting_reminders(session: Session) -> Sequence[Reminder]:
    """Return the reminders without a mail that are still owed, most pressing first.

    Not owed any more: the milestone was closed or submitted in time, its deadline moved, the
    department left the task or signed meanwhile. Such a reminder stays as the record it is.
    """
    query = (
        select(Reminder)
        .join(Milestone, col(Milestone.id) == Reminder.milestone_id)
        .join(Task, col(Task.id) == Milestone.task_id)
        .join(
            Assignment,
            and_(
                col(Assignment.task_id) == Task.id,
                col(Assignment.department_id) == Reminder.department_id,
            ),
        )
        .where(
            col(Reminder.message_id).is_(None),
            col(Reminder.deadline_version) == Task.deadline_version,
            col(Milestone.state).in_(OPEN_STATES),
            col(Task.state).in_(WORKING_STATES),
            still_matters(),
        )
        .order_by(col(Milestone.due_on), col(Reminder.id))
    )
    return session.exec(query).all()


def still_matters() -> ColumnElement[bool]:
    """Return the condition that the cause of a reminder has not gone: no signature, no report."""
    return or_(
        and_(col(Reminder.rule) == ReminderRule.issued, col(Assignment.signed_at).is_(None)),
        and_(
            col(Reminder.rule) != ReminderRule.issued,
            or_(
                col(Milestone.submitted_on).is_(None),
                col(Milestone.submitted_on) > col(Milestone.due_on),
            ),
        ),
    )


def queue_digests(
    session: Session,
    policy: Policy,
    waiting: Sequence[Reminder],
    today: date,
    now: datetime,
    limit: int,
) -> int:
    """Queue one digest for each clerk with waiting reminders and none yet today.

    A clerk without an address keeps the reminders, and the workbench shows them.
    """
    by_person: dict[int, list[Reminder]] = {}
    for reminder in waiting:
        if reminder.person_id is not None:
            by_person.setdefault(reminder.person_id, []).append(reminder)
    people = without_digest(session, reachable(session, by_person), today)[:limit]
    departments = {each.department_id for each in people if each.department_id is not None}
    if not departments:
        return 0
    listed = situations(session, policy, today, departments)
    reports = last_reports(session, policy, {each.task_id for each in listed})
    queued = 0
    for person in people:
        email = clerk_email(policy, person, listed, reports, today)
        queued += queue_one(session, person, email, by_person[person.id], today, now)
    return queued


def reachable(session: Session, wanted: Iterable[int]) -> list[Person]:
    """Return the active people with a mail address among these, in this order."""
    order = list(wanted)
    query = select(Person).where(col(Person.id).in_(order), col(Person.is_active))
    found = {each.id: each for each in session.exec(query).all() if is_address(each.email)}
    return [found[each] for each in order if each in found]


def digest_key(person: Person, today: date) -> str:
    """Return the key that makes a person's digest of the day unique."""
    return f"digest:{person.id}:{today.isoformat()}"


def without_digest(session: Session, people: Sequence[Person], today: date) -> list[Person]:
    """Return who has no digest of today yet; the others' reminders wait for the next one."""
    keys = [digest_key(each, today) for each in people]
    taken = set(session.exec(select(Message.key).where(col(Message.key).in_(keys))).all())
    return [each for each in people if digest_key(each, today) not in taken]


def clerk_email(
    policy: Policy,
    person: Person,
    listed: Sequence[Situation],
    reports: LastReports,
    today: date,
) -> Email:
    """Return the digest mail of one clerk."""
    department = person.department
    if department is None:
        raise Conflict(_("Only the contact of a department gets its digest."))
    owner = (department.id, department.name)
    digest = clerk_digest(policy.letterhead, owner, person.name, listed, reports, today)
    return digest_email(policy, person, digest, today)


def digest_email(policy: Policy, person: Person, digest: Digest, today: date) -> Email:
    """Return a digest as a mail to one person."""
    address = Address(person.email or "", person.name)
    return compose("digest", policy.letterhead, address, today, digest=digest)


def queue_one(
    session: Session,
    person: Person,
    email: Email,
    reminders: Sequence[Reminder],
    today: date,
    now: datetime,
) -> bool:
    """Queue one digest, let it carry these reminders, and retire older ones not yet sent."""
    key = digest_key(person, today)
    if not enqueue(session, key, email, person.id, now):
        return False
    message_id = session.exec(select(Message.id).where(Message.key == key)).one()
    for reminder in reminders:
        reminder.message_id = message_id
    session.flush()
    retire_older(session, person, message_id)
    return True


def retire_older(session: Session, person: Person, message_id: int) -> None:
    """Supersede the person's waiting digests of earlier days: the new one lists all they listed.

    One that may have arrived, or is being sent, stays.
    """
    older = select(Message).where(
        Message.person_id == person.id,
        col(Message.key).like(f"digest:{person.id}:%"),
        Message.state == MessageState.pending,
        col(Message.token).is_(None),
        Message.uncertain == 0,
        Message.id != message_id,
    )
    for message in session.exec(older).all():
        carried = update(Reminder).where(col(Reminder.message_id) == message.id)
        session.execute(carried.values(message_id=message_id))
        supersede(session, message, _("A newer digest takes its place."))


def queue_unmanned(
    session: Session, policy: Policy, waiting: Sequence[Reminder], today: date, now: datetime
) -> int:
    """Tell every coordinator about the reminders that found no clerk."""
    orphans = [each for each in waiting if each.person_id is None]
    if not orphans:
        return 0
    coordinators = select(Person.id).where(Person.role == Role.coordinator).order_by(col(Person.id))
    people = reachable(session, session.exec(coordinators).all())
    if len(without_digest(session, people, today)) < len(people):
        return 0
    unmanned = by_milestone(session, policy, orphans, today)
    queued = 0
    for person in people:
        digest = coordinator_digest(policy.letterhead, person.name, unmanned, today)
        email = digest_email(policy, person, digest, today)
        queued += queue_one(session, person, email, orphans, today, now)
    return queued


def by_milestone(
    session: Session, policy: Policy, orphans: Sequence[Reminder], today: date
) -> list[tuple[Situation, list[str]]]:
    """Return each milestone of these reminders with the names of the departments concerned."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for reminder in orphans:
        if reminder.department.name not in names[reminder.milestone_id]:
            names[reminder.milestone_id].append(reminder.department.name)
    listed = situations(session, policy, today, {each.department_id for each in orphans})
    return [(each, names[each.milestone_id]) for each in listed if each.milestone_id in names]


def digest_preview(session: Session, policy: Policy, person: Person, today: date) -> Email:
    """Return the digest a clerk would get on `today`, whether anything is due or not.

    Raises:
        Conflict: the person is no clerk.
        InvalidInput: the person has no usable address.
    """
    departments = {person.department_id} if person.department_id is not None else set()
    listed = situations(session, policy, today, departments)
    reports = last_reports(session, policy, {each.task_id for each in listed})
    return clerk_email(policy, person, listed, reports, today)
