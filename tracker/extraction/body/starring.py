"""Lets those lead who bear the sign that the document says once: 标★的为牵头单位."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.parties.notes import star_rule
from tracker.extraction.parties.roles import parties
from tracker.extraction.rows import TaskRow
from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Paragraph

AROUND = "（）()〔〕[]【】。 "


def starred(rows: Sequence[TaskRow], content: Content) -> tuple[TaskRow, ...]:
    """Return the measures, those whose clause bears the sign read by the rule of the document."""
    texts = (block.text for block in content.blocks if isinstance(block, Paragraph))
    rules = (star_rule(simplified(text)) for text in texts if "牵头" in text or "牽頭" in text)
    sign = next((rule for rule in rules if rule), None)
    return tuple(_starred(row, sign) for row in rows) if sign else tuple(rows)


def _starred(row: TaskRow, sign: str) -> TaskRow:
    """Return a measure whose starred names lead and whose others help."""
    clause = row.clause or ""
    if sign not in clause or star_rule(simplified(clause)):
        return row
    said = parties(f"{clause.strip(AROUND)}（标{sign}的为牵头单位）")
    if said is None or not said.leads:
        return row
    return replace(row, leads=said.leads, cooperating=said.cooperating)
