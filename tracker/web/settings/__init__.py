"""The pages of 设置: calendar, reminders, lamps, mail, and the running system."""

from tracker.web.settings import calendar, rules, running
from tracker.web.settings.area import blueprint

__all__ = ["blueprint", "calendar", "rules", "running"]
