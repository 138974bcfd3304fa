from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.web.tracks import MOST_TICKS, Track, width_of

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def test_months_stand_where_they_begin() -> None:
    track = Track(date(2017, 6, 5), date(2017, 9, 30), date(2017, 8, 16))
    assert [tick.label for tick in track.ticks] == ["6月", "7月", "8月", "9月"]
    assert [tick.at for tick in track.ticks] == [0.0, 24.59, 50.0, 75.41]
    assert track.today == 62.3


def test_month_of_another_year_is_written_with_it() -> None:
    track = Track(date(2017, 12, 1), date(2018, 1, 31), date(2017, 12, 5))
    assert [tick.label for tick in track.ticks] == ["12月", "2018年1月"]


def test_year_is_named_once_and_has_room() -> None:
    track = Track(date(2017, 8, 5), date(2018, 3, 31), date(2017, 8, 16))
    labels = [tick.label for tick in track.ticks]
    assert labels == ["8月", "9月", "10月", "11月", "12月", "2018年1月", "", "3月"]


def test_last_day_is_inside_the_line() -> None:
    track = Track(date(2017, 8, 1), date(2017, 8, 31), date(2017, 9, 1))
    assert track.after(date(2017, 8, 31)) == 100.0
    assert track.today is None


@given(days, days, days)
def test_every_day_stands_on_the_line_in_order(first: date, last: date, today: date) -> None:
    first, last = sorted((first, last))
    track = Track(first, last, today)
    assert 0 <= track.at(first) <= track.after(first) <= 100
    assert track.at(first) <= track.at(last)
    assert 0 < len(track.ticks) <= MOST_TICKS
    places = [tick.at for tick in track.ticks]
    assert places == sorted(places)
    named = [tick for tick in track.ticks if tick.label]
    ends = [tick.at + width_of(tick.label) for tick in named]
    assert all(end <= tick.at for end, tick in zip(ends, named[1:], strict=False))
    assert track.at(last + timedelta(days=400)) == 100
