"""The values the deadline grammar hands out."""

import datetime as dt
from dataclasses import dataclass

from tracker.deadlines import forms


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as written, with what was understood.

    `normal` is exactly one form of docs/architecture.md; `day` and `time` are kept where the words
    name them more precisely than `normal`. `unreadable` tells words nobody understood (a problem)
    from a blank or a dash; `is_undated` those that are a time which a person has to date
    (7月15日前 in a text that names no year, a day of the farmers' calendar, 每年汛期前).
    """

    text: str
    normal: str
    due_on: dt.date | None
    day: dt.date | None = None
    time: dt.time | None = None
    unreadable: bool = False
    is_undated: bool = False

    @property
    def readings(self) -> tuple[str, ...]:
        """Every form the words may mean, later first; one unless a person has to choose."""
        return forms.split_readings(self.normal)


@dataclass(frozen=True, slots=True)
class FoundDeadline:
    """An expression in prose that binds an obligation, verbatim, with where it stands.

    `normal` is none for a time that only a person can date. `start` and `end` are offsets into the
    text that was searched.
    """

    text: str
    normal: str
    sentence: str
    start: int
    end: int


def from_normal(
    normal: str,
    text: str = "",
    *,
    day: dt.date | None = None,
    time: dt.time | None = None,
) -> Deadline:
    """A deadline read back from the database; `day`, where given, is its due date.

    Raises:
        InvalidInput: `normal` is none of the forms.
    """
    return Deadline(text, normal, day or forms.due_on(normal), day, time)
