"""Reads the selection of a ledger from the address, and names its tabs."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import url_for

from tracker.dashboards import Choice as Named
from tracker.dashboards import LedgerFilter, LedgerPage, Need, Part, Sort
from tracker.dashboards import Tab as Kind
from tracker.texts import gettext as _
from tracker.web.dates import full_day_words
from tracker.web.forms import whole_number
from tracker.web.lists import Tab

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST_WORDS = 100
YEAR = 366
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2999, 12, 31)
STATES = (Kind.issued, Kind.active, Kind.submitted, Kind.completed)
LAMPS = (Kind.overdue, Kind.lagging, Kind.soon, Kind.on_time)


def read_filter(arguments: Mapping[str, str]) -> LedgerFilter:
    """Return the filter an address names; what makes no sense counts as not given."""
    return LedgerFilter(
        tab=choice(Kind, arguments.get("tab")),
        q=arguments.get("q", "").strip()[:LONGEST_WORDS],
        document=whole_number(arguments.get("document")),
        department=whole_number(arguments.get("department")),
        part=choice(Part, arguments.get("part")) or Part.any,
        need=choice(Need, arguments.get("need")),
        within=days(arguments.get("within")),
        on=day(arguments.get("on")),
        was_overdue=arguments.get("was_overdue") == "1",
        sort=choice(Sort, arguments.get("sort")) or Sort.document,
        page=whole_number(arguments.get("page")) or 1,
    )


def choice(kind: type[Choice], text: str | None) -> Choice | None:
    """Return the member of `kind` that the text names."""
    return kind(text) if text in set(kind) else None


def days(text: str | None) -> int | None:
    """Return a number of days to look ahead, a year at the most."""
    found = whole_number(text)
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


def words(wanted: LedgerFilter, documents: Sequence[Named], departments: Sequence[Named]) -> str:
    """Return what a filter selects, in words."""
    labels = {each.id: each.label for each in documents}
    names = {0: _("no department sums up"), **{each.id: each.label for each in departments}}
    found = [
        tab_word(wanted.tab) if wanted.tab else "",
        need_words()[wanted.need] if wanted.need else "",
        labels.get(wanted.document, "——") if wanted.document is not None else "",
        names.get(wanted.department, "——") if wanted.department is not None else "",
        part_words()[wanted.part] if wanted.department else "",
        _("“%(words)s”", words=wanted.q) if wanted.q else "",
        _("due within %(days)s days", days=wanted.within) if wanted.within is not None else "",
        past_words(wanted),
        _("Order by time left") if wanted.sort is Sort.left else "",
    ]
    return _(", ").join(each for each in found if each) or _("All tasks")


def need_words() -> dict[Need, str]:
    """Return what each need is called."""
    return {
        Need.review: _("waiting for review"),
        Need.urge: _("overdue, to be urged"),
        Need.unsigned: _("not signed by all"),
        Need.sign: _("to be signed by your department"),
        Need.returned: _("returned, to be reported again"),
        Need.report: _("overdue, lagging or due soon, to be reported"),
        Need.other: _("under way, nothing to do now"),
        Need.todo: _("waiting for you"),
        Need.late: _("completed late"),
    }


def part_words() -> dict[Part, str]:
    """Return what each way to take part is called."""
    return {
        Part.any: "",
        Part.lead: _("Responsible departments"),
        Part.summary: _("Sums up"),
        Part.beside: _("Jointly responsible"),
    }


def past_words(wanted: LedgerFilter) -> str:
    """Return the words of looking back to a day."""
    if wanted.on is None:
        return ""
    day = full_day_words(wanted.on)
    if wanted.was_overdue:
        return _("tasks that were overdue on %(day)s", day=day)
    return _("tasks that were unfinished on %(day)s", day=day)


def without_need(wanted: LedgerFilter) -> LedgerFilter:
    """Return the filter without what only a link sets, so that a person can take it back."""
    return replace(wanted, need=None, within=None, on=None, was_overdue=False, page=1)


def sorted_otherwise(wanted: LedgerFilter) -> LedgerFilter:
    """Return the filter in the other order: most urgent first, or as in the documents."""
    other = Sort.document if wanted.sort is Sort.left else Sort.left
    return replace(wanted, sort=other, page=1)
