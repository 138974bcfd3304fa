"""The demo office: a real document, its departments, and what they might have reported by then.

The document and its tasks are public text (常天政发〔2017〕68号); people, signatures and
reports are invented and marked as samples.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from tracker import directory, intake, outbox, reminders, reports, settings, tasks
from tracker.clock import Clock, Workdays
from tracker.config import Config, shipped
from tracker.database import Database
from tracker.mail import Letterhead, make_transport
from tracker.models import Department, Document, MilestoneState, Person, Report, Role, Task
from tracker.storage import Storage

SAMPLE = "data/samples/tianning-2017-68.txt"
TODAY = date(2017, 8, 16)
ISSUED_ON = date(2017, 6, 5)
OWN_DEPARTMENT = "教育文体局"
ACCEPT = "accept"
NAMES = {
    Role.coordinator: "演示督查员",
    Role.clerk: "演示联络员",
    Role.leader: "演示领导",
    Role.administrator: "演示管理员",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One report of the story: on which day, by whom, about which task, and what became of it."""

    on: date
    department: str
    task_no: str
    percent: int
    progress: str
    problem: str = ""
    next_step: str = ""
    asks_completion: bool = False
    answer: str = ""  # ACCEPT, or the reason of a return; either means completion was asked for


# Who has not signed for which task, so that 待签收 is not empty.
UNSIGNED = {("地税四分局", "10"), ("教育督导部门", "9"), ("交警大队", "12"), ("编办", "13")}
WITHOUT_CLERK = {"地税四分局", "交警大队", "教育督导部门", "镇", "各街道"}
STORY = (
    Said(
        date(2017, 6, 12),
        "政府办",
        "1",
        80,
        "常务会议已召开，实施意见已印发。",
        problem="会议纪要未补。",
        next_step="补齐会议纪要后申请办结。",
    ),
    Said(date(2017, 6, 28), "教育文体局", "7", 40, "已印发整治通知，36所学校签订承诺书。"),
    Said(
        date(2017, 6, 28),
        "教育文体局",
        "8",
        100,
        "二季度已核对：36所学校开展课后服务。",
        answer=ACCEPT,
    ),
    Said(date(2017, 6, 29), "编办", "6", 100, "二季度已核对：调剂编制46名。", answer=ACCEPT),
    Said(
        date(2017, 6, 29), "教育文体局", "9", 100, "二季度已核对：招生方案已公布。", answer=ACCEPT
    ),
    Said(
        date(2017, 6, 30),
        "财政局",
        "11",
        100,
        "上半年经费拨付52%，专项检查准备中。",
        answer=ACCEPT,
    ),
    Said(date(2017, 6, 30), "教育文体局", "13", 100, "监测指标已下发各校。", answer=ACCEPT),
    Said(
        date(2017, 7, 20),
        "规划分局",
        "2",
        70,
        "现状调查结束，完成初稿。",
        next_step="8月上旬征求镇、街道意见。",
    ),
    Said(
        date(2017, 7, 25),
        "教育文体局",
        "10",
        60,
        "正在推进中。",
        answer="没有事实和数字，请写明会签了哪几家、摸排了多少家机构。",
    ),
    Said(date(2017, 8, 2), "教育文体局", "3", 35, "实施方案已印发，9所学校一校一策通过评审。"),
    Said(
        date(2017, 8, 9),
        "教育文体局",
        "12",
        60,
        "校车安全方案已成稿。",
        problem="待交警大队会签。",
        next_step="会签后报市政府。",
    ),
    Said(
        date(2017, 8, 10),
        "教育文体局",
        "7",
        100,
        "集中整治结束，查处2起，转入常态监管。",
        answer=ACCEPT,
    ),
    Said(
        date(2017, 8, 10),
        "编办",
        "5",
        60,
        "联席会议制度征求意见中。",
        next_step="9月上旬召开首次会议。",
    ),
    Said(
        date(2017, 8, 14),
        "规划分局",
        "2",
        85,
        "修编稿和年度建设计划已送市教育局初审。",
        next_step="按初审意见修改后申请办结。",
    ),
    Said(
        date(2017, 8, 14),
        "教育文体局",
        "10",
        55,
        "联席会议方案已会签5家，摸排培训机构63家，其中无证无照11家。",
        problem="人社局、地税四分局对登记分工有不同意见。",
        next_step="8月25日前召开第一次联席会议。",
    ),
    Said(
        date(2017, 8, 15),
        "教育文体局",
        "4",
        30,
        "已建成3所“新优质学校”，集团办学覆盖12所学校。",
    ),
    Said(
        date(2017, 8, 15),
        "教育文体局",
        "13",
        100,
        "三季度监测数据已汇总，监测报告已成稿。",
        asks_completion=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the story is played with."""

    config: Config
    database: Database
    workdays: Workdays

    @property
    def letterhead(self) -> Letterhead:
        """What the mails of the demo carry."""
        return Letterhead.from_config(self.config)

    def moment(self, day: date, at: time = time(10)) -> datetime:
        """Return the UTC moment of a local day and time."""
        local = datetime.combine(day, at, ZoneInfo(self.config.timezone))
        return local.astimezone(UTC)


def is_empty(database: Database) -> bool:
    """Return whether no document was ever taken in."""
    with database.read() as session:
        return session.exec(select(Document.id)).first() is None


def load(config: Config, database: Database, password: str) -> None:
    """Play the story into an empty database and write the digests of its last day."""
    with database.read() as session:
        stage = Stage(config, database, settings.workdays(session, config.timezone))
    sample = shipped(SAMPLE)
    storage = Storage(config.data_dir / "uploads")
    received = intake.read_file(storage, sample.read_bytes(), sample.name)
    with database.write() as session:
        coordinator = add_office(session, password, stage.moment(ISSUED_ON, time(9)))
        document = intake.receive_document(
            session, received, coordinator, stage.moment(ISSUED_ON, time(10))
        )
        intake.accept_drafts(
            session,
            intake.proposed_drafts(document),
            coordinator,
            stage.moment(ISSUED_ON, time(11)),
            stage.workdays,
            as_they_are=True,
        )
        add_clerks(session, password, coordinator, stage.moment(ISSUED_ON, time(11)))
        sign_all(session, stage)
        for said in STORY:
            play(session, stage, said, coordinator)
        tasks.open_due_milestones(session, stage.moment(TODAY), stage.workdays)
    write_digests(stage)


def write_digests(stage: Stage) -> None:
    """Write the mails of the story, the digests of its last day among them, whatever the hour."""
    clock = Clock.starting_on(TODAY, stage.config.timezone)
    with stage.database.write() as session:
        policy = reminders.Policy.from_settings(session, stage.config)
        reminders.queue_reminders(session, replace(policy, digest_at=time(0)), clock.now())
    outbox.deliver(stage.database, make_transport(stage.config), clock)


def add_office(session: Session, password: str, now: datetime) -> Person:
    """Add the accounts that belong to no department and return the coordinator."""
    by = directory.operator(session, now)
    for role in (Role.coordinator, Role.leader, Role.administrator):
        directory.create_person(session, person(role, None, now), password, by, now)
    return session.exec(select(Person).where(Person.role == Role.coordinator)).one()


def person(role: Role, department: Department | None, now: datetime) -> Person:
    """Return an unsaved account of the demo; nobody real, no address that mail could reach."""
    own = department is None or department.name == OWN_DEPARTMENT
    account = role.value if own or department is None else f"{role.value}{department.id}"
    return Person(
        account=account,
        name=NAMES[role],
        role=role,
        email=f"{account}@demo.invalid",
        department_id=department.id if department else None,
        created_at=now,
    )


def add_clerks(session: Session, password: str, by: Person, now: datetime) -> None:
    """Add a clerk to each department that has one; only that of one department can sign in."""
    for department in directory.all_departments(session):
        if department.name not in WITHOUT_CLERK:
            own = department.name == OWN_DEPARTMENT
            clerk = person(Role.clerk, department, now)
            directory.create_person(session, clerk, password if own else None, by, now)


def sign_all(session: Session, stage: Stage) -> None:
    """Let the departments sign within the first week, but for those of UNSIGNED."""
    for task in session.exec(select(Task).order_by(col(Task.position))).all():
        for number, assignment in enumerate(task.assignments):
            clerks = directory.clerks(session, [assignment.department_id])
            late = (assignment.department.name, task.no) in UNSIGNED
            if clerks and not late:
                day = stage.workdays.add_workdays(ISSUED_ON, 1 + number % 4)
                tasks.sign(session, assignment, clerks[0], stage.moment(day))


def play(session: Session, stage: Stage, said: Said, coordinator: Person) -> None:
    """Let one report be made, and reviewed the next working day where the story says how."""
    now = stage.moment(said.on)
    tasks.open_due_milestones(session, now, stage.workdays)
    task = session.exec(select(Task).where(Task.no == said.task_no)).one()
    milestone = next(each for each in task.milestones if each.state is MilestoneState.open)
    department = next(
        each.department for each in task.leads if each.department.name == said.department
    )
    [clerk] = directory.clerks(session, [department.id])
    values = reports.ReportValues(
        progress=said.progress,
        percent=said.percent,
        form_key=secrets.token_hex(16),
        problem=said.problem,
        next_step=said.next_step,
        asks_completion=said.asks_completion or said.answer != "",
    )
    report = reports.submit_report(session, milestone, values, [], clerk, now, stage.workdays)
    if said.answer:
        answer(session, stage, report, said, coordinator)


def answer(session: Session, stage: Stage, report: Report, said: Said, coordinator: Person) -> None:
    """Accept the report, or return it with the reason, on the next working day."""
    now = stage.moment(stage.workdays.add_workdays(said.on, 1), time(15))
    if said.answer == ACCEPT:
        reports.accept_report(session, report, "", coordinator, now, stage.workdays)
    else:
        reports.return_report(session, report, said.answer, stage.letterhead, coordinator, now)
