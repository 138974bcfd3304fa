from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.conftest import NOW
from tests.make import make_milestone, make_person, make_task
from tests.smtp_server import Mailbox, ScriptedServer, real_server
from tests.web.conftest import BASE_URL, Browser, make_app, make_config
from tracker import settings, tasks
from tracker.config import Config
from tracker.database import Database
from tracker.directory import open_session
from tracker.models import (
    CalendarYear,
    Event,
    HoldReason,
    LightSettings,
    MailTest,
    Message,
    MessageState,
    Milestone,
    Person,
    Run,
    TaskState,
)
from tracker.web.access import Shell
from tracker.web.sessions import token_cookie

PATHS = ("/settings/calendar", "/settings/reminders", "/settings/lights")
SYSTEM = ("/settings/mail", "/settings/system")
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
鼓励单位安排职工在2月5日休息。"""
LIGHTS = {"soon_days": "15", "soon_workdays": "3", "behind": "20", "version": "0"}
REMINDERS = {
    "sends_digests": "y",
    "digest_at": "08:30",
    "day": "7、3、1",
    "month": "30、15、5、1",
    "quarter": "45、15、5、1",
    "half": "60、30、15、5",
    "year": "180、90、30、15、5",
    "overdue_days": "1、3、8",
    "overdue_every": "5",
    "version": "0",
}


@pytest.fixture
def browser(sign_in: Callable[[Person], Browser], administrator: Person) -> Browser:
    return sign_in(administrator)


def add_tasks(database: Database) -> None:
    """One task due on 31 August that turned yellow today, its department's clerk has mail."""
    with database.write() as session:
        task = make_task(session, state=TaskState.active)
        department = task.assignments[0].department_id
        make_person(session, account="clerk", name="钱联络", department_id=department)
        task.assignments[0].signed_at = NOW
        make_milestone(session, task, lagging_from=None, percent=90)


def test_who_may_open_which_page(
    sign_in: Callable[[Person], Browser],
    lin: Person,
    administrator: Person,
    zhou: Person,
    leader: Person,
) -> None:
    for person, allowed, hidden in (
        (administrator, (*PATHS, *SYSTEM), ()),
        (lin, PATHS, SYSTEM),
        (zhou, (), (*PATHS, *SYSTEM)),
        (leader, (), (*PATHS, *SYSTEM)),
    ):
        one = sign_in(person)
        for path in allowed:
            assert set(allowed) <= set(one.get(path).links())
        for path in hidden:
            one.get(path, 403)


def test_settings_stand_in_the_bar_of_those_who_may(
    sign_in: Callable[[Person], Browser], lin: Person, zhou: Person
) -> None:
    assert "/settings/calendar" in sign_in(lin).get("/settings/lights").links()
    assert "/settings/calendar" not in sign_in(zhou).get("/").links()


def test_a_coordinator_reads_the_calendar_and_cannot_change_it(
    sign_in: Callable[[Person], Browser], lin: Person
) -> None:
    one = sign_in(lin)
    assert not one.get("/settings/calendar?year=2027").find("//main//form")
    one.post("/settings/calendar/2027", {"rest": NOTICE, "version": "0"}, 403)


# Calendar


def test_a_year_without_a_notice_is_provisional_and_says_so(browser: Browser) -> None:
    page = browser.get("/settings/calendar?year=2027")
    assert "暂定 2027年的放假通知尚未录入，暂按周一至周五计算工作日。" in page.text
    assert "全年工作日 261 天（暂定）。" in page.text
    assert "2027年（暂定）" in page.text
    assert not page.find("//td[contains(@class, 'is-rest') or contains(@class, 'is-work')]")
    assert len(page.find("//table[@class='month']")) == 12


def test_a_published_year_shows_its_days_off_and_working_weekends(browser: Browser) -> None:
    page = browser.get("/settings/calendar?year=2017")
    assert "全年工作日 249 天" in page.text
    assert page.find("//main//a[@aria-current]/text()") == ["日历", "2017年"]
    october = page.find("//table[@class='month'][10]//td[contains(@class, 'is-rest')]")
    assert [cell.text for cell in october] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    worked = page.find("//td[contains(@class, 'is-work')]")
    assert [(cell.text, cell.find("small").text) for cell in worked] == [
        (day, "班") for day in ("22", "4", "1", "27", "30")
    ]


