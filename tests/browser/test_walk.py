"""The whole job in a browser, from the document to the numbers of the leader's page."""

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import PASSWORD, Office

DOCUMENT = Path(__file__).parent.parent / "documents" / "tianning" / "source.docx"
CLERK = "jiaoyu"
TASK = "规范教师职业行为"
READING = 20_000  # ms: the file is read in a process of its own


def sign_in(page: Page, office: Office, account: str) -> None:
    page.context.clear_cookies()
    page.goto(office.url)
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def import_and_accept(page: Page) -> None:
    page.get_by_role("link", name="文件与分解").click()
    page.locator("input[type=file]").set_input_files(DOCUMENT)
    page.get_by_role("button", name="导入").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("核对拟办", timeout=READING)
    while page.get_by_text("；0 项需要您选定").count() == 0:
        times = page.locator("input[name=reading]")
        if times.count():
            times.first.check()
        page.get_by_role("button", name=re.compile("^确认第")).click()
    page.get_by_role("button", name="全部接受 13 项").click()


def report(page: Page, text: str, evidence: Path) -> None:
    page.get_by_label(re.compile("^进展")).fill(text)
    page.get_by_label(re.compile("^下一步")).fill("8月25日前巡查一遍。")
    page.get_by_label(re.compile("^进度")).fill("100")
    page.locator("input[type=file]").set_input_files(evidence)
    page.get_by_label(re.compile("申请督查室审核办结")).check()
    page.get_by_role("button", name="提交反馈").click()


def open_task(page: Page, title: str) -> None:
    page.get_by_role("link", name="督查台账", exact=True).first.click()
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def figure(page: Page, name: str) -> int:
    shown = page.locator(".stat", has_text=name).first.inner_text()
    match = re.search(r"(\d+)\s*项", shown)
    assert match, shown
    return int(match[1])


def figures(page: Page) -> dict[str, int]:
    return {name: figure(page, name) for name in ("总数", "逾期", "临期", "正常", "已办结")}


def body_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def link_to(message: EmailMessage, title: str) -> str:
    html = body_of(message, "html")
    found = re.search(rf'href="([^"]+)"[^>]*>{title}<', html)
    assert found, html
    return found[1]


@pytest.mark.browser
@pytest.mark.slow
def test_a_document_becomes_tasks_reports_reminders_and_numbers(
    page: Page, office: Office, tmp_path: Path
) -> None:
    evidence = tmp_path / "整治情况.txt"
    evidence.write_text("查处2起", encoding="utf-8")
    office.add_account("lin", "coordinator")
    office.add_account("leader", "leader")
    office.add_account(CLERK, "clerk", "教育文体局")

    with office.open_on("2017-08-15"):
        sign_in(page, office, "lin")
        import_and_accept(page)
        sign_in(page, office, "leader")
        before = figures(page)
        assert before["总数"] == 13
        assert sum(before.values()) == 26, before
        assert (before["逾期"], before["已办结"]) == (1, 0)

        sign_in(page, office, CLERK)
        page.get_by_role("link", name="全部签收").click()
        page.get_by_role("button", name=re.compile("^签收 ")).click()
        open_task(page, TASK)
        page.get_by_role("link", name=re.compile("反馈")).first.click()
        report(page, "正在推进中。", evidence)

        sign_in(page, office, "lin")
        open_task(page, TASK)
        page.get_by_label(re.compile("审核意见")).fill("请写明查处了几起、涉及几所学校。")
        page.get_by_role("button", name="退回重报").click()
        returned = office.sink.wait_for("退回", CLERK)
        assert "请写明查处了几起" in body_of(returned, "plain")

    with office.open_on("2017-08-16"):
        digest = office.sink.wait_for("教育文体局", CLERK)
        sign_in(page, office, CLERK)
        page.goto(link_to(digest, TASK))
        expect(page.get_by_role("heading", level=1)).to_contain_text(TASK)
        page.get_by_role("link", name=re.compile("反馈")).first.click()
        report(page, "36所学校自查，查处2起，已通报。", evidence)

        sign_in(page, office, "lin")
        open_task(page, TASK)
        page.get_by_role("button", name="通过").click()
        sign_in(page, office, "leader")
        after = figures(page)
        assert after["已办结"] == 1
        assert sum(after.values()) == 26, after
