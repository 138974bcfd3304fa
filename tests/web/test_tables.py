"""按任务表读入: a table the reader did not know is read as a person says, and taken back."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from tests.conftest import NOW
from tests.web.conftest import Browser, Page
from tests.web.test_documents import SMALL, drafts_of, receive
from tracker import intake
from tracker.clock import Workdays
from tracker.config import Config
from tracker.database import Database
from tracker.errors import InvalidInput
from tracker.extraction import extract
from tracker.extraction.choosing import Chosen
from tracker.models import Document, DraftKind, DraftState, Event, Person, TableReading
from tracker.reading.content import Content, Place, plain_table
from tracker.reading.media_types import HTML
from tracker.storage import Storage

# Two rows share a merged cell; no heading is one that the reader knows.
ODD = (
    "<p>关于下达2023年城建安排的通知</p><p>东政办发〔2023〕9号</p>"
    "<p>一、抓紧施工。由市住建局负责。</p>"
    "<table><tr><td colspan='6'>二〇二三年安排</td></tr>"
    "<tr><td>号</td><td>干啥</td><td>怎么干</td><td>谁来干</td><td>啥时候</td><td>谁盯着</td></tr>"
    "<tr><td>1</td><td rowspan='2'>修路</td><td>修通城东道路，年内通车。</td>"
    "<td>市交通局、市住建局</td><td>2023年9月</td><td>张某某</td></tr>"
    "<tr><td>2</td><td>完成城东路灯的改造。</td><td>市城管局</td><td>2023年10月</td><td>李某某</td></tr>"
    "<tr><td>3</td><td>治水</td><td>清理城区河道三条。</td><td>市水利局</td><td>长期</td><td></td></tr>"
    "</table><p>二、加强监督。由市审计局负责。</p>"
)
COLUMNS = ("number", "title", "content", "responsible", "deadline", "person")


@pytest.fixture
def document(database: Database, config: Config, lin: Person) -> int:
    storage = Storage(config.data_dir / "uploads")
    return receive(database, storage, lin, f"<html>{ODD}</html>".encode(), "安排.html")


def table_url(document: int, block: int = 3) -> str:
    return f"/documents/{document}/tables/{block}"


def read(
    browser: Browser, document: int, status: int = 303, columns: tuple[str, ...] = COLUMNS
) -> Page:
    browser.get(table_url(document))
    form = {"act": "read", "header_rows": "2", "column": [*columns]}
    return browser.post(table_url(document), form, status)


def drop(browser: Browser, document: int, status: int = 303) -> Page:
    """Say that it is no table of tasks, as its page shows it now."""
    form = browser.get(table_url(document)).find("//form[contains(@action, '/drop')]")[0]
    [seen] = form.xpath("input[@name='seen']/@value")
    return browser.post(f"{table_url(document)}/drop", {"seen": seen}, status)


def in_table(database: Database, document: int) -> list[tuple[object, ...]]:
    return [
        (each.no, each.title, each.leads, each.deadline_text, each.state)
        for each in drafts_of(database, document)
        if each.kind is DraftKind.annex
    ]


def test_remark_and_table_lead_to_the_page_that_reads_it(browser: Browser, document: int) -> None:
    review = browser.get(f"/documents/{document}/review")
    assert review.links().count(table_url(document)) == 2
    assert "此表未按任务表读入" in review.text


def test_page_says_what_each_column_seems_to_hold(browser: Browser, document: int) -> None:
    page = browser.get(table_url(document))
    chosen = page.find("//select[@name='column']/option[@selected]/@value")
    assert [str(each) for each in chosen] == [*COLUMNS]
    assert page.find("//select[@name='header_rows']/option[@selected]/@value") == ["2"]
    assert "修通城东道路" in page.find("//section[@id='preview']")[0].text_content()


def test_preview_follows_what_was_chosen_and_writes_nothing(
    browser: Browser, document: int, database: Database
) -> None:
    browser.get(table_url(document))
    columns = ("number", "", "title", "cooperating", "deadline", "")
    form = {"act": "show", "header_rows": "3", "column": [*columns]}
    shown = browser.get(browser.post(table_url(document), form).location.partition("#")[0])
    preview = shown.find("//section[@id='preview']")[0].text_content()
    assert "完成城东路灯的改造" in preview
    assert "修通城东道路" not in preview
    assert in_table(database, document) == []


def test_rows_become_drafts_as_imported_ones_do(
    browser: Browser, document: int, database: Database
) -> None:
    page = read(browser, document)
    assert f"/documents/{document}/review?draft=" in page.location
    assert in_table(database, document) == [
        ("1", "修路", ["市交通局", "市住建局"], "2023年9月", DraftState.open),
        ("2", "修路", ["市城管局"], "2023年10月", DraftState.open),
        ("3", "治水", ["市水利局"], "长期", DraftState.open),
    ]
    first, *_others = drafts_of(database, document)
    assert (first.source["block"], first.source["row"], first.position) == (3, 3, 1)
    assert first.persons == [["谁盯着", "张某某"]]
    assert [each["kind"] for each in first.problems] == ["deadline_conflict"]
    review = browser.get(f"/documents/{document}/review")
    assert "由此表读入 3 项" in review.text
    assert "未作为任务表读取" not in review.text
    with database.read() as session:
        [event] = session.exec(select(Event).where(Event.action == "draft.read")).all()
        assert event.change["columns"][1] == [*COLUMNS]


def test_draft_of_such_a_table_goes_back_to_its_own_words(
    browser: Browser, document: int, database: Database
) -> None:
    read(browser, document)
    first = drafts_of(database, document)[0]
    for act, title in (("save", "别的"), ("revert", "别的")):
        browser.get(f"/documents/{document}/review?draft={first.id}")
        version = drafts_of(database, document)[0].version
        form = {"act": act, "version": version, "title": title, "content": first.content}
        browser.post(f"/documents/{document}/drafts/{first.id}", form)
    assert in_table(database, document)[0][:2] == ("1", "修路")


def test_reading_is_taken_back_in_one_step(
    browser: Browser, document: int, database: Database
) -> None:
    before = [each.content for each in drafts_of(database, document)]
    read(browser, document)
    review = browser.get(f"/documents/{document}/review")
    [event] = review.find("//input[@name='event']/@value")
    browser.post(f"/documents/{document}/undo", {"event": event})
    assert [each.content for each in drafts_of(database, document)] == before
    with database.read() as session:
        assert session.exec(select(TableReading)).all() == []
    assert table_url(document) in browser.get(f"/documents/{document}/review").links()


def test_all_rows_of_a_table_are_dropped_and_taken_up_again(
    browser: Browser, document: int, database: Database
) -> None:
    read(browser, document)
    drop(browser, document)
    assert {row[-1] for row in in_table(database, document)} == {DraftState.dropped}
    review = browser.get(f"/documents/{document}/review")
    assert "抓紧施工" in review.find("//section[@data-review]")[0].text_content()
    [event] = review.find("//input[@name='event']/@value")
    browser.post(f"/documents/{document}/undo", {"event": event})
    assert {row[-1] for row in in_table(database, document)} == {DraftState.open}


def test_acts_upon_a_reading_are_taken_back_one_after_the_other(
    browser: Browser, document: int, database: Database
) -> None:
    read(browser, document)
    drop(browser, document)
    for _each in range(2):
        review = browser.get(f"/documents/{document}/review")
        [event] = review.find("//input[@name='event']/@value")
        browser.post(f"/documents/{document}/undo", {"event": event})
    assert in_table(database, document) == []


@pytest.fixture
def two_tables(database: Database, config: Config, lin: Person) -> int:
    text = f"<html>{ODD}<p>其他</p>{ODD[ODD.index('<table') : ODD.index('</table')]}</table></html>"
    storage = Storage(config.data_dir / "uploads")
    return receive(database, storage, lin, text.encode(), "两张表.html")


def test_next_table_under_the_same_headings_is_taken_the_same_way(
    browser: Browser, two_tables: int
) -> None:
    columns = ("number", "", "content", "lead", "deadline", "")
    read(browser, two_tables, columns=columns)
    page = browser.get(table_url(two_tables, 6))
    chosen = [each.xpath("string(option[@selected]/@value)") for each in page.find("//th/select")]
    assert chosen == [*columns]


def test_tables_under_the_same_headings_are_read_and_taken_back_together(
    browser: Browser, two_tables: int, database: Database
) -> None:
    page = browser.get(table_url(two_tables))
    assert "其余 1 张同样表头的表一并照此读入" in page.text
    form = {"act": "read", "header_rows": "2", "column": [*COLUMNS], "alike": "1"}
    browser.post(table_url(two_tables), form)
    assert [row[0] for row in in_table(database, two_tables)] == ["1", "2", "3"] * 2
    review = browser.get(f"/documents/{two_tables}/review")
    [event] = review.find("//input[@name='event']/@value")
    browser.post(f"/documents/{two_tables}/undo", {"event": event})
    assert in_table(database, two_tables) == []


def test_table_that_lies_flat_in_the_text_is_dropped_as_a_whole(
    browser: Browser, database: Database, config: Config, lin: Person
) -> None:
    storage = Storage(config.data_dir / "uploads")
    lines = "\n".join(SMALL.replace("\t", "\n").splitlines())
    flat = receive(database, storage, lin, lines.encode(), "分解表.txt")
    assert {each.source["table"] for each in drafts_of(database, flat)} == {None}
    review = browser.get(f"/documents/{flat}/review")
    [action] = review.find("//form[contains(@action, '/drop')]/@action")
    [seen] = review.find("//form[contains(@action, '/drop')]/input[@name='seen']/@value")
    browser.post(str(action), {"seen": seen})
    assert {row[-1] for row in in_table(database, flat)} == {DraftState.dropped}
    browser.post(str(action), {}, 409)


def test_table_that_was_dropped_is_read_again_with_other_columns(
    browser: Browser, document: int, database: Database
) -> None:
    read(browser, document)
    drop(browser, document)
    read(browser, document, columns=("number", "", "content", "lead", "deadline", ""))
    kept = [row for row in in_table(database, document) if row[-1] is DraftState.open]
    assert [row[:2] for row in kept] == [("1", ""), ("2", ""), ("3", "")]


@pytest.mark.parametrize(
    ("columns", "header_rows", "sentence"),
    [
        (("number", "", "", "lead", "deadline", ""), "2", "请指定哪一列是任务或内容"),
        (COLUMNS, "5", "表头以下没有行"),
        (("title", "title", "content", "", "", ""), "2", "任务也只能是一列"),
        (("", "", "", "", "", "title"), "4", "没有一行写明要做的事"),
    ],
)
def test_what_gives_no_tasks_is_refused_in_a_sentence(
    browser: Browser,
    document: int,
    database: Database,
    columns: tuple[str, ...],
    header_rows: str,
    sentence: str,
) -> None:
    browser.get(table_url(document))
    form = {"act": "read", "header_rows": header_rows, "column": [*columns]}
    page = browser.post(table_url(document), form, 400)
    assert sentence in page.find("//div[@role='alert']")[0].text_content()
    kept = [
        str(each.xpath("string(option[@selected]/@value)"))
        for each in page.find("//select[@name='column']")
    ]
    assert kept == [*columns]
    assert in_table(database, document) == []


def test_table_that_was_read_is_not_read_twice(
    browser: Browser, document: int, database: Database
) -> None:
    read(browser, document)
    page = browser.get(table_url(document))
    assert "此表已经读入" in page.text
    assert not page.find("//select")
    form = {"act": "read", "header_rows": "2", "column": [*COLUMNS]}
    browser.post(table_url(document), form, 409)
    assert len(in_table(database, document)) == 3


def test_document_whose_items_were_all_issued_takes_no_more(
    browser: Browser, document: int, database: Database
) -> None:
    ticks = [f"{each.id}-{each.version}" for each in drafts_of(database, document)]
    browser.get(f"/documents/{document}/review")
    browser.post(f"/documents/{document}/review", {"draft": ticks, "act": "chosen"})
    review = browser.get(f"/documents/{document}/review")
    assert table_url(document) not in review.links()
    assert "事项已全部交办" in browser.get(table_url(document)).text
    form = {"act": "read", "header_rows": "2", "column": [*COLUMNS]}
    browser.post(table_url(document), form, 409)


def test_only_a_table_of_a_document_one_may_check_has_such_a_page(
    browser: Browser,
    document: int,
    sign_in: Callable[[Person], Browser],
    leader: Person,
    zhou: Person,
    database: Database,
) -> None:
    for url in (table_url(document, 0), table_url(document, 99), table_url(99)):
        browser.get(url, 404)
        browser.post(url, {"act": "read"}, 404)
        browser.post(f"{url}/drop", {}, 404)
    for person in (leader, zhou):
        other = sign_in(person)
        other.get(table_url(document), 403)
        other.post(table_url(document), {"act": "read", "column": [*COLUMNS]}, 403)
        other.post(f"{table_url(document)}/drop", {}, 403)
    with database.write() as session:
        session.get_one(Document, document).withdrawn_at = session.get_one(
            Document, document
        ).received_at
    browser.get(table_url(document), 404)
    assert in_table(database, document) == []


def test_table_of_too_many_rows_is_refused() -> None:
    table = plain_table([[("修路。",), ("县交通局",)]] * 2001, Place())
    nothing = extract(Content((), HTML))
    with pytest.raises(InvalidInput, match="2000"):
        intake.rows_by(nothing, [(table, Chosen.of(("content", "lead"), 0))])


def test_table_of_an_amended_edition_is_read_as_in_the_edition_before(
    browser: Browser, document: int, database: Database, config: Config, lin: Person
) -> None:
    read(browser, document)
    storage = Storage(config.data_dir / "uploads")
    text = ODD.replace("三条", "五条") + "<table><tr><td>甲</td><td>乙</td></tr></table>" * 2
    edition = receive(database, storage, lin, f"<html>{text}</html>".encode(), "修订稿.html")
    with database.write() as session:
        base = session.get_one(Document, document)
        by = session.get_one(Person, lin.id)
        intake.name_edition(session, session.get_one(Document, edition), base, by, NOW)
    comparison = f"/documents/{edition}/comparison"
    assert "修订稿中有 1 张表未按任务表读入" in browser.get(comparison).text
    page = browser.get(table_url(edition))
    chosen = [each.xpath("string(option[@selected]/@value)") for each in page.find("//th/select")]
    assert chosen == [*COLUMNS]
    read(browser, edition)
    page = browser.get(comparison)
    assert "新增0项，变更1项" in page.text
    assert "未按任务表读入，其中各项会显示为删除" not in page.text
    browser.post(f"{table_url(edition)}/drop", {}, 409)
    [event] = page.find("//input[@name='event']/@value")
    browser.post(f"/documents/{edition}/undo", {"event": event})
    assert in_table(database, edition) == []


def test_history_of_a_task_says_that_its_table_was_read(
    browser: Browser, document: int, database: Database
) -> None:
    read(browser, document)
    third = drafts_of(database, document)[2]
    browser.get(f"/documents/{document}/review")
    browser.post(
        f"/documents/{document}/review", {"draft": f"{third.id}-{third.version}", "act": "chosen"}
    )
    task = drafts_of(database, document)[2].task_id
    assert "将原文一张表按任务表读入" in browser.get(f"/tasks/{task}/history").text


def test_rows_that_somebody_changed_meanwhile_are_not_dropped(
    browser: Browser, document: int, database: Database
) -> None:
    read(browser, document)
    page = browser.get(table_url(document))
    [seen] = page.find("//input[@name='seen']/@value")
    first = drafts_of(database, document)[0]
    change = f"/documents/{document}/drafts/{first.id}"
    form = {"version": first.version, "title": "修桥", "content": "修桥。", "leads": "市住建局"}
    browser.post(change, {"act": "save", **form})
    refused = browser.post(f"{table_url(document)}/drop", {"seen": seen}, 409)
    assert "此表中有事项刚刚被改动，请先查看。" in refused.text
    browser.post(change, {"act": "drop", **form}, 409)
    assert {row[-1] for row in in_table(database, document)} == {DraftState.open}
    drop(browser, document)
    assert {row[-1] for row in in_table(database, document)} == {DraftState.dropped}


def test_unknown_act_reads_nothing(browser: Browser, document: int, database: Database) -> None:
    browser.get(table_url(document))
    form = {"act": "zzz", "header_rows": "2", "column": [*COLUMNS]}
    browser.post(table_url(document), form, 404)
    assert in_table(database, document) == []


def test_header_does_not_count_among_the_rows_that_can_be_read() -> None:
    table = plain_table([[("内容",), ("单位",)], *[[("修路。",), ("县交通局",)]] * 2000], Place())
    nothing = extract(Content((), HTML))
    [read_rows] = intake.rows_by(nothing, [(table, Chosen.of(("content", "lead"), 1))])
    assert len(read_rows.rows) == 2000


def test_table_whose_items_were_issued_says_how_its_columns_are_mended(
    browser: Browser, document: int, database: Database, lin: Person
) -> None:
    read(browser, document)
    with database.write() as session:
        found = session.get_one(Document, document)
        drafts = [each for each in found.drafts if each.kind is DraftKind.annex][:1]
        by = session.get_one(Person, lin.id)
        intake.accept_drafts(session, drafts, by, NOW, Workdays(), as_they_are=True)
    page = browser.get(table_url(document))
    assert "尚无人签收的，可撤销导入后重新导入原文件" in page.text
    assert "剔除未交办的 2 项" in page.text
    [undo] = page.find("//p[contains(@class, 'notice')]/a[text()='撤销导入']/@href")
    browser.get(str(undo))
    browser.post(str(undo))
    assert "撤销，事项已撤回" in browser.get(f"/documents/{document}").text


def test_dropped_row_is_not_taken_back_beside_the_one_read_again(
    browser: Browser, document: int, database: Database
) -> None:
    read(browser, document)
    first = drafts_of(database, document)[0]
    change = f"/documents/{document}/drafts/{first.id}"
    drop(browser, document)
    browser.post(change, {"act": "restore"})
    drop(browser, document)
    read(browser, document)
    refused = browser.post(change, {"act": "restore"}, 409)
    assert "其所在表格此后已重新读入，这一项已在拟办之中。" in refused.text
    assert len([row for row in in_table(database, document) if row[-1] is DraftState.open]) == 3
