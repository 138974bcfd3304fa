"""Ledger, task page, 签收, reports, reviews and evidence, as people click through them."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.make import make_milestone, make_task
from tests.web.conftest import Browser, Page, add_person
from tracker.database import Database
from tracker.history import record
from tracker.models import (
    Event,
    Evidence,
    Message,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Person,
    Report,
    ReportState,
    Role,
    Task,
    TaskState,
)
from tracker.web.protection import DOWNLOAD_POLICY

SignIn = Callable[[Person], Browser]
GOOD = {
    "progress": "已会签5家。",
    "problem": "两家未回复。",
    "next_step": "8月25日前开会。",
    "percent": "45",
}


def add_task(
    database: Database,
    leads: tuple[str, ...] = ("教育文体局",),
    *,
    signed: bool = True,
    **values: Any,
) -> Task:
    """Add a task with one open milestone; its departments have signed unless told otherwise."""
    with database.write() as session:
        values.setdefault("state", TaskState.active if signed else TaskState.issued)
        milestone = values.pop("milestone", {})
        task = make_task(session, leads, **values)
        for assignment in task.assignments:
            assignment.signed_at = task.issued_at if signed else None
        make_milestone(session, task, **milestone)
        session.flush()
        assert task.assignments
        assert task.milestones
        return task


def milestone_of(task: Task) -> int:
    return task.milestones[0].id


def send_report(browser: Browser, task: Task, status: int = 303, **values: Any) -> Any:
    path = f"/milestones/{milestone_of(task)}/reports"
    page = browser.get(path)
    key = page.find("//input[@name='form_key']/@value")[0]
    return browser.post(path, {**GOOD, "form_key": key, **values}, status)


def hidden_of(page: Page) -> dict[str, list[str]]:
    """Return what the page's own form carries unseen."""
    found: dict[str, list[str]] = {}
    for field in page.find("//main//form[@method='post']//input[@type='hidden']"):
        found.setdefault(field.get("name"), []).append(field.get("value"))
    return found


def all_of(session: Session, table: Any) -> list[Any]:
    return list(session.exec(select(table).order_by(table.id)).all())


