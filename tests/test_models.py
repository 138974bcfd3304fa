"""Tables: moments come back as they went in, and the database itself refuses nonsense."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, MetaData, Table, insert, text
from sqlalchemy import select as choose
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from tests.make import (
    ISSUED_AT,
    add,
    make_department,
    make_document,
    make_milestone,
    make_person,
    make_task,
)
from tracker.database import Database
from tracker.history import record
from tracker.models import (
    Assignment,
    AssignmentRole,
    DepartmentMember,
    Draft,
    DraftKind,
    Event,
    Evidence,
    HoldReason,
    Message,
    MessageState,
    Reminder,
    ReminderRule,
    Report,
    ReportState,
    Role,
    Task,
    metadata,
)

MOMENTS = [
    (table.name, column.name)
    for table in metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, UTCDateTime | DateTime)
]
SHANGHAI = timezone(timedelta(hours=8))


def test_there_are_moments_in_the_tables() -> None:
    assert len(MOMENTS) >= 15


@pytest.mark.parametrize(("table", "column"), MOMENTS)
def test_moment_of_another_zone_comes_back_in_utc(
    database: Database, table: str, column: str
) -> None:
    scratch = Table(
        "scratch", MetaData(), Column("moment", metadata.tables[table].columns[column].type)
    )
    given = datetime(2017, 8, 16, 9, 0, 0, 123456, tzinfo=SHANGHAI)
    with database.write() as session:
        connection = session.connection()
        scratch.create(connection)
        connection.execute(insert(scratch), {"moment": given})
        found = connection.execute(choose(scratch.c.moment)).scalar_one()
    assert (found, found.tzinfo) == (given, UTC)


@pytest.mark.parametrize(("table", "column"), MOMENTS)
def test_moment_without_a_zone_is_refused(database: Database, table: str, column: str) -> None:
    scratch = Table(
        "scratch", MetaData(), Column("moment", metadata.tables[table].columns[column].type)
    )
    naive = datetime(2017, 8, 16, 9, 0, tzinfo=UTC).replace(tzinfo=None)
    with database.write() as session:
        connection = session.connection()
        scratch.create(connection)
        with pytest.raises(StatementError):
            connection.execute(insert(scratch), {"moment": naive})


def test_every_key_and_check_has_a_name_migrations_can_use() -> None:
    for table in metadata.sorted_tables:
        assert all(constraint.name for constraint in table.constraints), table.name


def make_report(session: Session, **changes: Any) -> Report:
    task = make_task(session)
    by = make_person(session, department_id=make_department(session).id)
    values: dict[str, Any] = {
        "milestone_id": make_milestone(session, task).id,
        "department_id": by.department_id,
        "person_id": by.id,
        "state": ReportState.noted,
        "progress": "已会签5家。",
        "percent": 40,
        "form_key": "k",
        "created_at": ISSUED_AT,
    }
    return add(session, Report(**{**values, **changes}))


def make_message(session: Session, **changes: Any) -> Message:
    values: dict[str, Any] = {
        "key": "digest:1:2017-08-16",
        "recipient": "zhou@example.invalid",
        "subject": "任务提醒",
        "text": "",
        "html": "",
        "mime": b"",
        "message_id": "<1@example.invalid>",
        "next_attempt_at": ISSUED_AT,
        "created_at": ISSUED_AT,
    }
    return add(session, Message(**{**values, **changes}))


def make_draft(session: Session, **changes: Any) -> Draft:
    values: dict[str, Any] = {
        "document_id": make_document(session).id,
        "position": 1,
        "kind": DraftKind.annex,
        "leads": [],
        "cooperating": [],
        "problems": [],
        "source": {},
    }
    return add(session, Draft(**{**values, **changes}))


def make_reminder(session: Session, **changes: Any) -> Reminder:
    task = make_task(session)
    values: dict[str, Any] = {
        "rule": ReminderRule.lead,
        "milestone_id": make_milestone(session, task).id,
        "deadline_version": 1,
        "offset": 15,
        "department_id": task.assignments[0].department_id,
        "on": date(2017, 8, 16),
    }
    return add(session, Reminder(**{**values, **changes}))


@pytest.mark.parametrize("percent", [-1, 101])
def test_report_of_less_than_nothing_or_more_than_all_is_refused(
    session: Session, percent: int
) -> None:
    with pytest.raises(IntegrityError, match="percent_range"):
        make_report(session, percent=percent)


@pytest.mark.parametrize("percent", [0, 100])
def test_report_of_nothing_or_all_is_taken(session: Session, percent: int) -> None:
    assert make_report(session, percent=percent).id


@pytest.mark.parametrize("percent", [-1, 101])
def test_milestone_of_less_than_nothing_or_more_than_all_is_refused(
    session: Session, percent: int
) -> None:
    task = make_task(session)
    with pytest.raises(IntegrityError, match="percent_range"):
        make_milestone(session, task, percent=percent)


@pytest.mark.parametrize(
    ("state", "asks"), [(ReportState.noted, True), (ReportState.submitted, False)]
)
def test_only_a_report_that_asks_for_completion_waits_for_review(
    session: Session, state: ReportState, *, asks: bool
) -> None:
    with pytest.raises(IntegrityError, match="noted_asks_nothing"):
        make_report(session, state=state, asks_completion=asks)


def test_return_without_a_reason_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError, match="returned_says_why"):
        make_report(session, state=ReportState.returned, asks_completion=True)


def test_same_form_makes_one_report_of_a_person(session: Session) -> None:
    first = make_report(session)
    with pytest.raises(IntegrityError, match=r"report\.person_id, report\.form_key"):
        add(session, Report(**first.model_dump(exclude={"id"})))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.clerk])
def test_only_a_clerk_has_a_department(session: Session, role: Role) -> None:
    department = make_department(session)
    with pytest.raises(IntegrityError, match="clerk_has_department"):
        make_person(session, role=role, department_id=department.id)


def test_clerk_without_a_department_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError, match="clerk_has_department"):
        make_person(session, role=Role.clerk)


def test_command_line_account_with_a_password_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError, match="operator_no_sign_in"):
        make_person(session, role=Role.operator, password_hash="x")


def test_account_name_is_taken_once(session: Session) -> None:
    make_person(session, account="lin", role=Role.coordinator)
    with pytest.raises(IntegrityError, match=r"person\.account"):
        make_person(session, account="lin", role=Role.leader)


def test_file_is_one_document(session: Session) -> None:
    make_document(session, sha256="a" * 64)
    with pytest.raises(IntegrityError, match=r"document\.sha256"):
        make_document(session, sha256="a" * 64)


def test_department_takes_part_in_a_task_once(session: Session) -> None:
    task = make_task(session)
    again = Assignment(
        task_id=task.id,
        department_id=task.assignments[0].department_id,
        role=AssignmentRole.cooperating,
        position=9,
        name_as_written="教育局",
    )
    with pytest.raises(IntegrityError, match=r"assignment\.task_id, assignment\.department_id"):
        add(session, again)


def test_one_department_sums_up_for_all(session: Session) -> None:
    task = make_task(session, leads=("编办", "财政局"))
    task.assignments[1].reports_for_all = True
    with pytest.raises(IntegrityError, match=r"assignment\.task_id"):
        session.flush()


def test_milestones_of_a_task_have_an_order(session: Session) -> None:
    task = make_task(session)
    make_milestone(session, task, position=1)
    with pytest.raises(IntegrityError, match=r"milestone\.position"):
        make_milestone(session, task, position=1)


def test_group_is_no_member_of_itself(session: Session) -> None:
    group = make_department(session, "各街道", is_group=True)
    with pytest.raises(IntegrityError, match="not_itself"):
        add(session, DepartmentMember(group_id=group.id, member_id=group.id))


@pytest.mark.parametrize(
    "values",
    [
        {"state": MessageState.held},
        {"state": MessageState.pending, "held_for": HoldReason.configuration},
    ],
)
def test_message_that_is_held_says_why(session: Session, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="held_says_why"):
        make_message(session, **values)


def test_occasion_makes_one_message(session: Session) -> None:
    make_message(session)
    with pytest.raises(IntegrityError, match=r"message\.key"):
        make_message(session, message_id="<2@example.invalid>")


def test_person_is_reminded_of_an_occasion_once(session: Session) -> None:
    zhou = make_person(session, department_id=make_department(session).id)
    first = make_reminder(session, person_id=zhou.id)
    with pytest.raises(IntegrityError, match=r"reminder\.rule"):
        add(session, Reminder(**first.model_dump(exclude={"id"})))


def test_occasion_without_a_clerk_is_kept_once(session: Session) -> None:
    first = make_reminder(session)
    with pytest.raises(IntegrityError, match=r"reminder\.rule"):
        add(session, Reminder(**first.model_dump(exclude={"id"})))


def test_task_has_one_draft_in_each_edition(session: Session) -> None:
    task = make_task(session)
    first, second = make_document(session), make_document(session)
    make_draft(session, task_id=task.id, document_id=first.id)
    make_draft(session, task_id=task.id, document_id=second.id)
    with pytest.raises(IntegrityError, match=r"draft\.task_id"):
        make_draft(session, task_id=task.id, document_id=second.id)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("task", "state"),
        ("milestone", "state"),
        ("milestone", "kind"),
        ("assignment", "role"),
        ("person", "role"),
        ("draft", "state"),
        ("draft", "kind"),
        ("report", "state"),
        ("message", "state"),
        ("reminder", "rule"),
    ],
)
def test_state_that_does_not_exist_is_refused(session: Session, table: str, column: str) -> None:
    make_report(session)
    make_draft(session)
    make_message(session)
    make_reminder(session)
    changed = text(f"UPDATE {table} SET {column} = 'nonsense'")
    with pytest.raises(IntegrityError, match="CHECK"):
        session.connection().execute(changed)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE event SET action = 'x'", "UPDATE event SET at = at", "DELETE FROM event"],
)
def test_history_is_neither_changed_nor_dropped(session: Session, statement: str) -> None:
    record(session, "task.issued", None, ISSUED_AT)
    session.flush()
    with pytest.raises(IntegrityError, match="append-only"):
        session.connection().execute(text(statement))


def test_history_is_not_changed_through_its_rows_either(session: Session) -> None:
    line = record(session, "task.issued", None, ISSUED_AT)
    session.flush()
    line.action = "task.forgotten"
    with pytest.raises(IntegrityError, match="append-only"):
        session.flush()


def test_assignments_and_milestones_come_in_order(session: Session) -> None:
    task = make_task(session, leads=("编办", "财政局"), cooperating=("人社局",))
    make_milestone(session, task, position=2, label="后")
    make_milestone(session, task, position=1, label="先")
    session.expire_all()
    assert [each.name_as_written for each in task.assignments] == ["编办", "财政局", "人社局"]
    assert [each.label for each in task.milestones] == ["先", "后"]
    assert [each.name_as_written for each in task.leads] == ["编办", "财政局"]
    assert [each.name_as_written for each in task.cooperating] == ["人社局"]


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({}, "常天政发〔2017〕68号"),
        ({"doc_number": None, "title": "意见"}, "意见"),
        ({"doc_number": None, "title": None}, "天宁.docx"),
    ],
)
def test_document_goes_by_its_shortest_name(
    session: Session, values: dict[str, Any], label: str
) -> None:
    assert make_document(session, **values).label == label


def test_every_table_is_a_model() -> None:
    mapped = {mapper.local_table.name for mapper in SQLModel._sa_registry.mappers}  # type: ignore[attr-defined]  # no public way
    assert mapped == set(metadata.tables)


def test_evidence_of_no_report_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        add(session, Evidence(report_id=404, filename="a.txt", sha256="a" * 64, size=1))


def test_history_line_names_its_person(session: Session) -> None:
    lin = make_person(session, account="lin", name="林督查", role=Role.coordinator)
    line = add(session, Event(at=ISSUED_AT, person_id=lin.id, action="x", change={}))
    assert line.person is lin


def test_task_without_a_document_is_refused(session: Session) -> None:
    values = make_task(session).model_dump(exclude={"id"})
    with pytest.raises(IntegrityError, match="NOT NULL"):
        add(session, Task(**{**values, "document_id": None}))
