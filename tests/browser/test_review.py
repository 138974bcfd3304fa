"""Thirty drafts reviewed in a browser by keyboard alone, and blocks pasted from a spreadsheet."""

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.office import Office, new_office
from tests.browser.test_walk import sign_in

logger = logging.getLogger(__name__)
DAY = "2017-08-15"
# What a practised person needs for a key; pages are waited for on top of it.
SECONDS_A_KEY = 0.15
SECONDS_ALLOWED = 120
HEAD = "重点任务分解表{}\n序号\t重点任务\t主要内容\t完成时间\t责任部门\t配合部门\n"
ASKING = {
    4: ("每年9月份开学前落实到位。", "长期", "编办"),
    7: ("至2020年全部达标。", "2018年", "教育文体局"),
    10: ("建设平台。", "2020年前", "发改局"),
    13: ("报送方案。", "会后10个工作日内", "民政局"),
    16: ("每年第一季度检查。", "长期", "财政局"),
    19: ("完善制度。", "尽快吧", "人社局"),
    22: ("调剂编制由编办牵头落实，购买服务由财政局会同落实。", "2017年10月", "编办、财政局"),
    25: ("加强管理。", "2017年11月", ""),
    28: ("做好专项督查。", "2017年12月", "教育督导部门"),
    30: ("每年3月总结。", "长期", "教育文体局"),
}


def document_of_thirty(name: str) -> str:
    rows = []
    for number in range(1, 31):
        content, deadline, leads = ASKING.get(
            number, (f"落实第{number}项工作。", "2017年12月", "教育文体局、发改局")
        )
        rows.append(f"{number}\t重点任务{number}\t{content}\t{deadline}\t{leads}\t——")
    return HEAD.format(name) + "\n".join(rows) + "\n"


