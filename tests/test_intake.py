"""Intake: from a file to drafts, and from drafts to tasks, with nothing guessed or lost."""

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlmodel import Session, select

from tests.make import make_department
from tracker import intake
from tracker.clock import Workdays
from tracker.config import shipped
from tracker.dashboards.documents import list_documents
from tracker.database import Database
from tracker.directory import Matcher, all_departments
from tracker.errors import (
    Conflict,
    DamagedFile,
    EncryptedFile,
    InvalidInput,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
    WrongType,
)
from tracker.extraction import Extraction, Masthead, RowKind, TaskRow, extract
from tracker.intake import DraftValues, Received
from tracker.intake.interpretation import year_of_number
from tracker.models import (
    Department,
    Document,
    Draft,
    DraftKind,
    DraftState,
    Event,
    Milestone,
    Person,
    Role,
    Task,
)
from tracker.reading import read_document
from tracker.storage import Storage

WORKDAYS = Workdays()
DOCUMENTS = Path(__file__).with_name("documents")
SAMPLE = shipped("data/samples/tianning-2017-68.txt")
MASTHEAD = Masthead(doc_number="常天政发〔2017〕68号")
TEXT = "text/plain"
CHINESE = r"[\u4e00-\u9fff]"


# --- taking a file in


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "uploads")


def kept_files(storage: Storage) -> list[Path]:
    return [path for path in storage.folder.rglob("*") if path.is_file()]


@pytest.mark.slow
def test_file_is_read_and_kept(storage: Storage) -> None:
    data = SAMPLE.read_bytes()
    received = intake.read_file(storage, data, "C:\\收文\\天宁.txt")
    assert (received.sha256, received.size) == (sha256(data).hexdigest(), len(data))
    assert (received.filename, received.media_type) == ("天宁.txt", TEXT)
    assert len(received.extraction.rows) == 13
    assert storage.read(received.sha256) == data


HOSTILE = DOCUMENTS / "hostile"


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("空.txt", b"", UnknownFormat),
        ("空白.txt", b" \r\n\t", UnknownFormat),
        ("大.txt", b"\xe4\xb8\x80" * 400_000, TooLarge),
        ("压缩.docx", (HOSTILE / "truncated.docx").read_bytes(), DamagedFile),
        ("名不符实.docx", (HOSTILE / "text_named.docx").read_bytes(), WrongType),
        ("加密.docx", (HOSTILE / "encrypted_123456.docx").read_bytes(), EncryptedFile),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_not_kept(
    storage: Storage, name: str, data: bytes, refusal: type[UnreadableFile]
) -> None:
    with pytest.raises(refusal, match=CHINESE):
        intake.read_file(storage, data, name, limit=1024 * 1024)
    assert kept_files(storage) == []


@pytest.mark.slow
def test_file_the_reader_itself_refuses_is_not_kept(storage: Storage) -> None:
    with pytest.raises(UnreadableFile, match=CHINESE):
        intake.read_file(storage, (HOSTILE / "empty.docx").read_bytes(), "空.docx")
    assert kept_files(storage) == []


def test_limit_is_said_in_megabytes(storage: Storage) -> None:
    with pytest.raises(TooLarge, match="1"):
        intake.read_file(storage, b"x" * 1_048_577, "大.txt", limit=1_048_576)


@pytest.fixture(scope="module")
def tianning() -> Extraction:
    return extract(read_document(SAMPLE.read_bytes(), TEXT))


def make_received(extraction: Extraction, digest: str = "a" * 64) -> Received:
    return Received(digest, 1, "天宁.txt", TEXT, extraction)


@pytest.fixture
def document(session: Session, tianning: Extraction, lin: Person, now: datetime) -> Document:
    return intake.receive_document(session, make_received(tianning), lin, now)


def test_document_keeps_its_masthead_as_written(document: Document, lin: Person) -> None:
    assert (document.doc_number, document.issuer, document.issued_on) == (
        "常天政发〔2017〕68号",
        "区政府",
        None,
    )
    assert document.title == "区政府关于统筹推进城乡义务教育一体化促进优质均衡发展的实施意见"
    assert document.annexes == ["天宁区城乡义务教育优质均衡发展重点任务分解表"]
    assert document.received_by_id == lin.id


def test_drafts_are_the_rows_of_the_annex_then_the_measures(document: Document) -> None:
    kinds = [draft.kind for draft in document.drafts]
    assert kinds == [DraftKind.annex] * 13 + [DraftKind.measure] * (len(kinds) - 13)
    assert [draft.position for draft in document.drafts] == list(range(1, len(kinds) + 1))
    assert {draft.state for draft in document.drafts} == {DraftState.open}