def test_looking_shows_the_days_and_what_is_not_counted_and_saves_nothing(
    browser: Browser, database: Database
) -> None:
    browser.get("/settings/calendar?year=2027")
    form = {"rest": NOTICE, "work": "", "source": "", "version": "0", "act": "look"}
    page = browser.post("/settings/calendar/2027", form, 200)
    assert page.find("//main//q/text()") == ["鼓励单位安排职工在2月5日休息"]
    assert len(page.find("//td[contains(@class, 'is-work')]")) == 2
    assert page.find("//textarea[@name='rest']")[0].text.strip() == NOTICE
    with database.read() as session:
        assert session.exec(select(CalendarYear)).all() == []
        assert session.exec(select(Event)).all() == []


def test_a_saved_notice_counts_everywhere_and_leaves_an_event(
    browser: Browser, database: Database, administrator: Person
) -> None:
    browser.get("/settings/calendar?year=2027")
    form = {"rest": "国办发明电〔2026〕9号\n" + NOTICE, "version": "0"}
    assert browser.post("/settings/calendar/2027", form).location == "/settings/calendar?year=2027"
    page = browser.get("/settings/calendar?year=2027")
    assert "2027年日历已保存" in page.text
    assert "国办发明电〔2026〕9号" in page.text
    assert "2027年（暂定）" not in page.text
    with database.read() as session:
        workdays = settings.workdays(session)
        assert not workdays.is_workday(date(2027, 10, 1))
        assert workdays.is_workday(date(2027, 9, 26))
        actions = session.exec(select(Event.action, Event.person_id)).all()
    assert actions == [
        ("settings.calendar_changed", administrator.id),
        ("milestones.relit", administrator.id),
    ]


def test_a_notice_of_another_year_is_refused_with_its_lines_and_stays_on_the_page(
    browser: Browser, database: Database
) -> None:
    browser.get("/settings/calendar?year=2027")
    text = NOTICE.replace("2027", "2026")
    page = browser.post("/settings/calendar/2027", {"rest": text, "version": "0"}, 400)
    assert "这是2026年的通知，不是2027年的。" in page.text
    assert page.find("//textarea[@name='rest']")[0].text.strip() == text
    assert page.find("//textarea[@name='rest']/@aria-invalid") == ["true"]
    page = browser.post("/settings/calendar/2028", {"rest": NOTICE[25:], "version": "0"}, 400)
    assert "第1行：2028年1月1日是周六，文中写的是周五，请核对年份。" in page.text
    with database.read() as session:
        assert session.exec(select(CalendarYear)).all() == []


def test_two_people_saving_one_year_do_not_overwrite_each_other(
    browser: Browser, database: Database, administrator: Person
) -> None:
    browser.get("/settings/calendar?year=2027")
    with database.write() as session:
        person = session.get_one(Person, administrator.id)
        text = settings.YearText("别人录的", "10月1日至3日")
        settings.save_year(session, 2027, text, 0, person, NOW)
    page = browser.post("/settings/calendar/2027", {"rest": NOTICE, "version": "0"}, 409)
    assert "这页设置刚被他人改过" in page.text
    assert page.find("//textarea[@name='rest']")[0].text.strip() == NOTICE
    assert "10月1日至3日" in page.text
    assert page.find("//input[@name='version']/@value") == ["1"]
    browser.post("/settings/calendar/2027", {"rest": NOTICE, "version": "1"})
    with database.read() as session:
        assert not settings.workdays(session).is_workday(date(2027, 10, 7))


def test_a_removed_notice_makes_the_year_provisional_again(
    browser: Browser, database: Database
) -> None:
    browser.get("/settings/calendar?year=2027")
    browser.post("/settings/calendar/2027", {"rest": NOTICE, "version": "0"})
    browser.post("/settings/calendar/2027", {"act": "reset", "version": "1"})
    assert "暂定" in browser.get("/settings/calendar?year=2027").text
    with database.read() as session:
        assert settings.workdays(session).is_workday(date(2027, 10, 1))


