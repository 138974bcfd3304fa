import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.amended_samples import amended, amended_extraction
from tests.conftest import NOW
from tests.make import make_department, make_person
from tests.reading_samples import DOCUMENTS, extraction_of
from tests.web.conftest import Browser, Page
from tracker import intake, reports, tasks
from tracker.clock import Workdays
from tracker.config import Config
from tracker.database import Database
from tracker.extraction import Extraction
from tracker.models import Document, Person, Report, Task, TaskState
from tracker.storage import Storage

WORKDAYS = Workdays()
TIANNING = (DOCUMENTS / "tianning" / "source.txt").read_bytes()


@pytest.fixture
def storage(config: Config) -> Storage:
    return Storage(config.data_dir / "uploads")


def receive(
    session: Session, storage: Storage, by: Person, extraction: Extraction, data: bytes, name: str
) -> Document:
    """Put a document in without the child process."""
    received = intake.Received(storage.put(data), len(data), name, "text/plain", extraction)
    return intake.receive_document(session, received, session.merge(by), NOW)


@pytest.fixture
def first(database: Database, storage: Storage, lin: Person) -> int:
    """The Tianning document, its 13 rows issued."""
    with database.write() as session:
        extraction = extraction_of("tianning/source.txt")
        document = receive(session, storage, lin, extraction, TIANNING, "天宁.txt")
        drafts = intake.proposed_drafts(document)
        intake.accept_drafts(session, drafts, session.merge(lin), NOW, WORKDAYS, as_they_are=True)
        return document.id


@pytest.fixture
def second(database: Database, storage: Storage, lin: Person, first: int) -> int:
    """Its amended annex, waiting to be compared."""
    with database.write() as session:
        extraction = amended_extraction("docx")
        document = receive(session, storage, lin, extraction, b"amended", "修订.docx")
        base = session.get_one(Document, first)
        intake.name_edition(session, document, base, session.merge(lin), NOW)
        return document.id


def post_file(browser: Browser, path: str, data: bytes, name: str, status: int = 303) -> Page:
    browser.get(path)
    form = {"file": (BytesIO(data), name)}
    return browser.post(path, form, status, content_type="multipart/form-data")


def changes(page: Page) -> dict[str, Any]:
    """Return what a browser sends of the comparison: its mark and every tick set."""
    [seen] = page.find("//input[@name='seen']/@value")
    ticked = page.find("//input[@name='change'][@checked]/@value")
    return {"seen": str(seen), "change": list(map(str, ticked))}


def task(database: Database, no: str, document: int = 1) -> Task:
    with database.read() as session:
        wanted = select(Task).where(Task.no == no, Task.document_id == document)
        return session.exec(wanted.where(Task.state != TaskState.cancelled)).one()


def sign_item(database: Database, no: str) -> None:
    """Let the first department of an item sign, and report a third of the work."""
    with database.write() as session:
        found = session.exec(select(Task).where(Task.no == no)).one()
        part = found.leads[0]
        unit = make_department(session, part.name_as_written)
        clerk = make_person(session, account=f"c{unit.id}", department_id=unit.id)
        tasks.sign(session, part, clerk, NOW)
        said = reports.ReportValues("已完成初稿，正在会签。", 30, "k")
        reports.submit_report(session, found.milestones[0], said, [], clerk, NOW, WORKDAYS)


# --- is it an edition


@pytest.mark.slow
def test_file_with_a_known_number_is_asked_about(browser: Browser, first: int) -> None:
    answer = post_file(browser, "/documents", amended("docx"), "修订.docx")
    assert answer.location == "/documents/2/edition"
    page = browser.get(answer.location)
    assert "是修订稿吗？" in page.text
    assert "常天政发〔2017〕68号" in page.text
    assert [str(each.text) for each in page.find("//form[@class='formfoot']//button")] == [
        "按修订稿比较",
        "作为另一份文件",
    ]
    here = browser.get("/documents/2")
    assert "/documents/2/edition" in here.links()
    assert first == 1


@pytest.mark.slow
def test_answer_leads_to_the_comparison(browser: Browser, first: int) -> None:
    post_file(browser, "/documents", amended("html"), "修订.html")
    answer = browser.post("/documents/2/edition", {"act": "amend"})
    assert answer.location == "/documents/2/comparison"
    assert "新增1项，变更2项，只改序号6项，删除1项，未变4项" in browser.get(answer.location).text
    assert browser.get("/documents/2/review", 303).location == "/documents/2/comparison"
    assert first == 1


ACTS = ("names", "first-leads", "grid", "drafts/41", "tables/1", "tables/1/drop", "undo")


