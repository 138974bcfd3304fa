import io
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import select

from tests.conftest import NOW
from tests.web.conftest import BASE_URL, Browser, Page
from tracker import intake
from tracker.config import Config
from tracker.database import Database
from tracker.extraction import extract
from tracker.models import Document, Draft, DraftState, Person, Task
from tracker.reading import media_type, read_document
from tracker.storage import Storage

DOCUMENTS = Path(__file__).parents[1] / "documents"
TIANNING = DOCUMENTS / "tianning" / "source.txt"
ROWS_TO_SETTLE = 7
SMALL = (
    "重点任务分解表\n序号\t重点任务\t主要内容\t完成时间\t责任部门\t配合部门\n"
    "1\t修编规划\t修编布局规划，报市教育局。\t2017年8月\t规划分局、发改局\t建设局\n"
    "2\t补充教师\t每年9月份开学前落实到位。\t长期\t编办\t——\n"
    "3\t保障安全\t完善岗位责任。\t长期\t\t——\n"
)


def upload(browser: Browser, data: bytes, name: str, status: int = 303) -> Page:
    browser.get("/documents")
    form = {"file": (BytesIO(data), name)}
    return browser.post("/documents", form, status, content_type="multipart/form-data")


def receive(database: Database, storage: Storage, by: Person, data: bytes, name: str) -> int:
    """Put a document in without the child process; returns its id."""
    kind = media_type(data, name)
    extraction = extract(read_document(data, kind))
    digest = storage.put(data)
    received = intake.Received(digest, len(data), name, kind, extraction)
    with database.write() as session:
        return intake.receive_document(session, received, by, NOW).id


@pytest.fixture
def small(database: Database, config: Config, lin: Person) -> int:
    storage = Storage(config.data_dir / "uploads")
    return receive(database, storage, lin, SMALL.encode(), "分解表.txt")


@pytest.fixture
def tianning(database: Database, config: Config, lin: Person) -> int:
    storage = Storage(config.data_dir / "uploads")
    return receive(database, storage, lin, TIANNING.read_bytes(), "天宁.txt")


def drafts_of(database: Database, document_id: int) -> list[Draft]:
    with database.read() as session:
        wanted = select(Draft).where(Draft.document_id == document_id).order_by("position")
        return list(session.exec(wanted).all())


def draft_form(draft: Draft, **changes: object) -> dict[str, object]:
    """Return what the open draft's form sends."""
    values = {
        "act": "save",
        "version": draft.version,
        "title": draft.title,
        "content": draft.content,
        "deadline_text": draft.deadline_text,
        "leads": "\n".join(draft.leads),
        "cooperating": "\n".join(draft.cooperating),
    }
    return {**values, **changes}


def change_url(draft: Draft) -> str:
    return f"/documents/{draft.document_id}/drafts/{draft.id}"


@pytest.mark.slow
def test_upload_reads_the_file_and_leads_to_its_review(browser: Browser) -> None:
    page = upload(browser, TIANNING.read_bytes(), "天宁.txt")
    review = browser.get(page.location)
    assert "附件 13 项，正文责任分工 27 条" in review.text
    assert len(review.find("//input[@name='draft']")) == 13


@pytest.mark.slow
def test_pasted_table_is_read_like_a_file(browser: Browser) -> None:
    page = browser.post("/documents", {"pasted": SMALL})
    assert "补充教师" in browser.get(page.location).text


def test_same_file_again_leads_to_the_first_document(browser: Browser, small: int) -> None:
    page = upload(browser, SMALL.encode(), "再传.txt")
    assert page.location == f"/documents/{small}/review"
    assert "这份文件已导入过" in browser.get(page.location).text


def test_unreadable_file_is_refused_at_the_field(browser: Browser, database: Database) -> None:
    page = upload(browser, b"\x7fELF\x02\x01\x01" + bytes(64), "任务.docx", 422)
    assert page.find("//*[@id='file-error']")
    assert page.find("//div[@role='alert']//a[@href='#file']")
    with database.read() as session:
        assert session.exec(select(Document)).all() == []


def test_empty_upload_says_what_to_do(browser: Browser) -> None:
    assert "请选择文件，或粘贴表格。" in browser.post("/documents", status=400).text


def test_chosen_file_that_is_empty_is_said_to_be_empty(browser: Browser, small: int) -> None:
    for path in ("/documents", f"/documents/{small}/amended-edition"):
        browser.get(path)
        page = browser.post(path, {"file": (io.BytesIO(b""), "empty.docx")}, 422)
        assert "无法识别：文件是空的" in page.text