def test_draft_keeps_its_place_in_the_document(document: Document, tianning: Extraction) -> None:
    source = document.drafts[4].source
    assert source["kind"] == "annex"
    assert source["block"] == tianning.rows[4].place.block


def test_everything_read_is_kept_with_the_document(
    document: Document, tianning: Extraction, session: Session
) -> None:
    session.expire_all()
    assert intake.extraction_of(document) == tianning


def test_same_file_again_makes_nothing_twice(
    session: Session, document: Document, tianning: Extraction, lin: Person, now: datetime
) -> None:
    drafts = len(document.drafts)
    assert intake.receive_document(session, make_received(tianning), lin, now) is document
    assert len(session.exec(select(Draft)).all()) == drafts
    assert len(session.exec(select(Event)).all()) == 1


def test_same_words_in_another_file_are_another_document(
    session: Session, document: Document, tianning: Extraction, lin: Person, now: datetime
) -> None:
    other = intake.receive_document(session, make_received(tianning, "b" * 64), lin, now)
    assert [row.document for row in list_documents(session, 0, 9)] == [other, document]


def test_a_list_of_documents_leaves_unread_what_was_read_from_them(
    session: Session, document: Document
) -> None:
    session.expire(document)
    (row,) = list_documents(session, 0, 9)
    assert "extraction" in inspect(row.document).unloaded
    assert intake.extraction_of(row.document).rows


def test_document_is_found_by_its_bytes(
    session: Session, tianning: Extraction, lin: Person, now: datetime
) -> None:
    received = make_received(tianning, sha256(b"bytes").hexdigest())
    document = intake.receive_document(session, received, lin, now)
    assert intake.find_document(session, b"bytes") is document
    assert intake.find_document(session, b"other bytes") is None


