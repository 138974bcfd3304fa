"""One task table while its rows are read."""

from dataclasses import dataclass, field

from tracker.extraction.flat.kinds import Kind
from tracker.extraction.headers import Columns, Row
from tracker.extraction.rows import TaskRow
from tracker.extraction.tables.shifted import Habits
from tracker.reading.content import Paragraph, Table


@dataclass(slots=True)
class Told:
    """What a person should know about rows of a table: their numbers or words."""

    doubtful: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    parted: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """One table while its rows are read."""

    columns: Columns
    table: Table
    habits: Habits
    continued: frozenset[int] = frozenset()
    are_marked: bool = False
    rows: list[TaskRow] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    caption: Paragraph | None = None
    previous: Row | None = None
    repeated: int = 0
    at: int = 0
    told: Told = field(default_factory=Told)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What the cells of each column hold."""
        return self.habits.kinds
