"""The pages of a scan: taken in at once, its reading watched, its rows beside their picture."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from sqlmodel import select

from tests.conftest import NOW
from tests.web.conftest import Browser, Page
from tests.web.test_documents import upload
from tracker import confined, intake
from tracker.clock import Clock
from tracker.config import Config
from tracker.database import Database
from tracker.intake.holders import this_world
from tracker.intake.recognising import LEASE
from tracker.models import Document, Draft, Job, JobState, Run
from tracker.reading import scans
from tracker.reading.content import Box, Cell, Content, Paragraph, Table, expand
from tracker.storage import Storage
from tracker.web.page_pictures import PagePicture, source_parts
from tracker.web.sources import SourceBlock

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0picture of the page"
ROWS = (
    ("序号", "重点任务", "完成时间", "责任部门"),
    ("1", "修编规划", "2017年8月", "规划分局"),
    ("2", "补充教师", "长期", "编办"),
)
DOUBTFUL = (2, 3)


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


def beat(database: Database, at: datetime) -> None:
    """Note a sign of life of the scheduler."""
    with database.write() as session:
        session.merge(Run(job="tick", through=at.date(), beat_at=at))


def now_running(database: Database, job_id: int, **values: object) -> None:
    """Say that a worker took the job and renewed its lease at this moment."""
    with database.write() as session:
        job = session.get_one(Job, job_id)
        lease = {"token": "token", "lease_until": NOW + LEASE, "attempts": 1}
        for name, value in ({"state": JobState.running} | lease | values).items():
            setattr(job, name, value)


def job_page(browser: Browser, job_id: int) -> str:
    return browser.get(f"/jobs/{job_id}").text


def job_ids(database: Database) -> list[int]:
    with database.read() as session:
        return list(session.exec(select(Job.id).order_by("id")).all())


def test_a_job_that_waits_says_how_many_are_before_it_and_whether_anybody_reads(
    browser: Browser, database: Database
) -> None:
    for name in "甲乙丙":
        upload(browser, PNG + name.encode(), f"{name}.png")
    first, _second, third = job_ids(database)
    assert "后台服务没有运行" in job_page(browser, first)
    beat(database, NOW - timedelta(seconds=20))
    assert "后台服务" not in job_page(browser, first)
    assert "前面还有" not in job_page(browser, first)
    assert "排队中，前面还有 2 个文件" in job_page(browser, third)
    beat(database, NOW - timedelta(minutes=3))
    assert "后台服务自 8月16日 09:57 起没有响应" in job_page(browser, third)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "正在打开"),
        ({"pages_total": 3, "page_numbers": [1, 2, 3]}, "正在识别第 1 页，共 3 页"),
        ({"pages_total": 2, "page_numbers": [9, 10]}, "正在识别原文第 9 页（图片页 1/2）"),
        ({"pages_total": 2, "page_numbers": [9, 10]}, "只识别图片页（第 9、10 页）"),
        ({"pages_total": 2, "page_numbers": [1, 2], "pages_done": 2}, "正在整理条目"),
        ({"pages_total": 2, "page_numbers": [1, 2], "attempts": 2}, "第 2 次识别（最多 3 次）"),
    ],
)
def test_a_job_that_is_read_says_at_which_page(
    browser: Browser, database: Database, values: dict[str, object], said: str
) -> None:
    upload(browser, PNG, "扫描件.png")
    beat(database, NOW)
    [job] = job_ids(database)
    now_running(database, job, **values)
    assert said in job_page(browser, job)


READING: dict[str, object] = {"pages_total": 3, "page_numbers": [1, 2, 3]}
GONE = f"{this_world()} 1 1"


@pytest.mark.parametrize(
    ("renewed", "values", "said"),
    [
        (44, READING, "正在识别第 1 页"),
        (46, READING, "约 10:01 接着已识别的页继续，为第 2 次（最多 3 次）"),
        (46, {}, "正在打开"),
        (91, {}, "为第 2 次（最多 3 次）"),
        (46, READING | {"pages_done": 3}, "正在整理条目"),
        (1, READING | {"holder": GONE}, "几秒后接着已识别的页继续，为第 2 次"),
        (60, READING | {"attempts": 3}, "已中断 3 次，即将停止识别"),
    ],
)
def test_a_job_whose_process_stopped_says_that_it_waits_and_until_when(
    browser: Browser, database: Database, renewed: int, values: dict[str, object], said: str
) -> None:
    upload(browser, PNG, "扫描件.png")
    beat(database, NOW)
    [job] = job_ids(database)
    now_running(database, job, lease_until=NOW + LEASE - timedelta(seconds=renewed), **values)
    page = job_page(browser, job)
    assert said in page
    assert ("识别进程已中断" in page) == ("继续" in said or "第 2 次" in said or "停止" in said)


def test_a_broken_off_job_waits_for_a_scheduler_that_is_gone(
    browser: Browser, database: Database
) -> None:
    upload(browser, PNG, "扫描件.png")
    beat(database, NOW - timedelta(minutes=3))
    [job] = job_ids(database)
    now_running(database, job, holder=GONE, **READING)
    page = job_page(browser, job)
    assert "后台服务恢复后接着已识别的页继续，为第 2 次（最多 3 次）" in page
    assert "后台服务自 8月16日 09:57 起没有响应" in page


@pytest.mark.slow
def test_a_scan_that_looks_like_a_document_is_asked_about_and_compared(
    browser: Browser, database: Database, reads: Callable[[], int]
) -> None:
    upload(browser, PNG, "扫描件.png")
    assert reads() == 1
    address = upload(browser, PNG + b"another scan of it", "再扫.png").location
    assert reads() == 1
    with database.write() as session:
        for document in session.exec(select(Document)).all():
            document.title, document.issuer = "重点任务分解表", "某区政府"
    question = browser.get(address, 303).location
    assert question.endswith("/edition")
    browser.get(question)
    assert browser.post(question, {"act": "amend"}).location.endswith("/comparison")


@pytest.mark.slow
def test_a_scan_uploaded_as_an_edition_leads_to_the_comparison(
    browser: Browser, database: Database, reads: Callable[[], int]
) -> None:
    upload(browser, PNG, "扫描件.png")
    assert reads() == 1
    base = the_job(database).document_id
    form = f"/documents/{base}/amended-edition"
    browser.get(form)
    file = {"file": (BytesIO(PNG + b"amended"), "修订.png")}
    sent = browser.post(form, file, content_type="multipart/form-data")
    assert sent.location == "/jobs/2"
    assert "对照来文" in browser.get(sent.location).text
    assert reads() == 1
    comparison = browser.get(sent.location, 303).location
    assert comparison == "/documents/2/comparison"
    assert "修编规划" in source(browser.get(comparison))


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
def test_scan_whose_import_was_taken_back_leads_to_what_became_of_it(
    browser: Browser, database: Database, reads: Callable[[], int]
) -> None:
    address = upload(browser, PNG, "扫描件.png").location
    assert reads() == 1
    document = the_job(database).document_id
    browser.get(f"/documents/{document}/withdrawal")
    browser.post(f"/documents/{document}/withdrawal")
    assert "事项已撤回" in browser.get(browser.get(address, 303).location).text


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


def test_pictures_stand_beside_what_was_recognised_on_them_alone() -> None:
    def block(page: int = 0) -> Paragraph:
        return Paragraph("a", boxes=(Box(page, 0, 0, 9, 9),) if page else ())

    blocks = (block(), block(), block(3), block(4), block(), block(7))
    source = [SourceBlock(f"source-{at}") for at in range(len(blocks))]
    shown = [PagePicture(number, "", 9, 9, (), ()) for number in (3, 4, 5, 7)]
    parts = source_parts(Content(blocks, "application/pdf"), source, shown)
    assert [[each.anchor[-1] for each in part.blocks] for part in parts] == [
        ["0", "1"],
        ["2", "3"],
        ["4"],
        ["5"],
    ]
    assert [[each.number for each in part.pictures] for part in parts] == [[], [3, 4, 5], [], [7]]
    [typed, alone] = source_parts(Content(blocks[:2], "application/pdf"), source, shown[:1])
    assert not typed.pictures
    assert (alone.blocks, [each.number for each in alone.pictures]) == ((), [3])


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
