"""Paper: the leader's page on one sheet, the ledger across, nothing cut off."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from tests.browser.demo_site import Site, open_site
from tracker.database import open_database
from tracker.models import Report, ReportState, Role, Task

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# A4 (ISO 216) in whole points.
A4 = (595, 842)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("print-site")) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    site.sign_in(context, Role.coordinator)
    yield context.new_page()
    context.close()


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of every sheet, in points."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == len(re.findall(rb"/Type /Page\b(?!s)", pdf))
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def printed(page: Page, address: str) -> list[tuple[int, int]]:
    page.goto(address)
    return sheets(page.pdf(prefer_css_page_size=True))


def test_leaders_page_is_one_sheet_upright(page: Page, site: Site) -> None:
    assert printed(page, site.url + "/overview") == [A4]


def test_ledger_lies_across_and_fills_two_sheets(page: Page, site: Site) -> None:
    assert printed(page, site.url + "/tasks") == [(A4[1], A4[0])] * 2


def test_task_stands_upright(page: Page, site: Site) -> None:
    address = f"{site.url}/tasks/{site.things['task_id']}"
    assert set(printed(page, address)) == {A4}


@pytest.mark.parametrize("path", ["/tasks", "/tasks/7", "/overview", "/tasks/7/history"])
def test_nothing_is_cut_and_no_button_is_printed(page: Page, site: Site, path: str) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1000 if path == "/tasks" else 700, "height": 900})
    page.goto(site.url + path)
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".clamp, td, .quotebox, .due")]
            .filter((each) => each.scrollHeight > each.clientHeight + 2
                && getComputedStyle(each).overflow === "hidden")
            .map((each) => each.textContent.trim().slice(0, 40))"""
    )
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("button", ".topbar", ".toolbar", ".bulk", ".pick", ".actions"):
        assert not [each for each in page.locator(name).all() if each.is_visible()], name
    assert page.get_by_text("打印").locator("visible=true").count() == 1


def words_on_paper(page: Page, address: str) -> str:
    page.emulate_media(media="print")
    page.goto(address)
    return re.sub(r"\s+", " ", page.locator("body").inner_text())


def test_task_on_paper_says_of_which_document_and_asks_for_nothing(page: Page, site: Site) -> None:
    with open_database(f"sqlite:///{site.config.data_dir / 'demo.db'}").read() as session:
        waiting = select(Report).where(Report.state == ReportState.submitted)
        task_id = session.exec(waiting).one().milestone.task_id
        task = session.get_one(Task, task_id)
        label, no = task.document.label, task.no
    words = words_on_paper(page, f"{site.url}/tasks/{task_id}")
    assert f"{label} 第{no}项" in words
    assert "审核意见" not in words
    assert not page.locator("textarea").is_visible()


def test_ledger_on_paper_names_its_selection(page: Page, site: Site) -> None:
    words = words_on_paper(page, site.url + "/tasks?tab=unfinished&q=教育&within=30")
    assert "范围：未办结，含“教育”，今后30天到期" in words
    assert "范围：全部任务" in words_on_paper(page, site.url + "/tasks")


def test_head_of_the_ledger_repeats_on_each_sheet(page: Page, site: Site) -> None:
    page.emulate_media(media="print")
    page.goto(site.url + "/tasks")
    display = "getComputedStyle(document.querySelector('.ledger thead')).display"
    assert page.evaluate(display) == "table-header-group"
