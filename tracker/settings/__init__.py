"""What the office decides: calendar, reminders, lights; and the trials of its mail server."""

from tracker.settings.calendar import (
    YearText,
    check_year,
    entered_years,
    find_year,
    kept_notice,
    remove_year,
    save_year,
    source_of,
    with_notice,
    workdays,
)
from tracker.settings.notices import Notice, read_notice
from tracker.settings.rules import (
    LIMITS,
    Lights,
    ReminderRules,
    light_row,
    lights,
    reminder_row,
    reminder_rules,
    save_lights,
    save_reminders,
)
from tracker.settings.trials import begin_mail_test, end_mail_test, latest_mail_test

__all__ = [
    "LIMITS",
    "Lights",
    "Notice",
    "ReminderRules",
    "YearText",
    "begin_mail_test",
    "check_year",
    "end_mail_test",
    "entered_years",
    "find_year",
    "kept_notice",
    "latest_mail_test",
    "light_row",
    "lights",
    "read_notice",
    "reminder_row",
    "reminder_rules",
    "remove_year",
    "save_lights",
    "save_reminders",
    "save_year",
    "source_of",
    "with_notice",
    "workdays",
]
