"""What a coordinator does with the drafts of a document before anything becomes a task."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.conftest import NOW
from tests.make import make_department
from tests.reading_samples import extraction_from
from tracker import intake
from tracker.clock import Workdays
from tracker.directory import all_departments
from tracker.errors import Conflict, InvalidInput
from tracker.extraction import Extraction, extract
from tracker.intake import DraftValues, Received, Seen
from tracker.intake.splitting import duties_of, share_names, split_content
from tracker.models import (
    Department,
    Document,
    Draft,
    DraftState,
    Event,
    MilestoneKind,
    Person,
    Task,
)
from tracker.reading import read_document

TEXT = "text/plain"
HEAD = "重点任务分解表\n序号\t重点任务\t主要内容\t完成时间\t责任部门\t配合部门\n"
ROWS = (
    "1\t修编规划\t修编布局规划，报市教育局。\t2017年8月\t规划分局、发改局\t建设局\n"
    "2\t补充教师\t调剂编制由编办牵头落实，按岗位购买服务由财政会同教育落实，"
    "每年9月份开学前落实到位。\t长期\t编办、财政局、教育文体局\t——\n"
    "3\t普及达标\t全部达标。\t2020年前\t教育文体局\t——\n"
    "4\t报送方案\t报送方案。\t会后10个工作日内\t教育文体局\t发改局\n"
    "5\t保障安全\t完善岗位责任。\t立即\t教育文体局\t——\n"
    "6\t看情况\t完善制度。\t尽快吧\t民政局\t——\n"
)
TWO_DUTIES = "编制由编办牵头落实，按岗位购买服务由财政会同教育落实，政府统筹。"


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract(read_document((HEAD + ROWS).encode(), TEXT))


@pytest.fixture
def document(session: Session, extraction: Extraction, lin: Person) -> Document:
    received = Received("c" * 64, 1, "分解表.txt", TEXT, extraction)
    return intake.receive_document(session, received, lin, NOW)


def row_of(document: Document, no: str) -> Draft:
    return next(draft for draft in document.drafts if draft.no == no)


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


def keys_of(draft: Draft) -> list[str]:
    return [choice.key for choice in intake.choices_of(draft, None)]


def numbers(document: Document) -> list[str | None]:
    return [draft.no for draft in sorted(document.drafts, key=lambda draft: draft.position)]


def lines(session: Session, action: str) -> list[Event]:
    return list(session.exec(select(Event).where(Event.action == action)).all())


# --- settling a time


def check(session: Session, draft: Draft, by: Person, **changes: Any) -> None:
    intake.check_draft(session, draft, values_of(draft, **changes), draft.version, by, NOW)


def test_rows_ask_what_they_ask(document: Document) -> None:
    assert [kinds_of(draft) for draft in document.drafts] == [
        [],
        ["deadline_conflict", "duties_split"],
        ["deadline_ambiguous"],
        ["deadline_undated"],
        ["deadline_undated"],
        ["deadline_unread"],
    ]


@pytest.mark.parametrize(
    ("no", "keys"),
    [
        ("1", []),
        ("2", ["column", "prose-0", "both"]),
        ("3", ["reading-0", "reading-1"]),
        ("4", ["date", "later"]),
        ("5", ["date", "later"]),
        ("6", ["date", "later"]),
    ],
)
def test_what_may_be_chosen_for_a_time(document: Document, no: str, keys: list[str]) -> None:
    assert keys_of(row_of(document, no)) == keys


TENTH, TWENTIETH = date(2017, 9, 10), date(2017, 8, 20)


@pytest.mark.parametrize(
    ("no", "changes", "time"),
    [
        ("2", {"choice": "column"}, ("ongoing", None)),
        ("2", {"choice": "prose-0"}, ("recurring:yearly-09", None)),
        ("2", {"choice": "both"}, ("multi:ongoing;recurring:yearly-09", None)),
        ("3", {"choice": "reading-0"}, ("year:2020", date(2020, 12, 31))),
        ("3", {"choice": "reading-1"}, ("year:2019", date(2019, 12, 31))),
        ("4", {"choice": "date", "due_on": TENTH}, ("event:+10wd@会", TENTH)),
        ("5", {"choice": "date", "due_on": TWENTIETH}, ("date:2017-08-20", TWENTIETH)),
        ("6", {"choice": "date", "due_on": TWENTIETH}, ("date:2017-08-20", TWENTIETH)),
    ],
)
def test_choice_sets_the_date_and_leaves_the_words(
    session: Session,
    document: Document,
    lin: Person,
    no: str,
    changes: dict[str, Any],
    time: tuple[str, date | None],
) -> None:
    draft = row_of(document, no)
    words = draft.deadline_text
    check(session, draft, lin, **changes)
    assert (draft.deadline_text, draft.is_checked, draft.problems) == (words, True, [])
    assert (draft.deadline_normal, draft.deadline_due_on) == time


def test_both_times_make_milestones_of_both_kinds(
    session: Session, document: Document, lin: Person
) -> None:
    draft = row_of(document, "2")
    check(session, draft, lin, choice="both")
    [task] = intake.accept_drafts(session, [draft], lin, NOW, Workdays())
    assert {each.kind for each in task.milestones} == {
        MilestoneKind.checkpoint,
        MilestoneKind.recurring,
    }


def test_choice_survives_a_later_edit_of_something_else(
    session: Session, document: Document, lin: Person
) -> None:
    draft = row_of(document, "3")
    check(session, draft, lin, choice="reading-1")
    intake.edit_draft(session, draft, values_of(draft, title="达标"), draft.version, lin, NOW)
    assert (draft.title, draft.deadline_normal, draft.is_checked) == ("达标", "year:2019", True)


def test_time_left_open_on_purpose_stays_a_problem_of_the_task(
    session: Session, document: Document, lin: Person
) -> None:
    draft = row_of(document, "5")
    check(session, draft, lin, choice="later")
    assert (draft.is_checked, kinds_of(draft)) == (True, ["deadline_undated"])
    assert intake.unsettled(draft) == []
    [task] = intake.accept_drafts(session, [draft], lin, NOW, Workdays())
    assert task.problems == draft.problems


@pytest.mark.parametrize(
    ("no", "changes", "field"),
    [
        ("2", {}, "reading"),
        ("3", {"choice": "prose-7"}, "reading"),
        ("4", {"choice": "date"}, "due_on"),
        ("1", {"leads": ()}, "leads"),
        ("1", {"deadline_text": "尽快吧"}, "deadline_text"),
        ("1", {"title": " ", "content": ""}, "title"),
    ],
)
def test_confirming_asks_for_what_only_a_person_can_say(
    session: Session, document: Document, lin: Person, no: str, changes: Any, field: str
) -> None:
    draft = row_of(document, no)
    with pytest.raises(InvalidInput) as refusal:
        check(session, draft, lin, **changes)
    assert (refusal.value.field, draft.is_checked, draft.version) == (field, False, 1)


def test_confirmed_draft_is_no_task_yet(session: Session, document: Document, lin: Person) -> None:
    check(session, row_of(document, "1"), lin)
    assert session.exec(select(Task)).all() == []
    assert row_of(document, "1").state is DraftState.open


def test_choice_is_written_down_from_to(session: Session, document: Document, lin: Person) -> None:
    draft = row_of(document, "3")
    check(session, draft, lin, choice="reading-0")
    [line] = lines(session, "draft.checked")
    assert line.change["deadline_normal"] == ["year:2020 or year:2019", "year:2020"]
    assert line.change["deadline_due_on"] == [None, "2020-12-31"]
    assert line.change["draft"] == [draft.id, draft.id]


# --- splitting and joining


@pytest.mark.parametrize(
    ("content", "at", "parts"),
    [
        (
            TWO_DUTIES,
            None,
            ["编制由编办牵头落实，", "按岗位购买服务由财政会同教育落实，政府统筹。"],
        ),
        ("先调查。再整治。", 4, ["先调查。", "再整治。"]),
        ("先调查。\n\n再整治。", None, ["先调查。", "再整治。"]),
        ("先调查。再整治。", None, ["先调查。再整治。"]),
        ("先调查。再整治。", 0, ["先调查。再整治。"]),
        ("由编办牵头落实，再由编办负责。", None, ["由编办牵头落实，再由编办负责。"]),
    ],
)
def test_where_a_content_is_split(content: str, at: int | None, parts: list[str]) -> None:
    assert split_content(content, at) == parts


def test_duties_are_named_by_their_words() -> None:
    assert duties_of(TWO_DUTIES) == ["由编办牵头", "由财政会同"]
    assert duties_of("由编办牵头落实。") == []


@pytest.mark.parametrize(
    ("names", "shared"),
    [
        (["编办", "财政局", "教育文体局"], [("编办",), ("财政局", "教育文体局")]),
        (["编办", "民政局"], [("编办", "民政局"), ("编办", "民政局")]),
        (["编办"], [("编办",), ("编办",)]),
    ],
)
def test_names_go_with_the_part_that_speaks_of_them(
    names: list[str], shared: list[tuple[str, ...]]
) -> None:
    assert share_names(names, split_content(TWO_DUTIES)) == shared


def split(session: Session, draft: Draft, by: Person, **changes: Any) -> list[Draft]:
    at = changes.pop("at", None)
    seen = Seen(draft, changes.pop("version", draft.version))
    return intake.split_draft(session, seen, values_of(draft, **changes), at, by, NOW)


def test_split_by_duties_gives_each_its_departments_and_its_time(
    session: Session, document: Document, lin: Person
) -> None:
    first, second = split(session, row_of(document, "2"), lin)
    assert (first.no, first.leads, kinds_of(first)) == ("2-1", ["编办"], [])
    assert (second.no, second.leads) == ("2-2", ["财政局", "教育文体局"])
    assert kinds_of(second) == ["deadline_conflict"]
    assert numbers(document) == ["1", "2-1", "2-2", "3", "4", "5", "6"]
    assert [draft.position for draft in document.drafts] == [1, 2, 3, 4, 5, 6, 7]
    assert second.source == first.source
    assert len(lines(session, "draft.split")) == 1


def test_split_keeps_what_was_typed_before_it(
    session: Session, document: Document, lin: Person
) -> None:
    first, second = split(
        session, row_of(document, "1"), lin, title="新题", content="甲。乙。", at=2
    )
    assert [(each.title, each.content) for each in (first, second)] == [
        ("新题", "甲。"),
        ("新题", "乙。"),
    ]
    assert second.leads == ["规划分局", "发改局"]


def test_split_without_a_place_says_what_to_do(
    session: Session, document: Document, lin: Person
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        split(session, row_of(document, "1"), lin)
    assert refusal.value.field == "content"
    assert len(document.drafts) == 6


def test_split_of_a_page_somebody_else_edited_is_a_conflict(
    session: Session, document: Document, lin: Person
) -> None:
    with pytest.raises(Conflict):
        split(session, row_of(document, "2"), lin, version=7)


def test_chosen_time_is_not_asked_for_again_after_a_split(
    session: Session, document: Document, lin: Person
) -> None:
    draft = row_of(document, "3")
    check(session, draft, lin, choice="reading-1")
    made = split(session, draft, lin, content="甲。乙。", at=2)
    assert {each.deadline_normal for each in made} == {"year:2019"}
    assert [each.problems for each in made] == [[], []]


def merge(session: Session, one: Draft, other: Draft, by: Person) -> Draft:
    seen, following = Seen(one, one.version), Seen(other, other.version)
    return intake.merge_drafts(session, seen, values_of(one), following, by, NOW)


def test_merged_rows_keep_all_words_and_departments(
    session: Session, document: Document, lin: Person
) -> None:
    one, other = row_of(document, "4"), row_of(document, "5")
    merge(session, one, other, lin)
    assert one.title == "报送方案；保障安全"
    assert one.content == "报送方案。\n完善岗位责任。"
    assert (one.leads, one.cooperating) == (["教育文体局"], ["发改局"])
    assert kinds_of(one) == ["deadline_undated", "deadline_conflict"]
    assert other.state is DraftState.dropped


def test_merge_after_a_split_gives_the_row_back(
    session: Session, document: Document, lin: Person
) -> None:
    draft = row_of(document, "2")
    content, leads = draft.content, list(draft.leads)
    first, second = split(session, draft, lin)
    merged = merge(session, first, second, lin)
    assert merged.content.replace("\n", "") == content
    assert (merged.no, merged.leads) == ("2", leads)


def test_draft_below_is_blank_and_names_nobody(
    session: Session, document: Document, lin: Person
) -> None:
    new = intake.add_draft(session, row_of(document, "2"), lin, NOW)
    assert (new.position, new.title, new.leads, kinds_of(new)) == (3, "", [], ["no_lead"])
    assert numbers(document) == ["1", "2", None, "3", "4", "5", "6"]
    with pytest.raises(InvalidInput):
        intake.accept_drafts(session, [new], lin, NOW, Workdays())


def test_original_words_come_back_and_other_parts_go(
    session: Session, document: Document, lin: Person, extraction: Extraction
) -> None:
    first, second = split(session, row_of(document, "2"), lin, title="改过")
    intake.revert_draft(session, Seen(first, first.version), lin, NOW)
    row = extraction.rows[1]
    assert (first.no, first.title, first.content) == (row.no, row.title, row.content)
    assert kinds_of(first) == ["deadline_conflict", "duties_split"]
    assert second.state is DraftState.dropped


def test_draft_added_by_hand_has_no_original(
    session: Session, document: Document, lin: Person
) -> None:
    new = intake.add_draft(session, row_of(document, "2"), lin, NOW)
    with pytest.raises(InvalidInput):
        intake.revert_draft(session, Seen(new, 1), lin, NOW)


# --- taking back


def snapshot(document: Document) -> list[tuple[object, ...]]:
    names = ("no", "title", "content", "state", "leads", "cooperating", "deadline_normal")
    return [
        tuple(getattr(draft, name) for name in (*names, "deadline_due_on", "problems"))
        for draft in sorted(document.drafts, key=lambda draft: draft.position)
    ]


def test_what_the_document_says_stays_beside_a_time_that_was_typed(
    session: Session, document: Document, lin: Person
) -> None:
    draft = row_of(document, "1")
    original = draft.deadline_text
    check(session, draft, lin, deadline_text="2018年")
    parts = split(session, draft, lin, content="甲。乙。", at=2)
    assert {each.deadline_written for each in parts} == {original}
    assert {each.deadline_text for each in parts} == {"2018年"}
    [task] = intake.accept_drafts(session, parts[:1], lin, NOW, Workdays())
    assert (task.deadline_text, task.deadline_written) == ("2018年", original)


@pytest.mark.parametrize("act", ["edit", "check", "split", "merge", "add", "drop", "revert"])
def test_the_last_act_can_be_taken_back(
    session: Session, document: Document, lin: Person, act: str
) -> None:
    draft = row_of(document, "3")
    following = row_of(document, "4")
    before = snapshot(document)
    match act:
        case "edit":
            changed = values_of(draft, title="x", deadline_text="2018年")
            intake.edit_draft(session, draft, changed, 1, lin, NOW)
        case "check":
            check(session, draft, lin, choice="reading-0")
        case "split":
            split(session, draft, lin, content="甲。乙。", at=2)
        case "merge":
            merge(session, draft, following, lin)
        case "add":
            intake.add_draft(session, draft, lin, NOW)
        case "drop":
            intake.drop_draft(session, draft, lin, NOW)
        case "revert":
            intake.revert_draft(session, Seen(draft, 1), lin, NOW)
    event = intake.last_act(session, document, lin)
    assert event is not None
    session.flush()
    intake.undo(session, document, event.id, lin, NOW)
    session.expire_all()
    assert snapshot(document) == before
    assert intake.last_act(session, document, lin) is None


def test_acts_are_taken_back_one_after_the_other(
    session: Session, document: Document, lin: Person
) -> None:
    draft = row_of(document, "1")
    for title in ("甲", "乙"):
        values = values_of(draft, title=title)
        intake.edit_draft(session, draft, values, draft.version, lin, NOW)
    for expected in ("甲", "修编规划"):
        event = intake.last_act(session, document, lin)
        assert event is not None
        intake.undo(session, document, event.id, lin, NOW)
        assert draft.title == expected


def test_act_of_another_person_is_not_mine_to_take_back(
    session: Session, document: Document, lin: Person, wu: Person
) -> None:
    draft = row_of(document, "1")
    intake.edit_draft(session, draft, values_of(draft, title="甲"), 1, lin, NOW)
    [line] = lines(session, "draft.edited")
    assert intake.last_act(session, document, wu) is None
    with pytest.raises(Conflict):
        intake.undo(session, document, line.id, wu, NOW)


def test_what_was_issued_is_not_taken_back(
    session: Session, document: Document, lin: Person
) -> None:
    intake.accept_drafts(session, [row_of(document, "1")], lin, NOW, Workdays())
    session.flush()
    assert intake.last_act(session, document, lin) is None


# --- names


def test_names_of_a_document_say_where_they_stand(session: Session, document: Document) -> None:
    used = {each.match.name: each for each in intake.names_used(document.drafts, document, session)}
    assert list(used)[:3] == ["规划分局", "发改局", "建设局"]
    assert [draft.no for draft in used["教育文体局"].drafts] == ["2", "3", "4", "5"]


def test_remembered_names_mean_one_department_and_stay_as_written(
    session: Session, document: Document, lin: Person
) -> None:
    make_department(session, "区机构编制委员会办公室")
    intake.remember_names(session, document, ["教育文体局", "民政局"], "教育局", lin, NOW)
    assert row_of(document, "6").leads == ["民政局"]
    used = {
        each.match.name: each.match
        for each in intake.names_used(document.drafts, document, session)
    }
    for name in ("教育文体局", "民政局"):
        department = used[name].department
        assert department is not None
        assert department.name == "教育局"
    events = lines(session, "department.alias_added")
    assert [event.change for event in events] == [
        {"alias": [None, "教育文体局"]},
        {"alias": [None, "民政局"]},
    ]


TWICE = (
    "重点任务分解表\n序号\t重点任务\t主要内容\t完成时间\t责任部门\n"
    "1\t安排资金\t安排专项资金。\t2017年8月\t财政局\n"
    "2\t拨付资金\t拨付专项资金。\t2017年9月\t区财政局、区发改局\n"
    "3\t公示项目\t公示项目名单。\t2017年9月\t发改局、残联\n"
)


@pytest.fixture
def twice(session: Session, lin: Person) -> Document:
    """A document that names two new bodies in two ways each, in an office without departments."""
    received = Received("d" * 64, 1, "d.txt", "text/plain", extraction_from(TWICE))
    return intake.receive_document(session, received, lin, NOW)


def test_two_new_names_of_one_body_are_asked_about(session: Session, twice: Document) -> None:
    [draft] = [each for each in twice.drafts if each.no == "1"]
    [asked] = draft.problems
    assert (asked["kind"], asked["name"]) == ("department_unsure", "财政局")
    assert asked["candidates"] == "区财政局"
    assert asked["text"].startswith("本件中的“财政局”与“区财政局”像是同一单位")
    assert not intake.unsettled(row_of(twice, "2"))
    pairs = {
        each.match.name: each.pair.other
        for each in intake.names_used(twice.drafts, twice, session)
        if each.pair
    }
    assert pairs == {"财政局": "区财政局", "发改局": "区发改局"}


def test_pairs_are_joined_in_one_step_and_ask_no_more(
    session: Session, twice: Document, lin: Person
) -> None:
    assert intake.join_pairs(session, twice, ["财政局", "发改局"], lin, NOW) == 2
    assert not any(intake.unsettled(draft) for draft in twice.drafts)
    tasks = intake.accept_drafts(session, list(twice.drafts), lin, NOW, Workdays())
    assert tasks[0].leads[0].department_id == tasks[1].leads[0].department_id
    departments = session.exec(select(Department)).all()
    assert {each.name for each in departments} == {"区财政局", "区发改局", "残联"}
    with pytest.raises(InvalidInput):
        intake.join_pairs(session, twice, ["财政局"], lin, NOW)


def test_name_edited_into_a_row_is_paired_too(
    session: Session, twice: Document, lin: Person
) -> None:
    draft = row_of(twice, "2")
    values = values_of(draft, leads=("区财政局", "区残联"))
    intake.edit_draft(session, draft, values, draft.version, lin, NOW)
    intake.remember_names(session, twice, ["发改局"], "区发改局", lin, NOW)
    asked = [each["name"] for each in row_of(twice, "3").problems if "candidates" in each]
    assert asked == ["残联"]


def test_remembering_settles_the_problems_of_the_name(
    session: Session, document: Document, lin: Person
) -> None:
    draft = row_of(document, "6")
    values = values_of(draft, leads=("教育督导部门",))
    intake.edit_draft(session, draft, values, draft.version, lin, NOW)
    assert "department_unclear" in kinds_of(draft)
    version = draft.version
    intake.remember_names(session, document, ["教育督导部门"], "督导委员会", lin, NOW)
    assert kinds_of(draft) == ["deadline_unread"]
    assert draft.version == version


def test_name_that_means_another_department_is_refused(
    session: Session, document: Document, lin: Person
) -> None:
    intake.remember_names(session, document, ["民政局"], "民政和社会事务局", lin, NOW)
    with pytest.raises(InvalidInput):
        intake.remember_names(session, document, ["民政局"], "别的局", lin, NOW)
    make_department(session, "发改局")
    with pytest.raises(InvalidInput):
        intake.remember_names(session, document, ["发改局"], "别的局", lin, NOW)


def test_names_are_rewritten_in_every_draft_and_back(
    session: Session, document: Document, lin: Person
) -> None:
    versions = {draft.id: draft.version for draft in document.drafts}
    count = intake.rename_in_drafts(
        session, document, ["发改局", "规划分局"], "发展和改革局", versions, lin, NOW
    )
    assert count == 2
    assert row_of(document, "1").leads == ["发展和改革局"]
    assert row_of(document, "4").cooperating == ["发展和改革局"]
    event = intake.last_act(session, document, lin)
    assert event is not None
    intake.undo(session, document, event.id, lin, NOW)
    assert row_of(document, "1").leads == ["规划分局", "发改局"]


def test_names_of_a_draft_that_was_changed_meanwhile_are_not_rewritten(
    session: Session, document: Document, lin: Person
) -> None:
    versions = {draft.id: draft.version for draft in document.drafts}
    draft = row_of(document, "1")
    intake.edit_draft(session, draft, values_of(draft, title="甲"), 1, lin, NOW)
    with pytest.raises(Conflict):
        intake.rename_in_drafts(session, document, ["发改局"], "发改委", versions, lin, NOW)


def test_new_department_is_made_for_a_name_nobody_bears(
    session: Session, document: Document, lin: Person
) -> None:
    intake.remember_names(session, document, ["民政局"], "民政局", lin, NOW)
    assert [each.name for each in all_departments(session)] == ["民政局"]


# --- who leads


def test_switch_says_for_the_whole_document_who_leads(
    session: Session, document: Document, lin: Person, now: datetime
) -> None:
    intake.let_first_lead(session, document, lin, now, first_leads=True)
    with pytest.raises(Conflict):
        intake.let_first_lead(session, document, lin, now, first_leads=True)
    [line] = lines(session, "document.first_leads")
    assert line.change == {"first_leads": [False, True]}
    [task] = intake.accept_drafts(session, [row_of(document, "1")], lin, NOW, Workdays())
    assert [each.name_as_written for each in task.leads] == ["规划分局"]


# --- persons


def test_parts_of_a_row_keep_its_persons_and_so_does_the_original(
    session: Session, lin: Person
) -> None:
    text = (
        "重点任务\t主要内容\t责任领导\t责任单位\t完成时间\n"
        "规划\t修编规划；列表明确计划。\t张伟\t编办\t8月\n"
    )
    extraction = extract(read_document(text.encode(), TEXT))
    received = Received("c" * 64, 1, "c.txt", TEXT, extraction)
    (draft,) = intake.receive_document(session, received, lin, NOW).drafts
    parts = split(session, draft, lin, content="修编规划。\n\n列表明确计划。")
    assert [part.persons for part in parts] == [[["责任领导", "张伟"]]] * 2
    intake.revert_draft(session, Seen(parts[0], parts[0].version), lin, NOW)
    assert parts[0].persons == [["责任领导", "张伟"]]