def test_file_and_pasted_table_together_are_refused_and_the_table_kept(
    browser: Browser, small: int
) -> None:
    for path in ("/documents", f"/documents/{small}/amended-edition"):
        browser.get(path)
        form = {"file": (io.BytesIO(b"x"), "表.txt"), "pasted": "序号\t重点任务"}
        page = browser.post(path, form, 400)
        assert "同时给了文件和粘贴的表格，请只留一样" in page.text
        assert page.find("//textarea[@name='pasted']")[0].text.strip() == "序号\t重点任务"


def test_file_over_the_limit_is_refused(browser: Browser, config: Config) -> None:
    body = bytes(3 * config.upload_limit)
    kind = "multipart/form-data; boundary=part"
    response = browser.client.post("/documents", data=body, content_type=kind, base_url=BASE_URL)
    assert "提交的内容过大" in browser.take(response, 413).text


@pytest.mark.slow
def test_pasted_table_that_is_too_large_is_refused_and_kept(browser: Browser) -> None:
    browser.get("/documents")
    pasted = "\n".join(["12345678\t修路"] * 260_000)
    page = browser.post("/documents", {"pasted": pasted}, 422)
    [alert] = page.find("//div[@role='alert']")
    assert "粘贴的表格：文件过大" in alert.text_content()
    assert page.find("//textarea[@name='pasted']")[0].text.strip() == pasted


def test_long_form_without_a_file_is_refused(browser: Browser, small: int) -> None:
    browser.get("/documents")
    browser.post(f"/documents/{small}/undo", {"event": "9" * 1_100_000}, 413)


def test_list_shows_how_far_each_document_has_come(browser: Browser, small: int) -> None:
    page = browser.get("/documents")
    assert f"/documents/{small}/review" in page.links()
    assert "3 项" in page.text


def test_review_shows_the_source_beside_and_marks_the_open_row(
    browser: Browser, small: int
) -> None:
    page = browser.get(f"/documents/{small}/review")
    here = page.find("//tr[contains(@class, 'here')]")
    assert "补充教师" in here[0].text_content()
    assert page.find("//tr[contains(@class, 'here')]//mark/text()") == ["每年9月份开学前", "长期"]


def test_only_rows_with_nothing_to_settle_are_ticked(browser: Browser, tianning: int) -> None:
    page = browser.get(f"/documents/{tianning}/review")
    assert len(page.find("//input[@name='draft'][@checked]")) == 13 - ROWS_TO_SETTLE
    tab = browser.get(f"/documents/{tianning}/review?show=unsettled")
    assert len(tab.find("//input[@name='draft']")) == ROWS_TO_SETTLE


def test_measures_beside_an_annex_are_shown_unticked(browser: Browser, tianning: int) -> None:
    page = browser.get(f"/documents/{tianning}/review?show=measures")
    assert len(page.find("//input[@name='draft']")) == 27
    assert not page.find("//input[@name='draft'][@checked]")


def test_unknown_tab_is_no_page(browser: Browser, small: int) -> None:
    browser.get(f"/documents/{small}/review?show=everything", 404)


def test_chosen_drafts_become_tasks(browser: Browser, small: int, database: Database) -> None:
    first, _second, third = drafts_of(database, small)
    url = f"/documents/{small}/review"
    page = browser.post(url, {"draft": f"{first.id}-1", "act": "chosen"})
    assert "已交办 1 项。" in browser.get(page.location).text
    states = [draft.state for draft in drafts_of(database, small)]
    assert states == [DraftState.accepted, DraftState.open, DraftState.open]
    with database.read() as session:
        assert session.exec(select(Task.title)).all() == ["修编规划"]
    assert third.state is DraftState.open


def test_rows_with_a_question_are_not_issued_with_all_the_others(
    browser: Browser, small: int, database: Database
) -> None:
    asking = [bool(intake.unsettled(draft)) for draft in drafts_of(database, small)]
    assert asking == [False, True, True]
    assert "接受无疑问的 1 项" in browser.get(f"/documents/{small}/review").text
    browser.post(f"/documents/{small}/review", {"act": "all"})
    states = [draft.state for draft in drafts_of(database, small)]
    assert states == [DraftState.accepted, DraftState.open, DraftState.open]


