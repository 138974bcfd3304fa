"""What a ledger may be narrowed to; every number on a page carries the filter that counts it."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

DUE_WITHIN = 30


class Tab(StrEnum):
    """What the tabs show: states, then lamps; `near` is 临期（含滞后）, `unfinished` 未办结."""

    issued = "issued"
    active = "active"
    submitted = "submitted"
    completed = "completed"
    paused = "paused"
    overdue = "overdue"
    lagging = "lagging"
    soon = "soon"
    on_time = "on_time"
    near = "near"
    unfinished = "unfinished"


class Part(StrEnum):
    """How a department takes part: in any way, 牵头, 牵头（汇总）, or 牵头 beside that one."""

    any = "any"
    lead = "lead"
    summary = "summary"
    beside = "beside"


class Need(StrEnum):
    """What waits for somebody; `todo` is everything that waits for the person who looks."""

    review = "review"
    urge = "urge"
    unsigned = "unsigned"
    sign = "sign"
    returned = "returned"
    report = "report"
    other = "other"
    todo = "todo"
    late = "late"


class Sort(StrEnum):
    """Order of a ledger: as in the documents, or the most urgent first."""

    document = "document"
    left = "left"


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """One selection of tasks. Without a `tab` it holds every task but 中止 and 撤销.

    `department` 0 stands for tasks nobody sums up for. `within` counts days from today to an open
    milestone. `on` looks back: what was 未办结 that day, with `was_overdue` what was 逾期.
    """

    tab: Tab | None = None
    q: str = ""
    document: int | None = None
    department: int | None = None
    part: Part = Part.any
    need: Need | None = None
    within: int | None = None
    on: date | None = None
    was_overdue: bool = False
    sort: Sort = Sort.document
    page: int = 1

    @property
    def arguments(self) -> dict[str, str]:
        """The URL arguments that give this filter; what has its default is left out.

        An address without arguments is the person's own default, so everything says tab=all.
        """
        return self.changes or {"tab": "all"}

    @property
    def changes(self) -> dict[str, str]:
        """What is not as by default, as it is written in an address."""
        values = {each.name: (getattr(self, each.name), each.default) for each in fields(self)}
        return {
            name: "1" if value is True else str(value)
            for name, (value, default) in values.items()
            if value != default
        }


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of tasks, and the ledger that lists exactly these."""

    number: int
    filter: LedgerFilter
