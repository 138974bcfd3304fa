"""Says who would get how many mails on a day under some rules, without queueing anything."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.mail import is_address
from tracker.models import Person, Role
from tracker.reminders.planning import waiting_reminders
from tracker.reminders.situations import reminders_for
from tracker.reminders.values import Policy

Subject = tuple[int, int, int | None]


@dataclass(frozen=True, slots=True)
class ExpectedDigest:
    """The one digest a person would get, with how many items ask for it.

    `is_reachable` is false without a usable mail address: nothing is sent.
    """

    name: str
    department: str
    items: int
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a day would bring; `on` is local. On a rest day, or switched off, nothing is sent."""

    on: date
    is_workday: bool
    is_switched_on: bool
    digests: tuple[ExpectedDigest, ...]

    @property
    def mails(self) -> int:
        """How many mails would go out."""
        return sum(each.is_reachable for each in self.digests)


def expect_digests(session: Session, policy: Policy, on: date) -> Expectation:
    """Return what would be sent on `on`: what falls due that day, and what still waits now.

    The present open state is taken as if it were that day. Reminders of departments without a
    contact reach every coordinator.
    """
    is_workday = policy.workdays.is_workday(on)
    if not is_workday or not policy.sends_digests:
        return Expectation(on, is_workday, policy.sends_digests, ())
    subjects: set[Subject] = {each.subject for each in reminders_for(session, policy, on)}
    subjects |= {
        (each.milestone_id, each.department_id, each.person_id)
        for each in waiting_reminders(session)
    }
    items = Counter(person for _milestone, _department, person in subjects)
    unmanned = items.pop(None, 0)
    return Expectation(on, True, True, tuple(named(session, items, unmanned)))


def named(session: Session, items: Counter[int | None], unmanned: int) -> list[ExpectedDigest]:
    """Return the clerks with their items, then the coordinators with what has no contact."""
    clerks = session.exec(
        select(Person)
        .where(col(Person.id).in_(items), col(Person.is_active))
        .order_by(col(Person.department_id), col(Person.id))
    ).all()
    found = [expected(person, items[person.id]) for person in clerks]
    if unmanned:
        wanted = select(Person).where(Person.role == Role.coordinator, col(Person.is_active))
        told = session.exec(wanted.order_by(col(Person.id))).all()
        found += [expected(person, unmanned) for person in told]
    return found


def expected(person: Person, items: int) -> ExpectedDigest:
    """Return one person's digest."""
    department = person.department.name if person.department else ""
    return ExpectedDigest(person.name, department, items, is_address(person.email))