def test_receiving_is_written_down(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    line = session.exec(select(Event)).one()
    assert (line.action, line.document_id, line.person_id, line.at) == (
        "document.received",
        document.id,
        lin.id,
        now,
    )
    assert line.change == {"drafts": [0, len(document.drafts)]}


def test_drafting_adds_no_department(session: Session, document: Document) -> None:
    assert document.drafts
    assert session.exec(select(Department)).all() == []


# --- what a row means


def make_row(**changes: Any) -> TaskRow:
    values: dict[str, Any] = {
        "kind": RowKind.ANNEX,
        "no": "7",
        "title": "规范教师职业行为",
        "content": "集中整治有偿家教。",
        "deadline_text": "2017年8月",
        "leads": ("教育文体局",),
    }
    return TaskRow(**{**values, **changes})


def problems_of(row: TaskRow, *known: str) -> list[tuple[str, str | None]]:
    departments = [Department(id=number, name=name) for number, name in enumerate(known, start=1)]
    draft = intake.interpret(row, MASTHEAD, Matcher(departments))
    return [(each["kind"], each.get("reading") or each.get("name")) for each in draft.problems]


def test_clear_row_is_a_draft_without_problems() -> None:
    draft = intake.interpret(make_row(), MASTHEAD, None)
    assert (draft.no, draft.title, draft.content) == (
        "7",
        "规范教师职业行为",
        "集中整治有偿家教。",
    )
    assert (draft.deadline_text, draft.deadline_normal) == ("2017年8月", "month:2017-08")
    assert (draft.deadline_due_on, draft.leads) == (date(2017, 8, 31), ["教育文体局"])
    assert draft.problems == []


def test_rows_of_tianning_with_two_deadlines_are_exactly_these(tianning: Extraction) -> None:
    found = {}
    for row in tianning.rows:
        draft = intake.interpret(row, tianning.masthead, None)
        readings = [
            each["reading"] for each in draft.problems if each["kind"] == "deadline_conflict"
        ]
        if readings:
            found[draft.no] = (draft.deadline_text, readings)
    assert found == {
        "5": ("2017年9月", ["于开学前"]),
        "6": ("长期", ["每年9月份开学前"]),
        "7": ("2017年8月", ["常态化"]),
        "9": ("长期", ["每年9月"]),
        "11": ("长期", ["每年第一季度"]),
        "12": ("长期", ["每年"]),
    }


def test_conflict_names_both_readings() -> None:
    row = make_row(content="每年9月份开学前落实到位。")
    [problem] = intake.interpret(row, MASTHEAD, None).problems
    assert problem["kind"] == "deadline_conflict"
    assert "2017年8月" in problem["text"]
    assert "每年9月" in problem["text"]


def test_column_stands_while_nobody_chose() -> None:
    draft = intake.interpret(make_row(content="至2020年全部达到标准。"), MASTHEAD, None)
    assert draft.deadline_normal == "month:2017-08"


def test_row_without_a_column_takes_its_first_expression() -> None:
    row = make_row(deadline_text=None, content="今年8月底前完成整治，到2020年全面建成。")
    draft = intake.interpret(row, MASTHEAD, None)
    assert (draft.deadline_normal, draft.deadline_due_on) == ("month:2017-08", date(2017, 8, 31))
    assert [(each["kind"], each["reading"]) for each in draft.problems] == [
        ("deadline_conflict", "到2020年")
    ]


def test_row_without_a_column_that_names_one_time_twice_asks_nothing() -> None:
    row = make_row(deadline_text=None, content="今年8月底前完成摸底，2017年8月底前完成整治。")
    assert intake.interpret(row, MASTHEAD, None).problems == []


def test_row_without_any_time_has_none_and_no_problem() -> None:
    draft = intake.interpret(make_row(deadline_text=None), MASTHEAD, None)
    assert (draft.deadline_text, draft.deadline_normal, draft.problems) == ("", "none", [])


def test_blank_cell_is_none_without_a_problem() -> None:
    assert problems_of(make_row(deadline_text="")) == []


@pytest.mark.parametrize(
    ("text", "normal", "kind"),
    [
        ("尽快吧", "none", "deadline_unread"),
        ("2020年前", "year:2020 or year:2019", "deadline_ambiguous"),
        ("会后10个工作日内", None, "deadline_undated"),
        ("立即", "immediate", "deadline_undated"),
    ],
)
def test_time_that_needs_a_person_is_a_problem(text: str, normal: str | None, kind: str) -> None:
    draft = intake.interpret(make_row(deadline_text=text), MASTHEAD, None)
    assert [each["kind"] for each in draft.problems] == [kind]
    assert normal is None or draft.deadline_normal == normal
    assert draft.deadline_due_on is None


def test_row_nobody_answers_for_is_a_problem() -> None:
    assert problems_of(make_row(leads=())) == [("no_lead", None)]


def test_a_measure_whose_middle_charges_somebody_asks_whether_that_is_for_all_of_it() -> None:
    content = "建立制度。由市财政局负责安排资金。加强宣传。"
    nobody = make_row(kind=RowKind.MEASURE, content=content, leads=())
    (asked,) = intake.interpret(nobody, MASTHEAD, None).problems
    assert (asked["kind"], "由市财政局负责" in asked["text"]) == ("no_lead", True)
    clause = "由市财政局负责安排资金"
    named = make_row(kind=RowKind.MEASURE, content=content, leads=("市财政局",), clause=clause)
    assert [each["kind"] for each in intake.interpret(named, MASTHEAD, None).problems] == [
        "lead_in_part"
    ]
    whole = make_row(kind=RowKind.MEASURE, content="由市财政局负责。", leads=("市财政局",))
    assert intake.interpret(whole, MASTHEAD, None).problems == []


def test_names_in_an_empty_directory_are_no_problem() -> None:
    assert problems_of(make_row(leads=("教育文体局", "各街道"), cooperating=("编办",))) == []


def test_name_that_is_not_known_yet_is_a_problem() -> None:
    row = make_row(leads=("教育文体局",), cooperating=("编办",))
    assert problems_of(row, "教育文体局") == [("department_new", "编办")]


def test_name_of_a_function_is_a_problem_even_in_an_empty_directory() -> None:
    row = make_row(leads=("教育督导部门",))
    assert problems_of(row) == [("department_unclear", "教育督导部门")]


@pytest.mark.parametrize("known", [(), ("县财政局",)])
def test_a_name_that_ends_as_no_department_does_is_asked_about(known: tuple[str, ...]) -> None:
    row = make_row(leads=("东河建设",), cooperating=("县财政局",))
    assert problems_of(row, *known) == [("department_unclear", "东河建设")]


def test_long_title_is_cut_to_what_the_table_holds() -> None:
    assert len(intake.interpret(make_row(title="规" * 600), MASTHEAD, None).title) == 500


def test_cooperating_names_come_from_the_words_where_there_is_no_column() -> None:
    row = make_row(leads=("财政局",), content="由财政局会同教育文体局、人社局落实。")
    assert intake.interpret(row, MASTHEAD, None).cooperating == ["教育文体局", "人社局"]


def test_cooperating_column_goes_before_the_words() -> None:
    row = make_row(
        leads=("财政局",), content="由财政局会同教育文体局落实。", has_cooperating_column=True
    )
    assert intake.interpret(row, MASTHEAD, None).cooperating == []


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("常天政发〔2017〕68号", 2017),
        ("吉政办发[2011]18号", 2011),
        ("阜政办发【2020】21号", 2020),
        ("阜政办发〔 2020 〕21号", 2020),
        ("市政发（2017）88号", 2017),
        ("国务院令第711号", None),
        ("", None),
        (None, None),
    ],
)
def test_year_of_a_document_number(number: str | None, year: int | None) -> None:
    assert year_of_number(number) == year