@pytest.mark.parametrize("waits", [False, True])
def test_rows_of_an_edition_are_not_changed_before_it_is_placed(
    browser: Browser, first: int, database: Database, storage: Storage, lin: Person, *, waits: bool
) -> None:
    with database.write() as session:
        extraction = amended_extraction("docx")
        document = receive(session, storage, lin, extraction, b"amended", "修订.docx")
        if waits:
            base = session.get_one(Document, first)
            intake.name_edition(session, document, base, session.merge(lin), NOW)
        before = [each.model_dump() for each in document.drafts]
        assert before[0]["id"] == 41
    place = f"/documents/2/{'comparison' if waits else 'edition'}"
    for page in ("names", "grid", "review"):
        assert browser.get(f"/documents/2/{page}", 303).location == place
    for act in ACTS[:4] if waits else ACTS:
        answer = browser.post(f"/documents/2/{act}", {"act": "drop", "first_leads": "1"}, 409)
        assert "请先" in answer.text
    with database.read() as session:
        document = session.get_one(Document, 2)
        assert [each.model_dump() for each in document.drafts] == before
        assert not document.first_leads


@pytest.mark.slow
def test_document_of_its_own_is_checked_as_any_other(browser: Browser, first: int) -> None:
    post_file(browser, "/documents", amended("txt"), "另一份.txt")
    answer = browser.post("/documents/2/edition", {"act": "separate"})
    assert answer.location == "/documents/2/review"
    assert browser.get("/documents/2/edition", 303).location == "/documents/2"
    assert "/documents/2/edition" not in browser.get("/documents/2").links()
    assert first == 1


@pytest.mark.slow
def test_edition_comes_in_by_the_button_of_its_document(browser: Browser, first: int) -> None:
    path = f"/documents/{first}/amended-edition"
    assert path in browser.get(f"/documents/{first}").links()
    answer = post_file(browser, path, amended("xlsx"), "修订.xlsx")
    assert answer.location == "/documents/2/comparison"
    page = browser.get(answer.location)
    assert "新增1项，变更2项，只改序号6项，删除1项，未变4项" in page.text


def test_same_bytes_again_are_said_to_be_the_same(
    browser: Browser, database: Database, first: int
) -> None:
    answer = post_file(browser, f"/documents/{first}/amended-edition", TIANNING, "再来.txt")
    assert answer.location == f"/documents/{first}"
    assert "内容完全相同" in browser.get(answer.location).text
    with database.read() as session:
        assert len(session.exec(select(Document)).all()) == 1


def test_form_without_a_file_is_shown_again(browser: Browser, first: int) -> None:
    browser.get(f"/documents/{first}/amended-edition")
    page = browser.post(f"/documents/{first}/amended-edition", {}, 400)
    assert "选择文件" in page.text or "粘贴" in page.text


@pytest.mark.slow
def test_unreadable_file_is_refused_at_its_field(browser: Browser, first: int) -> None:
    data = (DOCUMENTS / "hostile" / "truncated.docx").read_bytes()
    page = post_file(browser, f"/documents/{first}/amended-edition", data, "坏.docx", 422)
    assert page.find("//input[@id='file'][@aria-invalid='true']")


# --- the comparison


def test_comparison_shows_each_change_beside_both_texts(browser: Browser, second: int) -> None:
    page = browser.get(f"/documents/{second}/comparison")
    assert [str(each) for each in page.find("//del/text()")][:1] == ["8"]
    assert [str(each) for each in page.find("//ins/text()")][:1] == ["10"]
    assert len(page.find("//input[@name='change']")) == 11
    assert len(page.find("//input[@name='change'][@checked]")) == 11
    for prefix in ("old", "new"):
        anchors = [each for each in page.links() if each.startswith(f"#{prefix}-source-")]
        assert anchors, prefix
        for anchor in anchors:
            assert page.find(f"//*[@id='{anchor[1:]}' and contains(@class, 'here')]"), anchor


@pytest.mark.slow
def test_ticked_changes_are_written_and_progress_stays(
    browser: Browser, database: Database, first: int, second: int
) -> None:
    sign_item(database, "2")
    page = browser.get(f"/documents/{second}/comparison")
    answer = browser.post(f"/documents/{second}/comparison", changes(page))
    assert answer.location == f"/documents/{second}"
    assert "已写入：新增1项，变更8项，撤销1项。" in browser.get(answer.location).text
    changed = task(database, "2", first)
    assert (changed.deadline_text, changed.deadline_due_on) == ("2017年10月", date(2017, 10, 31))
    assert changed.state is TaskState.active
    shown = browser.get(f"/tasks/{changed.id}").text
    assert "已完成初稿，正在会签。" in shown
    assert re.search(r"修订.{0,40}2017年8月 → 2017年10月", shown)
    with database.read() as session:
        assert len(session.exec(select(Report)).all()) == 1
    ledger = browser.get(f"/tasks?document={first}")
    assert "规范民办学校管理" in ledger.text
    assert "实施义务教育学校标准化建设工程" not in ledger.text


