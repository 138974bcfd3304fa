"""常用筛选: kept under a name, opened by its address, seen by nobody else."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from tests.conftest import NOW
from tests.web.conftest import Browser
from tests.web.test_tasks import add_task
from tracker.database import Database
from tracker.models import Person, SavedFilter

SignIn = Callable[[Person], Browser]


def test_selection_is_kept_under_a_name_and_opens_again(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    add_task(database)
    browser = sign_in(lin)
    page = browser.get("/tasks?tab=overdue&q=市场")
    way = next(each for each in page.links() if each.startswith("/filters?"))
    page = browser.get(way)
    assert "逾期，含“市场”" in page.text
    form = page.find("//main//form/@action")[0]
    kept = browser.post(form, {"name": " 市场  逾期 "})
    assert kept.location == "/tasks?tab=overdue&q=%E5%B8%82%E5%9C%BA"
    ledger = browser.get(kept.location)
    assert ledger.find("//nav[@aria-label='常用筛选']/a[@aria-current]/text()") == ["市场 逾期"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "1 至 30 个字"), ("字" * 31, "1 至 30 个字"), ("逾期的", "已有同名的常用筛选")],
)
def test_name_that_cannot_be_kept_is_refused_at_its_field(
    sign_in: SignIn, lin: Person, name: str, sentence: str
) -> None:
    browser = sign_in(lin)
    browser.post("/filters?tab=overdue", {"name": "逾期的"})
    page = browser.post("/filters?tab=soon", {"name": name}, 400)
    assert sentence in page.find("//span[@id='name-error']")[0].text
    assert page.find("//input[@name='name']/@value") == [name]
    assert len(page.find("//main//td/a")) == 1


def test_name_is_unique_for_each_person_in_the_database_too(
    database: Database, lin: Person
) -> None:
    def kept() -> SavedFilter:
        return SavedFilter(person_id=lin.id, name="逾期的", arguments={}, created_at=NOW)

    with database.write() as session:
        session.add_all([kept(), kept()])
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_two_people_keep_the_same_name(sign_in: SignIn, lin: Person, zhou: Person) -> None:
    for person in (lin, zhou):
        sign_in(person).post("/filters?tab=overdue", {"name": "逾期的"})


def test_default_opens_with_the_ledger_and_is_taken_back(sign_in: SignIn, lin: Person) -> None:
    browser = sign_in(lin)
    browser.post("/filters?tab=overdue", {"name": "逾期的"})
    browser.post("/filters?tab=soon", {"name": "临期的"})
    browser.post("/filters/1/default")
    browser.post("/filters/2/default")
    assert browser.get("/tasks", 303).location == "/tasks?tab=soon"
    page = browser.get("/tasks?tab=soon")
    everything = page.find("//ul[@class='counts']//a[starts-with(., '全部')]/@href")
    assert everything == ["/tasks?tab=all"]
    assert "任务" in browser.get("/tasks?tab=all").text
    assert browser.get("/tasks?q=x").status == 200
    browser.post("/filters/2/default")
    browser.get("/tasks")


def test_numbers_of_the_overview_pass_the_default_by(
    sign_in: SignIn, leader: Person, database: Database
) -> None:
    add_task(database)
    browser = sign_in(leader)
    browser.post("/filters?tab=completed", {"name": "办结的"})
    browser.post("/filters/1/default")
    total = browser.get("/overview").find("//a[contains(@class, 'stat')]/@href")[0]
    assert len(browser.get(total).find("//td[@class='no']")) == 1


def test_filter_of_another_person_is_not_there(
    sign_in: SignIn, lin: Person, leader: Person, administrator: Person
) -> None:
    browser = sign_in(lin)
    browser.post("/filters?tab=overdue", {"name": "我的"})
    other = sign_in(leader)
    assert "我的" not in other.get("/filters").text
    for step in ("delete", "default"):
        foreign = other.post(f"/filters/1/{step}", status=404)
        missing = other.post(f"/filters/99/{step}", status=404)
        assert foreign.text == missing.text
        sign_in(administrator).post(f"/filters/1/{step}", status=403)
    assert "我的" in browser.get("/filters").text


def test_deleted_filter_is_gone(sign_in: SignIn, zhou: Person) -> None:
    browser = sign_in(zhou)
    browser.post("/filters?tab=overdue", {"name": "逾期的"})
    browser.post("/filters/1/delete")
    assert "还没有常用筛选。" in browser.get("/filters").text
    browser.post("/filters/1/delete", status=404)


def test_no_more_than_twenty_are_kept(sign_in: SignIn, zhou: Person) -> None:
    browser = sign_in(zhou)
    for number in range(20):
        browser.post("/filters?tab=overdue", {"name": f"第{number}个"})
    page = browser.post("/filters?tab=overdue", {"name": "再一个"}, 400)
    assert "请先删除一个" in page.text


def test_department_that_may_not_be_seen_is_not_named(
    sign_in: SignIn, zhou: Person, wu: Person, database: Database
) -> None:
    add_task(database, ("民政局",))
    page = sign_in(zhou).get(f"/filters?department={wu.department_id}")
    assert "民政局" not in page.text
