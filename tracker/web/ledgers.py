"""Reads the selection of a ledger from the address, and names its tabs."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import url_for

from tracker.dashboards import LedgerFilter, LedgerPage, Need, Part, Sort
from tracker.dashboards import Tab as Kind
from tracker.texts import gettext as _
from tracker.web.lists import Tab

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST_WORDS = 100
LONGEST_NUMBER = 9
YEAR = 366
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2999, 12, 31)
STATES = (Kind.issued, Kind.active, Kind.submitted, Kind.completed)
LAMPS = (Kind.overdue, Kind.lagging, Kind.soon, Kind.on_time)


def read_filter(arguments: Mapping[str, str]) -> LedgerFilter:
    """Return the filter an address names; what makes no sense counts as not given."""
    return LedgerFilter(
        tab=choice(Kind, arguments.get("tab")),
        q=arguments.get("q", "").strip()[:LONGEST_WORDS],
        document=number(arguments.get("document")),
        department=number(arguments.get("department")),
        part=choice(Part, arguments.get("part")) or Part.any,
        need=choice(Need, arguments.get("need")),
        within=days(arguments.get("within")),
        on=day(arguments.get("on")),
        was_overdue=arguments.get("was_overdue") == "1",
        sort=choice(Sort, arguments.get("sort")) or Sort.document,
        page=number(arguments.get("page")) or 1,
    )


def choice(kind: type[Choice], text: str | None) -> Choice | None:
    """Return the member of `kind` that the text names."""
    return kind(text) if text in set(kind) else None


def number(text: str | None) -> int | None:
    """Return the whole number a text holds, None where it holds none of use."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def days(text: str | None) -> int | None:
    """Return a number of days to look ahead, a year at the most."""
    found = number(text)
    return None if found is None else min(found, YEAR)


def day(text: str | None) -> date | None:
    """Return the date written as YYYY-MM-DD, within the years we keep tasks of."""
    with suppress(ValueError):
        found = date.fromisoformat(text or "")
        return found if FIRST_DAY <= found <= LAST_DAY else None
    return None


def address(wanted: LedgerFilter) -> str:
    """Return the address of the ledger with this filter."""
    values: dict[str, Any] = {**wanted.arguments}
    return url_for("tasks.ledger", **values)


def tabs_of(page: LedgerPage) -> list[Tab]:
    """Return the tabs: states that add up to 全部, then lamps, then what is set aside."""
    kinds: list[Kind | None] = [None, *STATES, *LAMPS]
    kinds += [
        each
        for each in (Kind.near, Kind.unfinished, Kind.paused)
        if page.filter.tab is each or (each is Kind.paused and page.counts[each].number)
    ]
    return [
        Tab(
            label=tab_word(kind),
            count=page.counts[kind].number,
            url=address(page.counts[kind].filter),
            is_current=page.filter.tab is kind,
            is_overdue=kind is Kind.overdue and page.counts[kind].number > 0,
            starts_group=kind in {Kind.overdue, Kind.near, Kind.unfinished, Kind.paused},
        )
        for kind in kinds
    ]


def tab_word(kind: Kind | None) -> str:
    """Return what a tab is called."""
    words = {
        None: _("All"),
        Kind.issued: _("To be signed"),
        Kind.active: _("Under way"),
        Kind.submitted: _("To be reviewed"),
        Kind.completed: _("Completed"),
        Kind.paused: _("Suspended or cancelled"),
        Kind.overdue: _("Overdue"),
        Kind.lagging: _("Lagging"),
        Kind.soon: _("Due soon"),
        Kind.on_time: _("On time"),
        Kind.near: _("Due soon or lagging"),
        Kind.unfinished: _("Unfinished"),
    }
    return words[kind]


def without_need(wanted: LedgerFilter) -> LedgerFilter:
    """Return the filter without what only a link sets, so that a person can take it back."""
    return replace(wanted, need=None, within=None, on=None, was_overdue=False, page=1)


def sorted_otherwise(wanted: LedgerFilter) -> LedgerFilter:
    """Return the filter in the other order: most urgent first, or as in the documents."""
    other = Sort.document if wanted.sort is Sort.left else Sort.left
    return replace(wanted, sort=other, page=1)
