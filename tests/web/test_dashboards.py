"""The start pages and the leader's page: every number opens the list that it counts."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.conftest import NOW
from tests.make import make_milestone, make_task
from tests.test_dashboards import make_random_tasks
from tests.web.conftest import Browser, Page, add_person
from tests.web.test_tasks import add_task
from tracker.database import Database
from tracker.models import HoldReason, Message, MessageState, Person, Run, TaskState

SignIn = Callable[[Person], Browser]
TABLE = "//table[caption='{}']"


def numbers(page: Page) -> list[tuple[int, str]]:
    """Return every number on the page that links to the ledger, with its address."""
    found = []
    for link in page.find("//main//a[starts-with(@href, '/tasks')]"):
        number = link.find_class("stat-n")[0] if link.find_class("stat-n") else link
        text = number.text_content().strip()
        match = re.fullmatch(r"(\d+)项?", text)
        if match:
            found.append((int(match[1]), link.get("href")))
    return found


def listed(browser: Browser, address: str) -> int:
    """Return how many rows the ledger at this address has; the tests stay below one page."""
    return len(browser.get(address).find("//td[@class='no']"))


@pytest.mark.slow
def test_every_number_on_the_pages_opens_the_list_it_counts(
    sign_in: SignIn, lin: Person, leader: Person, zhou: Person, database: Database
) -> None:
    with database.write() as session:
        make_random_tasks(session, session.get_one(Person, zhou.id), 8, count=25)
    seen = 0
    for person, path in ((leader, "/overview"), (lin, "/"), (zhou, "/")):
        browser = sign_in(person)
        for number, address in sorted(set(numbers(browser.get(path)))):
            assert listed(browser, address) == number, address
            seen += 1
    assert seen > 40


def test_leader_is_led_to_the_overview(sign_in: SignIn, leader: Person) -> None:
    assert sign_in(leader).get("/", 303).location == "/overview"


def test_overview_of_an_empty_office_says_so(sign_in: SignIn, leader: Person) -> None:
    page = sign_in(leader).get("/overview")
    assert "没有逾期任务。" in page.text
    assert "截至2017年8月16日（周三）" in page.text


def test_overview_says_what_is_overdue_and_whose(
    sign_in: SignIn, leader: Person, database: Database
) -> None:
    for days in range(9):
        add_task(database, title=f"任务{days}", milestone={"due_on": date(2017, 5, 31 - days)})
    page = sign_in(leader).get("/overview")
    rows = page.find("//table[caption='逾期任务']/tbody/tr")
    assert len(rows) == 8
    assert "逾期85天" in rows[0].text_content()
    assert "任务8" in rows[0].text_content()
    assert "教育文体局" in rows[0].text_content()
    assert "其余 1 项见台账" in page.text


def test_overview_is_closed_to_departments_and_administrators(
    sign_in: SignIn, zhou: Person, administrator: Person
) -> None:
    sign_in(zhou).get("/overview", 403)
    sign_in(administrator).get("/overview", 403)


def test_chart_is_drawn_with_attributes_only(
    sign_in: SignIn, leader: Person, database: Database
) -> None:
    add_task(database, milestone={"due_on": date(2017, 7, 31)})
    page = sign_in(leader).get("/overview")
    columns = page.find("//*[@class='column']/*[@class='col-open']/@height")
    assert len(columns) == 12
    assert columns[-1] == "18.0"


def test_large_office_sums_up_the_rest_on_paper(
    sign_in: SignIn, leader: Person, database: Database
) -> None:
    with database.write() as session:
        for number in range(11):
            make_milestone(session, make_task(session, (f"单位{number}",)))
    page = sign_in(leader).get("/overview")
    paper = page.find("//tr[@class='print-row']")[0].text_content()
    assert "其余3个单位" in paper
    assert len(page.find("//tr[@class='screen-only']")) == 3


def test_coordinator_of_an_empty_office_is_shown_the_first_step(
    sign_in: SignIn, lin: Person
) -> None:
    page = sign_in(lin).get("/")
    assert "还没有任务" in page.text
    assert page.find("//a[contains(@class, 'btn-primary')]/@href") == ["/documents"]


def test_clerk_without_tasks_is_told_what_will_come(sign_in: SignIn, wu: Person) -> None:
    assert "还没有交给贵单位的任务" in sign_in(wu).get("/").text


def beat(database: Database, *, silent_for: int = 0) -> None:
    """Note that the scheduler worked so many minutes ago."""
    with database.write() as session:
        at = NOW - timedelta(minutes=silent_for)
        session.add(Run(job="tick", through=at.date(), beat_at=at))


def give_passwords(database: Database) -> None:
    with database.write() as session:
        for person in session.exec(select(Person)).all():
            person.password_hash = "a hash"


def concerns(page: Page) -> list[str]:
    return [str(each) for each in page.find("//main//tbody//span[@class='flag-word']/text()")]


def test_administrator_of_a_sound_system_is_told_so_and_sees_no_task(
    sign_in: SignIn, administrator: Person, database: Database
) -> None:
    add_task(database)
    beat(database)
    give_passwords(database)
    page = sign_in(administrator).get("/")
    assert "账号、邮件和系统运行正常" in page.text
    assert "规范教育培训市场" not in page.text
    assert concerns(page) == []


def test_administrator_is_told_of_a_silent_scheduler(
    sign_in: SignIn, administrator: Person, database: Database
) -> None:
    give_passwords(database)
    assert concerns(sign_in(administrator).get("/")) == ["定时任务停止"]
    beat(database, silent_for=3)
    page = sign_in(administrator).get("/")
    assert "最近运行 8月16日 09:57" in page.text


def test_administrator_is_told_whose_account_needs_a_hand(
    sign_in: SignIn, administrator: Person, database: Database
) -> None:
    beat(database)
    later = NOW + timedelta(minutes=10)
    locked = add_person(database, "教育局", account="suo", name="锁某", locked_until=later)
    add_person(database, "民政局", account="mei", name="没某", email=None)
    give_passwords(database)
    unset = add_person(database, "编办", account="wei", name="未某")
    page = sign_in(administrator).get("/")
    assert concerns(page) == ["账号锁定", "尚无密码", "未登记邮箱"]
    for person in (locked, unset):
        assert f"/accounts/{person.id}" in page.links()


def test_administrator_is_told_of_mails_that_stand_still(
    sign_in: SignIn, administrator: Person, database: Database
) -> None:
    beat(database)
    give_passwords(database)
    states: list[dict[str, Any]] = [
        {"state": MessageState.held, "held_for": HoldReason.configuration, "answer": "535 no"},
        {"state": MessageState.failed},
        {"state": MessageState.pending, "created_at": NOW - timedelta(hours=1)},
    ]
    with database.write() as session:
        for number, values in enumerate(states):
            session.add(make_message(number, **values))
    page = sign_in(administrator).get("/")
    assert concerns(page) == ["邮件停发", "邮件待定", "邮件退回"]
    assert "535 no" in page.text
    assert "/messages?state=failed" in page.links()


def test_administrator_is_told_of_late_mails(
    sign_in: SignIn, administrator: Person, database: Database
) -> None:
    beat(database)
    give_passwords(database)
    with database.write() as session:
        session.add(make_message(1, created_at=NOW - timedelta(minutes=9)))
    assert concerns(sign_in(administrator).get("/")) == []
    with database.write() as session:
        session.add(make_message(2, created_at=NOW - timedelta(minutes=11)))
    assert concerns(sign_in(administrator).get("/")) == ["邮件积压"]


def make_message(number: int, **changes: Any) -> Message:
    values: dict[str, Any] = {
        "key": f"test:{number}",
        "recipient": "zhou@example.invalid",
        "subject": "x",
        "text": "x",
        "html": "x",
        "mime": b"x",
        "message_id": f"<{number}@x>",
        "next_attempt_at": NOW,
        "created_at": NOW,
    }
    return Message(**{**values, **changes})


def test_clerk_is_led_to_sign_everything(sign_in: SignIn, zhou: Person, database: Database) -> None:
    add_task(database, signed=False)
    page = sign_in(zhou).get("/")
    assert page.find("//a[@href='/tasks/sign?all=1']/text()") == ["全部签收"]


def test_task_that_asks_for_nothing_is_a_number_and_no_row(
    sign_in: SignIn, zhou: Person, database: Database
) -> None:
    later = {"due_on": date(2018, 6, 30), "soon_from": date(2018, 6, 1), "lagging_from": None}
    add_task(database, title="还早着呢", milestone=later)
    page = sign_in(zhou).get("/")
    assert "还早着呢" not in page.find("//table[caption='需要处理的事项']")[0].text_content()
    [link] = page.find("//p[contains(., '其他在办')]//a")
    assert (link.text, link.get("href")) == ("1", "/tasks?need=other&sort=left")


def test_department_sees_no_foreign_title_count_or_sum(
    sign_in: SignIn, wu: Person, database: Database
) -> None:
    for _ in range(7):
        add_task(database)
    add_task(database, ("民政局",), title="养老服务")
    page = sign_in(wu).get("/")
    assert "规范教育培训市场" not in page.text
    assert "教育文体局" not in page.text
    assert {number for number, _ in numbers(page)} == {0, 1}


def test_coordinator_is_told_of_departments_without_a_clerk(
    sign_in: SignIn, lin: Person, zhou: Person, database: Database
) -> None:
    assert zhou.department_id
    add_task(database, ("教育文体局", "规划分局"))
    page = sign_in(lin).get("/")
    assert "无联络员" in page.text
    assert "规划分局 1 项。" in page.text


def test_suspended_tasks_stand_outside_the_total(
    sign_in: SignIn, leader: Person, database: Database
) -> None:
    add_task(database)
    add_task(database, state=TaskState.suspended)
    page = sign_in(leader).get("/overview")
    assert page.find("//span[@class='stat-n']")[0].text == "1"
    assert "另有中止、撤销，不计入总数：1 项" in page.text


def test_clerk_of_two_roles_never_mixes(sign_in: SignIn, database: Database) -> None:
    second = add_person(database, "民政局", account="wu2", name="吴二")
    add_task(database, ("教育文体局",), cooperating=("民政局",))
    page = sign_in(second).get("/")
    assert "规范教育培训市场" in page.text
    assert not page.find("//a[contains(@href, '/milestones/')]")