def test_a_notice_kept_as_a_file_is_offered_for_its_year(app: Flask, browser: Browser) -> None:
    base: Shell = app.extensions["tracker"]
    folder = base.config.data_dir / "calendar"
    folder.mkdir(parents=True)
    (folder / "2027.txt").write_text(NOTICE, encoding="utf-8")
    page = browser.get("/settings/calendar?year=2027")
    assert "/settings/calendar?year=2027&load=1#rest" in page.links()
    filled = browser.get("/settings/calendar?year=2027&load=1")
    assert filled.find("//textarea[@name='rest']")[0].text.strip() == NOTICE


@pytest.mark.parametrize("year", ["1999", "2101"])
def test_a_year_no_calendar_reaches_is_not_found(browser: Browser, year: str) -> None:
    browser.get(f"/settings/calendar?year={year}", 404)
    browser.post(f"/settings/calendar/{year}", {"rest": "1月1日"}, 404)


# Reminders


def test_reminder_page_shows_the_defaults_that_hold(browser: Browser) -> None:
    page = browser.get("/settings/reminders")
    values = {
        str(field.get("name")): field.get("value")
        for field in page.find("//main//form//input[not(@type='hidden')]")
    }
    assert values == {**{k: v for k, v in REMINDERS.items() if k != "version"}}
    assert page.find("//input[@name='sends_digests']/@checked")
    assert "未改动过，为默认值。" in page.text


def test_looking_says_who_would_get_mail_tomorrow(browser: Browser, database: Database) -> None:
    add_tasks(database)  # due on Thursday the 31st, 14 days from tomorrow
    browser.get("/settings/reminders")
    page = browser.post("/settings/reminders", {**REMINDERS, "act": "look"}, 200)
    assert "8月17日（周四）：没有到期的提醒，不发送。" in page.text
    page = browser.post("/settings/reminders", {**REMINDERS, "month": "14", "act": "look"}, 200)
    assert "8月17日（周四）将发出 1 封。" in page.text
    [row] = page.find("//div[@class='effect']//tbody/tr")
    assert [cell.text_content() for cell in row] == ["教育文体局", "钱联络", "1 封", "1"]
    assert "尚未保存" in page.text
    page = browser.post(
        "/settings/reminders", {**REMINDERS, "sends_digests": "", "act": "look"}, 200
    )
    assert "8月17日（周四）：提醒邮件已停发，不发送。" in page.text


@pytest.fixture
def friday(database: Database, config: Config, administrator: Person) -> Browser:
    """A browser of the administrator on Friday, 18 August 2017."""
    moment = NOW + timedelta(days=2)
    with database.write() as session:
        token = open_session(session, administrator, moment, None, None)
    browser = Browser(make_app(config, database, moment))
    browser.client.set_cookie(token_cookie(config), token, domain="127.0.0.1")
    return browser


def test_looking_on_a_friday_says_that_saturday_is_no_day_and_shows_monday(
    friday: Browser, database: Database
) -> None:
    add_tasks(database)
    friday.get("/settings/reminders")
    page = friday.post("/settings/reminders", {**REMINDERS, "month": "10", "act": "look"}, 200)
    assert "8月19日（周六）是休息日，不发送。" in page.text
    assert "8月21日（周一）将发出 1 封。" in page.text