def test_date_of_issue_goes_before_the_year_of_the_number() -> None:
    issued = Masthead(doc_number="常天政发〔2017〕68号", issued_on=date(2017, 6, 5))
    assert intake.reference_of(issued) == date(2017, 6, 5)
    assert intake.reference_of(MASTHEAD) == 2017
    assert intake.reference_of(Masthead()) is None


# --- what the coordinator changes


def values_of(draft: Draft, **changes: Any) -> DraftValues:
    values: dict[str, Any] = {
        "title": draft.title,
        "content": draft.content,
        "deadline_text": draft.deadline_text,
        "leads": tuple(draft.leads),
        "cooperating": tuple(draft.cooperating),
    }
    return DraftValues(**{**values, **changes})


def kinds_of(draft: Draft) -> list[str]:
    return [each["kind"] for each in draft.problems]


def row_of(document: Document, no: str) -> Draft:
    return next(draft for draft in document.drafts if draft.no == no)


def test_edit_reads_the_deadline_again_and_settles_the_conflict(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    draft = row_of(document, "9")
    values = values_of(draft, deadline_text="每年9月")
    intake.edit_draft(session, draft, values, draft.version, lin, now)
    assert (draft.deadline_normal, draft.deadline_due_on) == ("recurring:yearly-09", None)
    assert "deadline_conflict" not in kinds_of(draft)


def test_edit_of_something_else_leaves_the_conflict(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    draft = row_of(document, "9")
    intake.edit_draft(session, draft, values_of(draft, title="招生"), 1, lin, now)
    assert (draft.title, kinds_of(draft)[0]) == ("招生", "deadline_conflict")


def test_edit_finds_new_problems(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    draft = row_of(document, "1")
    make_department(session, "政府办")
    values = values_of(draft, deadline_text="尽快吧", leads=(), cooperating=("新单位",))
    intake.edit_draft(session, draft, values, 1, lin, now)
    assert kinds_of(draft) == ["deadline_unread", "no_lead", "department_new"]


def test_edit_of_a_page_somebody_else_edited_is_a_conflict(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    draft = row_of(document, "1")
    intake.edit_draft(session, draft, values_of(draft, title="先"), 1, lin, now)
    with pytest.raises(Conflict):
        intake.edit_draft(session, draft, values_of(draft, title="后"), 1, lin, now)
    session.refresh(draft)
    assert (draft.title, draft.version) == ("先", 2)


@pytest.mark.parametrize("title", ["", " "])
def test_draft_without_title_and_content_is_refused(
    session: Session, document: Document, lin: Person, now: datetime, title: str
) -> None:
    draft = row_of(document, "1")
    with pytest.raises(InvalidInput) as refusal:
        intake.edit_draft(session, draft, values_of(draft, title=title, content=""), 1, lin, now)
    assert refusal.value.field == "title"


def test_edit_is_written_down_from_to(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    draft = row_of(document, "1")
    values = values_of(draft, title="新题", leads=("政府办", "编办"))
    intake.edit_draft(session, draft, values, 1, lin, now)
    session.expire_all()
    line = session.exec(select(Event).where(Event.action == "draft.edited")).one()
    assert line.change == {
        "title": ["加强组织领导抓紧动员部署", "新题"],
        "leads": [["政府办"], ["政府办", "编办"]],
        "draft": [draft.id, draft.id],
    }


def test_dropped_row_is_no_draft_until_it_is_taken_back(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    draft = row_of(document, "1")
    intake.drop_draft(session, draft, lin, now)
    assert draft.state is DraftState.dropped
    assert draft not in intake.proposed_drafts(document)
    with pytest.raises(Conflict):
        intake.drop_draft(session, draft, lin, now)
    with pytest.raises(Conflict):
        intake.edit_draft(session, draft, values_of(draft), draft.version, lin, now)
    intake.restore_draft(session, draft, lin, now)
    assert draft in intake.proposed_drafts(document)


def test_row_that_was_not_dropped_cannot_be_taken_back(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    with pytest.raises(Conflict):
        intake.restore_draft(session, row_of(document, "1"), lin, now)


def test_rows_of_the_annex_are_proposed_and_measures_only_shown(document: Document) -> None:
    proposed = intake.proposed_drafts(document)
    assert [draft.no for draft in proposed] == [str(number) for number in range(1, 14)]


def test_measures_that_name_somebody_are_proposed_without_an_annex(
    session: Session, tianning: Extraction, lin: Person, now: datetime
) -> None:
    bare = Extraction(
        masthead=tianning.masthead,
        rows=(),
        measures=tianning.measures,
        deadlines=(),
        targets=(),
        remarks=(),
        content=tianning.content,
    )
    document = intake.receive_document(session, make_received(bare), lin, now)
    proposed = intake.proposed_drafts(document)
    assert len(proposed) == sum(bool(row.leads) for row in tianning.measures) == 24
    assert len(document.drafts) == len(tianning.measures)


# --- drafts become tasks


def accept(
    session: Session,
    drafts: list[Draft],
    by: Person,
    now: datetime,
    *,
    as_they_are: bool = False,
) -> list[Task]:
    return intake.accept_drafts(session, drafts, by, now, WORKDAYS, as_they_are=as_they_are)


def test_accepting_issues_a_task_for_each_draft(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    proposed = intake.proposed_drafts(document)
    made = accept(session, proposed, lin, now, as_they_are=True)
    assert [task.no for task in made] == [draft.no for draft in proposed]
    assert [draft.task_id for draft in proposed] == [task.id for task in made]
    assert {draft.state for draft in proposed} == {DraftState.accepted}
    assert {task.state for task in made} == {"issued"}
    assert len(session.exec(select(Milestone)).all()) == 13


def test_problems_nobody_settled_stay_with_the_task(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    draft = row_of(document, "9")
    with pytest.raises(InvalidInput, match="9"):
        accept(session, [draft], lin, now)
    [task] = accept(session, [draft], lin, now, as_they_are=True)
    assert task.problems == draft.problems
    assert task.problems


def test_draft_is_accepted_once(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    draft = row_of(document, "1")
    accept(session, [draft], lin, now)
    with pytest.raises(Conflict):
        accept(session, [draft], lin, now)
    assert len(session.exec(select(Task)).all()) == 1


def test_one_draft_that_is_gone_stops_them_all(
    database: Database, tianning: Extraction, now: datetime
) -> None:
    with database.write() as session:
        lin = Person(account="lin", name="林督查", role=Role.coordinator, created_at=now)
        session.add(lin)
        session.flush()
        document = intake.receive_document(session, make_received(tianning), lin, now)
        intake.drop_draft(session, row_of(document, "3"), lin, now)
        ids = [draft.id for draft in document.drafts[:4]]
    with pytest.raises(Conflict), database.write() as session:
        accept(session, [session.get_one(Draft, number) for number in ids], lin, now)
    with database.read() as reading:
        assert reading.exec(select(Task)).all() == []
        assert reading.exec(select(Department)).all() == []
        assert reading.get_one(Draft, ids[0]).state is DraftState.open


def test_one_draft_that_names_nobody_stops_them_all(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    row_of(document, "2").leads = []
    with pytest.raises(InvalidInput, match="2"):
        accept(session, intake.proposed_drafts(document), lin, now)
    assert session.exec(select(Task)).all() == []


def test_row_that_names_nobody_is_accepted_on_purpose(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    draft = row_of(document, "2")
    draft.leads, draft.cooperating = [], []
    [task] = accept(session, [draft], lin, now, as_they_are=True)
    assert task.assignments == []


def test_departments_are_made_once_from_the_words_of_the_document(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    accept(session, intake.proposed_drafts(document), lin, now, as_they_are=True)
    made = {department.name: department.is_group for department in all_departments(session)}
    assert len(made) == len(all_departments(session))
    assert {name for name, is_group in made.items() if is_group} == {"镇", "各街道"}
    assert {"政府办", "教育文体局", "教育督导部门", "地税四分局"} <= set(made)


def test_switch_of_the_document_lets_only_the_first_lead(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    document.first_leads = True
    [task] = accept(session, [row_of(document, "2")], lin, now)
    assert [each.name_as_written for each in task.leads] == ["规划分局"]
    assert [each.name_as_written for each in task.cooperating] == [
        "发改局",
        "教育文体局",
        "国土分局",
        "建设局",
        "镇",
        "各街道",
    ]
