"""Tabs above a list and the pages of a long one, with their addresses."""

from dataclasses import dataclass

from flask import request, url_for

from tracker.web.forms import whole_number

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a list: its name, how many items it holds, and where it opens.

    `starts_group` puts a divider before it; `is_overdue` prints the count in the colour of 逾期.
    """

    label: str
    count: int
    url: str
    is_current: bool
    is_overdue: bool = False
    starts_group: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of `total` items, counted from 1."""

    number: int
    total: int
    size: int = PAGE_SIZE

    @classmethod
    def asked_for(cls, total: int, size: int = PAGE_SIZE) -> "Page":
        """Return the page the address names (?page=2), the nearest one where there is none such."""
        number = whole_number(request.args.get("page")) or 1
        return cls(min(number, cls(1, total, size).last), total, size)

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many items stand before this page."""
        return (self.number - 1) * self.size

    @property
    def previous_url(self) -> str | None:
        """The address of the page before, if there is one."""
        return same_list(page=self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        """The address of the page after, if there is one."""
        return same_list(page=self.number + 1) if self.number < self.last else None


def same_list(**changes: object) -> str:
    """Return the address of this list with some of its parameters changed; None leaves one out."""
    values = {**(request.view_args or {}), **request.args.to_dict(), **changes}
    return url_for(request.endpoint or "", **values)
