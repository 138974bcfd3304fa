"""Calendar, reminder and light rules: what a notice means, and that everything stored follows."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.conftest import NOW
from tests.make import make_milestone, make_person, make_task
from tracker import settings, tasks
from tracker.clock import Workdays
from tracker.config import Config
from tracker.database import Database
from tracker.errors import Conflict, InvalidInput
from tracker.models import (
    CalendarDay,
    Event,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Person,
    ReminderRule,
    Role,
    Task,
    TaskState,
)
from tracker.reminders import Policy, expect_digests, queue_reminders, reminders_for
from tracker.settings import Lights, ReminderRules, YearText, read_notice

HOLIDAYS = Path(__file__).parent / "documents" / "holidays"
NOTICES = {int(path.stem): path.read_text(encoding="utf-8") for path in HOLIDAYS.glob("*.txt")}
# 国办发明电〔2019〕3号 of March 2019 moved what the notice of December 2018 had said of May.
AMENDED_2019 = "2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。"
PUBLISHED = Workdays()
ONE_DAY = timedelta(days=1)
TODAY = date(2017, 8, 16)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(number) for number in range((date(year + 1, 1, 1) - first).days)]


def by_notice(day: date, notice: settings.Notice) -> bool:
    """Return whether the day is a working day by the notice alone."""
    return day in notice.work or (day not in notice.rest and day.weekday() < 5)


@pytest.fixture
def by(session: Session) -> Person:
    return make_person(session, account="guan", name="管理员", role=Role.administrator)


# What a notice means. The library was made from the same notices by other people.


@pytest.mark.parametrize("year", [2017, 2023, 2024, 2025, 2026])
def test_a_real_notice_gives_every_day_of_its_year(year: int) -> None:
    notice = read_notice(NOTICES[year], "", year)
    assert notice.problems == ()
    for day in days_of(year):
        assert by_notice(day, notice) is PUBLISHED.is_workday(day), day


def test_a_notice_may_move_days_of_the_december_before() -> None:
    notice = read_notice(NOTICES[2019], "", 2019)
    assert date(2018, 12, 29) in notice.work
    assert {date(2018, 12, 30), date(2018, 12, 31), date(2019, 1, 1)} <= notice.rest
    assert date(2022, 12, 31) in read_notice(NOTICES[2023], "", 2023).rest


def test_an_amended_notice_is_read_with_its_amendment() -> None:
    notice = read_notice(f"{NOTICES[2019]}\n{AMENDED_2019}", "", 2019)
    assert notice.problems == ()
    for day in days_of(2019):
        assert by_notice(day, notice) is PUBLISHED.is_workday(day), day


def test_advice_rules_and_the_date_of_issue_are_told_apart_from_days_off() -> None:
    assert [each[:10] for each in read_notice(NOTICES[2024], "", 2024).ignored] == [
        "鼓励各单位结合带薪年",
        "2023年10月25日"[:10],
    ]
    reform = read_notice(NOTICES[2025], "", 2025)
    assert any("自2025年1月1日起" in each for each in reform.ignored)
    assert len(reform.rest) == 28


OCTOBER = {date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 3)}


@pytest.mark.parametrize(
    "text",
    [
        "2027-10-01\n2027-10-02\n2027-10-03",
        "2027-10-01至2027-10-03",
        "2027/10/1 - 2027/10/3",
        "2027.10.01~2027.10.03",
        "2027年10月1日至3日",
        "2027年10月1日至10月3日",
        "10月1日—3日",
        "10月1日－10月3日",
        "１０月１日至３日",
        "10月1日到3日",
        "10月1日、2日、3日",
        "10月1日、10月2日和3日放假",
        "国庆节：10月1日（星期五）至3日（星期日）放假，共3天。",
        "放假：10月1日-3日",
        "六、国庆节 10月1日放假,10月2日至3日补休",
    ],
)
def test_dates_may_be_written_in_many_ways(text: str) -> None:
    notice = read_notice(text, "", 2027)
    assert (set(notice.rest), set(notice.work), notice.problems) == (OCTOBER, set(), ())


@pytest.mark.parametrize(
    ("rest", "work"),
    [
        ("10月1日至3日", "2027-09-26\n2027-10-09"),
        ("10月1日至3日。9月26日、10月9日上班", ""),
        ("10月1日至3日\n9月26日（星期日）、10月9日（星期六）上班。", ""),
        ("10月1日至3日\n调休上班：9月26日、10月9日", ""),
        ("10月1日至3日放假，9月26日、10月9日补班", ""),
    ],
)
def test_make_up_working_days_stand_apart_or_in_their_sentence(rest: str, work: str) -> None:
    notice = read_notice(rest, work, 2027)
    assert (set(notice.rest), notice.problems) == (OCTOBER, ())
    assert notice.work == {date(2027, 9, 26), date(2027, 10, 9)}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "没有读出日期。"),
        ("国庆放假", "没有读出日期。"),
        ("10月1日（星期三）放假", "第1行：2027年10月1日是星期五，文中写的是星期三，请核对年份。"),
        ("春节\n2月30日放假", "第2行：没有2月30日这一天。"),
        ("13月1日", "第1行：没有13月1日这一天。"),
        ("十月一日放假", "第1行：日期请用数字写"),
        ("10月1日至7日放假，共8天", "第1行：日期共7天，文中写的是8天，请核对。"),
        ("10月1日至12月7日放假", "不像一个假期"),
        ("12月31日至1月2日放假", "跨年的，起止都写明年份"),
        ("10月1日放假\n10月1日上班", "第2行：2027年10月1日既写了放假，又写了上班"),
        ("10月12日上班", "第1行：2027年10月12日本来就是工作日"),
        ("2025年10月1日放假", "第1行：2025年10月1日不属于2027年的安排"),
        ("关于2026年部分节假日安排的通知\n10月1日放假", "这是2026年的通知，不是2027年的。"),
    ],
)
def test_what_cannot_be_right_is_said_with_its_line(text: str, problem: str) -> None:
    assert problem in " ".join(read_notice(text, "", 2027).problems)


def test_a_date_of_another_year_without_a_word_is_left_out_and_named() -> None:
    notice = read_notice("2027-10-01\n2025-10-01", "", 2027)
    assert notice.rest == {date(2027, 10, 1)}
    assert notice.ignored == ("2025-10-01",)


@given(st.text("0123456789年月日至—-（星期一）共天放假上班，。：、\n /", max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    notice = read_notice(text, text, 2027)
    assert not notice.rest & notice.work
    assert notice.rest or notice.work or notice.problems


@given(st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), min_size=1, max_size=40))
def test_a_list_of_days_is_read_back_as_it_was_written(days: set[date]) -> None:
    for shape in ("{0:%Y-%m-%d}", "{0.year}年{0.month}月{0.day}日", "{0.month}月{0.day}日放假"):
        notice = read_notice("\n".join(map(shape.format, sorted(days))), "", 2027)
        assert (set(notice.rest), notice.problems) == (days, ())


# The stored calendar


def test_without_rows_the_calendar_is_the_published_one(session: Session) -> None:
    workdays = settings.workdays(session, "Asia/Urumqi")
    assert workdays == Workdays(timezone="Asia/Urumqi")


def test_a_saved_year_is_no_longer_provisional(session: Session, by: Person) -> None:
    text = YearText("国办发明电〔2026〕9号", "10月1日至7日放假。9月26日、10月9日上班。")
    settings.save_year(session, 2027, text, 0, by, NOW)
    workdays = settings.workdays(session)
    assert not workdays.is_provisional(2027)
    assert workdays.is_provisional(2028)
    assert not workdays.is_workday(date(2027, 10, 1))
    assert workdays.is_workday(date(2027, 9, 26))
    assert workdays.is_holiday(date(2027, 10, 2))
    assert workdays.add_workdays(date(2027, 9, 30), 1) == date(2027, 10, 8)
    event = session.exec(select(Event)).one()
    assert (event.action, event.change["days"]) == ("settings.calendar_changed", [None, 9])


def test_a_later_years_notice_wins_over_the_december_before(session: Session, by: Person) -> None:
    for year in (2019, 2018):  # in whichever order they are entered
        text = NOTICES[year] + (AMENDED_2019 if year == 2019 else "")
        settings.save_year(session, year, YearText(rest=text), 0, by, NOW)
    workdays = settings.workdays(session)
    for day in days_of(2018) + days_of(2019):
        assert workdays.is_workday(day) is PUBLISHED.is_workday(day), day


def test_the_end_of_next_years_notice_does_not_make_this_year_known(
    session: Session, by: Person
) -> None:
    text = YearText(rest="2027年12月31日至2028年1月2日放假。")
    settings.save_year(session, 2028, text, 0, by, NOW)
    assert settings.workdays(session).is_provisional(2027)
    assert not settings.workdays(session).is_workday(date(2027, 12, 31))


def test_a_year_is_saved_only_over_what_was_seen(session: Session, by: Person) -> None:
    text = YearText(rest="10月1日")
    settings.save_year(session, 2027, text, 0, by, NOW)
    for version in (0, 2):
        with pytest.raises(Conflict):
            settings.save_year(session, 2027, YearText(rest="10月2日"), version, by, NOW)
    settings.save_year(session, 2027, YearText(rest="10月2日"), 1, by, NOW)
    assert [each.day for each in session.exec(select(CalendarDay)).all()] == [date(2027, 10, 2)]
    with pytest.raises(Conflict):
        settings.remove_year(session, 2027, 1, by, NOW)
    settings.remove_year(session, 2027, 2, by, NOW)
    assert session.exec(select(CalendarDay)).all() == []
    with pytest.raises(Conflict):
        settings.save_year(session, 2027, text, 3, by, NOW)


def test_a_notice_with_a_problem_changes_nothing(session: Session, by: Person) -> None:
    with pytest.raises(InvalidInput) as refusal:
        settings.save_year(session, 2027, YearText(rest="2月30日\n13月1日"), 0, by, NOW)
    assert refusal.value.field == "rest"
    assert len(str(refusal.value).splitlines()) == 2
    with pytest.raises(InvalidInput):
        settings.save_year(session, 2027, YearText(rest="1月1日" * 3000), 0, by, NOW)
    assert session.exec(select(Event)).all() == []


def test_the_number_of_the_notice_is_found_in_its_text() -> None:
    assert settings.source_of(NOTICES[2024]) == "国办发明电〔2023〕7号"
    assert settings.source_of("10月1日") == ""


# Lights

SPANS = st.tuples(
    st.sampled_from(list(MilestoneKind)),
    st.sampled_from(list(MilestoneState)),
    st.one_of(st.none(), st.integers(-5, 400)),  # days from opening to due date
    st.integers(-200, 5),  # opened, from today
    st.integers(0, 100),
)
LIGHTS = st.builds(Lights, st.integers(1, 90), st.integers(1, 15), st.integers(5, 60))


def fill(session: Session, chance: Random, number: int) -> None:
    """Add tasks in every state with milestones whose days follow from the defaults."""
    for position in range(number):
        task = make_task(session, (), position=position, state=chance.choice(list(TaskState)))
        for _number in range(chance.randint(0, 3)):
            opened = TODAY - timedelta(days=chance.randint(-5, 200))
            due = opened + timedelta(days=chance.choice((0, 5, 29, 30, 31, 90, 200, 400)))
            milestone = make_milestone(
                session,
                task,
                kind=chance.choice(list(MilestoneKind)),
                state=chance.choice(list(MilestoneState)),
                opened_on=opened,
                due_on=chance.choice((due, due, due, None)),
                percent=chance.choice((0, 30, 60, 90, 100)),
            )
            days = tasks.lamp_days(milestone, PUBLISHED, Lights())
            milestone.soon_from, milestone.lagging_from = days
    session.flush()


def fresh_standing(milestone: Milestone, workdays: Workdays, rules: Lights) -> tasks.Standing:
    """Return the lamp worked out anew from dates and percentage, by the words of PRACTICE 2.4."""
    due, opened = milestone.due_on, milestone.opened_on
    if milestone.state not in tasks.OPEN_STATES:
        return tasks.Standing.done
    asked = milestone.submitted_on
    if due is None or (asked is not None and asked <= due):
        return tasks.Standing.on_time
    if due < TODAY:
        is_checkpoint = milestone.kind is MilestoneKind.checkpoint
        return tasks.Standing.lagging if is_checkpoint else tasks.Standing.overdue
    span = (due - opened).days
    passed = 100 * (TODAY - opened).days
    is_long = span >= 30
    if (
        milestone.kind is MilestoneKind.deadline
        and is_long
        and passed >= (milestone.percent + rules.behind) * span
        and milestone.percent + rules.behind <= 100
    ):
        return tasks.Standing.lagging
    left = workdays.workdays_between(TODAY, due)
    is_soon = (due - TODAY).days <= rules.soon_days
    if not is_long:
        first = workdays.add_workdays(due, -rules.soon_workdays)
        is_soon = left <= rules.soon_workdays and first <= TODAY
    return tasks.Standing.soon if is_soon else tasks.Standing.on_time


@pytest.mark.parametrize("seed", range(4))
def test_after_a_change_every_lamp_is_that_of_a_fresh_computation(
    session: Session, by: Person, seed: int
) -> None:
    chance = Random(seed)
    fill(session, chance, 25)
    for version in range(3):
        rules = Lights(chance.randint(1, 90), chance.randint(1, 15), chance.randint(5, 60))
        expected = tasks.lamp_effect(session, TODAY, PUBLISHED, rules)
        before = {each.id: tasks.task_standing(each, TODAY) for each in all_tasks(session)}
        changed = tasks.change_lights(session, rules, version, "Asia/Shanghai", by, NOW)
        assert changed == expected.milestones
        shown = session.exec(select(Milestone, tasks.milestone_standing_clause(TODAY))).all()
        for milestone, lamp in shown:
            assert (
                lamp
                == tasks.standing(milestone, TODAY)
                == fresh_standing(milestone, PUBLISHED, rules)
            ), milestone
        rows = session.exec(select(Task, tasks.standing_clause(TODAY))).all()
        after = {task.id: lamp for task, lamp in rows}
        assert after == {each.id: tasks.task_standing(each, TODAY) for each in all_tasks(session)}
        assert expected.lamps == sum(before[key] != after[key] for key in before)


def all_tasks(session: Session) -> list[Task]:
    return list(session.exec(select(Task).order_by(col(Task.id))).all())


@given(SPANS, LIGHTS)
def test_the_stored_days_give_the_lamp_of_the_rules(
    span: tuple[MilestoneKind, MilestoneState, int | None, int, int], rules: Lights
) -> None:
    kind, state, length, opened, percent = span
    opened_on = TODAY + timedelta(days=opened)
    milestone = Milestone(
        task_id=1,
        position=1,
        kind=kind,
        state=state,
        normal="none",
        opened_on=opened_on,
        due_on=None if length is None else opened_on + timedelta(days=length),
        percent=percent,
    )
    milestone.soon_from, milestone.lagging_from = tasks.lamp_days(milestone, PUBLISHED, rules)
    assert tasks.standing(milestone, TODAY) is fresh_standing(milestone, PUBLISHED, rules)


def test_milestones_opened_and_reported_on_later_follow_the_set_lights(
    session: Session, by: Person
) -> None:
    tasks.change_lights(session, Lights(10, 2, 40), 0, "Asia/Shanghai", by, NOW)
    task = make_task(session, deadline_due_on=date(2017, 9, 13))
    [milestone] = tasks.open_milestones(session, task, date(2017, 6, 5), PUBLISHED)
    assert milestone.soon_from == date(2017, 9, 3)
    assert milestone.lagging_from == date(2017, 7, 15)  # 40 of 100 days
    tasks.set_percent(session, milestone, 50, PUBLISHED)
    assert milestone.lagging_from == date(2017, 9, 3)


def test_a_changed_calendar_moves_the_lamps_counted_in_working_days(
    session: Session, by: Person
) -> None:
    task = make_task(session, deadline_due_on=date(2027, 10, 11))
    [short] = tasks.open_milestones(session, task, date(2027, 9, 20), settings.workdays(session))
    assert short.soon_from == date(2027, 10, 6)
    text = YearText(rest="10月1日至7日放假。9月26日、10月9日上班。")
    assert tasks.change_calendar(session, 2027, text, 0, "Asia/Shanghai", by, NOW) == 1
    assert short.soon_from == date(2027, 9, 30)
    assert tasks.reset_calendar(session, 2027, 1, "Asia/Shanghai", by, NOW) == 1
    assert short.soon_from == date(2027, 10, 6)
    actions = session.exec(select(Event.action).order_by(col(Event.id))).all()
    assert actions == [
        "settings.calendar_changed",
        "milestones.relit",
        "settings.calendar_removed",
        "milestones.relit",
    ]


def test_lights_are_saved_only_over_what_was_seen(session: Session, by: Person) -> None:
    tasks.change_lights(session, Lights(10), 0, "Asia/Shanghai", by, NOW)
    for version in (0, 2):
        with pytest.raises(Conflict):
            tasks.change_lights(session, Lights(11), version, "Asia/Shanghai", by, NOW)
    assert settings.lights(session) == Lights(10)


def test_a_refused_change_of_lights_leaves_lamps_and_rules_alone(database: Database) -> None:
    with database.write() as session:
        by = make_person(session, account="guan", role=Role.administrator)
        tasks.change_lights(session, Lights(), 0, "Asia/Shanghai", by, NOW)
        make_milestone(session, make_task(session))
    with pytest.raises(Conflict), database.write() as session:
        tasks.change_lights(session, Lights(3), 0, "Asia/Shanghai", by, NOW)
    with database.read() as session:
        assert session.exec(select(Milestone)).one().soon_from == date(2017, 8, 16)
        assert settings.lights(session) == Lights()


@pytest.mark.parametrize("values", [(0, 3, 20), (91, 3, 20), (15, 0, 20), (15, 3, 4), (15, 3, 61)])
def test_impossible_lights_are_refused(values: tuple[int, int, int]) -> None:
    with pytest.raises(InvalidInput):
        Lights(*values)


# Reminders


def config(tmp_path: Path, **changes: str) -> Config:
    return Config.from_environment({"TRACKER_DATA_DIR": str(tmp_path), **changes})


def test_without_a_row_the_rules_are_those_of_the_program(session: Session, tmp_path: Path) -> None:
    policy = Policy.from_settings(session, config(tmp_path, TRACKER_DIGEST_AT="07:15"))
    assert policy.digest_at == time(7, 15)
    assert policy.lead_days == ReminderRules().lead_days
    assert [n for n in range(1, 25) if policy.is_overdue_step(n)] == [1, 3, 8, 13, 18, 23]


def test_reminders_follow_changed_lead_and_overdue_days(
    session: Session, by: Person, tmp_path: Path
) -> None:
    task = make_task(session, state=TaskState.active)
    task.assignments[0].signed_at = NOW
    make_milestone(session, task)  # due on Thursday 31 August, named by its month
    rules = ReminderRules(month=(20, 2), overdue_days=(2, 4), overdue_every=3)
    settings.save_reminders(session, rules, ReminderRules(), 0, by, NOW)
    policy = Policy.from_settings(session, config(tmp_path))
    found = {
        day: (each.rule, each.offset)
        for number in range(60)
        for day in [date(2017, 8, 1) + timedelta(number)]
        for each in reminders_for(session, policy, day)
    }
    lead, overdue = ReminderRule.lead, ReminderRule.overdue
    assert found == {
        date(2017, 8, 11): (lead, 20),
        date(2017, 8, 29): (lead, 2),
        date(2017, 9, 4): (overdue, 2),
        date(2017, 9, 6): (overdue, 4),
        date(2017, 9, 11): (overdue, 7),
        date(2017, 9, 14): (overdue, 10),
        date(2017, 9, 19): (overdue, 13),
        date(2017, 9, 22): (overdue, 16),
        date(2017, 9, 27): (overdue, 19),
    }


def test_while_digests_are_off_nothing_is_queued_and_nothing_is_lost(
    session: Session, by: Person, tmp_path: Path, now: datetime
) -> None:
    task = make_task(session, state=TaskState.active)
    make_person(session, department_id=task.assignments[0].department_id)
    make_milestone(session, task)
    off, on = ReminderRules(sends_digests=False), ReminderRules()
    usual = Policy.from_settings(session, config(tmp_path))
    assert queue_reminders(session, usual, now - ONE_DAY) == 0
    settings.save_reminders(session, off, on, 0, by, NOW)
    silent = Policy.from_settings(session, config(tmp_path))
    assert reminders_for(session, silent, TODAY)
    assert queue_reminders(session, silent, now) == 0
    assert not expect_digests(session, silent, TODAY).digests
    settings.save_reminders(session, on, off, 1, by, NOW)
    usual = Policy.from_settings(session, config(tmp_path))
    assert reminders_for(session, usual, TODAY + ONE_DAY) == []  # what comes is yesterday's
    assert queue_reminders(session, usual, now + ONE_DAY) == 1


def test_what_is_expected_is_what_is_queued(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    task = make_task(session, ("教育文体局", "无人局"), ("民政局",), state=TaskState.active)
    first, _unmanned, third = task.assignments
    make_person(session, account="a", name="周联络", department_id=first.department_id)
    make_person(session, account="b", name="吴联络", department_id=third.department_id, email=None)
    make_milestone(session, task)
    policy = Policy.from_settings(session, config(tmp_path))
    told = expect_digests(session, policy, TODAY)
    assert [(each.name, each.items, each.is_reachable) for each in told.digests] == [
        ("周联络", 1, True),
        ("吴联络", 1, False),
        ("导入员", 1, True),  # the only coordinator, told of the department without a clerk
    ]
    assert told.mails == queue_reminders(session, policy, now) == 2
    assert expect_digests(session, policy, date(2017, 8, 19)).is_workday is False


def test_reminder_rules_are_saved_only_over_what_was_seen(session: Session, by: Person) -> None:
    rules = ReminderRules(month=(9,))
    settings.save_reminders(session, rules, ReminderRules(), 0, by, NOW)
    with pytest.raises(Conflict):
        settings.save_reminders(session, ReminderRules(), rules, 0, by, NOW)
    assert settings.reminder_rules(session, time(8)) == rules


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (ReminderRules(month=(0,)), "month"),
        (ReminderRules(year=(366,)), "year"),
        (ReminderRules(day=tuple(range(1, 10))), "day"),
        (ReminderRules(overdue_days=()), "overdue_days"),
        (ReminderRules(overdue_every=0), "overdue_every"),
        (ReminderRules(digest_at=time(3)), "digest_at"),
    ],
)
def test_impossible_reminder_rules_are_refused(
    session: Session, by: Person, values: ReminderRules, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        settings.save_reminders(session, values, ReminderRules(), 0, by, NOW)
    assert refusal.value.field == field
