"""The pages of a scan: taken in at once, its reading watched, its rows beside their picture."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from tests.conftest import NOW
from tests.web.conftest import Browser, Page
from tests.web.test_documents import upload
from tracker import confined, intake
from tracker.clock import Clock
from tracker.config import Config
from tracker.database import Database
from tracker.models import Draft, Job, JobState, Person
from tracker.reading import scans
from tracker.reading.content import Box, Cell, Paragraph, Table, expand
from tracker.storage import Storage

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0picture of the page"
ROWS = (
    ("序号", "重点任务", "完成时间", "责任部门"),
    ("1", "修编规划", "2017年8月", "规划分局"),
    ("2", "补充教师", "长期", "编办"),
)
DOUBTFUL = (2, 3)


@pytest.fixture
def browser(sign_in: Callable[[Person], Browser], lin: Person) -> Browser:
    return sign_in(lin)


@pytest.fixture
def storage(config: Config) -> Storage:
    return Storage(config.data_dir / "uploads")


def read_page(_data: bytes, _kind: str, number: int, *_more: object) -> scans.ReadPage:
    """Stand in for the child process, which takes ten seconds a page."""
    cells = [
        Cell((text,), r, c, boxes=(Box(1, 100 * c, 50 * r, 100, 50, (r, c) != DOUBTFUL),))
        for r, row in enumerate(ROWS)
        for c, text in enumerate(row)
    ]
    title = Paragraph("重点任务分解表", alignment="center", boxes=(Box(1, 0, 0, 400, 40),))
    return scans.ReadPage(number, (title, Table(expand(cells, 3, 4))), 400, 600, JPEG)


@pytest.fixture
def reads(
    monkeypatch: pytest.MonkeyPatch, database: Database, storage: Storage
) -> Callable[[], int]:
    """Return what the scheduler does every three seconds."""
    monkeypatch.setattr(confined, "read_page", read_page)
    monkeypatch.setattr(confined, "picture_pages", lambda _data, _kind: (1,))
    clock = Clock(shift=NOW - datetime.now(UTC))
    return lambda: intake.work_jobs(database, storage, clock)


def source(page: Page) -> str:
    return page.response.get_data(as_text=True)


def the_job(database: Database) -> Job:
    with database.read() as session:
        return session.exec(select(Job)).one()


def test_a_scan_is_taken_in_at_once_and_leads_to_its_job(
    browser: Browser, database: Database
) -> None:
    page = upload(browser, PNG, "扫描件.png")
    job = the_job(database)
    assert page.location == f"/jobs/{job.id}"
    shown = browser.get(page.location)
    assert "扫描件.png" in shown.text
    assert "排队中" in shown.text
    assert '<noscript><meta http-equiv="refresh"' in source(shown)
    assert "扫描件.png" in browser.get("/documents").text


def test_the_same_scan_twice_leads_to_the_same_job(browser: Browser) -> None:
    first = upload(browser, PNG, "扫描件.png").location
    assert upload(browser, PNG, "again.png").location == first


def test_without_the_extra_a_scan_is_refused_in_one_sentence(
    browser: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "PACKAGES", ("no_such_package_anywhere",))
    page = upload(browser, PNG, "扫描件.png", 422)
    assert "[ocr]" in page.text
    assert ".png" not in browser.get("/documents").text
    with database.read() as session:
        assert session.exec(select(Job)).first() is None


def test_a_reading_is_stopped_and_begun_again(browser: Browser, database: Database) -> None:
    address = upload(browser, PNG, "扫描件.png").location
    browser.get(address)
    browser.post(f"{address}/cancel")
    assert "已取消" in browser.get(address).text
    browser.post(f"{address}/retry")
    assert the_job(database).state is JobState.queued
    assert "排队中" in browser.get(address).text
    browser.post(f"{address}/retry", status=409)


def test_a_failed_reading_says_why(
    browser: Browser, database: Database, storage: Storage, reads: Callable[[], int]
) -> None:
    address = upload(browser, PNG, "扫描件.png").location
    storage.path(the_job(database).sha256).unlink()
    assert reads() == 0
    page = browser.get(address)
    assert "识别失败" in page.text
    assert the_job(database).reason in page.text
    assert "重试" in page.text


@pytest.mark.slow
def test_a_read_scan_leads_to_its_review_with_the_picture_beside_the_rows(
    browser: Browser, database: Database, reads: Callable[[], int]
) -> None:
    address = upload(browser, PNG, "扫描件.png").location
    assert reads() == 1
    review = browser.get(address, 303).location
    page = browser.get(review)
    document = the_job(database).document_id
    assert f'src="/documents/{document}/pages/1"' in source(page)
    places = re.findall(r'<rect id="(source-\d+-\d+)" class="place( here)?"', source(page))
    assert [name for name, _here in places] == ["source-1-1", "source-1-2", "source-1-3"]
    assert [bool(here) for _name, here in places] == [False, False, True], "the doubtful row"
    assert source(page).count('class="doubt"') == 1
    assert source(page).count('id="source-1-3"') == 1, "the text below has no anchors"
    with database.read() as session:
        drafts = session.exec(select(Draft).order_by("position")).all()
    assert [each.content for each in drafts] == ["修编规划", "补充教师"]
    kinds = [[problem["kind"] for problem in each.problems] for each in drafts]
    assert "reading_unsure" not in kinds[0]
    assert "reading_unsure" in kinds[1]
    assert "“编办”识别不确定" in page.text


@pytest.mark.slow
def test_the_picture_of_a_page_is_kept_by_the_browser_for_this_session_only(
    browser: Browser, database: Database, reads: Callable[[], int]
) -> None:
    upload(browser, PNG, "扫描件.png")
    reads()
    address = f"/documents/{the_job(database).document_id}/pages/1"
    answer = browser.client.get(address, base_url="http://127.0.0.1:8017")
    assert answer.data == JPEG
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert "Cookie" in answer.headers["Vary"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    browser.get(address.replace("/1", "/2"), 404)


def test_a_document_that_is_no_scan_has_no_pictures(browser: Browser) -> None:
    text = "方案\n一、任务\n建校。（市教育局负责）".encode()
    review = upload(browser, text, "方案.txt").location
    assert "scanned" not in source(browser.get(review))
    browser.get(review.replace("review", "pages/1"), 404)
