"""What extraction hands on: the masthead, task rows, measures, deadlines and targets, verbatim."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.reading.content import NOWHERE, Content, Place


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the head and foot of the document say about it.

    `title` with its broken lines joined, `doc_number` 发文字号, `issuer` 发文机关 as written,
    `issued_on` 成文日期, `annexes` the titles named after 附件：, `embedded_title` the title of the
    plan which a notice forwards. None where the text has none (GB/T 9704—2012 names the parts).
    `year` is the one its times name where neither date nor number says when it was issued.
    """

    title: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    annexes: tuple[str, ...] = ()
    embedded_title: str | None = None
    year: int | None = None


class RowKind(StrEnum):
    """Where a row comes from: the table of an annex, or a numbered item of the body."""

    ANNEX = "annex"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row or measure as it stands in the text.

    `title` is the task's name, for a measure its heading. `deadline_text` is None when the table
    has no such column, else the cell as written, "" when blank and "——" kept; for a measure it is
    the time its clause names.
    `leads` and `cooperating` are names in order; a cell "——" gives none. `clause` is the
    responsibility clause as printed. `section` are the headings above, outermost first.

    Hints for the person who confirms: `has_lead_column`, `has_cooperating_column` and
    `has_deadline_column` say what the table offers; `inherited` names the fields whose blank cell
    was filled from the row above ("leads", "title", "content",
    "deadline_text"); `column_headings` are (field,
    heading) pairs. `year` is the one that stands over it for times that name none, where that is
    not the document's own. `persons` are (heading, words) of the columns for persons
    (责任领导, 责任人). `shares_time` says that its deadline stands in the cell of the row above.
    """

    kind: RowKind
    no: str | None
    title: str | None
    content: str
    deadline_text: str | None = None
    leads: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    clause: str | None = None
    section: tuple[str, ...] = ()
    place: Place = NOWHERE
    has_lead_column: bool = False
    has_cooperating_column: bool = False
    has_deadline_column: bool = False
    inherited: tuple[str, ...] = ()
    column_headings: tuple[tuple[str, str], ...] = ()
    persons: tuple[tuple[str, str], ...] = ()
    year: int | None = None
    shares_time: bool = False


@dataclass(frozen=True, slots=True)
class DeadlineFound:
    """One expression of time: its words, its normal form, its sentence and its place."""

    text: str
    normal: str
    sentence: str
    place: Place


@dataclass(frozen=True, slots=True)
class Target:
    """One quantified aim; `comparator` is >=, <=, == or approx, `by` a normal form or None."""

    metric: str
    comparator: str
    value: float
    unit: str
    by: str | None
    sentence: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence for the person who checks, on something that was seen and left out or missed."""

    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one document, and the content it was found in."""

    masthead: Masthead
    rows: tuple[TaskRow, ...]
    measures: tuple[TaskRow, ...]
    deadlines: tuple[DeadlineFound, ...]
    targets: tuple[Target, ...]
    remarks: tuple[Remark, ...]
    content: Content
