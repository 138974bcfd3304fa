"""What the columns of a flattened table hold, and what each piece costs in which of them. Pure."""

from enum import StrEnum
from functools import lru_cache

from tracker.extraction.flat.atoms import LONGEST, REMEMBERED, Look, look

# A heading across the table is no longer than this.
LONGEST_SECTION = 30
# What is to be done is seldom said in so few.
FEW_SIGNS = 4
# Headings of columns that head no section.
ALONE = frozenset({"备注", "说明", "序号", "编号", "合计", "小计", "总计"})
# How far the number of a row may be ahead: a few rows may be cut out.
MOST_CUT_OUT = 5
# A name broken over two lines; two names of bodies of two levels, as 县… and 市….
BROKEN_NAME, OTHER_LEVEL = 0.3, 0.8
# A dash stands alone in its cell.
LONE_DASH = 6.0
# A line broken in the middle of a sentence; one that is more than so many times as long as before.
BROKEN_LINE, UNEVEN, UNEVEN_LINES = 0.7, 2, 1.2


class Kind(StrEnum):
    """What the cells of a column hold."""

    NUMBER = "number"
    SECTION = "section"
    TITLE = "title"
    CONTENT = "content"
    GOAL = "goal"
    DEADLINE = "deadline"
    PARTY = "party"
    HELPER = "helper"
    PERSON = "person"
    VALUE = "value"
    OBJECT = "object"
    OTHER = "other"
    BODIES = "bodies"
    REPORT = "report"
    REMARK = "remark"
    UNKNOWN = "unknown"


# What it costs to leave a column out of a row: dear where every row has such a cell.
MISSING: dict[Kind, float] = {
    Kind.NUMBER: 3.0,
    Kind.SECTION: 0.6,
    Kind.TITLE: 1.5,
    Kind.CONTENT: 9.0,
    Kind.GOAL: 1.6,
    Kind.DEADLINE: 2.5,
    Kind.PARTY: 2.5,
    Kind.HELPER: 1.3,
    Kind.PERSON: 1.5,
    Kind.VALUE: 1.2,
    Kind.OBJECT: 1.4,
    Kind.OTHER: 1.2,
    Kind.BODIES: 1.5,
    Kind.REPORT: 1.2,
    Kind.REMARK: 0.2,
    Kind.UNKNOWN: 1.3,
}
# What one more piece in the same cell costs.
MORE: dict[Kind, float] = {
    Kind.NUMBER: 12.0,
    Kind.SECTION: 1.5,
    Kind.TITLE: 1.5,
    Kind.CONTENT: 1.3,
    Kind.GOAL: 2.0,
    Kind.DEADLINE: 2.0,
    Kind.PARTY: 0.6,
    Kind.HELPER: 0.5,
    Kind.PERSON: 0.6,
    Kind.VALUE: 3.0,
    Kind.OBJECT: 2.0,
    Kind.OTHER: 2.2,
    Kind.BODIES: 0.6,
    Kind.REPORT: 1.3,
    Kind.REMARK: 2.4,
    Kind.UNKNOWN: 2.2,
}
EMPTY: dict[Kind, float] = {Kind.NUMBER: 1.0, Kind.CONTENT: 4.0, Kind.PARTY: 0.8}
# Columns whose merged cells stand for the rows below as well.
CARRIED = frozenset({Kind.NUMBER, Kind.SECTION, Kind.TITLE, Kind.PARTY, Kind.DEADLINE, Kind.PERSON})
TEXTS = frozenset({Kind.SECTION, Kind.TITLE, Kind.CONTENT, Kind.GOAL, Kind.REPORT})
NAMES = frozenset({Kind.PARTY, Kind.HELPER, Kind.BODIES})


@lru_cache(REMEMBERED)
def costs(text: str) -> dict[Kind, float]:
    """Return what a piece with these words costs in a column of each kind."""
    seen = look(text)
    if not text:
        return {kind: EMPTY.get(kind, 0.2) for kind in Kind}
    if seen.is_chrome:
        return dict.fromkeys(Kind, 8.0)
    found = {kind: rule(seen) for kind, rule in RULES.items()}
    if seen.is_dash:
        found |= {kind: 0.4 for kind in Kind if kind not in {Kind.CONTENT, Kind.TITLE, Kind.NUMBER}}
    return found


def _number(seen: Look) -> float:
    return 0.0 if seen.is_ordinal else 9.0


def _section(seen: Look) -> float:
    if seen.is_section:
        return 0.0
    return _title(seen) + 0.3


def _title(seen: Look) -> float:
    if seen.is_ordinal or seen.is_measure:
        return 6.0
    if seen.is_bodies or seen.is_time or seen.is_clause or (seen.is_person and not seen.does):
        return 3.5
    if seen.is_section:
        return 0.1
    if seen.is_sentence:
        return 1.2 + min(seen.length / 40, 2.0) + 0.5 * seen.is_ended
    return 0.2 + 0.8 * (seen.length == 1) + 0.6 * seen.is_ended


def _content(seen: Look) -> float:
    if seen.is_ordinal or seen.is_measure:
        return 6.0
    if seen.is_bodies or (seen.is_time and not seen.does):
        return 4.0
    if seen.is_person or seen.is_clause or seen.is_state:
        return 3.0
    if seen.is_sentence or seen.is_ended:
        return 0.0
    short = 0.8 * (seen.length <= 1) + 0.8 * (seen.length <= FEW_SIGNS) + 2.6 * seen.is_short_name
    return (0.3 if seen.does else 0.6) + short


