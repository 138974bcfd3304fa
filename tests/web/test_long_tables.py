"""A table of drafts as large as an office pastes it, and what becomes of one that is larger."""

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from tests.web.conftest import BASE_URL, Browser, Page
from tests.web.test_documents import drafts_of, receive
from tests.web.test_reviews import ROWS, save_table, versions
from tracker.config import Config
from tracker.database import Database
from tracker.models import Person
from tracker.storage import Storage
from tracker.web.grids import COLUMNS
from tracker.web.protection import MOST_ROWS


@pytest.fixture
def document(database: Database, config: Config, lin: Person) -> int:
    storage = Storage(config.data_dir / "uploads")
    return receive(database, storage, lin, ROWS.encode(), "分解表.txt")


def long_table(count: int) -> dict[str, object]:
    """Return the fields of `count` new rows of six columns, as the page with a paste sends them."""
    form: dict[str, object] = {"row": [f"new-{number}" for number in range(count)]}
    for number in range(count):
        texts = (str(number), f"任务{number}", "落实" * 40, "2017年12月", "民政局", "教育文体局")
        form |= {
            f"new-{number}-{column}": text for column, text in zip(COLUMNS, texts, strict=True)
        }
        form |= {f"new-{number}-version": "0", f"new-{number}-was": "x"}
    return form


def send_parts(browser: Browser, path: str, form: dict[str, object], status: int) -> Page:
    """Send a form as the table's page does: each field as a part of its own."""
    values = {"csrf_token": browser.csrf_token, "once": browser.keys.pop(path), **form}
    boundary, body = encode_multipart(MultiDict(values))
    kind = f"multipart/form-data; boundary={boundary}"
    response = browser.client.post(path, data=body, content_type=kind, base_url=BASE_URL)
    return browser.take(response, status)


@pytest.mark.slow
def test_thousand_pasted_rows_are_saved(
    browser: Browser, document: int, database: Database
) -> None:
    path = f"/documents/{document}/grid"
    browser.get(path)
    send_parts(browser, path, long_table(1000), 303)
    saved = drafts_of(database, document)[4:]
    assert [draft.title for draft in saved] == [f"任务{number}" for number in range(1000)]
    assert saved[999].cooperating == ["教育文体局"]


@pytest.mark.slow
def test_more_rows_than_are_saved_at_once_come_back_as_they_were_typed(
    browser: Browser, document: int, database: Database
) -> None:
    path = f"/documents/{document}/grid"
    browser.get(path)
    answer = send_parts(browser, path, long_table(MOST_ROWS + 50), 413)
    assert "一次最多保存 2000 行" in answer.text
    assert "文件" not in answer.find("//p[@role='alert']")[0].text
    assert answer.find("//textarea[@name='new-2049-title']")[0].text == "任务2049"
    assert versions(database, document) == [1, 1, 1, 1]


def test_table_whose_session_ended_comes_back_as_it_was_typed(
    browser: Browser, document: int, database: Database
) -> None:
    first = drafts_of(database, document)[0]
    path = f"/documents/{document}/grid"
    page = browser.get(path)
    changes = {f"{first.id}-title": "我改的", "csrf_token": "of another session"}
    answer = save_table(browser, document, page, changes, 400)
    assert answer.find("//h1")[0].text == "表格编辑"
    assert answer.find(f"//textarea[@name='{first.id}-title']")[0].text == "我改的"
    save_table(browser, document, answer)
    assert drafts_of(database, document)[0].title == "我改的"


def test_pasted_rows_are_taken_back_at_once(
    browser: Browser, document: int, database: Database
) -> None:
    path = f"/documents/{document}/grid"
    browser.get(path)
    send_parts(browser, path, long_table(3), 303)
    assert len(drafts_of(database, document)) == 7
    page = browser.get(f"/documents/{document}/review")
    [event_id] = page.find("//input[@name='event']/@value")
    browser.post(f"/documents/{document}/undo", {"event": str(event_id)})
    assert len(drafts_of(database, document)) == 4


def test_second_page_stays_after_saving_and_all_rows_added_are_named(
    browser: Browser, document: int
) -> None:
    path = f"/documents/{document}/grid"
    browser.get(path)
    send_parts(browser, path, long_table(101), 303)
    page = browser.get(f"{path}?page=2")
    saved = browser.post(f"{path}?page=2", {"row": []})
    assert saved.location.endswith(f"{path}?page=2")
    assert len(page.find("//tr[@data-grid-row]")) == 6
    assert "上一步：增加了 101 项。" in browser.get(f"/documents/{document}/review").text


def test_names_and_ticks_of_thousands_of_items_fit_into_a_form(
    browser: Browser, document: int, database: Database
) -> None:
    page = browser.get(f"/documents/{document}/names")
    assert len(page.find("//input[@name='shown']")) == 1
    ticks = {"draft": ["0-1"] * (MOST_ROWS + 100)}
    browser.post(f"/documents/{document}/review", ticks, 404)
    assert not any(each.task_id for each in drafts_of(database, document))