def test_saved_reminder_rules_hold_and_leave_an_event(
    browser: Browser, database: Database, administrator: Person
) -> None:
    browser.get("/settings/reminders")
    form = {**REMINDERS, "month": "20, 10 2", "overdue_days": "2；1", "overdue_every": "4"}
    assert browser.post("/settings/reminders", form).location == "/settings/reminders"
    page = browser.get("/settings/reminders")
    assert page.find("//input[@name='month']/@value") == ["20、10、2"]
    assert "默认：30、15、5、1" in page.text
    with database.read() as session:
        event = session.exec(select(Event)).one()
    assert (event.action, event.person_id) == ("settings.reminders_changed", administrator.id)
    assert event.change == {
        "month": [[30, 15, 5, 1], [20, 10, 2]],
        "overdue_days": [[1, 3, 8], [1, 2]],
        "overdue_every": [5, 4],
    }


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("month", "三十", "请填整数，中间用“、”隔开，例如 30、15、5。"),
        ("month", "0、5", "每个天数填 1 到 365 的整数。"),
        ("year", "400", "每个天数填 1 到 365 的整数。"),
        ("day", "1 2 3 4 5 6 7 8 9", "最多填 8 个。"),
        ("overdue_days", "", "至少填一个天数，例如 1。"),
        ("overdue_days", "61", "每个天数填 1 到 60 的整数。"),
        ("overdue_every", "0", "请填 1 到 60 的整数。"),
        ("overdue_every", "五", "请填 1 到 60 的整数。"),
        ("overdue_every", "", "请填 1 到 60 的整数。"),
        ("digest_at", "25:00", "请填 06:00 到 20:00 之间的时间，例如 08:30。"),
        ("digest_at", "03:00", "请填 06:00 到 20:00 之间的时间，例如 08:30。"),
        ("digest_at", "", "请填 06:00 到 20:00 之间的时间，例如 08:30。"),
    ],
)
def test_nonsense_in_a_reminder_rule_is_refused_at_its_field(
    browser: Browser, field: str, typed: str, sentence: str
) -> None:
    browser.get("/settings/reminders")
    page = browser.post("/settings/reminders", {**REMINDERS, field: typed}, 400)
    assert page.find(f"//span[@id='{field}-error']/text()") == [sentence]
    assert page.find(f"//input[@name='{field}']/@value") == [typed]


def test_two_people_saving_reminders_both_keep_what_they_typed(browser: Browser) -> None:
    browser.get("/settings/reminders")
    browser.post("/settings/reminders", {**REMINDERS, "month": "9"})
    page = browser.post("/settings/reminders", {**REMINDERS, "month": "8"}, 409)
    assert page.find("//input[@name='month']/@value") == ["8"]
    assert "现行：9" in page.text
    browser.post("/settings/reminders", {**REMINDERS, "month": "8", "version": "1"})
    assert browser.get("/settings/reminders").find("//input[@name='month']/@value") == ["8"]


# Lamps


def test_looking_at_other_lights_counts_the_lamps_and_changes_none(
    browser: Browser, database: Database
) -> None:
    add_tasks(database)
    browser.get("/settings/lights")
    page = browser.post("/settings/lights", {**LIGHTS, "soon_days": "10", "act": "look"}, 200)
    assert "在办 1 项中，今天有 1 盏灯会变：" in page.text
    assert page.find("//ul[@class='moves']//span[contains(@class, 'lamp')]/text()") == [
        "临期",
        "正常",
    ]
    with database.read() as session:
        assert session.exec(select(Milestone)).one().soon_from == date(2017, 8, 16)
        assert session.exec(select(LightSettings)).all() == []


def test_saved_lights_move_the_lamps_at_once(browser: Browser, database: Database) -> None:
    add_tasks(database)
    browser.get("/settings/lights")
    browser.post("/settings/lights", {**LIGHTS, "soon_days": "10"})
    assert "已保存，重算了 1 个节点的亮灯日期。" in browser.get("/settings/lights").text
    with database.read() as session:
        milestone = session.exec(select(Milestone)).one()
        assert milestone.soon_from == date(2017, 8, 21)
        assert tasks.standing(milestone, date(2017, 8, 16)) is tasks.Standing.on_time
        events = session.exec(select(Event.action, Event.change)).all()
    assert events == [
        ("settings.lights_changed", {"soon_days": [15, 10]}),
        ("milestones.relit", {"milestones": [None, 1]}),
    ]


