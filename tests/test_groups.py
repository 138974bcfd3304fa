"""A group stands for its members: who sees what it is given, signs, reports and is reminded."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from sqlmodel import Session, col, select

from tests.make import make_department, make_milestone, make_person, make_task
from tracker import dashboards, reports, tasks
from tracker.clock import Workdays
from tracker.dashboards import Action
from tracker.directory import contacts
from tracker.errors import NotFound
from tracker.mail import Letterhead
from tracker.models import Assignment, Department, Person, Role, Task
from tracker.permissions import acts_for, departments_acted_for, may, require, visible_tasks
from tracker.reminders import Policy, digest_preview, reminders_for

TODAY = date(2017, 8, 16)
POLICY = Policy(
    letterhead=Letterhead("督查室", "office@demo.invalid", "http://127.0.0.1", "Asia/Shanghai")
)
NAMES = ("雕庄街道", "青龙街道", "民政局", "各街道", "各部门", "镇")


@pytest.fixture
def streets(session: Session, zhou: Person) -> Department:
    """The group 各街道, Zhou's department among its members."""
    group = make_department(session, "各街道", is_group=True)
    assert zhou.department is not None
    group.members.append(zhou.department)
    session.flush()
    return group


def clerk_of(session: Session, department: Department) -> Person:
    made = make_person(session, account=f"clerk{department.id}", department_id=department.id)
    session.expire_all()
    return made


def test_clerk_of_a_member_sees_what_its_group_is_given(
    session: Session, zhou: Person, wu: Person, streets: Department
) -> None:
    task = make_task(session, leads=(streets.name,))
    assert may(zhou, "task.read", task)
    assert not may(wu, "task.read", task)


def test_clerk_of_a_member_signs_and_reports_for_a_group_without_its_own_clerk(
    session: Session, zhou: Person, streets: Department, now: datetime
) -> None:
    task = make_task(session, leads=(streets.name,))
    milestone = make_milestone(session, task)
    require(zhou, "assignment.sign", task.assignments[0])
    tasks.sign(session, task.assignments[0], zhou, now)
    values = reports.ReportValues("已走访3个社区。", 30, "form", next_step="8月25日前走访完")
    report = reports.submit_report(session, milestone, values, [], zhou, now, Workdays())
    assert (report.department_id, milestone.percent) == (streets.id, 30)


def test_group_with_a_clerk_of_its_own_speaks_for_itself(
    session: Session, zhou: Person, streets: Department
) -> None:
    task = make_task(session, leads=(streets.name,))
    own = clerk_of(session, streets)
    assert may(own, "assignment.sign", task.assignments[0])
    assert may(zhou, "task.read", task)
    for action, thing in (("assignment.sign", task.assignments[0]), ("report.submit", task)):
        with pytest.raises(NotFound):
            require(zhou, action, thing)


def test_clerk_of_a_group_that_left_leaves_it_to_the_members(
    session: Session, zhou: Person, streets: Department
) -> None:
    task = make_task(session, leads=(streets.name,))
    clerk_of(session, streets).is_active = False
    session.flush()
    session.expire_all()
    assert may(zhou, "assignment.sign", task.assignments[0])


def test_department_that_leads_itself_reports_for_itself(
    session: Session, zhou: Person, streets: Department, now: datetime
) -> None:
    task = make_task(session, leads=(streets.name, "教育文体局"))
    milestone = make_milestone(session, task)
    for assignment in task.assignments:
        tasks.sign(session, assignment, zhou, now)
    values = reports.ReportValues("已会签。", 30, "form", next_step="再会签")
    report = reports.submit_report(session, milestone, values, [], zhou, now, Workdays())
    assert report.department_id == zhou.department_id


