"""The review of a document's drafts through plain forms, without any script."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from tests.make import make_department
from tests.web.conftest import Browser, Page
from tests.web.test_documents import draft_form, drafts_of, receive
from tracker.config import Config
from tracker.database import Database
from tracker.models import (
    DepartmentAlias,
    Document,
    Draft,
    DraftState,
    Event,
    Person,
    Task,
)
from tracker.storage import Storage
from tracker.web.draft_forms import names_in

ROWS = (
    "重点任务分解表\n序号\t重点任务\t主要内容\t完成时间\t责任部门\t配合部门\n"
    "1\t修编规划\t修编布局规划，报市教育局。\t2017年8月\t规划分局、发改局\t建设局\n"
    "2\t补充教师\t调剂编制由编办牵头落实，按岗位购买服务由财政会同教育落实，"
    "每年9月份开学前落实到位。\t长期\t编办、财政局、教育文体局\t——\n"
    "3\t报送方案\t报送方案。\t会后10个工作日内\t教育文体局\t——\n"
    "4\t减轻负担\t做好督查。\t长期\t教育文体局、教育督导部门\t——\n"
)


@pytest.fixture
def document(database: Database, config: Config, lin: Person) -> int:
    storage = Storage(config.data_dir / "uploads")
    return receive(database, storage, lin, ROWS.encode(), "分解表.txt")


def review_url(document: int, draft: Draft | None = None) -> str:
    return f"/documents/{document}/review" + (f"?draft={draft.id}" if draft else "")


def send(browser: Browser, draft: Draft, act: str, status: int = 303, **changes: object) -> Page:
    browser.get(review_url(draft.document_id, draft))
    url = f"/documents/{draft.document_id}/drafts/{draft.id}"
    return browser.post(url, draft_form(draft, act=act, **changes), status)


def choices(page: Page) -> list[str]:
    return [
        str(each.text_content()).strip()
        for each in page.find("//fieldset//label[@class='form-check-label']")
    ]


# --- one draft


def test_open_draft_offers_what_its_time_may_mean(
    browser: Browser, document: int, database: Database
) -> None:
    second = drafts_of(database, document)[1]
    assert choices(browser.get(review_url(document, second))) == [
        "按“长期”：长期（每季度末核对），下次 9月30日",
        "按“每年9月份开学前”：每年9月底止，下次 9月30日",
        "两个都要：长期（每季度末核对）；每年9月底止，下次 9月30日",
    ]


def test_confirmed_draft_is_checked_and_no_task(
    browser: Browser, document: int, database: Database
) -> None:
    second, third = drafts_of(database, document)[1:3]
    page = send(browser, second, "check", reading="both")
    assert f"draft={third.id}" in page.location
    changed = drafts_of(database, document)[1]
    assert (changed.is_checked, changed.state) == (True, DraftState.open)
    assert changed.deadline_normal == "multi:ongoing;recurring:yearly-09"
    review = browser.get(review_url(document))
    assert "已核对 1 项" in review.text
    with database.read() as session:
        assert session.exec(select(Task)).all() == []


def test_unchosen_time_is_asked_for_at_its_place(
    browser: Browser, document: int, database: Database
) -> None:
    second = drafts_of(database, document)[1]
    page = send(browser, second, "check", 400, title="改过的题")
    assert page.find("//div[@role='alert']//a[@href='#reading']")
    assert page.find("//*[@id='reading']")
    assert page.find("//input[@name='title']/@value") == ["改过的题"]


@pytest.mark.parametrize("words", ["9月10日", "2017-09-10", "2017年9月10日前"])
def test_date_may_be_written_in_any_way(
    browser: Browser, document: int, database: Database, words: str
) -> None:
    third = drafts_of(database, document)[2]
    send(browser, third, "check", due_on=words)
    changed = drafts_of(database, document)[2]
    assert changed.deadline_text == "会后10个工作日内"
    assert changed.deadline_due_on == date(2017, 9, 10)


def test_date_that_is_none_is_refused_at_its_field(
    browser: Browser, document: int, database: Database
) -> None:
    third = drafts_of(database, document)[2]
    page = send(browser, third, "check", 400, reading="date", due_on="改天")
    assert page.find("//*[@id='due_on-error']")


def test_last_problem_leads_back_to_the_list(
    browser: Browser, document: int, database: Database
) -> None:
    second, third, fourth = drafts_of(database, document)[1:]
    send(browser, second, "check", reading="column")
    send(browser, third, "check", reading="later")
    page = send(browser, fourth, "check")
    assert page.location == f"/documents/{document}/review"
    review = browser.get(page.location)
    assert review.find("//button[contains(@class, 'btn-primary')]/text()") == ["接受所选"]
    assert len(review.find("//input[@name='draft'][@checked]")) == 4


def test_one_filled_button_a_page(browser: Browser, document: int) -> None:
    for path in ("review", "names", "grid", "review?show=measures"):
        page = browser.get(f"/documents/{document}/{path}")
        assert len(page.find("//main//*[contains(@class, 'btn-primary')]")) <= 1, path


def test_split_join_add_and_original_through_buttons(
    browser: Browser, document: int, database: Database
) -> None:
    send(browser, drafts_of(database, document)[1], "split")
    assert [draft.no for draft in drafts_of(database, document)] == ["1", "2-1", "2-2", "3", "4"]
    first, second = drafts_of(database, document)[1:3]
    send(browser, first, "merge", following=f"{second.id}-{second.version}")
    merged = drafts_of(database, document)[1]
    assert merged.leads == ["编办", "财政局", "教育文体局"]
    send(browser, merged, "add")
    assert [draft.no for draft in drafts_of(database, document)][:3] == ["1", "2", None]
    send(browser, drafts_of(database, document)[1], "revert")
    assert drafts_of(database, document)[1].no == "2"


@pytest.mark.parametrize(
    "changes",
    [{"content": "先调查。再整治。", "split_at": 4}, {"content": "先调查。\r\n\r\n再整治。"}],
)
def test_content_is_split_at_the_cursor_or_at_a_blank_line(
    browser: Browser, document: int, database: Database, changes: dict[str, object]
) -> None:
    browser.get(review_url(document))
    first = drafts_of(database, document)[0]
    form = draft_form(first, act="split", **changes)
    browser.post(f"/documents/{document}/drafts/{first.id}", form)
    parts = drafts_of(database, document)[:2]
    assert [(part.no, part.content) for part in parts] == [
        ("1-1", "先调查。"),
        ("1-2", "再整治。"),
    ]


def test_item_without_a_number_is_called_by_its_place_and_only_an_added_one_is_new(
    browser: Browser, document: int, database: Database
) -> None:
    second = drafts_of(database, document)[1]
    with database.write() as session:
        session.get_one(Draft, second.id).no = None
    send(browser, second, "add")
    page = browser.get(review_url(document))
    numbers = [str(each.text).strip() for each in page.find("//span[@class='no note']")]
    assert numbers == ["1", "2", "新增", "3", "4"]
    added = drafts_of(database, document)[2]
    button = page.find("//button[@value='check']")
    assert "确认第2项" in button[0].text_content()
    page = browser.get(review_url(document, added))
    assert page.find("//button[@value='check']")[0].text_content() == "确认这一项"


def test_split_without_a_place_says_what_to_do_at_the_content(
    browser: Browser, document: int, database: Database
) -> None:
    page = send(browser, drafts_of(database, document)[0], "split", 400)
    assert page.find("//*[@id='content-error']")


def test_join_with_a_draft_that_was_changed_meanwhile_is_refused(
    browser: Browser, document: int, database: Database
) -> None:
    first, second = drafts_of(database, document)[:2]
    browser.get(review_url(document, first))
    send(browser, second, "save", title="先改")
    page = send(
        browser, first, "merge", 409, title="没丢", following=f"{second.id}-{second.version}"
    )
    assert "没丢" in page.text or page.find("//input[@value='没丢']")
    assert drafts_of(database, document)[0].title == "修编规划"


@pytest.mark.parametrize(
    ("act", "leads", "cooperating"),
    [
        ("up 发改局", ["发改局", "规划分局"], ["建设局"]),
        ("up 规划分局", ["规划分局", "发改局"], ["建设局"]),
        ("side 发改局", ["规划分局"], ["建设局", "发改局"]),
        ("side 建设局", ["规划分局", "发改局", "建设局"], []),
    ],
)
def test_departments_change_places_and_sides(
    browser: Browser,
    document: int,
    database: Database,
    act: str,
    leads: list[str],
    cooperating: list[str],
) -> None:
    send(browser, drafts_of(database, document)[0], act, title="一并保存")
    changed = drafts_of(database, document)[0]
    assert (changed.leads, changed.cooperating, changed.title) == (leads, cooperating, "一并保存")


def test_names_read_as_one_are_taken_apart(
    browser: Browser, document: int, database: Database
) -> None:
    send(browser, drafts_of(database, document)[0], "save", leads="财政局 发改局\n建设局")
    draft = drafts_of(database, document)[0]
    assert draft.leads == ["财政局 发改局", "建设局"]
    page = browser.get(review_url(document, draft))
    assert page.find("//button[@value='part 财政局 发改局']")
    send(browser, draft, "part 财政局 发改局")
    assert drafts_of(database, document)[0].leads == ["财政局", "发改局", "建设局"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("财政局、发改局", ("财政局", "发改局")),
        ("各县（市、区）政府、管委会", ("各县（市、区）政府", "管委会")),
        ("财政局 发改局", ("财政局 发改局",)),
        ("局（未关\n发改局", ("局（未关", "发改局")),
        (" \n、", ()),
    ],
)
def test_names_of_a_field(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


NO_NAME = [("—", "“—”不是单位名称。"), ("县" * 5000, "有 5000 个字，单位名称最多 100 个字。")]


@pytest.mark.parametrize(("name", "reason"), NO_NAME)
def test_what_is_no_name_is_refused_where_it_was_typed(
    browser: Browser, document: int, database: Database, name: str, reason: str
) -> None:
    first = drafts_of(database, document)[0]
    for act in ("save", "check"):
        page = send(browser, first, act, 400, leads=f"规划分局\n{name}")
        assert reason in page.text
        assert page.find("//textarea[@id='leads' and @aria-invalid='true']")
    for changes in ({f"{first.id}-cooperating": name}, {"new-title": "治水", "new-leads": name}):
        table = browser.get(f"/documents/{document}/grid")
        assert reason in save_table(browser, document, table, changes, 400).text
    assert drafts_of(database, document)[0].leads == first.leads


@pytest.mark.parametrize("words", ["\u200b", "\x07\x1b", "——", " \ufeff "])
def test_words_that_say_nothing_are_none(
    browser: Browser, document: int, database: Database, words: str
) -> None:
    first = drafts_of(database, document)[0]
    page = send(browser, first, "save", 400, title=words, content=words)
    assert page.find("//*[@id='title' and @aria-invalid='true']")
    assert drafts_of(database, document)[0].title == first.title


def test_characters_nobody_sees_are_left_out_of_what_is_typed(
    browser: Browser, document: int, database: Database
) -> None:
    first = drafts_of(database, document)[0]
    send(browser, first, "save", title="规\u200b划\x1b", leads="规划\u2060分局\n\u200b")
    saved = drafts_of(database, document)[0]
    assert (saved.title, saved.leads) == ("规划", ["规划分局"])


@pytest.mark.parametrize("sent", ["", "abc", "9" * 30, "9" * 5000])
def test_a_version_that_is_none_is_one_that_has_passed(
    browser: Browser, document: int, database: Database, sent: str
) -> None:
    first, second = drafts_of(database, document)[:2]
    send(browser, first, "save", 409, version=sent, title="改过的")
    send(browser, first, "merge", 409, following=f"{second.id}-{sent}")
    assert drafts_of(database, document)[0].title == first.title


def test_unknown_act_is_no_page(browser: Browser, document: int, database: Database) -> None:
    send(browser, drafts_of(database, document)[0], "explode", 404)


def test_last_act_is_offered_and_taken_back(
    browser: Browser, document: int, database: Database
) -> None:
    first = drafts_of(database, document)[0]
    send(browser, first, "save", title="新题")
    page = browser.get(review_url(document))
    event = page.find("//input[@name='event']/@value")[0]
    browser.post(f"/documents/{document}/undo", {"event": event})
    assert drafts_of(database, document)[0].title == "修编规划"
    browser.get(review_url(document))
    browser.post(f"/documents/{document}/undo", {"event": event}, 409)


def test_switch_says_who_leads(browser: Browser, document: int, database: Database) -> None:
    first = drafts_of(database, document)[0]
    browser.get(review_url(document))
    browser.post(f"/documents/{document}/first-leads", {"first_leads": "1"})
    page = browser.get(review_url(document, first))
    roles = [str(each) for each in page.find("//div[@class='match']/span[4]/text()")]
    assert roles == ["牵头", "配合", "配合"]
    with database.read() as session:
        assert session.get_one(Document, document).first_leads


# --- names


def test_names_say_what_they_mean_and_where_they_stand(
    browser: Browser, document: int, database: Database
) -> None:
    with database.write() as session:
        make_department(session, "区政府教育督导委员会")
        make_department(session, "发改局")
    page = browser.get(f"/documents/{document}/names")
    rows = [
        " ".join(row.text_content().split())
        for row in page.find("//table[contains(@class, 'names')]/tbody/tr")
    ]
    assert len(rows) == 7
    [known] = [row for row in rows if row.startswith("发改局")]
    assert known == "发改局 发改局同名 1"


def alias_names(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(alias.name for alias in session.exec(select(DepartmentAlias)).all())


def test_new_names_of_one_body_are_joined_in_one_step(
    browser: Browser, database: Database, config: Config, lin: Person
) -> None:
    storage = Storage(config.data_dir / "uploads")
    text = ROWS.replace("规划分局、发改局", "财政厅").replace("——", "区编办")
    document = receive(database, storage, lin, text.encode(), "分解表.txt")
    page = browser.get(f"/documents/{document}/names")
    [label] = page.find("//label[starts-with(@for, 'pair-')]")
    assert label.text == "“编办”即区编办：区级前缀"
    assert page.find("//input[@name='pair' and @checked]/@value") == ["编办"]
    browser.post(f"/documents/{document}/names", {"pair": [], "act": "pairs"}, 400)
    browser.post(f"/documents/{document}/names", {"pair": ["编办"], "act": "pairs"})
    assert alias_names(database) == ["编办"]
    page = browser.get(f"/documents/{document}/names")
    assert not page.find("//input[@name='pair']")


def test_ticked_names_become_one_department(
    browser: Browser, document: int, database: Database
) -> None:
    browser.get(f"/documents/{document}/names")
    form = {"chosen": ["教育文体局", "教育督导部门"], "same": "教育局", "act": "same"}
    browser.post(f"/documents/{document}/names", form)
    assert alias_names(database) == ["教育文体局", "教育督导部门"]
    assert drafts_of(database, document)[3].leads == ["教育文体局", "教育督导部门"]
    assert drafts_of(database, document)[3].problems == []


def test_ticked_names_are_rewritten_where_that_is_asked(
    browser: Browser, document: int, database: Database
) -> None:
    browser.get(f"/documents/{document}/names")
    shown = browser.get(f"/documents/{document}/names").find("//input[@name='shown']/@value")
    form = {"chosen": ["教育督导部门"], "same": "教育文体局", "act": "rewrite", "shown": shown}
    browser.post(f"/documents/{document}/names", form)
    assert drafts_of(database, document)[3].leads == ["教育文体局"]
    assert alias_names(database) == []
    browser.post(f"/documents/{document}/names", {**form, "chosen": ["编办"], "shown": []}, 409)
    fourth = drafts_of(database, document)[3]
    send(browser, fourth, "drop")
    again = {**form, "chosen": ["教育文体局"], "same": "教育局"}
    for each in drafts_of(database, document):
        if "教育文体局" in (*each.leads, *each.cooperating) and each.id != fourth.id:
            send(browser, each, "drop")
    page = browser.post(f"/documents/{document}/names", again, 400)
    assert "待核对的各项中没有这些名称。" in page.text


@pytest.mark.parametrize(
    "form",
    [
        {"act": "same", "same": "教育局"},
        {"act": "same", "chosen": "编办", "same": " "},
        {"act": "same", "chosen": "编办", "same": "长" * 101},
        {"act": "each", "asked": "编办", "target": ""},
        {"act": "same", "chosen": "不在文中", "same": "教育局"},
        {"act": "same", "chosen": "长" * 9999, "same": "教育局"},
        {"act": "rewrite", "chosen": "", "same": "教育局"},
        {"act": "each", "asked": " ", "target": "教育局"},
        {"act": "rewrite", "chosen": "编办", "same": "\u200b"},
        {"act": "rewrite", "chosen": "编办", "same": "——"},
        {"act": "each", "asked": "编办", "target": "县" * 5000},
    ],
)
def test_names_without_a_choice_are_asked_for(
    browser: Browser, document: int, database: Database, form: dict[str, str]
) -> None:
    browser.get(f"/documents/{document}/names")
    page = browser.post(f"/documents/{document}/names", form, 400)
    assert page.find("//div[@role='alert']")
    assert alias_names(database) == []


def names_form(page: Page, targets: dict[str, str], **changes: object) -> dict[str, object]:
    """Return what the page of the names sends with these departments chosen."""
    names = [str(name) for name in page.find("//input[@name='asked']/@value")]
    return {"asked": names, "target": [targets.get(name, "") for name in names], **changes}


def chosen_in(page: Page) -> list[str]:
    options = page.find("//select[@name='target']/option[@selected] | //optgroup/option[@selected]")
    return [str(each.text) for each in options]


def test_names_chosen_one_by_one_stay_when_others_are_settled(
    browser: Browser, document: int, database: Database
) -> None:
    with database.write() as session:
        make_department(session, "建设局")
    page = browser.get(f"/documents/{document}/names")
    ticked: dict[str, object] = {"chosen": ["教育督导部门"], "same": "督导委员会", "act": "same"}
    form = names_form(page, {"规划分局": "建设局", "教育督导部门": "建设局"}, **ticked)
    page = browser.post(f"/documents/{document}/names", form, 200)
    assert "已对应 1 个名称" in page.text
    assert (alias_names(database), chosen_in(page)) == (["教育督导部门"], ["建设局"])
    form = names_form(page, {"规划分局": "建设局"}, chosen=["编办"], same="编委办", act="each")
    page = browser.post(f"/documents/{document}/names", form, 200)
    assert alias_names(database) == ["教育督导部门", "规划分局"]
    assert page.find("//input[@name='chosen' and @checked]/@value") == ["编办"]
    assert page.find("//input[@name='same']/@value") == ["编委办"]


def test_names_chosen_one_by_one_stay_when_the_form_is_refused(
    browser: Browser, document: int, database: Database
) -> None:
    with database.write() as session:
        make_department(session, "建设局")
    page = browser.get(f"/documents/{document}/names")
    form = names_form(page, {"规划分局": "建设局"}, act="same", same="督导委员会")
    page = browser.post(f"/documents/{document}/names", form, 400)
    assert chosen_in(page) == ["建设局"]
    assert page.find("//input[@name='same']/@value") == ["督导委员会"]


def test_department_chosen_in_a_draft_stays_when_the_draft_is_refused(
    browser: Browser, document: int, database: Database
) -> None:
    with database.write() as session:
        make_department(session, "督导委员会")
    fourth = drafts_of(database, document)[3]
    choice = {"asked": "教育督导部门", "target": "督导委员会"}
    page = send(browser, fourth, "save", 400, title="", content="", **choice)
    assert chosen_in(page) == ["督导委员会"]
    assert not page.find("//input[@name='remember' and @checked]")


def test_department_chosen_in_a_draft_is_remembered(
    browser: Browser, document: int, database: Database
) -> None:
    with database.write() as session:
        make_department(session, "督导委员会")
    fourth = drafts_of(database, document)[3]
    send(browser, fourth, "check", asked="教育督导部门", target="督导委员会", remember="1")
    changed = drafts_of(database, document)[3]
    assert (changed.leads, changed.is_checked) == (["教育文体局", "教育督导部门"], True)
    assert alias_names(database) == ["教育督导部门"]


def test_department_not_to_be_remembered_is_written_into_the_draft(
    browser: Browser, document: int, database: Database
) -> None:
    fourth = drafts_of(database, document)[3]
    send(browser, fourth, "check", asked="教育督导部门", target="督导委员会")
    assert drafts_of(database, document)[3].leads == ["教育文体局", "督导委员会"]
    assert alias_names(database) == []


# --- the table


def grid_form(page: Page, **changes: str) -> dict[str, object]:
    """Return what the form of the table sends, with some cells changed."""
    form: dict[str, object] = {
        str(field.get("name")): str(field.get("value"))
        for field in page.find("//form//input[@type='hidden'][contains(@name, '-')]")
    }
    form |= {str(cell.get("name")): str(cell.text or "") for cell in page.find("//textarea")}
    form["row"] = [str(value) for value in page.find("//input[@name='row']/@value")]
    return {**form, **changes}


def save_table(
    browser: Browser,
    document: int,
    page: Page,
    changes: dict[str, str] | None = None,
    status: int = 303,
) -> Page:
    form = grid_form(page, **(changes or {}))
    return browser.post(f"/documents/{document}/grid", form, status)


def versions(database: Database, document: int) -> list[int]:
    return [draft.version for draft in drafts_of(database, document)]


def test_table_shows_every_proposed_draft(browser: Browser, document: int) -> None:
    page = browser.get(f"/documents/{document}/grid")
    assert len(page.find("//textarea")) == (4 + 1) * 6
    assert "规划分局\n发改局" in [each.text for each in page.find("//textarea")]


def test_table_that_nobody_touched_changes_nothing(
    browser: Browser, document: int, database: Database
) -> None:
    save_table(browser, document, browser.get(f"/documents/{document}/grid"))
    assert versions(database, document) == [1, 1, 1, 1]


def test_only_the_changed_rows_are_saved(
    browser: Browser, document: int, database: Database
) -> None:
    first, second, *_rest = drafts_of(database, document)
    page = browser.get(f"/documents/{document}/grid")
    changes = {
        f"{first.id}-leads": "发改局\r\n规划分局",
        f"{second.id}-title": "补充\r\n教师",
        f"{second.id}-no": "2（1）",
    }
    save_table(browser, document, page, changes)
    first, second, *_rest = drafts_of(database, document)
    assert first.leads == ["发改局", "规划分局"]
    assert (second.title, second.no) == ("补充教师", "2（1）")
    assert versions(database, document) == [2, 2, 1, 1]
    with database.read() as session:
        edits = session.exec(select(Event).where(Event.action == "draft.edited")).all()
    assert len(edits) == 2


def test_row_somebody_changed_meanwhile_stops_no_other(
    browser: Browser, document: int, database: Database
) -> None:
    first, second, *_rest = drafts_of(database, document)
    page = browser.get(f"/documents/{document}/grid")
    send(browser, first, "save", title="别人改的")
    changes = {f"{first.id}-title": "我改的", f"{second.id}-title": "第二行"}
    answer = save_table(browser, document, page, changes, 200)
    assert [draft.title for draft in drafts_of(database, document)[:2]] == ["别人改的", "第二行"]
    assert answer.find(f"//textarea[@name='{first.id}-title']")[0].text == "我改的"
    assert "库里现有：别人改的" in answer.text
    again = save_table(browser, document, answer)
    assert again.location == f"/documents/{document}/grid"
    assert drafts_of(database, document)[0].title == "我改的"


def test_row_somebody_changed_and_i_did_not_is_no_conflict(
    browser: Browser, document: int, database: Database
) -> None:
    first, second, *_rest = drafts_of(database, document)
    page = browser.get(f"/documents/{document}/grid")
    send(browser, first, "save", title="别人改的")
    save_table(browser, document, page, {f"{second.id}-title": "第二行"})
    assert [draft.title for draft in drafts_of(database, document)[:2]] == ["别人改的", "第二行"]


def test_row_that_says_nothing_is_refused_with_its_words(
    browser: Browser, document: int, database: Database
) -> None:
    first = drafts_of(database, document)[0]
    page = browser.get(f"/documents/{document}/grid")
    changes = {f"{first.id}-title": "", f"{first.id}-content": "", f"{first.id}-leads": "没丢"}
    answer = save_table(browser, document, page, changes, 400)
    assert answer.find(f"//textarea[@name='{first.id}-leads']")[0].text == "没丢"
    assert versions(database, document) == [1, 1, 1, 1]


@pytest.mark.parametrize("field", ["no", "deadline_text", "title"])
def test_text_that_is_too_long_is_refused(
    browser: Browser, document: int, database: Database, field: str
) -> None:
    first = drafts_of(database, document)[0]
    page = browser.get(f"/documents/{document}/grid")
    save_table(browser, document, page, {f"{first.id}-{field}": "长" * 501}, 400)
    assert versions(database, document) == [1, 1, 1, 1]


def test_blank_row_that_was_filled_is_added_below(
    browser: Browser, document: int, database: Database
) -> None:
    page = browser.get(f"/documents/{document}/grid")
    changes = {"new-title": "新增事项", "new-leads": "民政局", "new-deadline_text": "2017年10月"}
    save_table(browser, document, page, changes)
    added = drafts_of(database, document)[-1]
    assert (added.title, added.leads) == ("新增事项", ["民政局"])
    assert (added.deadline_due_on, added.problems) == (date(2017, 10, 31), [])


def test_rows_are_added_where_nothing_was_read_and_not_where_all_was_issued(
    browser: Browser, database: Database, config: Config, lin: Person
) -> None:
    storage = Storage(config.data_dir / "uploads")
    empty = receive(database, storage, lin, "关于节日放假的通知\n".encode(), "通知.txt")
    assert "未从本文件读出任务" in browser.get(review_url(empty)).text
    page = browser.get(f"/documents/{empty}/grid")
    save_table(browser, empty, page, {"new-title": "补写一项", "new-leads": "民政局"})
    [draft] = drafts_of(database, empty)
    assert (draft.title, draft.position, draft.no) == ("补写一项", 1, None)
    review = browser.get(review_url(empty))
    [event] = review.find("//input[@name='event']/@value")
    browser.post(f"/documents/{empty}/undo", {"event": event})
    assert drafts_of(database, empty) == []
    page = browser.get(f"/documents/{empty}/grid")
    save_table(browser, empty, page, {"new-title": "补写一项", "new-leads": "民政局"})
    browser.get(review_url(empty))
    browser.post(f"/documents/{empty}/review", {"act": "all"})
    page = browser.get(f"/documents/{empty}/grid")
    refused = save_table(browser, empty, page, {"new-title": "晚了一项"}, 400)
    assert "本文件的事项已全部交办" in refused.text


def test_row_of_another_document_is_not_touched(
    browser: Browser, document: int, database: Database, config: Config, lin: Person
) -> None:
    storage = Storage(config.data_dir / "uploads")
    other = receive(database, storage, lin, ROWS.replace("修编", "修订").encode(), "另一份.txt")
    foreign = drafts_of(database, other)[0]
    browser.get(f"/documents/{document}/grid")
    form = {"row": str(foreign.id), f"{foreign.id}-title": "越界", f"{foreign.id}-version": "1"}
    browser.post(f"/documents/{document}/grid", form, 400)
    assert drafts_of(database, other)[0].title == "修订规划"


def test_leader_and_clerk_review_nothing(
    sign_in: Callable[[Person], Browser], leader: Person, zhou: Person, document: int
) -> None:
    for person in (leader, zhou):
        browser = sign_in(person)
        for path in ("names", "grid"):
            browser.get(f"/documents/{document}/{path}", 403)
        for path in ("names", "grid", "undo", "first-leads"):
            browser.post(f"/documents/{document}/{path}", {}, 403)


# --- persons


def test_persons_of_a_row_stand_beside_its_departments(
    browser: Browser, database: Database, config: Config, lin: Person
) -> None:
    text = "重点任务\t分管领导\t责任单位\t完成时间\n建设幼儿园\t张伟\t编办\t2017年8月\n"
    storage = Storage(config.data_dir / "uploads")
    number = receive(database, storage, lin, text.encode(), "分解表.txt")
    (draft,) = drafts_of(database, number)
    assert draft.persons == [["分管领导", "张伟"]]
    opened = browser.get(review_url(number, draft))
    (line,) = opened.find("//div[@class='fieldrow'][span='分管领导']/div")
    assert line.text_content() == "张伟"
    browser.post(f"/documents/{number}/review", {"draft": f"{draft.id}-1", "act": "chosen"})
    with database.read() as session:
        task = session.exec(select(Task)).one()
    assert task.persons == [["分管领导", "张伟"]]
    (row,) = browser.get(f"/tasks/{task.id}").find("//tr[contains(., '张伟')]")
    assert "分管领导" in str(row.text_content())