@dataclass
class Keyboard:
    """Presses keys and nothing else, and counts them."""

    page: Page
    started: float = field(default_factory=time.monotonic)
    keys: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        """Type a text; a Chinese name takes about two keys a character."""
        self.page.keyboard.insert_text(text)
        self.keys += 2 * len(text)

    def go(self, *keys: str) -> None:
        """Press keys of which the last one leads to another page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])

    @property
    def seconds(self) -> float:
        """How long this takes a person: the pages' own time, and every key."""
        return time.monotonic() - self.started + self.keys * SECONDS_A_KEY


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for these tests; each brings a document of its own."""
    with new_office(tmp_path_factory.mktemp("reviews")) as office:
        office.add_account("lin", "coordinator")
        with office.open_on(DAY):
            yield office


@pytest.fixture
def reviewing(page: Page, served: Office, tmp_path: Path) -> Page:
    """The review page of thirty rows."""
    source = tmp_path / "三十项.txt"
    source.write_text(document_of_thirty(tmp_path.name), encoding="utf-8")
    sign_in(page, served, "lin")
    page.goto(f"{served.url}/documents")
    page.locator("input[type=file]").set_input_files(source)
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对拟办")
    # The heading is there before the scripts have run; keys count only then.
    page.wait_for_load_state()
    return page


def opened(page: Page) -> str:
    return page.locator("[data-opened] .no").inner_text()


def paste(page: Page, text: str, html: str = "") -> None:
    """Copy to the real clipboard, and press Ctrl+V."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """async ([text, html]) => {
            const parts = {"text/plain": new Blob([text], {type: "text/plain"})};
            if (html) parts["text/html"] = new Blob([html], {type: "text/html"});
            await navigator.clipboard.write([new ClipboardItem(parts)]);
        }""",
        [text, html],
    )
    page.keyboard.press("Control+v")


def cell(page: Page, number: int, column: str) -> str:
    row = page.locator("[data-grid-row]").nth(number - 1)
    return row.locator(f"textarea[name$='-{column}']").input_value()


@pytest.mark.browser
@pytest.mark.slow
def test_thirty_drafts_are_reviewed_by_keyboard_within_two_minutes(reviewing: Page) -> None:
    page = reviewing
    expect(page.locator(".lede")).to_contain_text("10 项需要您选定")
    hands = Keyboard(page)
    hands.press(*["ArrowDown"] * 29)  # from the fourth row, which is open, to the last
    expect(page.locator("tr.here")).to_contain_text("重点任务30")
    hands.press(*["ArrowUp"] * 29)
    expect(page.locator("tr.here")).to_contain_text("重点任务1")

    answers = {
        "4": ["2", "Control+Enter"],
        "7": ["1", "Control+Enter"],
        "10": ["1", "Control+Enter"],
        "13": ["1", "Tab", "9月10日", "Control+Enter"],
        "16": ["3", "Control+Enter"],
        "19": ["2", "Control+Enter"],
        "22": ["Control+Enter"],
        "25": ["d", "民政局", "Control+Enter"],
        "28": ["Control+Enter"],
        "30": ["2", "Control+Enter"],
    }
    hands.go("n")
    for _each in answers:
        number = opened(page)
        for key in answers[number][:-1]:
            if re.search("[\u4e00-\u9fff]", key):
                hands.type(key)
            else:
                hands.press(key)
        hands.go(answers[number][-1])
    expect(page.locator(".lede")).to_contain_text("0 项需要您选定")
    expect(page.get_by_text("已核对 10 项")).to_be_visible()
    hands.press("a")
    expect(page.locator(":focus")).to_have_text("接受所选 30 项")
    hands.go("Enter")
    expect(page.get_by_text("已交办 30 项")).to_be_visible()

    logger.info("%.1f seconds, %d keys", hands.seconds, hands.keys)
    assert hands.seconds < SECONDS_ALLOWED, f"{hands.seconds:.1f} s, {hands.keys} keys"


@pytest.mark.browser
@pytest.mark.slow
def test_keys_do_nothing_while_a_person_types(reviewing: Page) -> None:
    page = reviewing
    address = page.url
    page.keyboard.press("Enter")
    expect(page.locator("input[name=title]")).to_be_focused()
    page.keyboard.type("anpgu?12")
    expect(page.locator("input[name=title]")).to_have_value(re.compile(re.escape("anpgu?12")))
    assert page.url == address
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")


@pytest.mark.browser
@pytest.mark.slow
def test_block_from_a_spreadsheet_goes_over_the_cells_and_is_saved_once(reviewing: Page) -> None:
    page = reviewing
    open_table(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    paste(page, '新题二\t"第一行\n第二行，说""好"""\t2017年10月\n新题三\t内容三\t长期\t多\t出\t的')
    assert cell(page, 2, "title") == "新题二"
    assert cell(page, 2, "content") == '第一行\n第二行，说"好"'
    assert (cell(page, 3, "deadline_text"), cell(page, 3, "cooperating")) == ("长期", "出")
    status = page.locator("[data-grid-status]")
    expect(status).to_contain_text("粘贴 8 格，其中 8 格有改动")
    expect(status).to_contain_text("右边多出 1 列")

    page.get_by_role("button", name="撤销粘贴").click()
    assert cell(page, 2, "title") == "重点任务2"
    page.locator("[data-cell]").nth(7).focus()
    table = (
        "<html><body><table><tr><td>题二</td><td rowspan=2>合并<br>两行</td><td>2017年10月</td>"
        "<td>财政局<br>发改局</td></tr><tr><td>题三</td><td>2018年</td><td>民政局</td></tr></table>"
    )
    paste(page, "不用的文字", table)
    assert cell(page, 2, "leads") == "财政局\n发改局"
    assert (cell(page, 2, "content"), cell(page, 3, "content")) == ("合并\n两行", "")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已保存 2 行。")).to_be_visible()
    assert (cell(page, 2, "title"), cell(page, 3, "leads")) == ("题二", "民政局")


