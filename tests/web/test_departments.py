"""The pages of 单位与联络员 and the page behind an invitation."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.conftest import NOW
from tests.make import make_department, make_task
from tests.web.conftest import Browser, Page, StoppedClock
from tracker import directory, outbox
from tracker.config import Config
from tracker.database import Database
from tracker.mail import make_transport
from tracker.models import Department, Event, Invitation, Message, Person, Role
from tracker.web.access import Shell

PASSWORD = "一个够长的口令 7"
GONE = "邀请链接已失效"


def make(database: Database, *names: str, **changes: Any) -> int:
    """Make departments and return the number of the last one."""
    with database.write() as session:
        return [make_department(session, name, **changes).id for name in names][-1]


def read(database: Database, department_id: int) -> tuple[str, list[str], list[str]]:
    """Return the name, the aliases and the members of a department."""
    with database.read() as session:
        found = session.get_one(Department, department_id)
        aliases, members = ([each.name for each in rows] for rows in (found.aliases, found.members))
        return found.name, aliases, members


def actions(session: Session) -> list[str]:
    return list(session.exec(select(Event.action)).all())


@pytest.mark.usefixtures("zhou")
def test_list_shows_contacts_aliases_members_and_open_tasks(
    browser: Browser, database: Database
) -> None:
    with database.write() as session:
        lead = make_task(session, leads=("教育文体局",), cooperating=("民政局",))
        own, group = (
            lead.assignments[0].department,
            make_department(session, "各街道", is_group=True),
        )
        own_id = own.id
    with database.write() as session:
        lin = session.exec(select(Person).where(Person.account == "lin")).one()
        own, group = (session.get_one(Department, key) for key in (own_id, group.id))
        directory.add_alias(session, own, "文教办", lin, NOW)
        directory.add_member(session, group, "雕庄街道", lin, NOW)
    page = browser.get("/departments")
    rows = [re.sub(r"\s+", " ", row.text_content()).strip() for row in page.find("//tbody/tr")]
    assert rows == [
        "教育文体局 别名：文教办 周联络 1 1 查看教育文体局",
        "民政局 无联络员 1 0 邀请民政局",
        "各街道 单位组：雕庄街道 无联络员 0 0 邀请各街道",
        "雕庄街道 无联络员 0 0 邀请雕庄街道",
    ]
    assert f"/tasks?tab=unfinished&department={own_id}" in page.links()
    assert page.find("//ul[@class='counts']//b/text()") == ["4", "3", "1"]


def test_numbers_of_tasks_open_the_list_they_count(browser: Browser, database: Database) -> None:
    with database.write() as session:
        for position in range(3):
            make_task(session, ("教育文体局",), ("民政局",), position=position)
    links = browser.get("/departments").find("//tbody/tr/td[@class='num']/a")
    assert [link.text for link in links] == ["3", "3", "3"]
    for link in links:
        page = browser.get(link.get("href"))
        assert page.find("//a[@aria-current='page']/b/text()") == [link.text]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("街道", ["各街道", "雕庄街道"]),
        ("文教", ["教育文体局"]),
        ("周联", ["教育文体局"]),
        ("雕庄 各", []),
        ("%", []),
    ],
)
def test_list_is_searched_by_name_alias_and_contact(
    browser: Browser, database: Database, zhou: Person, words: str, names: list[str]
) -> None:
    make(database, "各街道", is_group=True)
    make(database, "雕庄街道")
    browser.get(f"/departments/{zhou.department_id}")
    browser.post(f"/departments/{zhou.department_id}/aliases", {"alias": "文教办"})
    page = browser.get("/departments", query_string={"q": words})
    assert page.find("//tbody//a[@class='what']/text()") == names


@pytest.mark.usefixtures("zhou")
def test_list_has_tabs_and_pages(browser: Browser, database: Database) -> None:
    make(database, *(f"第{number}科" for number in range(51)))
    assert "共 52 项，第 1 页，共 2 页" in browser.get("/departments").text
    assert len(browser.get("/departments?page=2").find("//tbody/tr")) == 2
    assert "共 51 项" in browser.get("/departments?kind=unmanned").text
    assert "没有符合的单位" in browser.get("/departments?kind=group").text
    browser.get("/departments?kind=other", 404)


def test_empty_list_says_where_departments_come_from(browser: Browser) -> None:
    assert "还没有单位" in browser.get("/departments").text


def test_administrator_manages_departments_and_sees_no_tasks(
    sign_in: Callable[[Person], Browser], administrator: Person, database: Database
) -> None:
    with database.write() as session:
        make_task(session)
    browser = sign_in(administrator)
    page = browser.get("/departments")
    assert "未办结任务" not in page.text
    number = int(page.find("//tbody//a/@href")[0].rsplit("/", 1)[1])
    assert "未办结任务" not in browser.get(f"/departments/{number}").text
    browser.post(f"/departments/{number}/aliases", {"alias": "文教办"})
    assert read(database, number)[1] == ["文教办"]


def test_clerk_and_leader_see_no_departments(
    sign_in: Callable[[Person], Browser], zhou: Person, leader: Person
) -> None:
    for person in (zhou, leader):
        browser = sign_in(person)
        for path in ("/departments", f"/departments/{zhou.department_id}"):
            browser.get(path, 403)
        browser.post(f"/departments/{zhou.department_id}/aliases", {"alias": "x"}, 403)
        assert "/departments" not in browser.get("/tasks").links()


def test_place_is_in_the_bar(browser: Browser) -> None:
    assert "/departments" in browser.get("/departments").links()


def test_alias_is_remembered_and_forgotten(browser: Browser, database: Database) -> None:
    number = make(database, "教育文体局")
    browser.get(f"/departments/{number}")
    assert (
        browser.post(f"/departments/{number}/aliases", {"alias": "文教办"}).location
        == f"/departments/{number}"
    )
    page = browser.get(f"/departments/{number}")
    assert "已记住，下次导入自动识别。" in page.text
    [form] = page.find("//form[contains(@action, '/aliases/')]/@action")
    browser.post(form)
    assert read(database, number) == ("教育文体局", [], [])
    assert "不再指本单位" in browser.get(f"/departments/{number}").text


def test_alias_of_another_is_refused_with_its_name(browser: Browser, database: Database) -> None:
    make(database, "财政局")
    number = make(database, "教育文体局")
    page = browser.post(f"/departments/{number}/aliases", {"alias": "财政局"}, 400)
    assert "“财政局”已经指财政局，一个名称只指一个单位。" in page.text
    assert page.find("//div[@role='alert']//a/@href") == ["#alias"]
    assert page.find("//input[@id='alias']/@value") == ["财政局"]


def test_department_is_renamed_with_its_date(browser: Browser, database: Database) -> None:
    number = make(database, "卫计局")
    values = {"new_name": "卫健局", "on": "2017-08-01"}
    browser.post(f"/departments/{number}/rename", values)
    assert read(database, number) == ("卫健局", ["卫计局"], [])
    assert "8月1日（周二）前的名称" in browser.get(f"/departments/{number}").text


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"new_name": "财政局", "on": "2017-08-01"}, "new_name", "已经指财政局"),
        ({"new_name": "卫健局", "on": "2017-08-17"}, "on", "不能晚于今天"),
        ({"new_name": "卫健局", "on": "明天"}, "on", ""),
        ({"new_name": "", "on": ""}, "new_name", "请填写单位名称"),
    ],
)
def test_rename_that_cannot_be_says_where(
    browser: Browser, database: Database, values: dict[str, str], field: str, sentence: str
) -> None:
    make(database, "财政局")
    number = make(database, "卫计局")
    page = browser.post(f"/departments/{number}/rename", values, 400)
    assert f"#{field}" in page.find("//div[@role='alert']//a/@href")
    assert sentence in page.text
    assert page.find("//details[@open]//input[@id='new_name']")


def test_members_of_a_group_are_added_and_removed(browser: Browser, database: Database) -> None:
    number = make(database, "各街道", is_group=True)
    browser.get(f"/departments/{number}")
    browser.post(f"/departments/{number}/members", {"member": "雕庄街道"})
    assert read(database, number)[2] == ["雕庄街道"]
    page = browser.post(f"/departments/{number}/members", {"member": "雕庄街道"}, 400)
    assert "雕庄街道已是成员。" in page.text
    [form] = page.find("//form[contains(@action, '/members/')]/@action")
    browser.post(form)
    assert read(database, number)[2] == []


def test_body_and_group_are_told_apart_by_a_person(browser: Browser, database: Database) -> None:
    number = make(database, "公安机关")
    browser.get(f"/departments/{number}")
    browser.post(f"/departments/{number}/kind", {"kind": "group"})
    assert "这是单个单位，不是单位组" in browser.get(f"/departments/{number}").text
    browser.post(f"/departments/{number}/kind", {"kind": "body"})
    browser.post(f"/departments/{number}/kind", {"kind": "body"}, 409)


def test_merge_shows_first_what_would_move(
    browser: Browser, database: Database, zhou: Person
) -> None:
    target = make(database, "教育局")
    with database.write() as session:
        make_task(session, leads=("教育文体局",))
    path = f"/departments/{zhou.department_id}/merge"
    page = browser.get(path, query_string={"same_as": "教育局"})
    assert "将教育文体局并入教育局" in page.text
    assert "周联络" in page.text
    assert page.find("//dd")[0].text == "1 项"
    assert read(database, target)[1] == []
    assert browser.post(path, {"same_as": "教育局"}).location == f"/departments/{target}"
    assert read(database, target)[1] == ["教育文体局"]
    assert (
        browser.get(f"/departments/{zhou.department_id}", 302).location == f"/departments/{target}"
    )
    assert "周联络" in browser.get(f"/departments/{target}").text
    assert "教育文体局" not in browser.get("/departments").find("//a[@class='what']/text()")


@pytest.mark.parametrize("name", ["", "没有这个单位", "教育文体局", "各街道"])
def test_merge_with_what_cannot_be_the_same_is_refused(
    browser: Browser, database: Database, name: str
) -> None:
    make(database, "各街道", is_group=True)
    number = make(database, "教育文体局")
    path = f"/departments/{number}/merge"
    assert browser.get(path, 400, query_string={"same_as": name}).find("//div[@role='alert']")
    browser.post(path, {"same_as": name}, 400)


def test_things_of_another_department_do_not_exist(browser: Browser, database: Database) -> None:
    number, other = make(database, "教育文体局"), make(database, "民政局")
    browser.get(f"/departments/{number}")
    browser.post(f"/departments/{number}/aliases", {"alias": "文教办"})
    browser.post(f"/departments/{number}/invitations", {"email": ""}, 200)
    for path in ("aliases/1/remove", "invitations/1/revoke"):
        browser.post(f"/departments/{other}/{path}", status=404)
    browser.get("/departments/99", 404)


def invite(browser: Browser, number: int, email: str = "") -> str:
    """Make an invitation and return the path of its link."""
    page = browser.post(f"/departments/{number}/invitations", {"email": email}, 200)
    [link] = page.find("//input[@id='link']/@value")
    return str(link).removeprefix("http://127.0.0.1:8017")


def answers(**changes: str) -> dict[str, str]:
    values = {
        "name": "钱联络",
        "account": "qian",
        "email": "qian@office.example",
        "new_password": PASSWORD,
        "same_password": PASSWORD,
    }
    return {**values, **changes}


@pytest.fixture
def number(database: Database) -> int:
    return make(database, "教育文体局")


def test_invited_clerk_chooses_an_account_and_is_signed_in(
    browser: Browser, stranger: Browser, database: Database, number: int
) -> None:
    path = invite(browser, number)
    page = stranger.get(path)
    assert "督查室邀请教育文体局联络员" in page.text
    assert stranger.post(path, answers()).location == "/"
    assert "账号已建立。以下是教育文体局的督查事项。" in stranger.get("/").text
    with database.read() as session:
        made = session.exec(select(Person).where(Person.account == "qian")).one()
        assert (made.role, made.department_id, made.name) == (Role.clerk, number, "钱联络")
        assert {"department.invited", "department.joined"} <= set(actions(session))
    assert "钱联络" in browser.get(f"/departments/{number}").text


def test_new_clerk_can_sign_in_again_with_the_password(
    browser: Browser, stranger: Browser, database: Database, number: int
) -> None:
    stranger.get(invite(browser, number))
    stranger.post(invite(browser, number), answers())
    assert directory.authenticate(database, "qian", PASSWORD, NOW) is not None


def test_link_is_shown_once_and_its_token_kept_nowhere(
    browser: Browser, stranger: Browser, database: Database, number: int
) -> None:
    path = invite(browser, number, "qian@office.example")
    token = path.rsplit("/", 1)[1]
    assert len(token) >= 43
    assert token not in browser.get(f"/departments/{number}").response.get_data(as_text=True)
    stranger.get(path)
    stranger.post(path, answers())
    with database.read() as session:
        kept = [
            str(row.model_dump())
            for table in (Invitation, Event, Message, Person)
            for row in session.exec(select(table)).all()
        ]
    assert kept
    assert not [row for row in kept if token in row]


def test_invitation_is_mailed_where_an_address_is_given(
    browser: Browser, stranger: Browser, database: Database, config: Config, number: int
) -> None:
    path = invite(browser, number, " qian@office.example ")
    assert outbox.deliver(database, make_transport(config), StoppedClock()) == 1
    with database.read() as session:
        message = session.exec(select(Message)).one()
    assert message.recipient == "qian@office.example"
    assert "教育文体局" in message.subject
    [written] = (config.data_dir / "outbox").glob("*.eml")
    assert path not in message.text
    mail = message_from_bytes(written.read_bytes(), EmailMessage, policy=policy.default)
    for part in mail.iter_parts():
        assert f"http://127.0.0.1:8017{path}" in part.get_content()
    assert stranger.get(path).find("//input[@id='email']/@value") == ["qian@office.example"]


def test_address_that_is_none_is_refused(browser: Browser, database: Database, number: int) -> None:
    page = browser.post(f"/departments/{number}/invitations", {"email": "qian"}, 400)
    assert page.find("//div[@role='alert']//a/@href") == ["#email"]
    with database.read() as session:
        assert session.exec(select(Invitation)).all() == []


def gone(page: Page) -> str:
    assert GONE in page.text
    return re.sub(r"\s+", " ", page.text)


def test_used_revoked_old_and_unknown_links_look_the_same(
    app: Flask, browser: Browser, stranger: Browser, number: int
) -> None:
    used, revoked, old = (invite(browser, number) for _time in range(3))
    stranger.get(used)
    stranger.post(used, answers())
    other = Browser(app)
    page = browser.get(f"/departments/{number}")
    forms = page.find("//form[contains(@action, '/revoke')]/@action")
    assert len(forms) == 2
    browser.post(forms[1])  # the latest stands first
    unknown = "/invitations/" + "x" * 43
    seen = {gone(other.get(path, 404)) for path in (used, revoked, unknown, "/invitations/1")}
    base: Shell = app.extensions["tracker"]
    app.extensions["tracker"] = replace(base, clock=StoppedClock(moment=NOW + timedelta(days=14)))
    seen.add(gone(other.get(old, 404)))
    assert len(seen) == 1
    other.get("/sign-in")
    other.post(old, answers(account="other"), 404)


def test_form_of_an_invitation_needs_its_csrf_token(
    app: Flask, browser: Browser, database: Database, number: int
) -> None:
    path = invite(browser, number)
    response = app.test_client().post(path, data=answers(), base_url="http://127.0.0.1:8017")
    assert response.status_code == 400
    with database.read() as session:
        assert session.exec(select(Person).where(Person.account == "qian")).all() == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"account": "LIN"}, ["#account"]),
        ({"account": "qian qian"}, ["#account"]),
        ({"same_password": "another one"}, ["#same_password"]),
        ({"new_password": "short", "same_password": "short"}, ["#new_password"]),
        ({"email": "qian"}, ["#email"]),
        ({"name": "", "account": ""}, ["#name", "#account"]),
    ],
)
def test_refused_account_keeps_what_was_typed_and_the_invitation(
    browser: Browser, stranger: Browser, number: int, changes: dict[str, str], fields: list[str]
) -> None:
    path = invite(browser, number)
    stranger.get(path)
    page = stranger.post(path, answers(**changes), 400)
    assert sorted(page.find("//div[@role='alert']//a/@href")) == sorted(fields)
    assert PASSWORD not in page.response.get_data(as_text=True)
    if "name" not in changes:
        assert page.find("//input[@id='name']/@value") == ["钱联络"]
    stranger.post(path, answers())


def test_invitation_to_a_department_that_was_merged_leads_to_the_other(
    browser: Browser, stranger: Browser, database: Database, number: int
) -> None:
    path = invite(browser, number)
    target = make(database, "教育局")
    browser.get(f"/departments/{number}")
    browser.post(f"/departments/{number}/merge", {"same_as": "教育局"})
    assert "督查室邀请教育局联络员" in stranger.get(path).text
    stranger.post(path, answers())
    assert target


def test_history_of_a_department_says_what_was_done(browser: Browser, number: int) -> None:
    browser.get(f"/departments/{number}")
    browser.post(f"/departments/{number}/aliases", {"alias": "文教办"})
    browser.post(f"/departments/{number}/rename", {"new_name": "教育局", "on": "2017-08-01"})
    browser.post(f"/departments/{number}/kind", {"kind": "group"})
    invite(browser, number)
    text = browser.get(f"/departments/{number}").text
    for words in (
        "记住别名“文教办”",
        "“教育文体局”改为“教育局”，2017-08-01起",
        "改为单位组",
        "邀请联络员",
    ):
        assert words in text
