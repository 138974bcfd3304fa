"""Finds tasks written as labels and values, one below the other, and makes a table of them.

整改任务 / its words / 责任单位 / names …, each label alone on its line, once or again and again
(整改情况公示 of many counties). Labels with their values behind a colon are read with the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.extraction.fields import Field, column_field
from tracker.extraction.flat.atoms import look
from tracker.extraction.flat.ends import DATE, SIGNS
from tracker.extraction.wording import simplified
from tracker.reading.content import Cell, Paragraph, Place

LONGEST_LABEL = 10
LEAST_LABELS = 3
MOST_LINES = 60
COLON = re.compile(r"\s*[:：]\s*")
NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.、．]|[（(]?[一二三四五六七八九十]{1,3}[）)、.．])\s*")
# What is to be done, and who answers for it; a list of projects has other labels.
TASK = re.compile(r"(?:任务|问题|措施|目标|事项|内容|要求|举措)$")
ANSWERS = re.compile(r"责任|牵头|主办|承办|落实|负责|整改(?:单位|主体)|配合")
LABEL_ALONE = re.compile(
    r"(?:任务|问题|措施|目标|事项|内容|要求|举措|单位|部门|时限|时间|期限|情况|领导|责任人|成效|结果)$"
)
LABELS = frozenset(Field) - {Field.NUMBER, Field.SECTION, Field.MILESTONE}
PARTIES = frozenset({Field.LEAD, Field.RESPONSIBLE})


@dataclass(slots=True)
class Block:
    """One task: its labels, the lines behind each, its paragraphs from `start` to before `end`."""

    start: int
    end: int = 0
    values: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_task(self) -> bool:
        """Whether it says what is to be done and who answers, under enough labels."""
        answers = any(
            column_field(label) in PARTIES and ANSWERS.search(simplified(label))
            for label in self.values
        )
        # Headings one below the other are the header of a flattened table, numbers alone its cells.
        is_filled = all(self.values.values())
        lines = [line for lines in self.values.values() for line in lines]
        has_cells = any(look(line).is_ordinal or column_field(line) for line in lines)
        return len(self.values) >= LEAST_LABELS and answers and is_filled and not has_cells


@dataclass(frozen=True, slots=True)
class Labelled:
    """A table made of blocks: its rows with the header, their places, its paragraphs."""

    rows: tuple[tuple[Cell, ...], ...]
    places: tuple[Place, ...]
    start: int
    end: int


def find_labelled(paragraphs: Sequence[Paragraph]) -> Iterator[Labelled]:
    """Return the tables that labels and values make, with the paragraphs they take."""
    at = 0
    while at < len(paragraphs):
        blocks = list(_blocks(paragraphs, at))
        if not blocks:
            at += 1
            continue
        yield _table(blocks, paragraphs)
        at = blocks[-1].end


def _blocks(paragraphs: Sequence[Paragraph], at: int) -> Iterator[Block]:
    """Return the blocks that follow one another from here, all with the same first label."""
    label = first = _label(paragraphs[at].text)
    while label and label == first and TASK.search(simplified(label)):
        block = _block(paragraphs, at)
        if not block.is_task:
            return
        yield block
        at = block.end
        label = _label(paragraphs[at].text) if at < len(paragraphs) else ""


def _block(paragraphs: Sequence[Paragraph], start: int) -> Block:
    block = Block(start, len(paragraphs))
    label = ""
    for at in range(start, min(len(paragraphs), start + MOST_LINES)):
        text = paragraphs[at].full_text.strip()
        found = _label(text)
        if found in block.values or (not found and _is_below(text)):
            block.end = at
            return block
        label = found or label
        block.values.setdefault(label, [])
        if found or not text:
            continue
        block.values[label].append(text)
    block.end = min(len(paragraphs), start + MOST_LINES)
    return block


def _is_below(text: str) -> bool:
    """Return whether words stand below the tasks: a date, who signs, what the page adds."""
    bare = "".join(text.split())
    return bool(DATE.fullmatch(bare) or SIGNS.fullmatch(bare) or look(bare).is_chrome)


def _label(text: str) -> str:
    """Return the label that a line is, nothing for any other line."""
    words = NUMBERED.sub("", text.strip())
    label, *rest = COLON.split(words, maxsplit=1)
    bare = "".join(label.split())
    has_value = rest and rest[0].strip()
    if has_value or not 1 < len(bare) <= LONGEST_LABEL or not LABEL_ALONE.search(simplified(bare)):
        return ""
    is_name = look(bare).is_bodies and not ANSWERS.search(bare)
    return "" if is_name or column_field(bare) not in LABELS else bare


def _table(blocks: Sequence[Block], paragraphs: Sequence[Paragraph]) -> Labelled:
    labels = list(dict.fromkeys(label for block in blocks for label in block.values))
    rows = [tuple(Cell((label,), 0, at) for at, label in enumerate(labels))]
    for number, block in enumerate(blocks, 1):
        rows.append(
            tuple(
                Cell(tuple(block.values.get(label, ())), number, at)
                for at, label in enumerate(labels)
            )
        )
    places = (paragraphs[blocks[0].start].place, *(paragraphs[b.start].place for b in blocks))
    return Labelled(tuple(rows), places, blocks[0].start, blocks[-1].end)