def test_a_coordinator_may_change_lights(
    sign_in: Callable[[Person], Browser], lin: Person, database: Database
) -> None:
    one = sign_in(lin)
    one.get("/settings/lights")
    one.post("/settings/lights", {**LIGHTS, "behind": "30"})
    with database.read() as session:
        assert settings.lights(session).behind == 30


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("soon_days", "0", "请填 1 到 90 的整数。"),
        ("soon_days", "很多", "请填 1 到 90 的整数。"),
        ("soon_workdays", "16", "请填 1 到 15 的整数。"),
        ("behind", "", "请填 5 到 60 的整数。"),
        ("behind", "99", "请填 5 到 60 的整数。"),
    ],
)
def test_nonsense_in_a_light_is_refused_at_its_field(
    browser: Browser, field: str, typed: str, sentence: str
) -> None:
    browser.get("/settings/lights")
    page = browser.post("/settings/lights", {**LIGHTS, field: typed}, 400)
    assert page.find(f"//span[@id='{field}-error']/text()") == [sentence]


def test_two_people_saving_lights_both_keep_what_they_typed(
    browser: Browser, database: Database
) -> None:
    browser.get("/settings/lights")
    browser.post("/settings/lights", {**LIGHTS, "soon_days": "10"})
    page = browser.post("/settings/lights", {**LIGHTS, "soon_days": "12"}, 409)
    assert page.find("//input[@name='soon_days']/@value") == ["12"]
    assert "现行：10" in page.text
    with database.read() as session:
        assert settings.lights(session).soon_days == 10


# Mail


def mail_browser(database: Database, administrator: Person, folder: Any, url: str) -> Browser:
    config = make_config(folder, TRACKER_SMTP_URL=url)
    with database.write() as session:
        token = open_session(session, administrator, NOW, None, None)
    browser = Browser(make_app(config, database))
    browser.client.set_cookie(token_cookie(config), token, domain="127.0.0.1")
    return browser


def test_without_a_server_the_trial_becomes_a_file_and_the_page_says_where(
    app: Flask, browser: Browser, database: Database
) -> None:
    base: Shell = app.extensions["tracker"]
    page = browser.get("/settings/mail")
    folder = base.config.data_dir / "outbox"
    assert "未设置 TRACKER_SMTP_URL" in page.text
    assert str(folder) in page.text
    browser.post("/settings/mail", {"recipient": "guan@office.example"})
    assert [path.name for path in folder.iterdir()] == ["trial-1.eml"]
    assert "已写成文件。" in browser.get("/settings/mail").text
    with database.read() as session:
        assert session.exec(select(Message)).all() == []


def test_a_trial_through_a_real_server_arrives_and_shows_its_answer(
    database: Database, administrator: Person, tmp_path: Any
) -> None:
    mailbox = Mailbox()
    with real_server(mailbox) as port:
        browser = mail_browser(database, administrator, tmp_path, f"smtp://127.0.0.1:{port}")
        browser.get("/settings/mail")
        browser.post("/settings/mail", {"recipient": "guan@office.example"})
    page = browser.get("/settings/mail")
    assert "服务器已收下，请到收件箱确认。" in page.text
    assert "250 taken" in page.text
    assert b"To: guan@office.example" in mailbox.contents[0]


@pytest.mark.parametrize(
    ("script", "words", "answer"),
    [
        ({"banner": "421 busy"}, "服务器暂时不收，或连接不上", "421 busy"),
        ({"RCPT": "550 no such user"}, "服务器拒收这个地址的邮件", "550 no such user"),
        ({"MAIL": "530 sign in first"}, "账号、口令或加密方式不被接受", "530 sign in first"),
        ({"dot": "drop"}, "邮件已交出，但服务器没有确认", "SMTPServerDisconnected"),
    ],
)
def test_what_the_server_refuses_is_shown_in_its_own_words(
    database: Database,
    administrator: Person,
    tmp_path: Any,
    script: dict[str, str],
    words: str,
    answer: str,
) -> None:
    with ScriptedServer(script) as server:
        browser = mail_browser(database, administrator, tmp_path, server.url)
        browser.get("/settings/mail")
        browser.post("/settings/mail", {"recipient": "guan@office.example"})
    page = browser.get("/settings/mail")
    assert words in page.text
    assert answer in page.text