def test_document_that_names_nobody_opens_on_its_measures(
    browser: Browser, database: Database, config: Config, lin: Person
) -> None:
    text = "关于加强消防工作的意见\n一、主要任务\n（一）排查隐患。全面排查。\n（二）组织培训。\n"
    storage = Storage(config.data_dir / "uploads")
    number = receive(database, storage, lin, text.encode(), "意见.txt")
    page = browser.get(f"/documents/{number}/review")
    assert "没有写明 2 条措施由谁负责" in page.text
    assert "排查隐患" in page.text
    assert "这里没有事项" not in page.text
    assert "已选 0 项，2 项待选定" in page.text
    ticks = page.find("//input[@name='draft']/@value")
    page = browser.post(f"/documents/{number}/review?show=measures", {"draft": ticks}, 400)
    numbers = "、".join(each.no or "" for each in drafts_of(database, number))
    assert f"第{numbers}项未写责任单位，请先填写。" in page.text


def test_ticked_row_with_a_question_stops_all_that_are_ticked(
    browser: Browser, small: int, database: Database
) -> None:
    ticks = {"act": "chosen", "draft": [f"{each.id}-1" for each in drafts_of(database, small)]}
    page = browser.post(f"/documents/{small}/review", ticks, 400)
    assert page.find("//div[@role='alert']")
    assert len(page.find("//input[@name='draft'][@checked]")) == 3
    assert {draft.state for draft in drafts_of(database, small)} == {DraftState.open}


def test_nothing_ticked_is_said(browser: Browser, small: int) -> None:
    page = browser.post(f"/documents/{small}/review", {"act": "chosen"}, 400)
    assert "请至少勾选一项。" in page.text


@pytest.mark.parametrize("act", ["all", "chosen"])
def test_second_to_accept_the_same_drafts_is_told_that_somebody_was_first(
    browser: Browser, small: int, database: Database, act: str
) -> None:
    first = drafts_of(database, small)[0]
    form = {"draft": f"{first.id}-1", "act": act}
    browser.post(f"/documents/{small}/review", form)
    page = browser.post(f"/documents/{small}/review", form, 409)
    assert "其他人已交办或改动" in page.text
    with database.read() as session:
        assert len(session.exec(select(Task)).all()) == 1


def test_tick_of_an_edited_draft_is_refused(
    browser: Browser, small: int, database: Database
) -> None:
    first = drafts_of(database, small)[0]
    browser.post(change_url(first), draft_form(first, title="改过的"))
    browser.post(f"/documents/{small}/review", {"draft": f"{first.id}-1", "act": "chosen"}, 409)
    assert drafts_of(database, small)[0].state is DraftState.open


@pytest.mark.parametrize(
    ("tick", "status"),
    [("", 400), ("x", 400), ("1", 400), ("1-x", 400), ("-1-1", 400), ("9" * 30 + "-1", 400)],
)
def test_strange_tick_changes_nothing(
    browser: Browser, small: int, database: Database, tick: str, status: int
) -> None:
    browser.get("/documents")
    browser.post(f"/documents/{small}/review", {"draft": tick, "act": "chosen"}, status)
    assert {draft.state for draft in drafts_of(database, small)} == {DraftState.open}


def test_choosing_the_other_time_settles_the_draft(
    browser: Browser, small: int, database: Database
) -> None:
    second = drafts_of(database, small)[1]
    browser.post(change_url(second), draft_form(second, reading="prose-0"))
    changed = drafts_of(database, small)[1]
    assert (changed.deadline_text, changed.deadline_normal) == ("长期", "recurring:yearly-09")
    assert not [each for each in changed.problems if each["kind"] == "deadline_conflict"]


def test_names_may_stand_in_lines_or_between_commas(
    browser: Browser, small: int, database: Database
) -> None:
    third = drafts_of(database, small)[2]
    browser.post(
        change_url(third), draft_form(third, leads="教育文体局、市监局，\n\n公安分局\n教育文体局")
    )
    assert drafts_of(database, small)[2].leads == ["教育文体局", "市监局", "公安分局"]


def test_blank_draft_is_refused_and_shown_again(
    browser: Browser, small: int, database: Database
) -> None:
    first = drafts_of(database, small)[0]
    form = draft_form(first, title="", content=" ", leads="市监局")
    page = browser.post(change_url(first), form, 400)
    assert page.find("//textarea[@name='leads']")[0].text.strip() == "市监局"
    assert drafts_of(database, small)[0].title == "修编规划"


