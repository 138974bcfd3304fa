"""留痕 of a document: every act on it and its items, in words, one line an act."""

from collections.abc import Callable

import pytest

from tests.web.conftest import Browser
from tests.web.test_documents import drafts_of, receive
from tests.web.test_reviews import ROWS, send
from tests.web.test_tables import ODD, drop, read
from tracker.config import Config
from tracker.database import Database
from tracker.models import Person
from tracker.storage import Storage

SignIn = Callable[[Person], Browser]


@pytest.fixture
def odd(database: Database, config: Config, lin: Person) -> int:
    """Return a document with a table of unknown headings."""
    storage = Storage(config.data_dir / "uploads")
    return receive(database, storage, lin, f"<html>{ODD}</html>".encode(), "安排.html")


@pytest.fixture
def document(database: Database, config: Config, lin: Person) -> int:
    storage = Storage(config.data_dir / "uploads")
    return receive(database, storage, lin, ROWS.encode(), "分解表.txt")


def lines(browser: Browser, address: str) -> list[str]:
    """Return the lines of a page's history, without blanks and their moments."""
    found = browser.get(address).find("//ol[contains(@class, 'timeline')]/li")
    moments = [each.find("time").text_content() for each in found]
    return [
        "".join(each.text_content().removeprefix(moment).split())
        for each, moment in zip(found, moments, strict=True)
    ]


def undo(browser: Browser, document: int) -> None:
    review = browser.get(f"/documents/{document}/review")
    [event] = review.find("//form[contains(@action, '/undo')]/input[@name='event']/@value")
    browser.post(f"/documents/{document}/undo", {"event": event})


def test_acts_on_items_are_told_with_the_items(
    browser: Browser, document: int, database: Database
) -> None:
    first, second = drafts_of(database, document)[:2]
    send(browser, first, "save", title="修编布局规划")
    send(browser, second, "drop")
    undo(browser, document)
    chosen = drafts_of(database, document)[0]
    ticks = {"act": "chosen", "draft": f"{chosen.id}-{chosen.version}"}
    browser.post(f"/documents/{document}/review", ticks)
    told = lines(browser, f"/documents/{document}/history")
    assert told == [
        "林督查将拟办交办为督查事项事项：1修编布局规划状态：待确认→已交办",
        "林督查撤回上一步撤回的一步：林督查不采用该拟办事项：2补充教师",
        "林督查不采用该拟办事项：2补充教师状态：待确认→不采用",
        "林督查修改拟办事项：1修编布局规划重点任务：修编规划→修编布局规划",
        "林督查导入文件读出拟办：4",
    ]
    assert told[:4] == lines(browser, f"/documents/{document}")


def test_an_act_on_many_items_is_one_line(browser: Browser, document: int) -> None:
    shown = browser.get(f"/documents/{document}/names").find("//input[@name='shown']/@value")
    form = {"chosen": ["教育文体局"], "same": "区教育局", "act": "rewrite", "shown": shown}
    browser.post(f"/documents/{document}/names", form)
    [line, _received] = lines(browser, f"/documents/{document}/history")
    assert "事项：2、3、4" in line
    assert "区教育局" in line


def test_a_table_read_and_taken_back_is_told(browser: Browser, odd: int) -> None:
    read(browser, odd)
    undo(browser, odd)
    read(browser, odd)
    drop(browser, odd)
    told = lines(browser, f"/documents/{odd}/history")
    assert told[:4] == [
        "林督查将一张表的各项整表剔除事项：1、2、3",
        "林督查将原文一张表按任务表读入事项：1、2、3",
        "林督查撤回上一步撤回的一步：林督查将原文一张表按任务表读入事项：3项，现已不在",
        "林督查将原文一张表按任务表读入事项：3项，现已不在",
    ]


def test_what_was_done_to_a_draft_among_others_stands_in_its_task(
    browser: Browser, database: Database, odd: int
) -> None:
    read(browser, odd)
    drop(browser, odd)
    undo(browser, odd)
    second = next(each for each in drafts_of(database, odd) if each.no == "2")
    ticks = {"act": "chosen", "draft": f"{second.id}-{second.version}"}
    browser.post(f"/documents/{odd}/review", ticks)
    [issued] = [each for each in drafts_of(database, odd) if each.id == second.id]
    told = lines(browser, f"/tasks/{issued.task_id}/history?kind=draft")
    assert told[1:3] == [
        "林督查撤回上一步状态：不采用→待确认",
        "林督查将一张表的各项整表剔除状态：待确认→不采用",
    ]


def test_who_may_not_read_documents_sees_no_history(
    sign_in: SignIn, leader: Person, zhou: Person, document: int
) -> None:
    sign_in(leader).get(f"/documents/{document}/history")
    browser = sign_in(zhou)
    browser.get(f"/documents/{document}/history", 403)
    sign_in(leader).get("/documents/99999/history", 404)


@pytest.mark.parametrize("path", ["review", "names", "grid", "tables/0"])
def test_printed_pages_name_their_document(browser: Browser, document: int, path: str) -> None:
    [line] = browser.get(f"/documents/{document}/{path}").find("//p[@class='print-only']")
    assert line.text == "重点任务分解表"
