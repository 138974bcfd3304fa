"""What a person changes in departments: names, members, merges, invitations."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlmodel import Session, col, select

from tests.make import add, make_department, make_milestone, make_person, make_task
from tracker import directory, tasks
from tracker.database import Database
from tracker.directory import merging
from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.models import (
    AssignmentRole,
    Department,
    DepartmentAlias,
    Event,
    Invitation,
    Person,
    Reminder,
    ReminderRule,
    Report,
    ReportState,
    Role,
    metadata,
)

TODAY = date(2017, 8, 16)
TOKEN = "a token nobody could guess"


def lines(session: Session, action: str) -> list[Event]:
    return list(session.exec(select(Event).where(Event.action == action)).all())


def aliases(department: Department) -> list[str]:
    return [each.name for each in department.aliases]


@pytest.fixture
def education(session: Session) -> Department:
    return make_department(session, "教育文体局")


@pytest.fixture
def finance(session: Session) -> Department:
    return make_department(session, "财政局")


@pytest.fixture
def streets(session: Session) -> Department:
    return make_department(session, "各街道", is_group=True)


def test_new_name_becomes_a_department_with_a_line_of_history(
    session: Session, lin: Person, now: datetime
) -> None:
    made = directory.find_or_create_department(session, "团区委", lin, now)
    [line] = lines(session, "department.created")
    assert (made.name, made.is_group) == ("团区委", False)
    assert (line.department_id, line.change) == (made.id, {"name": [None, "团区委"]})
    assert directory.find_or_create_department(session, "各街道", lin, now).is_group


def test_name_nobody_is_sure_of_becomes_a_department_of_its_own(
    session: Session, lin: Person, now: datetime
) -> None:
    for name in ("区教育局", "市教育局"):
        make_department(session, name)
    made = directory.find_or_create_department(session, "教育局", lin, now)
    assert made.name == "教育局"


def test_rename_counts_on_the_date_of_the_document_that_brings_a_name(
    session: Session, lin: Person, now: datetime
) -> None:
    new = make_department(session, "卫健局")
    found = directory.find_or_create_department(session, "卫计局", lin, now, date(2017, 6, 1))
    assert found is new
    assert (
        directory.find_or_create_department(session, "卫计局", lin, now, date(2023, 6, 1))
        is not new
    )


def test_remembered_alias_means_the_department(
    session: Session, lin: Person, now: datetime, education: Department
) -> None:
    directory.add_alias(session, education, " 文教办 ", lin, now)
    match = directory.match_department("文教办", directory.all_departments(session))
    assert (match.department, match.rule) == (education, directory.Rule.alias)
    [line] = lines(session, "department.alias_added")
    assert (line.department_id, line.change) == (education.id, {"alias": [None, "文教办"]})


@pytest.mark.parametrize("name", ["财政局", "区财政"])
def test_one_name_means_one_department(
    session: Session,
    lin: Person,
    now: datetime,
    education: Department,
    finance: Department,
    name: str,
) -> None:
    directory.add_alias(session, finance, "区财政", lin, now)
    with pytest.raises(InvalidInput, match="财政局") as refusal:
        directory.add_alias(session, education, name, lin, now)
    assert refusal.value.field == "name"
    assert name in str(refusal.value)


@pytest.mark.parametrize("name", ["", "  ", "名" * 101, "教育文体局", "文教办"])
def test_alias_that_says_nothing_new_is_refused(
    session: Session, lin: Person, now: datetime, education: Department, name: str
) -> None:
    directory.add_alias(session, education, "文教办", lin, now)
    with pytest.raises(InvalidInput):
        directory.add_alias(session, education, name, lin, now)


def test_removed_alias_means_nobody(
    session: Session, lin: Person, now: datetime, education: Department
) -> None:
    alias = directory.add_alias(session, education, "文教办", lin, now)
    directory.remove_alias(session, alias, lin, now)
    assert directory.bearer_of(session, "文教办") is None
    [line] = lines(session, "department.alias_removed")
    assert line.change == {"alias": ["文教办", None]}


def test_renamed_department_keeps_its_old_name_with_the_date(
    session: Session, lin: Person, now: datetime
) -> None:
    department = make_department(session, "第一科")
    directory.rename_department(session, department, "综合科", date(2017, 8, 1), lin, now, TODAY)
    assert (department.name, aliases(department)) == ("综合科", ["第一科"])
    known = directory.all_departments(session)
    before = directory.match_department("第一科", known, date(2017, 7, 31))
    after = directory.match_department("第一科", known, date(2017, 8, 1))
    assert before.department is department
    assert (after.department, after.candidates) == (None, (department,))
    [line] = lines(session, "department.renamed")
    assert line.change == {"name": ["第一科", "综合科"], "on": [None, "2017-08-01"]}


def test_department_may_take_its_alias_or_its_old_name_back(
    session: Session, lin: Person, now: datetime, education: Department
) -> None:
    directory.add_alias(session, education, "教育局", lin, now)
    directory.rename_department(session, education, "教育局", TODAY, lin, now, TODAY)
    directory.rename_department(session, education, "教育文体局", TODAY, lin, now, TODAY)
    assert (education.name, aliases(education)) == ("教育文体局", ["教育局"])


@pytest.mark.parametrize(
    ("name", "on", "field"),
    [
        ("财政局", TODAY, "name"),
        ("教育文体局", TODAY, "name"),
        ("", TODAY, "name"),
        ("教育局", TODAY + timedelta(days=1), "on"),
    ],
)
def test_rename_that_cannot_be_is_refused(
    session: Session, lin: Person, now: datetime, name: str, on: date, field: str
) -> None:
    department = make_department(session, "教育文体局")
    make_department(session, "财政局")
    with pytest.raises(InvalidInput) as refusal:
        directory.rename_department(session, department, name, on, lin, now, TODAY)
    assert refusal.value.field == field
    assert lines(session, "department.renamed") == []


def test_group_gets_members_by_any_of_their_names(
    session: Session, lin: Person, now: datetime, education: Department, streets: Department
) -> None:
    directory.add_alias(session, education, "文教办", lin, now)
    directory.add_member(session, streets, "文教办", lin, now)
    new = directory.add_member(session, streets, "雕庄街道", lin, now)
    assert streets.members == [education, new]
    directory.remove_member(session, streets, education, lin, now)
    assert streets.members == [new]
    assert [each.change for each in lines(session, "department.member_added")] == [
        {"member": [None, "教育文体局"]},
        {"member": [None, "雕庄街道"]},
    ]
    assert len(lines(session, "department.member_removed")) == 1
    with pytest.raises(Conflict):
        directory.remove_member(session, streets, education, lin, now)


def test_member_that_cannot_be_is_refused(
    session: Session, lin: Person, now: datetime, education: Department, streets: Department
) -> None:
    directory.add_member(session, streets, "雕庄街道", lin, now)
    for group, name in (
        (education, "雕庄街道"),
        (streets, "各街道"),
        (streets, "雕庄街道"),
        (streets, ""),
    ):
        with pytest.raises(InvalidInput) as refusal:
            directory.add_member(session, group, name, lin, now)
        assert refusal.value.field == "name"


def test_body_taken_for_a_group_can_be_corrected(
    session: Session, lin: Person, now: datetime, streets: Department
) -> None:
    directory.set_group(session, streets, lin, now, is_group=False)
    assert not streets.is_group
    with pytest.raises(Conflict):
        directory.set_group(session, streets, lin, now, is_group=False)
    directory.set_group(session, streets, lin, now, is_group=True)
    directory.add_member(session, streets, "雕庄街道", lin, now)
    with pytest.raises(InvalidInput):
        directory.set_group(session, streets, lin, now, is_group=False)


def test_merged_department_gives_everything_to_the_other(
    session: Session,
    lin: Person,
    now: datetime,
    education: Department,
    streets: Department,
) -> None:
    source = make_department(session, "教育局")
    clerk = make_person(session, account="qian", department_id=source.id)
    task = make_task(session, leads=(source.name,))
    report = make_report(session, task.id and make_milestone(session, task).id, source, clerk)
    directory.add_alias(session, source, "教委", lin, now)
    directory.add_member(session, streets, source.name, lin, now)
    directory.invite_clerk(session, source, TOKEN, None, lin, now)
    assert directory.merge_departments(session, source, education, lin, now) == 1
    assert [each.department_id for each in task.assignments] == [education.id]
    assert task.assignments[0].name_as_written == "教育局"
    assert (clerk.department_id, report.department_id) == (education.id, education.id)
    assert set(aliases(education)) == {"教委", "教育局"}
    assert streets.members == [education]
    assert directory.find_invitation(session, TOKEN, now).department_id == education.id
    assert directory.living(session, source) is education
    assert source not in directory.all_departments(session)
    assert directory.bearer_of(session, "教育局") is education
    assert [each.change for each in lines(session, "department.merged")] == [
        {"merged": ["教育局", "教育文体局"]}
    ] * 2
    assert [each.task_id for each in lines(session, "assignment.moved")] == [task.id]


def make_report(
    session: Session, milestone_id: int, department: Department, person: Person, **changes: Any
) -> Report:
    values: dict[str, Any] = {
        "milestone_id": milestone_id,
        "department_id": department.id,
        "person_id": person.id,
        "state": ReportState.noted,
        "progress": "已会签5家。",
        "percent": 40,
        "form_key": "key",
        "created_at": datetime(2017, 8, 1, 1, 0, tzinfo=person.created_at.tzinfo),
    }
    return add(session, Report(**{**values, **changes}))


# Both departments take part in one task: which part is left, and is its signature still there?
@pytest.mark.parametrize(
    ("leads", "others", "signs", "role", "signed"),
    [
        (("教育文体局",), ("教育局",), "教育文体局", AssignmentRole.lead, True),
        (("教育文体局",), ("教育局",), "教育局", AssignmentRole.lead, False),
        (("教育局",), ("教育文体局",), "教育局", AssignmentRole.lead, True),
        (("教育局", "教育文体局"), (), "教育局", AssignmentRole.lead, True),
        (("教育局", "教育文体局"), (), "教育文体局", AssignmentRole.lead, True),
        (("财政局",), ("教育局", "教育文体局"), "教育局", AssignmentRole.cooperating, True),
    ],
)
def test_task_that_names_both_keeps_one_part(
    session: Session,
    lin: Person,
    now: datetime,
    leads: tuple[str, ...],
    others: tuple[str, ...],
    signs: str,
    role: AssignmentRole,
    *,
    signed: bool,
) -> None:
    task = make_task(session, leads, others)
    make_milestone(session, task)
    signing = next(each for each in task.assignments if each.name_as_written == signs)
    tasks.sign(session, signing, lin, now)
    was = task.state
    source, target = (make_department(session, name) for name in ("教育局", "教育文体局"))
    summed_up = next(each.department.name for each in task.assignments if each.reports_for_all)
    directory.merge_departments(session, source, target, lin, now)
    [part] = [each for each in task.assignments if each.department_id == target.id]
    assert (part.role, part.signed_at is not None) == (role, signed)
    assert part.reports_for_all is (summed_up != "财政局")
    assert task.state is was
    assert len(task.assignments) == len(leads) + len(others) - 1


def test_reminders_of_both_become_one_each(
    session: Session, lin: Person, zhou: Person, now: datetime, education: Department
) -> None:
    source = make_department(session, "教育局")
    milestone = make_milestone(session, make_task(session, leads=(source.name, education.name)))
    for department in (source, education):
        for offset in (7, 3) if department is source else (7,):
            add(
                session,
                Reminder(
                    rule=ReminderRule.lead,
                    milestone_id=milestone.id,
                    deadline_version=1,
                    offset=offset,
                    department_id=department.id,
                    person_id=zhou.id,
                    on=TODAY,
                ),
            )
    directory.merge_departments(session, source, education, lin, now)
    found = session.exec(select(Reminder)).all()
    assert {(each.department_id, each.offset) for each in found} == {
        (education.id, 7),
        (education.id, 3),
    }
    assert len(found) == 2


def test_merge_that_cannot_be_is_refused(
    session: Session,
    lin: Person,
    now: datetime,
    education: Department,
    finance: Department,
    streets: Department,
) -> None:
    for target in (education, streets):
        with pytest.raises(InvalidInput):
            directory.merge_departments(session, education, target, lin, now)
    directory.merge_departments(session, finance, education, lin, now)
    for source, target in ((finance, education), (education, finance)):
        with pytest.raises(Conflict):
            directory.merge_departments(session, source, target, lin, now)


def test_group_merged_with_its_like_keeps_the_members_of_both(
    session: Session, lin: Person, now: datetime, streets: Department
) -> None:
    other = make_department(session, "街道办事处", is_group=True)
    for group, name in ((streets, "雕庄街道"), (other, "雕庄街道"), (other, "青龙街道")):
        directory.add_member(session, group, name, lin, now)
    directory.merge_departments(session, other, streets, lin, now)
    assert [each.name for each in streets.members] == ["雕庄街道", "青龙街道"]


def test_name_of_a_merged_department_is_free_once_its_alias_is_removed(
    session: Session, lin: Person, now: datetime, education: Department, finance: Department
) -> None:
    directory.merge_departments(session, finance, education, lin, now)
    directory.rename_department(session, education, "财政局", TODAY, lin, now, TODAY)
    directory.rename_department(session, education, "教育文体局", TODAY, lin, now, TODAY)
    [alias] = [each for each in education.aliases if each.name == "财政局"]
    directory.remove_alias(session, alias, lin, now)
    assert directory.find_or_create_department(session, "财政局", lin, now).id not in {
        education.id,
        finance.id,
    }


def test_every_table_that_names_a_department_is_merged() -> None:
    naming = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "department"
    }
    moved = {(inspect(table).local_table.name, "department_id") for table in merging.MOVED}
    by_hand = {("assignment", "department_id"), ("reminder", "department_id")}
    by_hand |= {("departmentmember", name) for name in ("group_id", "member_id")}
    history = {("event", "department_id"), ("department", "merged_into_id")}
    assert naming == moved | by_hand | history


def test_invited_clerk_makes_an_account_once(
    session: Session, lin: Person, now: datetime, education: Department
) -> None:
    invitation = directory.invite_clerk(session, education, TOKEN, "a@b.cn", lin, now)
    assert invitation.token_hash != TOKEN
    assert TOKEN not in str(invitation.model_dump())
    person = Person(account="qian", name="钱联络", created_at=now, password_hash="hash")
    made = directory.use_invitation(session, TOKEN, person, now)
    assert (made.role, made.department_id) == (Role.clerk, education.id)
    assert (invitation.used_at, invitation.used_by_id) == (now, made.id)
    with pytest.raises(NotFound):
        directory.find_invitation(session, TOKEN, now)
    events = session.exec(select(Event).where(col(Event.action).like("department.%"))).all()
    assert [each.action for each in events] == ["department.invited", "department.joined"]
    assert TOKEN not in str([each.change for each in events])


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], "' OR 1=1--"])
def test_unknown_token_is_no_invitation(
    session: Session, lin: Person, now: datetime, education: Department, token: str
) -> None:
    invitation = directory.invite_clerk(session, education, TOKEN, None, lin, now)
    for wrong in (token, invitation.token_hash):
        with pytest.raises(NotFound):
            directory.find_invitation(session, wrong, now)


def test_invitation_is_good_for_fourteen_days(
    session: Session, lin: Person, now: datetime, education: Department
) -> None:
    invitation = directory.invite_clerk(session, education, TOKEN, None, lin, now)
    end = now + timedelta(days=14)
    assert directory.find_invitation(session, TOKEN, end - timedelta(seconds=1)) is invitation
    assert directory.open_invitations(session, education, now) == [invitation]
    assert directory.open_invitations(session, education, end) == []
    with pytest.raises(NotFound):
        directory.find_invitation(session, TOKEN, end)


def test_revoked_invitation_is_worthless(
    session: Session, lin: Person, now: datetime, education: Department
) -> None:
    invitation = directory.invite_clerk(session, education, TOKEN, None, lin, now)
    directory.revoke_invitation(session, invitation, lin, now)
    assert len(lines(session, "department.invitation_revoked")) == 1
    with pytest.raises(NotFound):
        directory.find_invitation(session, TOKEN, now)
    with pytest.raises(Conflict):
        directory.revoke_invitation(session, invitation, lin, now)


def test_refused_account_leaves_the_invitation_open(database: Database, now: datetime) -> None:
    with database.write() as session:
        lin = make_person(session, account="lin", role=Role.coordinator)
        directory.invite_clerk(session, make_department(session), TOKEN, None, lin, now)
    person = Person(account="lin", name="钱联络", created_at=now, password_hash="hash")
    with pytest.raises(InvalidInput), database.write() as session:
        directory.use_invitation(session, TOKEN, person, now)
    with database.read() as session:
        assert directory.find_invitation(session, TOKEN, now).used_at is None
        assert len(session.exec(select(Invitation)).all()) == 1


# --- several names at once


def test_names_mean_what_they_meant_before_the_first_new_department_was_made(
    session: Session, lin: Person, now: datetime
) -> None:
    known = directory.create_department(session, "区发改局", lin, now)
    names = ("市财政局", "区发展和改革委员会", "区财政局", "残联", "市妇联", "妇联")
    before = directory.all_departments(session)
    shown = {name: directory.match_department(name, before).department for name in names}
    found = directory.departments_called(session, names, lin, now)
    assert shown["区发展和改革委员会"] is known
    assert {name: found[name] for name, each in shown.items() if each} == {
        name: each for name, each in shown.items() if each
    }
    assert len({each.id for each in found.values()}) == len(names), "nobody was taken for another"


def test_names_that_differ_in_brackets_and_blanks_are_one_new_department(
    session: Session, lin: Person, now: datetime
) -> None:
    found = directory.departments_called(session, ["县(市)医院", "县（市）医院"], lin, now)
    assert len({each.id for each in found.values()}) == 1


def test_recorded_old_name_makes_no_second_department(
    session: Session, lin: Person, now: datetime
) -> None:
    new = directory.create_department(session, "新财政", lin, now)
    old = DepartmentAlias(name="财政局", department_id=new.id, renamed_on=date(2016, 1, 1))
    new.aliases.append(old)
    session.flush()
    assert directory.departments_called(session, ["财政局"], lin, now, date(2017, 1, 1)) == {
        "财政局": new
    }