def _goal(seen: Look) -> float:
    if seen.is_bodies:
        return 3.5
    if seen.is_ordinal or seen.is_time:
        return 1.0
    return 0.2 if seen.is_measure else 0.6


def _deadline(seen: Look) -> float:
    if seen.is_time:
        return 1.0 if seen.is_ordinal else 0.0
    if seen.is_bodies or seen.is_person or seen.is_ordinal:
        return 7.0
    if seen.is_sentence:
        return 4.5 + 1.5 * seen.is_ended
    return 3.5


def _party(seen: Look) -> float:
    if seen.is_bodies or seen.is_clause:
        return 0.0
    if seen.is_ordinal or seen.is_measure or seen.is_time or seen.is_state:
        return 8.0
    if seen.has_role and not seen.is_ended:
        return 0.4
    if seen.is_section or seen.is_ended or seen.length > LONGEST * 2:
        return 7.0
    if seen.is_short_name:
        return 1.4
    return 2.6 + min(seen.length / 12, 3.0) + 1.5 * seen.does


def _person(seen: Look) -> float:
    if seen.is_person:
        return 1.5 if seen.is_bodies else 0.0
    if seen.is_ordinal or seen.is_measure or seen.is_time or seen.is_sentence:
        return 7.0
    return 3.0


def _value(seen: Look) -> float:
    if seen.is_measure or seen.is_ordinal:
        return 0.2
    if seen.is_bodies:
        return 3.5
    return 3.0 if seen.is_sentence else 1.2


def _object(seen: Look) -> float:
    return 2.0 if seen.is_time or seen.is_ordinal else 0.6


def _other(seen: Look) -> float:
    if seen.is_bodies or seen.is_time or seen.is_ordinal:
        return 2.0
    return 1.0 if seen.is_sentence else 0.7


def _report(seen: Look) -> float:
    if seen.is_bodies or seen.is_ordinal:
        return 2.5
    is_report = seen.is_sentence or seen.is_ended or seen.is_state
    return 1.5 if seen.is_time else 0.4 - 0.3 * is_report


def _bodies(seen: Look) -> float:
    return min(_party(seen), 4.0)


def _remark(seen: Look) -> float:
    if seen.is_ordinal or seen.is_section:
        return 3.0
    return 2.0 if seen.is_bodies or seen.is_time else 1.0


def _unknown(seen: Look) -> float:
    return 1.8 if seen.is_bodies or seen.is_time or seen.is_ordinal else 1.0


RULES = {
    Kind.NUMBER: _number,
    Kind.SECTION: _section,
    Kind.TITLE: _title,
    Kind.CONTENT: _content,
    Kind.GOAL: _goal,
    Kind.DEADLINE: _deadline,
    Kind.PARTY: _party,
    Kind.HELPER: _party,
    Kind.PERSON: _person,
    Kind.VALUE: _value,
    Kind.OBJECT: _object,
    Kind.OTHER: _other,
    Kind.BODIES: _bodies,
    Kind.REPORT: _report,
    Kind.REMARK: _remark,
    Kind.UNKNOWN: _unknown,
}


@lru_cache(REMEMBERED)
def section_cost(text: str) -> float:
    """Return what it costs that a piece is a heading across the table."""
    seen = look(text)
    if seen.is_section and not seen.is_ended:
        return 0.4
    if text in ALONE or "%" in text:
        return 9.0
    plain = not (
        seen.is_ordinal or seen.is_measure or seen.is_bodies or seen.is_time or seen.is_dash
    )
    short = not seen.is_ended and not seen.is_chrome and 1 < seen.length <= LONGEST_SECTION
    return 2.3 if plain and short and text else 9.0


@lru_cache(REMEMBERED)
def more_cost(kind: Kind, before: str, text: str) -> float:
    """Return what it costs that a piece goes on in the cell of the piece before it."""
    base, own = MORE[kind], costs(text)[kind]
    if look(text).is_dash:
        return base + LONE_DASH
    if kind in NAMES:
        return _more_names(base + own, before, text)
    if kind is Kind.DEADLINE and look(before + text).is_time and not look(before).is_ended:
        return min(base + own, 0.8)
    if kind in TEXTS:
        return _more_text(kind, before, text) + own
    return base + own


def _more_names(cost: float, before: str, text: str) -> float:
    """Return what one more line of names costs; a name that was broken is whole when joined."""
    if before and before[-1] in "、，,和及与":
        return cost / 2
    if not look(before).is_bodies and look(before + text).is_bodies:
        return BROKEN_NAME
    levels = {_level(before), _level(text)} - {""}
    return cost + OTHER_LEVEL * (len(levels) > 1)


def _more_text(kind: Kind, before: str, text: str) -> float:
    """Return what one more line of words costs: lines that were broken are about as long."""
    if not before or look(before).is_ended:
        return MORE[kind] + (kind is Kind.TITLE)
    is_broken = look(text).length <= UNEVEN * look(before).length
    return BROKEN_LINE + UNEVEN_LINES * (not is_broken)


def _level(text: str) -> str:
    return text[:1] if text[:1] in "省市区县州镇乡国" else ""


def number_cost(text: str, last: int | None) -> float:
    """Return what a piece costs as a number after the number `last` of the rows above."""
    value = look(text).ordinal
    if value is None:
        return costs(text)[Kind.NUMBER] + 0.3
    if last is None:
        return 0.0 if value == 1 else 1.0
    if value == last + 1:
        return -1.0
    if value == 1:
        return 1.2
    return 2.0 if value == last else 3.0 if last < value <= last + MOST_CUT_OUT else 6.0
