"""Steps on many tasks: the effect is shown, confirmed once, and happens whole or not at all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.make import make_person
from tests.web.conftest import Browser, Page, add_person
from tests.web.test_tasks import add_task, hidden_of
from tracker.database import Database
from tracker.models import (
    Event,
    Message,
    MilestoneKind,
    Person,
    Task,
    TaskState,
)

SignIn = Callable[[Person], Browser]
LATE = {"due_on": date(2017, 7, 31)}
STANDING: dict[str, Any] = {"deadline_text": "长期", "deadline_normal": "ongoing"}
CHECK = {"kind": MilestoneKind.checkpoint, "normal": "ongoing", "due_on": date(2017, 9, 30)}


def query(*tasks: Task) -> str:
    return "&".join(f"task={each.id}" for each in tasks)


def confirm(browser: Browser, step: str, page: Page, status: int = 303, **changes: Any) -> Page:
    return browser.post(f"/tasks/{step}", {**hidden_of(page), **changes}, status)


def events(database: Database, action: str) -> list[Event]:
    with database.read() as session:
        return list(session.exec(select(Event).where(Event.action == action)).all())


def mails(database: Database) -> list[Message]:
    with database.read() as session:
        return list(session.exec(select(Message).order_by(Message.key)).all())


def test_ledger_offers_each_role_its_own_steps(
    sign_in: SignIn, lin: Person, zhou: Person, leader: Person, database: Database
) -> None:
    add_task(database)

    def steps(person: Person) -> list[str]:
        page = sign_in(person).get("/tasks")
        return [str(each) for each in page.find("//form[@id='bulk']//button/@formaction")]

    assert steps(lin) == ["/tasks/press", "/tasks/urge", "/tasks/complete"]
    assert steps(zhou) == ["/tasks/sign"]
    assert steps(leader) == []
    assert not sign_in(leader).get("/tasks").find("//input[@name='task']")


@pytest.mark.usefixtures("zhou", "wu")
def test_urging_shows_every_mail_before_one_is_sent(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    late = add_task(database, ("教育文体局", "民政局"), title="迟的", milestone=LATE)
    second = add_task(database, title="也迟的", milestone=LATE)
    good = add_task(database, title="不迟的", milestone={"soon_from": date(2017, 8, 20)})
    page = sign_in(lin).get(f"/tasks/urge?{query(late, second, good)}&tab=overdue")
    rows = page.find("//table[caption='邮件']/tbody/tr")
    assert [each.xpath("string(td[2])") for each in rows] == ["周联络", "吴联络"]
    assert "也迟的，迟的" in rows[0].text_content()
    assert "也迟的" not in rows[1].text_content()
    assert "未逾期，也不滞后。" in page.text
    assert "发出 2 封邮件" in page.text
    assert page.find("//main//a[.='返回台账']/@href") == ["/tasks?tab=overdue"]
    assert mails(database) == []
    assert events(database, "task.urged") == []


def test_confirmed_urging_sends_one_mail_to_each_clerk(
    sign_in: SignIn, lin: Person, zhou: Person, wu: Person, database: Database
) -> None:
    late = add_task(database, ("教育文体局", "民政局"), title="迟的", milestone=LATE)
    second = add_task(database, title="也迟的", milestone=LATE)
    browser = sign_in(lin)
    page = browser.get(f"/tasks/urge?{query(late, second)}&tab=overdue")
    assert confirm(browser, "urge", page).location == "/tasks?tab=overdue"
    assert "已催 2 项，将发出 2 封邮件。" in browser.get("/tasks").text
    told = events(database, "task.urged")
    assert len(told) == 3
    sent = mails(database)
    assert {each.person_id for each in sent} == {zhou.id, wu.id}
    ids = {each.id for each in told}
    assert all(each.key.split(":")[0] == "event" for each in sent)
    assert {int(each.key.split(":")[1]) for each in sent} <= ids
    to_zhou = next(each for each in sent if each.person_id == zhou.id)
    assert "迟的（逾期16天）" in to_zhou.text
    assert "也迟的（逾期16天）" in to_zhou.text
    assert f"/tasks/{late.id}" in to_zhou.text
    assert "2项任务逾期或滞后" in to_zhou.subject


def test_nobody_is_urged_twice_a_day(
    sign_in: SignIn, lin: Person, zhou: Person, database: Database
) -> None:
    late = add_task(database, milestone=LATE)
    browser = sign_in(lin)
    page = browser.get(f"/tasks/urge?{query(late)}")
    confirm(browser, "urge", page)
    confirm(browser, "urge", page)  # the same form once more is answered, not taken
    again = confirm(browser, "urge", page, 409, once=[])
    assert "今日已催过。" in again.text
    assert len(mails(database)) == 1
    assert len(events(database, "task.urged")) == 1
    assert mails(database)[0].person_id == zhou.id


@pytest.mark.usefixtures("zhou")
def test_pressing_for_signatures_reaches_only_who_has_not_signed(
    sign_in: SignIn, lin: Person, wu: Person, database: Database
) -> None:
    task = add_task(database, ("教育文体局", "民政局"), signed=False)
    with database.write() as session:
        session.get_one(Task, task.id).assignments[0].signed_at = task.issued_at
    browser = sign_in(lin)
    page = browser.get(f"/tasks/press?{query(task)}")
    confirm(browser, "press", page)
    assert [each.person_id for each in mails(database)] == [wu.id]
    assert "尚未签收" in mails(database)[0].text
    assert len(events(database, "assignment.pressed")) == 1


def test_department_without_a_clerk_is_named_with_what_to_do(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    task = add_task(database, ("编办",), signed=False)
    page = sign_in(lin).get(f"/tasks/press?{query(task)}")
    assert "无联络员或未登记邮箱，请电话联系。" in page.text
    assert "编办" in page.text
    assert not page.find("//main//form[@method='post']")


def test_effect_that_changed_meanwhile_is_shown_again(
    sign_in: SignIn, lin: Person, zhou: Person, database: Database
) -> None:
    task = add_task(database, milestone=LATE)
    browser = sign_in(lin)
    page = browser.get(f"/tasks/urge?{query(task)}")
    with database.write() as session:
        values = {"account": "li", "name": "李联络", "department_id": zhou.department_id}
        make_person(session, **values)
    shown = confirm(browser, "urge", page, 409)
    assert "任务在此期间有变动，未执行任何操作。" in shown.text
    assert "李联络" in shown.text
    assert mails(database) == []
    confirm(browser, "urge", shown)
    assert len(mails(database)) == 2


def test_standing_tasks_are_completed_and_others_stay(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    standing = add_task(database, title="长期的", milestone=CHECK, **STANDING)
    unsigned = add_task(database, title="未签的", signed=False, milestone=CHECK, **STANDING)
    dated = add_task(database, title="有期的")
    browser = sign_in(lin)
    page = browser.get(f"/tasks/complete?{query(standing, unsigned, dated)}")
    assert "牵头单位尚未签收。" in page.text
    assert "最后一个节点办结时自动办结。" in page.text
    confirm(browser, "complete", page)
    with database.read() as session:
        states = [session.get_one(Task, each.id).state for each in (standing, unsigned, dated)]
    assert states == [TaskState.completed, TaskState.issued, TaskState.active]


def test_clerk_signs_what_is_ticked(sign_in: SignIn, zhou: Person, database: Database) -> None:
    first = add_task(database, ("教育文体局", "民政局"), signed=False)
    second = add_task(database, signed=False)
    browser = sign_in(zhou)
    page = browser.get(f"/tasks/sign?{query(first)}")
    assert "签收 1 项" in page.text
    confirm(browser, "sign", page)
    with database.read() as session:
        signed = [part.signed_by_id for part in session.get_one(Task, first.id).assignments]
        assert signed == [zhou.id, None]
        assert session.get_one(Task, second.id).state is TaskState.issued


STEPS = {"press": "lin", "urge": "lin", "complete": "lin", "sign": "zhou"}


def state_of(session: Session) -> list[Any]:
    """Return everything a step could have changed."""
    return [
        sorted(map(repr, session.exec(select(table)).all())) for table in (Task, Event, Message)
    ]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("extra", ["999", "x", "-1", "９", "1 OR 1=1", "9" * 30])
def test_one_id_that_is_no_task_refuses_all(
    sign_in: SignIn, lin: Person, zhou: Person, database: Database, step: str, extra: str
) -> None:
    task = add_task(database, signed=False, milestone=LATE)
    browser = sign_in(zhou if step == "sign" else lin)
    page = browser.get(f"/tasks/{step}?{query(task)}")
    with database.read() as session:
        before = state_of(session)
    browser.get(f"/tasks/{step}?{query(task)}&task={extra}", 404)
    seen = hidden_of(page).get("seen", [""])
    browser.post(f"/tasks/{step}", {"task": [str(task.id), extra], "seen": seen}, 404)
    with database.read() as session:
        assert state_of(session) == before


def test_foreign_tasks_among_the_own_refuse_all(
    sign_in: SignIn, zhou: Person, database: Database
) -> None:
    own = [add_task(database, signed=False) for _ in range(3)]
    foreign = [add_task(database, ("民政局",), title="别家的", signed=False) for _ in range(2)]
    browser = sign_in(zhou)
    seen = hidden_of(browser.get(f"/tasks/sign?{query(*own)}"))
    with database.read() as session:
        before = state_of(session)
    page = browser.get(f"/tasks/sign?{query(*own, *foreign)}", 404)
    missing = browser.get(f"/tasks/sign?{query(*own)}&task=999&task=998", 404)
    assert page.text == missing.text
    assert "别家的" not in page.text
    ids = [str(each.id) for each in (*own, *foreign)]
    browser.post("/tasks/sign", {**seen, "task": ids}, 404)
    with database.read() as session:
        assert state_of(session) == before


@pytest.mark.parametrize("step", STEPS)
def test_nothing_ticked_says_what_to_do(
    sign_in: SignIn, lin: Person, zhou: Person, step: str
) -> None:
    page = sign_in(zhou if step == "sign" else lin).get(f"/tasks/{step}")
    assert "没有选中任务" in page.text


def test_steps_of_others_are_refused(sign_in: SignIn, lin: Person, zhou: Person) -> None:
    for step in ("press", "urge", "complete"):
        sign_in(zhou).get(f"/tasks/{step}?task=1", 403)
        sign_in(zhou).post(f"/tasks/{step}", {"task": "1"}, 403)
    sign_in(lin).get("/tasks/sign?task=1", 403)


def test_clerk_without_an_address_gets_no_mail(
    sign_in: SignIn, lin: Person, database: Database
) -> None:
    add_person(database, "教育文体局", account="he", name="何联络", email=None)
    task = add_task(database, milestone=LATE)
    page = sign_in(lin).get(f"/tasks/urge?{query(task)}")
    assert "无联络员或未登记邮箱" in page.text
    assert "何联络" not in page.text


@pytest.mark.parametrize(
    ("count", "status", "sentence"),
    [(501, 400, "一次最多办理 500 项"), (3000, 413, "少选一些")],
)
def test_more_tasks_than_anybody_ticks_are_refused_in_a_true_sentence(
    sign_in: SignIn, lin: Person, count: int, status: int, sentence: str
) -> None:
    browser = sign_in(lin)
    page = browser.get("/tasks/urge?" + "&".join(f"task={n}" for n in range(count)), status)
    assert sentence in page.text
    assert "文件" not in page.find("//main")[0].text_content()