def test_the_password_is_on_no_page_even_if_the_server_repeats_it(
    database: Database, administrator: Person, tmp_path: Any
) -> None:
    script = {
        "EHLO": "250-here\r\n250 AUTH LOGIN PLAIN",
        "AUTH": "535 no: geheim-7 AGR1Y2hhAGdlaGVpbS03",
    }
    with ScriptedServer(script) as server:
        url = server.url.replace("smtp://", "smtp://ducha:geheim-7@")
        browser = mail_browser(database, administrator, tmp_path, url)
        browser.get("/settings/mail")
        browser.post("/settings/mail", {"recipient": "guan@office.example"})
    shown = "".join(
        browser.get(path).response.get_data(as_text=True)
        for path in ("/settings/mail", "/settings/system")
    )
    assert "535 no: ＊＊＊ ＊＊＊" in shown
    assert "ducha@127.0.0.1" in shown
    assert "geheim" not in shown
    assert "AGR1Y2hhAGdlaGVpbS03" not in shown


def test_a_trial_sent_twice_by_its_button_goes_out_once(
    app: Flask, browser: Browser, database: Database
) -> None:
    base: Shell = app.extensions["tracker"]
    values = {"recipient": "guan@office.example"}
    values["once"] = str(
        browser.get("/settings/mail").find("//main//input[@name='once']/@value")[0]
    )
    for _each in range(2):
        assert browser.post("/settings/mail", values).location == "/settings/mail"
    assert len(list((base.config.data_dir / "outbox").iterdir())) == 1
    with database.read() as session:
        assert len(session.exec(select(MailTest)).all()) == 1


def test_trials_come_at_most_once_a_minute(browser: Browser, database: Database) -> None:
    browser.get("/settings/mail")
    browser.post("/settings/mail", {"recipient": "guan@office.example"})
    page = browser.post("/settings/mail", {"recipient": "lin@office.example"}, 400)
    assert "每分钟只能试发一次，请等 60 秒。" in page.text
    assert page.find("//input[@name='recipient']/@value") == ["lin@office.example"]
    with database.read() as session:
        assert len(session.exec(select(MailTest)).all()) == 1


def test_a_trial_needs_an_address(browser: Browser, database: Database) -> None:
    browser.get("/settings/mail")
    for typed in ("", "nobody", "林@office.example"):
        browser.post("/settings/mail", {"recipient": typed}, 400)
    with database.read() as session:
        assert session.exec(select(MailTest)).all() == []


def test_mail_page_says_what_waits_and_why_all_wait(browser: Browser, database: Database) -> None:
    values: dict[str, Any] = {
        "recipient": "zhou@example.invalid",
        "subject": "x",
        "text": "x",
        "html": "x",
        "mime": b"",
        "next_attempt_at": NOW,
    }
    rows: list[dict[str, Any]] = [
        {"created_at": NOW - timedelta(hours=2)},
        {"created_at": NOW},
        {
            "created_at": NOW,
            "state": MessageState.held,
            "held_for": HoldReason.configuration,
            "answer": "535 bad credentials",
        },
    ]
    with database.write() as session:
        for number, changes in enumerate(rows):
            session.add(Message(key=str(number), message_id=str(number), **values, **changes))
    page = browser.get("/settings/mail")
    assert "2 封，最早一封 8月16日 08:00 起" in page.text
    assert "535 bad credentials" in page.text


# System


def test_system_page_shows_heartbeat_library_space_and_variables(
    browser: Browser, database: Database
) -> None:
    assert "没有动静" in browser.get("/settings/system").text
    with database.write() as session:
        session.add(Run(job="tick", through=date(2017, 8, 16), beat_at=NOW - timedelta(seconds=9)))
    page = browser.get("/settings/system")
    assert "最近一次心跳 8月16日 09:59" in page.text
    assert "没有动静" not in page.text
    assert "SQLite 3." in page.text
    for name in (
        "TRACKER_BASE_URL",
        "TRACKER_DATABASE_URL",
        "TRACKER_SMTP_URL",
        "TRACKER_DATA_DIR",
    ):
        assert page.find(f"//code[text()='{name}']")
    assert "a key for tests only" not in page.response.get_data(as_text=True)
    assert BASE_URL in page.text