@pytest.mark.browser
@pytest.mark.slow
def test_cells_are_walked_written_and_left_like_a_sheet(reviewing: Page) -> None:
    page = reviewing
    open_table(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.insert_text("打字就替换")
    page.keyboard.press("Enter")
    assert cell(page, 1, "title") == "打字就替换"
    page.keyboard.press("Enter")
    page.keyboard.insert_text("接着写")
    assert cell(page, 2, "title") == "重点任务2接着写"
    page.keyboard.press("Escape")
    assert cell(page, 2, "title") == "重点任务2"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    page.keyboard.press("Alt+Enter")
    page.keyboard.insert_text("又一行")
    assert cell(page, 2, "content") == "落实第2项工作。\n又一行"
    expect(page.locator("[data-grid-status]")).to_contain_text("改动 2 格")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    expect(page.get_by_text("已保存 2 行。")).to_be_visible()


def open_table(page: Page) -> None:
    """Go to the table, and wait until its script has put the cursor into the first cell."""
    page.keyboard.press("g")
    expect(page.get_by_role("heading", level=1)).to_have_text("表格编辑")
    expect(page.locator("[data-cell]").first).to_be_focused()


def dialogs_of(page: Page) -> list[str]:
    """Return a list that gets the kind of each dialog; each is answered with: stay here."""
    seen: list[str] = []

    def stay(dialog: Dialog) -> None:
        seen.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return seen


@pytest.mark.browser
@pytest.mark.slow
def test_what_was_typed_into_a_draft_is_not_left_without_a_question(reviewing: Page) -> None:
    page = reviewing
    seen = dialogs_of(page)
    address, title = page.url, page.locator("input[name=title]")
    title.fill("改了没保存")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    page.get_by_role("button", name=re.compile("^接受所选")).click()
    page.wait_for_timeout(300)
    assert (seen, page.url) == (["beforeunload"] * 2, address)
    expect(title).to_have_value("改了没保存")
    with page.expect_navigation():
        title.press("Enter")
    assert seen == ["beforeunload"] * 2
    with page.expect_navigation():
        page.keyboard.press("n")
    assert seen == ["beforeunload"] * 2


@pytest.mark.browser
@pytest.mark.slow
def test_departments_chosen_for_names_are_not_left_without_a_question(reviewing: Page) -> None:
    page = reviewing
    seen = dialogs_of(page)
    page.get_by_role("link", name=re.compile("^单位对应")).first.click()
    page.locator("input[name=same]").fill("教育局")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert seen == ["beforeunload"]
    expect(page.locator("input[name=same]")).to_have_value("教育局")


# One cell that holds a line break, as Excel and WPS put it on the clipboard.
ONE_CELL = "<table><tr><td>第一行<br>\r\n  第二行</td></tr></table>"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "html", "shown"),
    [
        ('"第一行\n第二行，说""好"""\r\n', "", '第一行\n第二行，说"好"'),
        ('"第一行\n第二行"', ONE_CELL, "第一行\n第二行"),
        ("一行\r\n", "<table><tr><td>一行</td></tr></table>", "一行"),
        ('"引文"', "", '"引文"'),
        ("x", "<table><tr><td>Alpha beta\r\n  gamma</td></tr></table>", "Alpha beta gamma"),
        ("x", "<table><tr><td>甲<p>乙</p><div>丙<br>丁</div></td></tr></table>", "甲\n乙\n丙\n丁"),
    ],
)
def test_one_cell_is_pasted_as_it_is_shown(
    reviewing: Page, text: str, html: str, shown: str
) -> None:
    page = reviewing
    open_table(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    pasted = page.locator("[data-grid-row]").first.locator("textarea[name$='-content']")
    paste(page, text, html)
    expect(pasted).to_have_value(shown)
    page.keyboard.press("F2")
    page.keyboard.press("Home")  # of the last line
    paste(page, text, html)
    above, line_end, last = shown.rpartition("\n")
    expect(pasted).to_have_value(above + line_end + shown + last)


@pytest.mark.browser
@pytest.mark.slow
def test_more_rows_than_can_be_saved_are_not_pasted(reviewing: Page) -> None:
    page = reviewing
    open_table(page)
    paste(page, "1\t多\n" * 2001)
    expect(page.locator("[data-grid-status]")).to_contain_text("2001 行过多")
    expect(page.locator("[data-grid-row]")).to_have_count(31)


@pytest.mark.browser
@pytest.mark.slow
def test_hundreds_of_pasted_rows_are_saved(reviewing: Page) -> None:
    page = reviewing
    open_table(page)
    page.locator("[data-grid-row]").nth(30).locator("[data-cell]").first.focus()
    rows = (f"{n}\t增{n}\t内容\t2017年12月\t民政局\t财政局" for n in range(31, 331))
    paste(page, "\r\n".join(rows))
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已保存 300 行。")).to_be_visible()
    assert cell(page, 100, "title") == "增100"


@pytest.mark.browser
@pytest.mark.slow
def test_long_paste_adds_rows(reviewing: Page) -> None:
    page = reviewing
    open_table(page)
    rows = page.locator("[data-grid-row]")
    expect(rows).to_have_count(31)
    rows.nth(30).locator("[data-cell]").first.focus()
    paste(page, "31\t增一\t内容\t2017年12月\t民政局\r\n32\t增二\t内容\t长期\t财政局\r\n")
    expect(rows).to_have_count(33)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已保存 2 行。")).to_be_visible()
    assert (cell(page, 31, "title"), cell(page, 32, "no")) == ("增一", "32")
