from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.clock import Clock, Workdays, local_date, monotonic
from tracker.errors import ConfigurationError

WORKDAYS = Workdays()
DAYS = st.dates(date(2003, 1, 1), date(2030, 12, 31))


def test_clock_shows_the_day_asked_for_and_runs_on() -> None:
    clock = Clock.starting_on(date(2017, 8, 16))
    first, second = clock.now(), clock.now()
    assert clock.is_shifted
    assert first <= second
    assert clock.shift == timedelta(days=clock.shift.days)
    assert clock.today() in (date(2017, 8, 16), date(2017, 8, 17))


def test_clock_without_a_shift_is_the_real_one() -> None:
    clock = Clock.starting_on(None)
    assert not clock.is_shifted
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


def test_local_date_turns_at_midnight_in_shanghai() -> None:
    assert local_date(datetime(2017, 8, 15, 15, 59, tzinfo=UTC)) == date(2017, 8, 15)
    assert Clock().local_date(datetime(2017, 8, 15, 16, 0, tzinfo=UTC)) == date(2017, 8, 16)
    assert local_date(datetime(2017, 8, 15, 16, 0, tzinfo=UTC), "UTC") == date(2017, 8, 15)


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2017, 8, 15, 16, 0, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize("timezone", ["Mars/Olympus", "", "../etc/passwd"])
def test_unknown_time_zone_is_refused(timezone: str) -> None:
    with pytest.raises(ConfigurationError):
        Clock(timezone)


def test_durations_never_run_backwards() -> None:
    assert monotonic() <= monotonic()


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        (date(2017, 10, 1), False),  # National Day
        (date(2017, 9, 30), True),  # a Saturday worked to make up
        (date(2017, 10, 8), False),
        (date(2017, 10, 9), True),
        (date(2017, 8, 16), True),
        (date(2017, 8, 19), False),
        (date(2027, 10, 1), True),  # no list for 2027 yet: Friday counts
        (date(2027, 10, 2), False),
        (date(1999, 10, 1), True),
    ],
)
def test_working_day_follows_the_published_list(day: date, *, is_workday: bool) -> None:
    assert WORKDAYS.is_workday(day) is is_workday


def test_year_without_a_list_is_provisional_until_days_are_added() -> None:
    assert not WORKDAYS.is_provisional(2017)
    assert WORKDAYS.is_provisional(2027)
    rest, work = frozenset({date(2027, 10, 1)}), frozenset({date(2027, 10, 2)})
    assert Workdays(rest, work).is_provisional(2027)  # the end of another year's notice
    added = Workdays(rest, work, entered=frozenset({2027}))
    assert not added.is_provisional(2027)
    assert not added.is_workday(date(2027, 10, 1))
    assert added.is_workday(date(2027, 10, 2))


def test_rest_day_moves_to_the_working_day_beside_it() -> None:
    assert WORKDAYS.previous_workday(date(2017, 10, 4)) == date(2017, 9, 30)
    assert WORKDAYS.next_workday(date(2017, 10, 4)) == date(2017, 10, 9)
    assert WORKDAYS.previous_workday(date(2017, 9, 30)) == date(2017, 9, 30)


def test_working_days_are_counted_over_the_holiday() -> None:
    assert WORKDAYS.add_workdays(date(2017, 9, 29), 2) == date(2017, 10, 9)
    assert WORKDAYS.add_workdays(date(2017, 10, 9), -2) == date(2017, 9, 29)
    assert WORKDAYS.add_workdays(date(2017, 10, 1), 0) == date(2017, 10, 9)
    assert WORKDAYS.workdays_between(date(2017, 9, 29), date(2017, 10, 9)) == 2
    assert WORKDAYS.workdays_between(date(2017, 10, 9), date(2017, 9, 29)) == 0


@given(DAYS, st.integers(1, 40))
def test_adding_and_counting_working_days_agree(day: date, number: int) -> None:
    end = WORKDAYS.add_workdays(day, number)
    assert WORKDAYS.is_workday(end)
    assert WORKDAYS.workdays_between(day, end) == number