def test_workbench_of_a_member_asks_for_the_signature_of_its_group(
    session: Session, zhou: Person, streets: Department
) -> None:
    task = make_task(session, leads=(streets.name,))
    make_milestone(session, task)
    page = dashboards.workbench(session, zhou, TODAY)
    assert page.todo.number == 1
    assert page.groups[0].rows[0].action is Action.sign
    assert dashboards.assignments_to_sign(session, zhou) == task.assignments


def test_workbench_of_a_member_asks_for_nothing_a_clerk_of_the_group_does(
    session: Session, zhou: Person, streets: Department
) -> None:
    make_milestone(session, make_task(session, leads=(streets.name,)))
    clerk_of(session, streets)
    page = dashboards.workbench(session, zhou, TODAY)
    assert page.todo.number == 0
    assert dashboards.assignments_to_sign(session, zhou) == []


def test_group_whose_members_have_clerks_is_not_without_contact(
    session: Session, lin: Person, streets: Department
) -> None:
    make_task(session, leads=(streets.name, "财政局"))
    found = dashboards.workbench(session, lin, TODAY).without_clerk
    assert [each.name for each in found] == ["财政局"]


def test_contacts_of_a_group_are_its_own_clerks_else_those_of_its_members(
    session: Session, zhou: Person, wu: Person, streets: Department
) -> None:
    assert wu.department_id is not None
    assert contacts(session, [streets.id, wu.department_id]) == {
        streets.id: [zhou],
        wu.department_id: [wu],
    }
    own = clerk_of(session, streets)
    assert contacts(session, [streets.id]) == {streets.id: [own]}
    assert contacts(session, []) == {}


@pytest.mark.parametrize("seed", range(4))
def test_queries_say_the_same_as_the_policy_whatever_belongs_to_whatever(
    session: Session, seed: int
) -> None:
    chance = Random(seed)
    made = [make_department(session, name) for name in NAMES]
    for group in made[3:]:
        group.members = chance.sample(made[:3], chance.randint(0, 3))
    people = [
        make_person(
            session, account=f"c{number}", department_id=each.id, is_active=chance.random() < 0.6
        )
        for number, each in enumerate(made)
    ]
    people.append(make_person(session, account="lin", role=Role.coordinator))
    for position in range(12):
        names = chance.sample(NAMES, chance.randint(0, 3))
        make_task(session, tuple(names[:2]), tuple(names[2:]), position=position)
    session.expire_all()
    every = session.exec(select(Task)).all()
    assignments = session.exec(select(Assignment)).all()
    for person in people:
        seen = session.exec(select(Task.id).where(visible_tasks(person))).all()
        assert set(seen) == {task.id for task in every if may(person, "task.read", task)}
        acted = select(Department.id).where(acts_for(person, col(Department.id)))
        assert set(session.exec(acted).all()) == departments_acted_for(person)
        for assignment in assignments:
            if may(person, "assignment.sign", assignment):
                assert may(person, "task.read", assignment.task)


def reminded(session: Session) -> list[tuple[str, str | None]]:
    found = reminders_for(session, POLICY, TODAY)
    return [(each.party.name, each.clerk.name if each.clerk else None) for each in found]


def test_members_are_reminded_of_what_their_group_has_to_do(
    session: Session, zhou: Person, streets: Department
) -> None:
    task = make_task(session, leads=(streets.name,))
    make_milestone(session, task, due_on=TODAY + timedelta(days=1))
    assert set(reminded(session)) == {(streets.name, zhou.name)}
    own = clerk_of(session, streets)
    assert set(reminded(session)) == {(streets.name, own.name)}


def test_digest_of_a_member_lists_what_its_group_has_to_do(
    session: Session, zhou: Person, streets: Department
) -> None:
    task = make_task(session, leads=(streets.name,), title="整治校园周边")
    make_milestone(session, task)
    assert "整治校园周边" in digest_preview(session, POLICY, zhou, TODAY).text
    clerk_of(session, streets)
    assert "整治校园周边" not in digest_preview(session, POLICY, zhou, TODAY).text