def test_ledger_shows_the_row_as_the_document_has_it(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    task = add_task(database, ("教育文体局", "市监局"))
    page = sign_in(lin).get("/tasks")
    assert "规范教育培训市场" in page.text
    assert page.find("//span[@class='due']/text()") == ["2017年8月"]
    assert "8月31日止" in page.text
    assert "还剩15天" in page.text
    assert "尚无反馈。" in page.text
    assert f"/tasks/{task.id}" in page.links()


def test_tabs_count_and_open_their_part(sign_in: SignIn, lin: Person, database: Database) -> None:
    add_task(database, title="按期的", milestone={"soon_from": date(2017, 8, 20)})
    add_task(database, title="逾期的", milestone={"due_on": date(2017, 5, 31)})
    browser = sign_in(lin)
    tab = browser.get("/tasks").find("//a[starts-with(normalize-space(.), '逾期')]")[0]
    assert tab.text_content() == "逾期1"
    page = browser.get(tab.get("href"))
    assert "逾期的" in page.text
    assert "按期的" not in page.text
    assert page.find("//a[@aria-current='page' and contains(., '逾期')]")


@pytest.mark.parametrize(
    "query",
    [
        "tab=nonsense",
        "page=0",
        "page=99999999999999999999",
        "page=-1",
        "document=x",
        "department=٣",
        "on=2017-02-31",
        "on=9999-12-31",
        "on=0001-01-01&was_overdue=1",
        "need=all",
        "within=999999999",
        "q=%25%5C_",
        "sort=left",
    ],
)
def test_ledger_takes_any_address(sign_in: SignIn, lin: Person, query: str) -> None:
    sign_in(lin).get(f"/tasks?{query}")


def test_filter_form_passes_on_what_it_does_not_show(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    add_task(database)
    page = sign_in(lin).get("/tasks?tab=soon&need=urge&q=市场&department=1")
    hidden = page.find("//form[@class='filters']/input[@type='hidden']/@name")
    assert hidden == ["tab", "need"]
    assert page.find("//input[@name='q']/@value") == ["市场"]
    assert page.find("//select[@name='part']")


def test_department_sees_only_its_own_tasks(
    sign_in: SignIn, wu: Person, database: Database
) -> None:
    foreign = add_task(database)
    own = add_task(database, ("民政局",), title="养老服务")
    browser = sign_in(wu)
    page = browser.get("/tasks")
    assert "规范教育培训市场" not in page.text
    assert "教育文体局" not in page.text
    assert "全部1" in page.text.replace(" ", "")
    browser.get(f"/tasks/{own.id}")
    for path in (f"/tasks/{foreign.id}", f"/milestones/{milestone_of(foreign)}/reports"):
        browser.get(path, 404)
    browser.post(f"/milestones/{milestone_of(foreign)}/reports", GOOD, 404)
    browser.post(f"/assignments/{foreign.assignments[0].id}/sign", status=404)


def test_roles_that_may_not_are_refused(
    sign_in: SignIn, zhou: Person, leader: Person, administrator: Person, database: Database
) -> None:
    task = add_task(database)
    clerk = sign_in(zhou)
    clerk.post(f"/tasks/{task.id}/complete", status=403)
    clerk.post("/reports/1/review", {"decision": "accept"}, 403)
    sign_in(leader).post(f"/assignments/{task.assignments[0].id}/sign", status=403)
    sign_in(leader).get(f"/milestones/{milestone_of(task)}/reports", 403)
    sign_in(administrator).get("/tasks", 403)
    sign_in(administrator).get(f"/tasks/{task.id}", 403)


def test_clerk_signs_and_the_work_begins(sign_in: SignIn, zhou: Person, database: Database) -> None:
    task = add_task(database, signed=False)
    browser = sign_in(zhou)
    page = browser.get(f"/tasks/{task.id}")
    action = page.find("//form[contains(@action, '/assignments/')]/@action")[0]
    assert browser.post(action).location == f"/tasks/{task.id}"
    page = browser.get(f"/tasks/{task.id}")
    assert "已签收。" in page.text
    assert "办理中" in page.text
    browser.post(action, status=409)


def test_clerk_signs_everything_at_once(sign_in: SignIn, zhou: Person, database: Database) -> None:
    add_task(database, signed=False)
    add_task(database, ("民政局", "教育文体局"), signed=False)
    foreign = add_task(database, ("民政局",), signed=False)
    browser = sign_in(zhou)
    page = browser.get("/tasks/sign?all=1")
    assert "签收 2 项" in page.text
    browser.post("/tasks/sign", hidden_of(page))
    assert "已签收 2 项。" in browser.get("/").text
    with database.read() as session:
        assert session.get_one(Task, foreign.id).assignments[0].signed_at is None


def test_report_is_noted_and_shown_with_its_evidence(
    sign_in: SignIn, zhou: Person, database: Database
) -> None:
    task = add_task(database)
    browser = sign_in(zhou)
    file = (BytesIO("会签稿".encode()), "联席会议制度（会签稿）.docx")
    assert send_report(browser, task, evidence=file).location == f"/tasks/{task.id}"
    page = browser.get(f"/tasks/{task.id}")
    assert "已会签5家。" in page.text
    assert "教育文体局 周联络 提交反馈" in page.text
    shown = browser.get(page.find("//a[contains(@href, '/evidence/')]/@href")[0])
    way = shown.find("//a[.='下载']/@href")[0]
    answer = browser.client.get(way, base_url="http://127.0.0.1:8017")
    assert answer.get_data() == "会签稿".encode()
    assert answer.headers["Content-Security-Policy"] == DOWNLOAD_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=UTF-8''%E8%81%94" in disposition


def test_evidence_of_others_is_not_there(
    sign_in: SignIn, zhou: Person, wu: Person, database: Database
) -> None:
    task = add_task(database)
    send_report(sign_in(zhou), task, evidence=(BytesIO(b"x"), "a.txt"))
    foreign = sign_in(wu)
    for part in ("", "/file", "/image"):
        hidden = foreign.get(f"/evidence/1{part}", 404)
        assert hidden.text == foreign.get(f"/evidence/99{part}", 404).text


def test_refused_report_says_what_to_do_and_keeps_what_was_typed(
    sign_in: SignIn, zhou: Person, database: Database
) -> None:
    task = add_task(database)
    page = send_report(sign_in(zhou), task, 400, next_step=" ", percent="很多", progress="")
    assert page.find("//div[@role='alert']//a/@href") == ["#progress", "#next_step", "#percent"]
    assert "请写明下一步措施和完成日期" in page.text
    assert "请填 0 至 100 的整数。" in page.text
    assert page.find("//textarea[@name='problem']")[0].text.strip() == "两家未回复。"
    assert page.find("//input[@name='percent']/@value") == ["很多"]
    with database.read() as session:
        assert all_of(session, Report) == []


@pytest.mark.parametrize("percent", ["-1", "101", "", "4.5"])
def test_percent_is_a_share_of_a_whole(
    sign_in: SignIn, zhou: Person, database: Database, percent: str
) -> None:
    task = add_task(database)
    page = send_report(sign_in(zhou), task, 400, percent=percent)
    assert page.find("//span[@id='percent-error']")[0].text == "请填 0 至 100 的整数。"


def test_blanks_alone_are_no_progress(sign_in: SignIn, zhou: Person, database: Database) -> None:
    page = send_report(sign_in(zhou), add_task(database), 400, progress="  \n ")
    assert page.find("//span[@id='progress-error']")


def test_empty_file_is_refused_at_its_field(
    sign_in: SignIn, zhou: Person, database: Database
) -> None:
    task = add_task(database)
    page = send_report(sign_in(zhou), task, 400, evidence=(BytesIO(b""), "空.docx"))
    assert page.find("//span[@id='evidence-error']")
    assert "文件请重新选择" in page.text


def test_same_form_twice_is_one_report(sign_in: SignIn, zhou: Person, database: Database) -> None:
    task = add_task(database)
    browser = sign_in(zhou)
    for _ in range(2):
        browser.post(f"/milestones/{milestone_of(task)}/reports", {**GOOD, "form_key": "the same"})
    with database.read() as session:
        assert len(all_of(session, Report)) == 1


def test_last_milestone_accepted_completes_the_task(
    sign_in: SignIn, zhou: Person, lin: Person, database: Database
) -> None:
    task = add_task(database)
    send_report(sign_in(zhou), task, asks_completion="y", next_step="")
    coordinator = sign_in(lin)
    page = coordinator.get(f"/tasks/{task.id}")
    assert "1 条反馈待审核" in page.text
    path = page.find("//form[@class='report-act']/@action")[0]
    assert coordinator.post(path, {"decision": "accept"}).location == f"/tasks/{task.id}"
    page = coordinator.get(f"/tasks/{task.id}")
    assert "已办结" in page.text
    assert "提前15天" in page.text
    coordinator.post(path, {"decision": "accept"}, 409)


def test_milestone_that_waits_takes_no_second_report(
    sign_in: SignIn, zhou: Person, database: Database
) -> None:
    task = add_task(database)
    browser = sign_in(zhou)
    send_report(browser, task, asks_completion="y")
    browser.get(f"/milestones/{milestone_of(task)}/reports", 409)
    page = browser.post(
        f"/milestones/{milestone_of(task)}/reports", {**GOOD, "form_key": "second"}, 409
    )
    assert "已会签5家。" in page.text, "what was typed can be copied"


def test_return_needs_its_reason_and_keeps_the_page(
    sign_in: SignIn, zhou: Person, lin: Person, database: Database
) -> None:
    task = add_task(database)
    send_report(sign_in(zhou), task, asks_completion="y")
    coordinator = sign_in(lin)
    coordinator.get(f"/tasks/{task.id}")
    page = coordinator.post("/reports/1/review", {"decision": "return", "text": " "}, 400)
    assert page.find("//textarea[@aria-invalid='true']/@name") == ["text"]
    with database.read() as session:
        assert session.get_one(Report, 1).state is ReportState.submitted


def test_returned_report_comes_back_with_its_reason_and_a_mail(
    sign_in: SignIn, zhou: Person, lin: Person, database: Database
) -> None:
    task = add_task(database)
    clerk = sign_in(zhou)
    send_report(clerk, task, asks_completion="y")
    coordinator = sign_in(lin)
    coordinator.get(f"/tasks/{task.id}")
    coordinator.post("/reports/1/review", {"decision": "return", "text": "请写明数字。"})
    assert "请写明数字。" in clerk.get(f"/tasks/{task.id}").text
    form = clerk.get(f"/milestones/{milestone_of(task)}/reports")
    assert "上次被退回" in form.text
    with database.read() as session:
        assert session.get_one(Milestone, milestone_of(task)).state is MilestoneState.open
        assert len(all_of(session, Message)) == 1


def test_report_of_a_joint_lead_asks_for_no_completion(
    sign_in: SignIn, wu: Person, database: Database
) -> None:
    task = add_task(database, ("教育文体局", "民政局"))
    browser = sign_in(wu)
    form = browser.get(f"/milestones/{milestone_of(task)}/reports")
    assert not form.find("//input[@name='asks_completion']")
    page = send_report(browser, task, 400, asks_completion="y")
    assert page.find("//div[@role='alert']")


def test_cooperating_department_reads_but_does_not_report(
    sign_in: SignIn, wu: Person, database: Database
) -> None:
    task = add_task(database, cooperating=("民政局",))
    browser = sign_in(wu)
    assert "配合" in browser.get(f"/tasks/{task.id}").text
    browser.get(f"/milestones/{milestone_of(task)}/reports", 404)


def test_unsigned_department_is_told_to_sign_first(
    sign_in: SignIn, zhou: Person, database: Database
) -> None:
    page = send_report(sign_in(zhou), add_task(database, signed=False), 400)
    assert "请先签收" in page.text


def test_standing_task_ends_when_the_coordinator_says_so(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    milestone = {"kind": MilestoneKind.checkpoint, "normal": "ongoing"}
    task = add_task(database, deadline_text="长期", deadline_normal="ongoing", milestone=milestone)
    browser = sign_in(lin)
    page = browser.get(f"/tasks/{task.id}")
    assert "长期（每季度末核对）" in page.text
    path = page.find("//form[contains(@action, '/complete')]/@action")[0]
    browser.post(path)
    assert "已办结" in browser.get(f"/tasks/{task.id}").text


def test_a_time_typed_by_a_person_is_not_shown_as_the_documents(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    own = add_task(database, deadline_text="2017年8月", deadline_written="2017年8月")
    typed = add_task(database, deadline_text="2017年10月", deadline_written="2017年8月")
    browser = sign_in(lin)
    assert "完成时间（来文原文）" in browser.get(f"/tasks/{own.id}").text
    page = browser.get(f"/tasks/{typed.id}").text
    assert "完成时间（审核时改定）" in page
    assert "来文原文：2017年8月" in page


def test_dated_task_is_not_completed_past_its_review(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    task = add_task(database)
    browser = sign_in(lin)
    assert not browser.get(f"/tasks/{task.id}").find("//form[contains(@action, '/complete')]")
    browser.post(f"/tasks/{task.id}/complete", status=409)


def test_task_page_shows_problems_to_the_coordinator_and_history_to_all(
    sign_in: SignIn, lin: Person, zhou: Person, database: Database
) -> None:
    problem = {"kind": "department", "text": "“教育督导部门”是职能名称，请选定单位。"}
    task = add_task(database, problems=[problem])
    with database.write() as session:
        by = session.get_one(Person, lin.id)
        record(session, "task.issued", by, task.issued_at, task_id=task.id)
        for _ in range(9):
            record(session, "milestone.opened", None, task.issued_at, task_id=task.id)
    browser = sign_in(lin)
    page = browser.get(f"/tasks/{task.id}")
    assert problem["text"] in page.text
    assert "更早的 2 条" in page.text
    assert "林督查 交办" in browser.get(f"/tasks/{task.id}/history").text
    assert page.find("//*[@class='track track-row']/@aria-label")
    assert problem["text"] not in sign_in(zhou).get(f"/tasks/{task.id}").text


def test_text_from_people_is_text(
    sign_in: SignIn, zhou: Person, lin: Person, database: Database
) -> None:
    evil = "<script>alert(1)</script>"
    task = add_task(database, title=evil, content=evil)
    send_report(sign_in(zhou), task, progress=evil, evidence=(BytesIO(b"x"), "<b>.txt"))
    for path in (f"/tasks/{task.id}", "/tasks", "/", "/overview"):
        page = sign_in(lin).get(path)
        assert not page.find("//script[not(@src)] | //main//b[text()='.txt']")


def test_every_state_of_a_task_has_its_page(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    words = {}
    browser = sign_in(lin)
    for state in TaskState:
        task = add_task(database, state=state, milestone={"due_on": None})
        words[state] = browser.get(f"/tasks/{task.id}").find("//p[@class='lede']")[0]
    texts = {state: lede.text_content() for state, lede in words.items()}
    assert "待签收" in texts[TaskState.issued]
    assert "已销号" in texts[TaskState.struck_off]
    assert "中止" in texts[TaskState.suspended]
    assert "撤销" in texts[TaskState.cancelled]


def test_locked_out_clerk_of_another_office_finds_nothing_by_number(
    sign_in: SignIn, database: Database
) -> None:
    other = add_person(database, "编办", account="bian", name="编联络", role=Role.clerk)
    add_task(database)
    browser = sign_in(other)
    for path in ("/tasks/1", "/evidence/1", "/milestones/1/reports", "/tasks/99999999999999999999"):
        browser.get(path, 404)
    with database.read() as session:
        assert all_of(session, Evidence) == []
        assert [each.action for each in all_of(session, Event)] == []
