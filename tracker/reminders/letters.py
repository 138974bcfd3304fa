"""Turns waiting reminders into digests ready to queue; reads only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import Conflict
from tracker.mail import Address, Email, compose, is_address
from tracker.models import Message, Person, Reminder, Role
from tracker.permissions import departments_acted_for
from tracker.reminders.digest import Digest, clerk_digest, coordinator_digest
from tracker.reminders.planning import waiting_reminders
from tracker.reminders.situations import last_reports, situations
from tracker.reminders.values import LastReports, Policy, Situation
from tracker.texts import gettext as _


@dataclass(frozen=True, slots=True)
class PreparedDigest:
    """A digest that was composed but not yet queued, and the reminders it carries."""

    key: str
    person_id: int
    email: Email
    reminders: tuple[int, ...]


def prepare_digests(
    session: Session, policy: Policy, today: date, limit: int
) -> list[PreparedDigest]:
    """Return the digests that are owed today and not queued yet, at most `limit` to clerks.

    The coordinators' come first. Nothing is written.
    """
    waiting = waiting_reminders(session)
    told = prepare_unmanned(session, policy, waiting, today)
    return told + prepare_clerks(session, policy, waiting, today, limit)


def prepare_clerks(
    session: Session, policy: Policy, waiting: Sequence[Reminder], today: date, limit: int
) -> list[PreparedDigest]:
    """Return one digest for each clerk with waiting reminders and none yet today.

    A clerk without an address keeps the reminders, and the workbench shows them.
    """
    by_person: dict[int, list[int]] = {}
    for reminder in waiting:
        if reminder.person_id is not None:
            by_person.setdefault(reminder.person_id, []).append(reminder.id)
    people = without_digest(session, reachable(session, by_person), today)[:limit]
    departments = {each for person in people for each in departments_acted_for(person)}
    if not departments:
        return []
    listed = situations(session, policy, today, departments)
    reports = last_reports(session, policy, {each.task_id for each in listed})
    return [
        prepare(
            person,
            clerk_email(policy, person, listed, reports, today),
            by_person[person.id],
            today,
        )
        for person in people
    ]


def prepare(person: Person, email: Email, reminders: Iterable[int], today: date) -> PreparedDigest:
    """Return the digest with its key."""
    return PreparedDigest(digest_key(person, today), person.id, email, tuple(reminders))


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
    owner = (departments_acted_for(person), department.name)
    digest = clerk_digest(policy.letterhead, owner, person.name, listed, reports, today)
    return digest_email(policy, person, digest, today)


def digest_email(policy: Policy, person: Person, digest: Digest, today: date) -> Email:
    """Return a digest as a mail to one person."""
    address = Address(person.email or "", person.name)
    return compose("digest", policy.letterhead, address, today, digest=digest)


def prepare_unmanned(
    session: Session, policy: Policy, waiting: Sequence[Reminder], today: date
) -> list[PreparedDigest]:
    """Return what tells every coordinator about the reminders that found no clerk."""
    orphans = [each for each in waiting if each.person_id is None]
    if not orphans:
        return []
    coordinators = select(Person.id).where(Person.role == Role.coordinator).order_by(col(Person.id))
    people = reachable(session, session.exec(coordinators).all())
    if len(without_digest(session, people, today)) < len(people):
        return []
    unmanned = by_milestone(session, policy, orphans, today)
    carried = [each.id for each in orphans]
    prepared = []
    for person in people:
        digest = coordinator_digest(policy.letterhead, person.name, unmanned, today)
        email = digest_email(policy, person, digest, today)
        prepared.append(prepare(person, email, carried, today))
    return prepared


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
    listed = situations(session, policy, today, departments_acted_for(person))
    reports = last_reports(session, policy, {each.task_id for each in listed})
    return clerk_email(policy, person, listed, reports, today)
