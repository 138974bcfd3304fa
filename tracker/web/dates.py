"""Turns dates and moments into the words officials use: 8月31日（周四）."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.texts import gettext as _


def weekday_words(day: date) -> str:
    """Return 周一 to 周日."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def short_day_words(day: date, today: date) -> str:
    """Return 8月31日, or 2018年8月31日 where the year is not this year."""
    values = {"year": day.year, "month": day.month, "day": day.day}
    if day.year == today.year:
        return _("%(month)s-%(day)s", **values)
    return _("%(year)s-%(month)s-%(day)s", **values)


def day_words(day: date, today: date) -> str:
    """Return 8月31日（周四）, or 2018年8月31日（周五） where the year is not this year."""
    return with_weekday(short_day_words(day, today), day)


def full_day_words(day: date) -> str:
    """Return 2017年8月31日（周四）, always with the year."""
    values = {"year": day.year, "month": day.month, "day": day.day}
    return with_weekday(_("%(year)s-%(month)s-%(day)s", **values), day)


def with_weekday(words: str, day: date) -> str:
    """Return the words of a day with its weekday in brackets."""
    return _("%(day)s (%(weekday)s)", day=words, weekday=weekday_words(day))


def moment_words(moment: datetime, today: date, timezone: str) -> str:
    """Return 8月18日 16:40, local time of an aware moment."""
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{short_day_words(local.date(), today)} {local:%H:%M}"
