"""Who may do what: the whole POLICY against a table written by hand."""

from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.make import ISSUED_AT, add, make_department, make_milestone, make_person, make_task
from tracker.errors import NotAllowed, NotFound
from tracker.models import Person, Report, ReportState, Role, SavedFilter, Task
from tracker.permissions import POLICY, may, require, visible_tasks

ROLES = (Role.coordinator, Role.clerk, Role.leader, Role.administrator, Role.operator)
# In the order of ROLES: yes and no; for a clerk also whose things: of tasks in which the own
# department takes part ("part"), which it leads ("lead"), or its own assignment ("own"). What a
# person keeps ("mine") is nobody else's.
TABLE = {
    "home.open": "yes yes yes yes no",
    "session.end": "yes yes yes yes no",
    "account.own": "yes yes yes yes no",
    "dashboard.read": "yes no yes no no",
    "task.list": "yes yes yes no yes",
    "task.read": "yes part yes no yes",
    "task.complete": "yes no no no no",
    "task.urge": "yes no no no no",
    "filter.keep": "mine mine mine no no",
    "assignment.sign": "no own no no no",
    "assignment.press": "yes no no no no",
    "report.submit": "no lead no no no",
    "report.review": "yes no no no no",
    "evidence.read": "yes part yes no no",
    "document.list": "yes no yes no no",
    "document.read": "yes no yes no no",
    "document.import": "yes no no no yes",
    "document.review": "yes no no no yes",
    "document.amend": "yes no no no no",
    "document.withdraw": "yes no no no no",
    "job.read": "yes no no no no",
    "job.change": "yes no no no no",
    "department.read": "yes no no yes no",
    "department.manage": "yes no no yes no",
    "message.list": "yes no no yes no",
    "message.read": "yes no no no no",
    "message.release": "yes no no yes no",
    "settings.read": "yes no no yes no",
    "settings.edit": "yes no no yes no",
    "calendar.edit": "no no no yes no",
    "mail.test": "no no no yes no",
    "system.read": "no no no yes no",
    "person.manage": "no no no yes yes",
}
NAMES = ("教育文体局", "民政局", "编办", "财政局")


def granted(action: str, role: Role) -> str:
    return TABLE[action].split()[ROLES.index(role)]


@dataclass
class Things:
    """A task, an assignment in it and a report on it, as the action may ask for."""

    task: Task
    report: Report

    def of(self, action: str) -> object:
        if action == "assignment.sign":
            return self.task.assignments[-1]
        if action == "filter.keep":
            return SavedFilter(person_id=0, name="逾期", arguments={}, created_at=ISSUED_AT)
        if action.startswith("document."):
            return self.task.document
        return self.report if action == "evidence.read" else self.task


def make_things(session: Session, leads: tuple[str, ...], others: tuple[str, ...]) -> Things:
    task = make_task(session, leads, others)
    by = session.exec(select(Person)).first()
    assert by is not None
    values: dict[str, Any] = {
        "milestone_id": make_milestone(session, task).id,
        "department_id": task.assignments[0].department_id,
        "person_id": by.id,
        "state": ReportState.noted,
        "progress": "已会签5家。",
        "percent": 40,
        "form_key": str(task.id),
        "created_at": ISSUED_AT,
    }
    return Things(task, add(session, Report(**values)))


@pytest.fixture
def people(session: Session) -> dict[Role, Person]:
    """Return one person of each role; the clerk is of 教育文体局."""
    own = make_department(session, "教育文体局").id
    return {
        role: make_person(
            session, account=role, role=role, department_id=own if role is Role.clerk else None
        )
        for role in ROLES
    }


def test_table_names_every_role() -> None:
    assert set(ROLES) == set(Role)


def test_every_action_has_a_row_in_the_table() -> None:
    assert set(TABLE) == set(POLICY)


def test_role_has_an_action_as_the_table_says(people: dict[Role, Person]) -> None:
    found = {(action, role): may(people[role], action) for action in TABLE for role in ROLES}
    assert found == {key: granted(*key) != "no" for key in found}


# What of a clerk's grants holds for a task that the own department leads, takes part in, or not.
@pytest.mark.parametrize(
    ("leads", "others", "holds"),
    [
        (("民政局", "教育文体局"), (), {"yes", "part", "lead", "own"}),
        (("民政局",), ("教育文体局",), {"yes", "part", "own"}),
        (("教育文体局",), ("民政局",), {"yes", "part", "lead"}),
        (("民政局",), ("编办",), {"yes"}),
    ],
    ids=["leading last", "cooperating", "leading first", "elsewhere"],
)
def test_action_reaches_the_things_the_table_says(
    session: Session,
    people: dict[Role, Person],
    leads: tuple[str, ...],
    others: tuple[str, ...],
    holds: set[str],
) -> None:
    things = make_things(session, leads, others)
    found = {
        (action, role): may(people[role], action, things.of(action))
        for action in TABLE
        for role in ROLES
    }
    assert found == {key: granted(*key) in holds for key in found}


def test_saved_filter_is_its_keepers(people: dict[Role, Person]) -> None:
    for role, person in people.items():
        kept = SavedFilter(person_id=person.id, name="逾期", arguments={}, created_at=ISSUED_AT)
        assert may(person, "filter.keep", kept) == (granted("filter.keep", role) == "mine")


def test_person_who_left_may_nothing(people: dict[Role, Person]) -> None:
    for person in people.values():
        person.is_active = False
        assert not any(may(person, action) for action in TABLE)


def test_action_that_does_not_exist_is_a_fault_of_the_program(people: dict[Role, Person]) -> None:
    with pytest.raises(KeyError):
        may(people[Role.coordinator], "task.destroy")


def test_refused_action_is_not_allowed(session: Session, people: dict[Role, Person]) -> None:
    task = make_task(session)
    with pytest.raises(NotAllowed):
        require(people[Role.leader], "report.review", task)


def test_thing_of_another_department_does_not_exist(
    session: Session, people: dict[Role, Person]
) -> None:
    task = make_task(session, leads=("民政局",))
    with pytest.raises(NotFound):
        require(people[Role.clerk], "task.read", task)


def test_granted_action_passes(session: Session, people: dict[Role, Person]) -> None:
    require(people[Role.clerk], "task.read", make_task(session))


@pytest.mark.parametrize("seed", range(3))
def test_queries_show_exactly_the_tasks_that_may_be_read(
    session: Session, people: dict[Role, Person], seed: int
) -> None:
    chance = Random(seed)
    for position in range(20):
        names = chance.sample(NAMES, chance.randint(0, 4))
        cut = chance.randint(0, len(names))
        make_task(session, tuple(names[:cut]), tuple(names[cut:]), position=position)
    people[Role.leader].is_active = chance.random() < 0.5
    every = session.exec(select(Task)).all()
    for person in people.values():
        shown = session.exec(select(Task).where(visible_tasks(person))).all()
        may_be_read = {task.id for task in every if may(person, "task.read", task)}
        assert {task.id for task in shown} == may_be_read


def test_person_who_left_is_shown_no_task(session: Session, people: dict[Role, Person]) -> None:
    make_task(session)
    people[Role.coordinator].is_active = False
    assert session.exec(select(Task).where(visible_tasks(people[Role.coordinator]))).all() == []