@pytest.mark.slow
def test_only_what_is_ticked_is_written(
    browser: Browser, database: Database, first: int, second: int
) -> None:
    page = browser.get(f"/documents/{second}/comparison")
    sent = changes(page)
    sent["change"] = [key for key in sent["change"] if key.startswith("add-")]
    browser.post(f"/documents/{second}/comparison", sent)
    assert task(database, "3", first).title == "实施义务教育学校标准化建设工程"
    assert task(database, "2", first).deadline_text == "2017年8月"


def test_comparison_out_of_date_is_refused_and_changes_nothing(
    browser: Browser, database: Database, first: int, second: int
) -> None:
    sent = changes(browser.get(f"/documents/{second}/comparison"))
    sign_item(database, "2")
    [left] = [key for key in sent["change"] if key.endswith("-deadline")][:1]
    sent["change"].remove(left)
    page = browser.post(f"/documents/{second}/comparison", sent, 409)
    assert "其间台账有变动" in page.find("//div[@role='alert']")[0].text_content()
    assert "change-" not in page.text
    again = changes(page)
    assert left not in again["change"]
    assert set(again["change"]) <= set(sent["change"])
    assert again["change"]
    assert again["seen"] != sent["seen"]
    assert task(database, "2", first).deadline_text == "2017年8月"
    browser.post(f"/documents/{second}/comparison", again)


def test_comparison_somebody_else_applied_is_said_in_words(browser: Browser, second: int) -> None:
    sent = changes(browser.get(f"/documents/{second}/comparison"))
    browser.post(f"/documents/{second}/comparison", sent)
    page = browser.post(f"/documents/{second}/comparison", sent, 409)
    assert "其他人已启用这一修订稿" in page.text
    assert not page.find("//textarea")


@pytest.mark.slow
def test_applied_edition_leads_back_to_its_page(browser: Browser, second: int) -> None:
    sent = changes(browser.get(f"/documents/{second}/comparison"))
    browser.post(f"/documents/{second}/comparison", sent)
    assert browser.get(f"/documents/{second}/comparison", 303).location == f"/documents/{second}"
    assert "现行文本" in browser.get("/documents/1").text
    browser.post(f"/documents/{second}/comparison", sent, 409)


@pytest.mark.slow
def test_edition_that_changes_nothing_says_so(
    browser: Browser, database: Database, storage: Storage, lin: Person, first: int
) -> None:
    with database.write() as session:
        extraction = extraction_of("tianning/source.html")
        document = receive(session, storage, lin, extraction, b"html", "同文.html")
        base = session.get_one(Document, first)
        intake.name_edition(session, document, base, session.merge(lin), NOW)
    page = browser.get("/documents/2/comparison")
    assert "两份文件的事项没有差别。" in page.text
    browser.post("/documents/2/comparison", changes(page))


# --- undoing an import


@pytest.mark.slow
def test_import_is_undone_after_a_look_at_what_goes(
    browser: Browser, database: Database, first: int
) -> None:
    assert f"/documents/{first}/withdrawal" in browser.get(f"/documents/{first}").links()
    page = browser.get(f"/documents/{first}/withdrawal")
    assert "撤销导入，撤回 13 项事项" in page.text
    answer = browser.post(f"/documents/{first}/withdrawal")
    assert answer.location == "/documents"
    listed = browser.get("/documents")
    assert "已撤销常天政发〔2017〕68号的导入，撤回 13 项事项。" in listed.text
    assert f"/documents/{first}" not in listed.links()
    with database.read() as session:
        ids = session.exec(select(Task.id)).all()
    assert len(ids) == 13
    browser.get(f"/tasks/{ids[0]}", 404)
    browser.get(f"/documents/{first}/review", 404)
    kept = browser.get(f"/documents/{first}").text
    assert "撤销，事项已撤回" in kept
    assert "拟办去向" not in kept
    assert "撤销督查事项：13 项" in kept
    browser.post(f"/documents/{first}/withdrawal", status=404)
    for path in ("/tasks", "/", "/overview"):
        page = browser.get(path)
        assert "规范教师职业行为" not in page.text


def test_after_the_first_signature_the_page_says_who_and_offers_an_edition(
    browser: Browser, database: Database, first: int
) -> None:
    sign_item(database, "2")
    page = browser.get(f"/documents/{first}/withdrawal")
    assert "规划分局已于" in page.text
    assert f"/documents/{first}/amended-edition" in page.links()
    assert not page.find("//main//form[contains(@action, 'withdrawal')]")
    assert "规划分局已于" in browser.get(f"/documents/{first}").text
    browser.post(f"/documents/{first}/withdrawal", status=409)