def test_second_edit_of_the_same_version_is_refused_with_its_text(
    browser: Browser, small: int, database: Database
) -> None:
    first = drafts_of(database, small)[0]
    browser.post(change_url(first), draft_form(first, title="先到的"))
    page = browser.post(change_url(first), draft_form(first, title="后到的"), 409)
    assert "后到的" in page.text
    assert drafts_of(database, small)[0].title == "先到的"


def test_dropped_draft_can_be_taken_back(browser: Browser, small: int, database: Database) -> None:
    first = drafts_of(database, small)[0]
    browser.post(change_url(first), {"act": "drop", "version": first.version})
    page = browser.get(f"/documents/{small}/review?show=dropped")
    assert page.find(f"//form[@id='restore-{first.id}']")
    browser.post(change_url(first), {"act": "restore"})
    assert drafts_of(database, small)[0].state is DraftState.open


def test_draft_of_another_document_is_not_found(
    browser: Browser, small: int, tianning: int, database: Database
) -> None:
    foreign = drafts_of(database, tianning)[0]
    browser.post(f"/documents/{small}/drafts/{foreign.id}", {"act": "drop"}, 404)
    assert drafts_of(database, tianning)[0].state is DraftState.open


def test_original_is_a_download_and_never_a_page(browser: Browser, small: int) -> None:
    response = browser.get(f"/documents/{small}/file").response
    assert response.data == SMALL.encode()
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''%E5%88%86%E8%A7%A3%E8%A1%A8.txt" in disposition
    assert response.headers["Content-Security-Policy"].startswith("sandbox;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_leader_reads_documents_and_changes_none(
    sign_in: Callable[[Person], Browser], leader: Person, small: int
) -> None:
    browser = sign_in(leader)
    page = browser.get("/documents")
    assert not page.find("//input[@type='file']")
    browser.get(f"/documents/{small}")
    browser.get(f"/documents/{small}/review", 403)
    browser.post(f"/documents/{small}/review", {"act": "all"}, 403)


def test_clerk_sees_no_document(
    sign_in: Callable[[Person], Browser], zhou: Person, small: int
) -> None:
    browser = sign_in(zhou)
    for path in ("/documents", f"/documents/{small}", f"/documents/{small}/file"):
        browser.get(path, 403)


@pytest.mark.parametrize("number", ["0", "999", str(2**63), "9" * 40])
def test_document_that_does_not_exist_is_not_found(browser: Browser, number: str) -> None:
    browser.get(f"/documents/{number}", 404)


def test_text_of_a_document_is_inert(
    browser: Browser, database: Database, config: Config, lin: Person
) -> None:
    evil = SMALL.replace("修编规划", "<img src=x onerror=alert(1)>{{7*7}}")
    storage = Storage(config.data_dir / "uploads")
    number = receive(database, storage, lin, evil.encode(), "<script>.txt")
    for path in ("/documents", f"/documents/{number}", f"/documents/{number}/review"):
        page = browser.get(path)
        assert not page.find("//img | //script[not(@src)]")
        assert not re.search(r"\b49\b", page.text)


def test_number_with_words_of_its_own_is_not_called_an_item_again(
    browser: Browser, small: int, database: Database
) -> None:
    first = drafts_of(database, small)[0]
    address = f"/documents/{small}/review?draft={first.id}"
    for number, words in (("6-1", "确认第6-1项"), ("1.", "确认第1项"), ("第1件事", "确认这一项")):
        with database.write() as session:
            session.get_one(Draft, first.id).no = number
        [button] = browser.get(address).find("//button[@value='check']")
        assert words in button.text_content()


def test_page_of_an_import_that_was_taken_back_says_so(
    browser: Browser, small: int, database: Database
) -> None:
    with database.write() as session:
        session.get_one(Document, small).withdrawn_at = NOW
    page = browser.get(f"/documents/{small}/review", 404)
    assert "此文件的导入已撤销" in page.text


def test_pasted_tables_are_told_apart_by_their_time(browser: Browser, database: Database) -> None:
    browser.get("/documents")
    browser.post("/documents", {"pasted": "序号\t任务\t责任单位\n1\t修路\t交通局\n"})
    with database.read() as session:
        [name] = session.exec(select(Document.filename)).all()
    assert name == "粘贴的表格 2017-08-16 10.00.txt"
