"""Plain functions that make valid rows; every argument has a default that suits most tests."""

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlmodel import Session, select

from tracker import directory
from tracker.models import (
    Assignment,
    AssignmentRole,
    Department,
    Document,
    Milestone,
    MilestoneKind,
    Person,
    Role,
    Task,
)

Row = TypeVar("Row")
ISSUED_AT = datetime(2017, 6, 5, 1, 0, tzinfo=UTC)


def make_department(session: Session, name: str = "教育文体局", **changes: Any) -> Department:
    found = session.exec(select(Department).where(Department.name == name)).first()
    return found or add(session, Department(name=name, **changes))


def make_person(session: Session, **changes: Any) -> Person:
    password = changes.pop("password", None)
    values: dict[str, Any] = {
        "account": "zhou",
        "name": "周联络",
        "role": Role.clerk,
        "created_at": ISSUED_AT,
        "email": f"{changes.get('account', 'zhou')}@example.invalid",
    }
    person = Person(**{**values, **changes})
    if password is not None:
        person.password_hash = directory.hash_password(password)
    return add(session, person)


def make_document(session: Session, **changes: Any) -> Document:
    by = session.exec(select(Person).where(Person.account == "maker")).first() or make_person(
        session, account="maker", name="导入员", role=Role.coordinator
    )
    values: dict[str, Any] = {
        "sha256": f"{len(session.exec(select(Document)).all()):064x}",
        "filename": "天宁.docx",
        "media_type": "text/plain",
        "size": 1,
        "title": "区政府关于统筹推进城乡义务教育一体化促进优质均衡发展的实施意见",
        "doc_number": "常天政发〔2017〕68号",
        "annexes": [],
        "remarks": [],
        "extraction": {},
        "received_at": ISSUED_AT,
        "received_by_id": by.id,
    }
    return add(session, Document(**{**values, **changes}))


def make_task(
    session: Session,
    leads: tuple[str, ...] = ("教育文体局",),
    cooperating: tuple[str, ...] = (),
    **changes: Any,
) -> Task:
    document = changes.pop("document", None) or make_document(session)
    values: dict[str, Any] = {
        "document_id": document.id,
        "position": 1,
        "no": "1",
        "title": "规范教育培训市场",
        "content": "建立联席会议制度。",
        "deadline_text": "2017年8月",
        "deadline_normal": "month:2017-08",
        "problems": [],
        "source": {},
        "issued_at": ISSUED_AT,
    }
    task = add(session, Task(**{**values, **changes}))
    roles = [(name, AssignmentRole.lead) for name in leads]
    roles += [(name, AssignmentRole.cooperating) for name in cooperating]
    for position, (name, role) in enumerate(roles):
        department = make_department(session, name)
        task.assignments.append(
            Assignment(
                task_id=task.id,
                department_id=department.id,
                role=role,
                position=position,
                name_as_written=name,
                reports_for_all=position == 0 and role is AssignmentRole.lead,
            )
        )
    session.flush()
    return task


def make_milestone(session: Session, task: Task, **changes: Any) -> Milestone:
    values: dict[str, Any] = {
        "task_id": task.id,
        "position": len(task.milestones) + 1,
        "kind": MilestoneKind.deadline,
        "normal": "month:2017-08",
        "due_on": date(2017, 8, 31),
        "opened_on": date(2017, 6, 5),
        "soon_from": date(2017, 8, 16),
    }
    milestone = Milestone(**{**values, **changes})
    task.milestones.append(milestone)
    session.flush()
    return milestone


def add(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