@pytest.mark.slow
def test_file_of_an_undone_import_is_taken_in_again(browser: Browser, first: int) -> None:
    browser.post(f"/documents/{first}/withdrawal")
    answer = post_file(browser, "/documents", TIANNING, "再来.txt")
    assert answer.location == "/documents/2/review"


def test_edition_not_compared_is_undone_alone(
    browser: Browser, database: Database, first: int, second: int
) -> None:
    assert "请先撤销修订稿的导入" in browser.get(f"/documents/{first}/withdrawal").text
    browser.post(f"/documents/{second}/withdrawal")
    assert task(database, "2", first).state is TaskState.issued


def apply_all(browser: Browser, document: int) -> None:
    sent = changes(browser.get(f"/documents/{document}/comparison"))
    browser.post(f"/documents/{document}/comparison", sent)


@pytest.mark.slow
def test_applied_edition_is_taken_back_after_a_look_at_what_changes(
    browser: Browser, database: Database, first: int, second: int
) -> None:
    apply_all(browser, second)
    page = browser.get(f"/documents/{second}")
    assert f"/documents/{second}/withdrawal" in page.links()
    shown = browser.get(f"/documents/{second}/withdrawal")
    rows = [" ".join(str(each.text_content()).split()) for each in shown.find("//main//tr")]
    assert "新增事项（撤回，不再显示）1 项" in rows
    assert "变更事项（恢复原状）8 项" in rows
    assert "删除事项（恢复办理）1 项" in rows
    for words in ("规范民办学校管理", "实施义务教育学校标准化建设工程"):
        assert words in shown.text
    assert [str(each) for each in shown.find("//del/text()")][:1] == ["10"]
    assert [str(each) for each in shown.find("//ins/text()")][:1] == ["8"]
    assert task(database, "2", first).deadline_text == "2017年10月"
    answer = browser.post(f"/documents/{second}/withdrawal")
    assert answer.location == f"/documents/{first}"
    again = browser.get(answer.location).text
    assert "已撤回修订稿：新增事项撤回1项，变更恢复8项，撤销恢复1项" in again
    assert "现行文本" not in again
    assert task(database, "2", first).deadline_text == "2017年8月"
    assert task(database, "3", first).title == "实施义务教育学校标准化建设工程"
    ledger = browser.get(f"/tasks?document={first}").text
    assert "规范民办学校管理" not in ledger
    assert "未生效" in browser.get(f"/documents/{second}").text
    browser.post(f"/documents/{second}/withdrawal", status=404)
    history = browser.get(f"/tasks/{task(database, '2', first).id}/history").text
    assert "撤回修订稿，事项恢复修订前内容" in history
    words = "".join(browser.get(f"/documents/{second}/history").text.split())
    assert "按修订稿更新事项新增：1项变更：8项删除：1项" in words
    assert "修订的文件：常天政发〔2017〕68号" in words


@pytest.mark.slow
def test_page_says_who_signed_since_the_edition_came_into_force(
    browser: Browser, database: Database, first: int, second: int
) -> None:
    apply_all(browser, second)
    sign_item(database, "2")
    page = browser.get(f"/documents/{second}/withdrawal")
    assert "规划分局已于" in page.text
    assert "签收修订涉及的事项，不能再撤销修订" in page.text
    assert not page.find("//main//form[contains(@action, 'withdrawal')]")
    assert f"/documents/{second}/withdrawal" in browser.get(f"/documents/{second}").links()
    browser.post(f"/documents/{second}/withdrawal", status=409)
    assert task(database, "2", first).deadline_text == "2017年10月"


@pytest.mark.slow
def test_base_names_the_edition_that_has_to_go_first(
    browser: Browser, first: int, second: int
) -> None:
    apply_all(browser, second)
    page = browser.get(f"/documents/{first}/withdrawal")
    assert f"/documents/{second}/withdrawal" in page.links()
    browser.post(f"/documents/{first}/withdrawal", status=409)
    browser.post(f"/documents/{second}/withdrawal")
    assert "撤销导入，撤回 13 项事项" in browser.get(f"/documents/{first}/withdrawal").text


def test_clerk_and_leader_amend_and_undo_nothing(
    sign_in: Callable[[Person], Browser], leader: Person, zhou: Person, first: int
) -> None:
    for person in (leader, zhou):
        other = sign_in(person)
        other.get("/tasks")
        for page in ("amended-edition", "withdrawal", "comparison", "edition"):
            other.get(f"/documents/{first}/{page}", 403)
            other.post(f"/documents/{first}/{page}", status=403)
    seen = sign_in(leader).get(f"/documents/{first}").links()
    assert not [each for each in seen if "amended-edition" in each or "withdrawal" in each]


def test_document_that_is_not_there_is_not_found(browser: Browser) -> None:
    for page in ("amended-edition", "withdrawal", "comparison", "edition"):
        browser.get(f"/documents/99/{page}", 404)
